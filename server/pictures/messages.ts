import type { Text } from '../../tiles/layer/layer.ts';

/** Texts of the answers about pictures, of their description, and those on the pictures. */
export const PICTURES = {
  'bad-size': {
    zh: '参数 {parameter}={value} 不是图片尺寸，写法如 600x400 或 600x400@2x。',
    en: 'Parameter {parameter}={value} is no size of a picture. Write it like 600x400 or 600x400@2x.',
  },
  'size-out-of-range': {
    zh: '参数 {parameter}={value}：图片的宽和高须在 {min} 到 {max} 像素之间。',
    en: 'Parameter {parameter}={value}: width and height of a picture are {min} to {max} px.',
  },
  'bad-view': {
    zh: '参数 {parameter}={value} 不是视野，写法如 120.38,36.07,13（经度,纬度,级别），或 auto。',
    en: 'Parameter {parameter}={value} is no view. Write it like 120.38,36.07,13 (longitude, latitude, zoom), or auto.',
  },
  'bad-marker': {
    zh: '参数 {parameter} 中的“{value}”不是标记，写法如 120.38,36.07 或 120.38,36.07,d6006c。',
    en: '“{value}” in parameter {parameter} is no marker. Write it like 120.38,36.07 or 120.38,36.07,d6006c.',
  },
  'too-many-markers': {
    zh: '参数 {parameter} 最多有 {max} 个标记，收到 {count} 个。',
    en: 'Parameter {parameter} takes at most {max} markers; this one has {count}.',
  },
  'too-many-layers': {
    zh: '一幅图片最多画 {max} 个图层，收到 {count} 个。',
    en: 'A picture shows at most {max} layers; this one names {count}.',
  },
  'filter-needs-layer': {
    zh: '参数 {parameter} 需要至少一个图层：底图没有可以筛选的要素。',
    en: 'Parameter {parameter} needs a layer: the base map has no features to filter.',
  },
  failed: {
    zh: '图片未能画出，请稍后再试。',
    en: 'The picture could not be drawn. Try again in a moment.',
  },
  'review-number': { zh: '审图号：{number}', en: 'Map review no. {number}' },
  sources: { zh: '数据来源：{sources}', en: 'Data: {sources}' },
  partly: { zh: '含合成与近似数据', en: 'Partly synthetic or approximate' },
  'get-static': { zh: '一幅静态地图图片', en: 'A still picture of the map' },
  picture: { zh: 'PNG 图片，写有来源与审图号。', en: 'A PNG with its sources and map review number on it.' },
  'get-raster': { zh: '一块栅格瓦片', en: 'One raster tile' },
  'get-raster-of-matrix-set': { zh: '指定瓦片矩阵集中的一块栅格瓦片', en: 'One raster tile of a tile matrix set' },
  raster: {
    zh: 'PNG 图片，边长 256 像素（@2x 为 512）。来源与审图号由使用者注明，见能力文档。',
    en: 'A PNG with sides of 256 px (512 with @2x). Whoever shows it states its sources, which the capabilities name.',
  },
  'get-wmts': { zh: 'WMTS 1.0.0（键值对）', en: 'WMTS 1.0.0 (key-value pairs)' },
  'get-wmts-capabilities': { zh: 'WMTS 1.0.0 能力文档（REST）', en: 'Capabilities of WMTS 1.0.0 (REST)' },
  capabilities: {
    zh: 'XML 能力文档，或 GetTile 的 PNG 瓦片；出错时为 OWS 异常报告。',
    en: 'Capabilities in XML, or the PNG of GetTile; OWS exception reports in XML where something is wrong.',
  },
  'capabilities-only': { zh: 'XML 能力文档。', en: 'Capabilities in XML.' },
  'wmts-title': { zh: '城图 {city} · 栅格瓦片', en: 'Chengtu {city} · raster tiles' },
  'base-title': { zh: '底图', en: 'Base map' },
  'style-light': { zh: '浅色', en: 'Light' },
  'style-dark': { zh: '深色', en: 'Dark' },
} as const satisfies Record<string, Text>;
