/** Pieces that several requests and answers have. */
import Type from 'typebox';
import { LIMITS } from '../filter/cql2/error.ts';
import { LANGUAGES } from '../i18n.ts';
import { strict, string } from './schema-kit.ts';
import { IN_BODY, named, says, type Of } from './schema.ts';

/** A text in both languages. */
export const TextSchema = strict(
  { zh: string('中文。', 'Chinese.'), en: string('英文。', 'English.') },
  named('Text', '中英文文字。', 'A text in Chinese and English.'),
);

export const BboxSchema = Type.Unsafe<readonly [west: number, south: number, east: number, north: number]>({
  type: 'array',
  items: { type: 'number' },
  minItems: 4,
  maxItems: 4,
  ...named('Bbox', '范围：西、南、东、北，WGS 84 经纬度（度）。', 'West, south, east, north; degrees, WGS 84.'),
});
/** Longitude west, latitude south, longitude east, latitude north; degrees, WGS 84. */
export type Bbox = Of<typeof BboxSchema>;

export const PositionSchema = Type.Unsafe<readonly [lon: number, lat: number]>({
  type: 'array',
  items: { type: 'number' },
  minItems: 2,
  maxItems: 2,
  ...named('Position', '经度、纬度（度，WGS 84）。', 'Longitude, latitude; degrees, WGS 84.'),
});

export const ProvenanceSchema = Type.Enum(
  ['official', 'imported', 'approximate', 'synthetic'],
  named(
    'Provenance',
    '数据来源类别：official 官方、imported 导入、approximate 大致位置、synthetic 合成示例。',
    'Where data comes from: official, imported, approximate in place, or synthetic for demonstration.',
  ),
);

/** A box in an address, such as `120.3,36.0,120.5,36.2`. */
export const BboxParameter = Type.Unsafe<Bbox>({
  type: 'array',
  items: { type: 'number' },
  minItems: 4,
  maxItems: 4,
  format: 'bbox',
  examples: [[120.3, 36.0, 120.5, 36.2]],
  ...says(
    '范围：西,南,东,北（度）。不给则为全部。',
    'West,south,east,north in degrees; everything where it is left out.',
  ),
});

/** Ids of layers in an address, such as `toilets,schools`. */
export const LayersParameter = Type.Array(Type.String(), {
  examples: [['toilets', 'schools']],
  ...says('图层编号，逗号分隔；不给则为全部图层。', 'Ids of layers between commas; all layers where it is left out.'),
});

export const LayerParameter = Type.String({
  examples: ['toilets'],
  ...says('图层编号，见 /layers。', 'Id of a layer; see /layers.'),
});

export const LangParameter = Type.Enum([...LANGUAGES], {
  ...says(
    '回答所用语言；不给则按 Accept-Language，再无则为中文。',
    'Language of the answer; by Accept-Language where it is left out, else Chinese.',
  ),
});

/** Characters of a filter in an address, and in a body: several real districts with each of their corners. */
export const FILTER_LENGTH = { address: LIMITS.characters, body: LIMITS.longest } as const;

const FILTER_SAYS = says(
  'CQL2 条件（文本或 JSON），作用于请求中的每个图层。',
  'A filter in CQL2, text or JSON, that every layer asked for must meet.',
);
const LAYER_FILTER_SAYS = says(
  'filter.图层编号：只作用于该图层的 CQL2 条件。',
  'filter.<layer>: a filter in CQL2 of that layer alone.',
);
/** CQL2 JSON is an object there, as STAC and OGC API have it. */
const filterInBody = (text: object) => ({
  [IN_BODY]: { anyOf: [{ type: 'string', maxLength: FILTER_LENGTH.body }, { type: 'object' }], ...text },
});

export const FilterParameter = Type.String({
  maxLength: FILTER_LENGTH.address,
  ...filterInBody(FILTER_SAYS),
  examples: ["name LIKE '%公园%'"],
  ...FILTER_SAYS,
});

export const LayerFilterParameter = Type.String({
  maxLength: FILTER_LENGTH.address,
  ...filterInBody(LAYER_FILTER_SAYS),
  ...LAYER_FILTER_SAYS,
});

export const FilterLangParameter = Type.Enum(['cql2-text', 'cql2-json'], {
  ...says(
    '条件的写法；不给则以 { 开头的为 JSON。',
    'How filters are written; what begins with { is JSON where it is left out.',
  ),
});
