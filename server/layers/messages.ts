import type { Text } from '../../tiles/layer/layer.ts';

/** Texts of the answers about layers and their features, and of their description. */
export const LAYERS = {
  'unknown-item': {
    zh: '图层“{layer}”中没有编号为“{id}”的要素。',
    en: 'Layer “{layer}” has no feature with the id “{id}”.',
  },
  'not-a-property': {
    zh: '图层“{layer}”没有属性“{value}”。可用的有：{choices}。',
    en: 'Layer “{layer}” has no attribute “{value}”. It has: {choices}.',
  },
  'source-not-given': { zh: '来源未注明', en: 'Source not given' },
  'no-data': { zh: '暂无数据', en: 'No data yet' },
  'as-of': { zh: '数据截至 {date}', en: 'as of {date}' },
  'more-sources': { zh: '另有 {more} 个来源', en: '{more} more sources' },
  'edited-since': { zh: '部分要素此后经过修改', en: 'some features edited since' },
  'get-layers': { zh: '全部图层及其现有数据', en: 'All layers, and what the database holds of them' },
  'get-layer': { zh: '一个图层及其属性的 JSON Schema', en: 'One layer, with the JSON Schema of its attributes' },
  'get-item': { zh: '一个要素', en: 'One feature' },
  'get-columns': { zh: '按列取出整个图层', en: 'A whole layer by column' },
  'get-counts': { zh: '范围内、符合条件的要素数', en: 'Counts of features in a box, and of those that meet a filter' },
} as const satisfies Readonly<Record<string, Text>>;
