/** What people find: facilities around a place, and the way to one of them. */
import Type from 'typebox';
import type { Holidays } from '../hours/index.ts';
import { FACILITY_KINDS, type Text } from '../layer/layer.ts';
import { ProvenanceSchema, TextSchema } from './common.ts';
import { named, says, type Of } from './schema.ts';
import { numberOrNull, textOrNull, wholeOrNull } from './schema-kit.ts';

const textOf = (zh: string, en: string) => Type.Unsafe<Text>({ ...TextSchema, ...says(zh, en) });
const nullableText = (zh: string, en: string) =>
  Type.Unsafe<Text | null>({ anyOf: [TextSchema, { type: 'null' }], ...says(zh, en) });
const flagOrNull = (zh: string, en: string) =>
  Type.Unsafe<boolean | null>({ type: ['boolean', 'null'], ...says(zh, en) });

/** `street`: along the streets. `straight`: no street joins the two, or no network is loaded. */
export const MEASURED = ['street', 'straight'] as const;

const FindStateSchema = Type.Object(
  {
    state: Type.Enum(['open', 'closed', 'unknown'], says('此刻是否开放。', 'Whether it is open at that moment.')),
    changesInMin: wholeOrNull(
      '再过多少分钟关闭或开放；不知道时为 null。',
      'Minutes until it closes or opens; null where that is not known.',
    ),
  },
  named('FindState', '某一时刻的开放状态。', 'Whether a facility is open at a moment.'),
);

const SharedSpacesSchema = Type.Object(
  {
    spaces: Type.Integer(says('共享泊位数。', 'Spaces that are shared.')),
    hours: textOrNull('共享时段。', 'Hours of sharing.'),
    occupancy: textOrNull(
      '0 时至 23 时的利用率（%），逗号分隔。',
      'Percent taken from 0:00 to 23:00, comma-separated.',
    ),
    freeNow: wholeOrNull(
      '此刻空余的共享泊位；不知道时为 null。',
      'Shared spaces free at that moment; null where that is not known.',
    ),
  },
  named('SharedSpaces', '共享停车泊位。', 'Spaces that a car park shares.'),
);

const FindRowSchema = Type.Object(
  {
    layer: Type.String(says('所在图层。', 'Layer of the facility.')),
    id: Type.String(says('要素编号。', 'Id of the feature.')),
    name: textOf('名称。', 'Name.'),
    lon: Type.Number(says('经度（度，WGS 84）。', 'Longitude in degrees, WGS 84.')),
    lat: Type.Number(says('纬度（度，WGS 84）。', 'Latitude in degrees, WGS 84.')),
    distanceM: Type.Number(says('步行距离（米）。', 'Metres on foot.')),
    measured: Type.Enum([...MEASURED], says('沿道路，或直线距离。', 'Along the streets, or in a straight line.')),
    minutes: Type.Integer(says('步行分钟数（75 米/分钟）。', 'Minutes on foot, at 75 m a minute.')),
    hours: textOrNull('开放时间原文。', 'Opening hours as the data has them.'),
    open: FindStateSchema,
    fee: Type.Unsafe<{ readonly value: number; readonly unit: Text; readonly title: Text } | null>({
      anyOf: [
        {
          type: 'object',
          properties: {
            value: { type: 'number', ...says('数额。', 'The amount.') },
            unit: TextSchema,
            title: TextSchema,
          },
          required: ['value', 'unit', 'title'],
        },
        { type: 'null' },
      ],
      ...says('收费，0 为免费；不知道时为 null。', 'Price, 0 where free; null where it is not known.'),
    }),
    accessible: flagOrNull('无障碍；不知道时为 null。', 'For wheelchairs; null where it is not known.'),
    services: Type.Array(Type.String(), says('提供的服务，名称见 titles。', 'What it offers; see `titles`.')),
    detail: textOrNull('服务说明原文。', 'What it offers, in words of the data.'),
    level: nullableText('学段、类别。', 'Stage of a school, or kind.'),
    levelValue: textOrNull('学段、类别的代码。', 'Code of the level.'),
    address: nullableText('地址。', 'Address.'),
    phone: textOrNull('电话。', 'Telephone.'),
    maxHeightM: numberOrNull('限高（米）。', 'Height that vehicles may have, in metres.'),
    shared: Type.Unsafe<Of<typeof SharedSpacesSchema> | null>({
      anyOf: [SharedSpacesSchema, { type: 'null' }],
      ...says('共享泊位。', 'Shared spaces.'),
    }),
    provenance: ProvenanceSchema,
  },
  named('FindRow', '找到的一处设施。', 'A facility that was found.'),
);
export type FindRow = Of<typeof FindRowSchema>;

