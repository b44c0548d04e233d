/** The figures that the start page colours subdistricts by. */
import Type from 'typebox';
import { ProvenanceSchema, TextSchema } from './common.ts';
import { choice, number, numberOrNull, strict, string, whole } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';

/**
 * `reach`: share of the people from whom a facility is within `minutes` on foot. `rate`: features per 1,000 people.
 * `density`: people per km².
 */
export const FIGURE_KINDS = ['reach', 'rate', 'density'] as const;

const origin = (zh: string, en: string) =>
  strict({ title: TextSchema, provenance: Type.Unsafe<string>(ProvenanceSchema) }, says(zh, en));

const OverviewFigureSchema = strict(
  {
    id: string('指标编号。', 'Id of the figure.'),
    kind: choice(
      FIGURE_KINDS,
      says(
        'reach：步行可达设施的人口比例；rate：每千人的要素数；density：每平方千米人数。',
        'reach: share of the people with a facility in walking distance; rate: features per 1,000 people; density: people per km².',
      ),
    ),
    title: TextSchema,
    place: Type.Optional({
      ...TextSchema,
      ...says('所到的设施，如“小学”。', 'What is reached, such as a primary school.'),
    }),
    minutes: Type.Optional(number('步行时间（分钟）。', 'Minutes on foot.')),
    layer: Type.Optional(string('所据图层。', 'Layer that it is made of.')),
    features: Type.Optional(whole('所据要素数。', 'Features that it is made of.')),
    people: number('全市人数。', 'People of the whole city.'),
    city: numberOrNull('全市的值。', 'Value of the whole city.'),
    network: Type.Optional(origin('所据路网。', 'Streets that it is made of.')),
    demand: origin('所据人口数据。', 'People that it is made of.'),
    values: Type.Unsafe<Readonly<Record<string, number | null>>>({
      type: 'object',
      additionalProperties: { type: ['number', 'null'] },
      ...says(
        '各街道的值，按代码；没有居民的为 null。',
        'Values of the subdistricts, by code; null where nobody lives.',
      ),
    }),
  },
  named('OverviewFigure', '一项指标。', 'A figure.'),
);
export type OverviewFigure = Of<typeof OverviewFigureSchema>;

const peopleByArea = (zh: string, en: string) =>
  Type.Unsafe<Readonly<Record<string, number>>>({
    type: 'object',
    additionalProperties: { type: 'number' },
    ...says(zh, en),
  });

const OverviewPeopleSchema = strict(
  {
    demand: origin('所据人口数据。', 'People that it is made of.'),
    district: peopleByArea('各区市的人数，按代码。', 'People of the districts, by code.'),
    subdistrict: peopleByArea('各街道的人数，按代码。', 'People of the subdistricts, by code.'),
  },
  named('OverviewPeople', '各区域的居民。', 'The people of each area.'),
);

export const OverviewSchema = strict(
  {
    people: Type.Optional(OverviewPeopleSchema),
    figures: Type.Array(
      OverviewFigureSchema,
      says(
        '各项指标，第一项为首选；没有街道或人口数据时为空。',
        'The figures, the usual one first; none without subdistricts or people.',
      ),
    ),
  },
  named('Overview', '按街道的全市概况。', 'The city at a glance, by subdistrict.'),
);
/** `GET /overview` */
export type Overview = Of<typeof OverviewSchema>;
