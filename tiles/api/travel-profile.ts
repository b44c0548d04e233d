/** A file of `profiles/` in a city's folder: who travels, by which streets and how fast. Studies name it. */
import Type from 'typebox';
import { TextSchema } from './common.ts';
import { choice, flag, strict } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { TravelRulesSchema } from './travel-rules.ts';
import { MODES, STUDY_LIMITS } from './vocabulary.ts';

const speed = (zh: string, en: string) => Type.Number({ exclusiveMinimum: 0, maximum: 100, ...says(zh, en) });

export const TravelProfileSchema = strict(
  {
    $schema: Type.Optional(
      Type.String(says('本 schema 的地址，供编辑器使用。', 'Address of this schema, for editors.')),
    ),
    id: Type.String({
      pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
      maxLength: STUDY_LIMITS.text,
      ...says('编号，与文件名相同。', 'Its id, which is the name of the file.'),
    }),
    title: TextSchema,
    source: TextSchema,
    mode: choice(MODES, says('出行方式。', 'Mode of travel.')),
    speedMps: Type.Optional(
      speed('速度（米/秒）；不用于驾车。', 'Speed in m/s; not for driving. Default: that of the mode.'),
    ),
    accessSpeedMps: Type.Optional(
      speed('到道路、离道路的步行速度（米/秒）。', 'Speed on foot to and from the road in m/s. Default: 1.0.'),
    ),
    slope: Type.Optional(flag('步行时间是否按坡度。', 'Whether times on foot go by slope. Default: false.')),
    rules: Type.Optional(TravelRulesSchema),
  },
  named(
    'TravelProfile',
    '一种出行者：研究的 travel.profile 以编号指明；source 说明数值的来源。',
    'Who travels. The profile of a travel names its id; source says where its numbers are from.',
  ),
);
export type TravelProfile = Of<typeof TravelProfileSchema>;