export const FindAnswerSchema = Type.Object(
  {
    kind: Type.Enum([...FACILITY_KINDS], says('设施种类。', 'Kind of facility.')),
    place: Type.Object(
      {
        lon: Type.Number(says('经度（度，WGS 84）。', 'Longitude in degrees, WGS 84.')),
        lat: Type.Number(says('纬度（度，WGS 84）。', 'Latitude in degrees, WGS 84.')),
      },
      says('从哪里找。', 'Where was looked from.'),
    ),
    radiusM: Type.Integer(says('半径（步行米数）。', 'Radius, in metres on foot.')),
    at: Type.String({ format: 'date-time', ...says('状态所属的时刻。', 'Moment that the states are of.') }),
    timeZone: Type.String(says('城市所在时区。', 'Time zone of the city.')),
    holidays: Type.Unsafe<Holidays>({
      type: 'object',
      properties: {
        source: TextSchema,
        years: { type: 'object', ...says('按年份：放假日和上班日。', 'By year: days off, and weekend days worked.') },
      },
      required: ['source', 'years'],
      ...says('今明两年已公布的放假和调休安排。', 'Holidays and make-up working days known of this year and the next.'),
    }),
    measured: Type.Enum([...MEASURED], says('是否沿道路量距。', 'Whether the streets were measured along.')),
    found: Type.Integer(says('符合条件的数量；超过 500 处时只计最近的。', 'How many meet it, of the 500 nearest.')),
    isComplete: Type.Boolean(
      says(
        '半径内的设施是否都看过；否则可能还有更远的。',
        'Whether all within the radius were looked at; else there may be more, farther away.',
      ),
    ),
    rows: Type.Array(FindRowSchema, says('由近到远。', 'Nearest first.')),
    wider: Type.Union(
      [Type.Integer(), Type.Null()],
      says(
        '没有结果时，有结果的最小半径（米）；否则为 null。',
        'Where nothing was found: the smallest radius with a result, in metres; else null.',
      ),
    ),
    choices: Type.Object(
      {
        filters: Type.Array(Type.String(), says('可用的条件。', 'Filters that the data has an answer to.')),
        levels: Type.Array(
          Type.Object({ value: Type.String(says('代码。', 'Its code.')), title: TextSchema }),
          says('可选的学段、类别。', 'Levels to choose from.'),
        ),
      },
      says('这类设施可以怎样筛选。', 'What this kind can be filtered by.'),
    ),
    titles: Type.Record(Type.String(), TextSchema, says('服务的名称。', 'Names of the services.')),
  },
  named('FindAnswer', '附近的设施，由近到远。', 'Facilities around a place, nearest first.'),
);
/** `GET /find/results` */
export type FindAnswer = Of<typeof FindAnswerSchema>;

export const FindRouteSchema = Type.Object(
  {
    measured: Type.Enum([...MEASURED], says('沿道路，或直线。', 'Along the streets, or a straight line.')),
    distanceM: Type.Number(says('步行米数。', 'Metres on foot.')),
    minutes: Type.Integer(says('步行分钟数（75 米/分钟）。', 'Minutes on foot, at 75 m a minute.')),
    line: Type.Unsafe<{ readonly type: 'LineString'; readonly coordinates: readonly (readonly [number, number])[] }>({
      type: 'object',
      properties: {
        type: { const: 'LineString', ...says('固定为 LineString。', 'Always LineString.') },
        coordinates: {
          ...says('经度、纬度（度）。', 'Longitude, latitude; degrees.'),
          type: 'array',
          items: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
        },
      },
      required: ['type', 'coordinates'],
      ...says('路线（GeoJSON）。', 'The way, as GeoJSON.'),
    }),
  },
  named('FindRoute', '步行路线。', 'A way on foot.'),
);
/** `GET /find/route` */
export type FindRoute = Of<typeof FindRouteSchema>;
