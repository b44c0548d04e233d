import type { Text } from '../../tiles/layer/layer.ts';

/** Texts of the answers about tiles and styles, and of their description. */
export const TILES = {
  'style-name': { zh: '城图 {city} · 浅色', en: 'Chengtu {city} · light' },
  'style-name-dark': { zh: '城图 {city} · 深色', en: 'Chengtu {city} · dark' },
  'field-id': { zh: '要素编号', en: 'Feature id' },
  'field-label': { zh: '在注记所在的图块里为 true', en: 'True in the tile that names the area' },
  'field-provenance': {
    zh: '数据来源类别：official、imported、approximate 或 synthetic',
    en: 'Where it comes from: official, imported, approximate or synthetic',
  },
  'unknown-matrix-set': {
    zh: '没有名为“{matrixSet}”的瓦片矩阵集，可用的有：{matrixSets}。',
    en: 'There is no tile matrix set “{matrixSet}”. There are: {matrixSets}.',
  },
  'unknown-theme': {
    zh: '没有名为“{theme}”的样式，可用的有：{themes}。',
    en: 'There is no style “{theme}”. There are: {themes}.',
  },
  'too-many-layers': {
    zh: '一次最多请求 {max} 个图层，收到 {count} 个。',
    en: 'One request takes at most {max} layers; this one names {count}.',
  },
  'not-a-property-of-any': {
    zh: '所请求的图层都没有属性“{value}”。相近的有：{near}。',
    en: 'None of the layers asked for has an attribute “{value}”. Close to it: {near}.',
  },
  'bad-datetime': {
    zh: '参数 {parameter}={value} 不是时间，写法如 2026-03-01 或 2026-03-01T08:00:00+08:00。',
    en: 'Parameter {parameter}={value} is no time. Write it like 2026-03-01 or 2026-03-01T08:00:00+08:00.',
  },
  'datetime-interval': {
    zh: '参数 {parameter} 只接受一个时刻，不接受时段：地图显示的是那一刻的状态。',
    en: 'Parameter {parameter} takes one moment, no interval: the map is shown as it was then.',
  },
  'get-tile': { zh: '一块矢量瓦片', en: 'One vector tile' },
  'get-tile-of-matrix-set': { zh: '指定瓦片矩阵集中的一块矢量瓦片', en: 'One vector tile of a tile matrix set' },
  tile: { zh: 'Mapbox 矢量瓦片。', en: 'A Mapbox vector tile.' },
  'empty-tile': { zh: '此处没有要素，瓦片为空。', en: 'Nothing is there: the tile is empty.' },
  'get-tilejson': { zh: '瓦片集说明（TileJSON）', en: 'Description of tiles (TileJSON)' },
  'get-style': { zh: 'MapLibre 样式', en: 'A MapLibre style' },
  'get-matrix-sets': { zh: '可用的瓦片矩阵集', en: 'The tile matrix sets that tiles come in' },
  'get-matrix-set': { zh: '一个瓦片矩阵集', en: 'One tile matrix set' },
} as const satisfies Readonly<Record<string, Text>>;
