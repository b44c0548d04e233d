/**
 * What a scenario changes about the streets. Edits carry ids and hold together in any order; to undo one is to leave it
 * out.
 */
import Type from 'typebox';
import { AreasSchema } from './place.ts';
import { aboveZero, byKind, choice, flag, literal, name, strict } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { DEFAULT_ALONG_M, DEFAULT_JOIN_M, DEFAULT_NEW_STREET_KMH, MODES, STUDY_LIMITS as L } from './vocabulary.ts';

const id = name('修改的编号，各不相同。', 'Id of the edit, unique.');
const lineOf = (least: number, zh: string, en: string) =>
  Type.Unsafe<readonly (readonly [lon: number, lat: number])[]>({
    type: 'array',
    minItems: least,
    maxItems: L.vertices,
    items: { type: 'array', items: { type: 'number', minimum: -180, maximum: 180 }, minItems: 2, maxItems: 2 },
    ...says(zh, en),
  });
const modesOf = (zh: string, en: string) =>
  Type.Optional(
    Type.Array(choice(MODES, says('出行方式。', 'A mode of travel.')), {
      minItems: 1,
      maxItems: MODES.length,
      ...says(zh, en),
    }),
  );
const ALL_MODES = [
  '哪些出行方式；缺省步行、骑行、驾车全部。',
  'Which modes of travel. Default: walking, cycling and driving.',
] as const;
const alongM = Type.Optional(
  Type.Number({
    exclusiveMinimum: 0,
    maximum: 200,
    ...says(
      `画线两侧多少米内、沿线延伸的街道算在内；缺省 ${String(DEFAULT_ALONG_M)}。`,
      `Streets that run along the line within so many metres are meant. Default ${String(DEFAULT_ALONG_M)}.`,
    ),
  }),
);
const existing = {
  id,
  line: lineOf(
    1,
    '沿街道画的线，经纬度（度）；只有一点时指离它最近的街道。',
    'A line along the street, degrees of longitude and latitude. A single point means the street nearest to it.',
  ),
  withinM: alongM,
};

const AddStreetSchema = strict(
  {
    kind: literal('add'),
    id,
    line: lineOf(2, '新街道的走向，经纬度（度）。', 'The new street, degrees of longitude and latitude.'),
    modes: modesOf(...ALL_MODES),
    driveKmh: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 150,
        ...says(
          `驾车速度（千米/时）；缺省 ${String(DEFAULT_NEW_STREET_KMH)}。步行和骑行按各自的速度。`,
          `Speed of driving in km/h, a number. Default ${String(DEFAULT_NEW_STREET_KMH)}. Walking and cycling have their own speeds.`,
        ),
      }),
    ),
    oneWay: Type.Optional(
      flag(
        '骑行和驾车是否只能顺画线方向；步行总是双向；缺省 false。',
        'Whether cycling and driving go along the line one way only, as it is drawn; walking goes both ways. Default false.',
      ),
    ),
    connect: Type.Optional(
      choice(
        ['ends', 'crossings'],
        says(
          '在哪里接入：仅两端（桥、隧道），或两端及与现有街道的每个交叉处；缺省 ends。',
          'Where it joins: at its ends alone, as a bridge or tunnel does, or at every crossing with a street too. Default ends.',
        ),
      ),
    ),
    joinM: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 300,
        ...says(
          `端点接入多少米内最近的街道；缺省 ${String(DEFAULT_JOIN_M)}。`,
          `An end joins the nearest street within so many metres. Default ${String(DEFAULT_JOIN_M)}.`,
        ),
      }),
    ),
  },
  named('AddStreet', '新建街道、桥或小路。', 'A new street, bridge or path.'),
);

const CloseStreetSchema = strict(
  { kind: literal('close'), ...existing, modes: modesOf(...ALL_MODES) },
  named(
    'CloseStreet',
    '封闭街道：不得穿行；街上的人口和设施仍可沿街到两端。',
    'Closes a street to all who pass through. People and facilities on it still come to its ends along it.',
  ),
);

const OneWayStreetSchema = strict(
  {
    kind: literal('oneway'),
    ...existing,
    line: lineOf(
      2,
      '沿街道画的线，只许顺其方向通行，经纬度（度）。',
      'A line along the street, the way that stays open, degrees of longitude and latitude.',
    ),
    modes: modesOf('哪些出行方式；缺省骑行和驾车。', 'Which modes of travel. Default: cycling and driving.'),
  },
  named('OneWayStreet', '街道改为单行。', 'Makes a street one-way.'),
);

const SpeedOfStreetSchema = strict(
  {
    kind: literal('speed'),
    ...existing,
    factor: aboveZero(
      '速度乘以此数（无单位），0.5 为减半。',
      'Speeds are multiplied by this number: 0.5 is half as fast.',
    ),
    modes: modesOf('哪些出行方式；缺省驾车。', 'Which modes of travel. Default: driving.'),
  },
  named('SpeedOfStreet', '街道变慢或变快。', 'Makes a street slower or faster.'),
);

const ShutAreaSchema = strict(
  { kind: literal('shut'), id, area: AreasSchema },
  named(
    'ShutArea',
    '封闭区域（内涝、施工）：其中任何方式都不通行，跨越边界的街道在边界截断，区内人口和设施不可达。',
    'An area in which nothing is travelled, as by flood or works: streets end at its border, and people and facilities inside cannot be reached.',
  ),
);

export const StreetEditSchema = byKind(
  [AddStreetSchema, CloseStreetSchema, OneWayStreetSchema, SpeedOfStreetSchema, ShutAreaSchema],
  named('StreetEdit', '对方案中街道的一项修改。', 'A change to the streets of a scenario.'),
);
export type StreetEdit = Of<typeof StreetEditSchema>;

export const streetEditsField = Type.Optional(
  Type.Array(StreetEditSchema, {
    maxItems: L.streetEdits,
    ...says(
      '对街道的修改，只用于已导入的路网，次序无关；缺省没有。',
      'Changes to the streets of a stored network, in any order. Default: none.',
    ),
  }),
);
