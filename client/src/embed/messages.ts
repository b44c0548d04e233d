import type { Text } from '../../../tiles/layer/layer.ts';

/** Texts of embedded maps beside those of the map itself (client/src/i18n/zh-map.ts). */
export const EMBED_TEXTS = {
  map: { zh: '城图地图', en: 'Chengtu map' },
  open: { zh: '打开地图', en: 'Open the map' },
  loading: { zh: '地图加载中…', en: 'Loading the map…' },
  'program-failed': { zh: '地图程序没有载入，请重试。', en: 'The map did not load. Please try again.' },
  'no-webgl': {
    zh: '此浏览器无法绘制地图（未启用 WebGL 2）。',
    en: 'This browser cannot draw the map (WebGL 2 is off).',
  },
  unavailable: { zh: '地图服务暂时没有回应。', en: 'The map service does not answer now.' },
  retry: { zh: '重试', en: 'Try again' },
  close: { zh: '关闭', en: 'Close' },
  whole: { zh: '在城图中打开', en: 'Open in Chengtu' },
  'whole-of': { zh: '在城图中打开{name}', en: 'Open {name} in Chengtu' },
  unnamed: { zh: '（无名称）', en: '(no name)' },
  sources: { zh: '数据：{sources}', en: 'Data: {sources}' },
  'new-window': { zh: '（新窗口）', en: ' (new window)' },
  'unknown-layer': {
    zh: '没有图层“{layer}”。可用的图层见 {address}。',
    en: 'There is no layer “{layer}”. See {address}.',
  },
  'too-many': {
    zh: '最多同时突出显示 {max} 个要素，收到 {count} 个。',
    en: 'At most {max} features can be highlighted at once; {count} were given.',
  },
  'bad-geojson': {
    zh: '“{source}”不是 GeoJSON：缺少可用的 type。',
    en: '“{source}” is no GeoJSON: it has no type of it.',
  },
  'bad-attribute': {
    zh: '<city-map> 的属性 {name}="{value}" 无法使用：{expected}。',
    en: 'The attribute {name}="{value}" of <city-map> cannot be used: {expected}.',
  },
  'expects-center': {
    zh: '应为“经度,纬度”，如 120.38,36.07',
    en: 'longitude,latitude is expected, such as 120.38,36.07',
  },
  'expects-zoom': { zh: '应为 0 到 22 的级别', en: 'a level of 0 to 22 is expected' },
  'expects-filters': {
    zh: '应为 JSON，如 {"toilets": "wifi = true"}',
    en: 'JSON is expected, such as {"toilets": "wifi = true"}',
  },
  'expects-selected': { zh: '应为“图层/编号”', en: 'layer/id is expected' },
  'expects-choice': { zh: '应为 {choices}', en: 'one of {choices} is expected' },
} as const satisfies Readonly<Record<string, Text>>;

export type EmbedText = keyof typeof EMBED_TEXTS;
