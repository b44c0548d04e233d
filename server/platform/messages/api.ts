import type { Text } from '../../../tiles/layer/layer.ts';
import { ANALYSIS_API } from '../../analysis/messages.ts';
import { CQL2_FAULTS } from '../../filter/messages.ts';

/** Texts of the API's answers. */
export const API = {
  ...CQL2_FAULTS,
  ...ANALYSIS_API,
  city: { zh: '青岛', en: 'Qingdao' },
  'style-name': { zh: '城图 {city} · 浅色', en: 'Chengtu {city} · light' },
  'style-name-dark': { zh: '城图 {city} · 深色', en: 'Chengtu {city} · dark' },
  'field-id': { zh: '要素编号', en: 'Feature id' },
  'field-label': { zh: '在注记所在的图块里为 true', en: 'True in the tile that names the area' },
  'field-provenance': {
    zh: '数据来源类别：official、imported、approximate 或 synthetic',
    en: 'Where it comes from: official, imported, approximate or synthetic',
  },
  'tianditu-vector': { zh: '天地图（矢量）', en: 'Tianditu (map)' },
  'tianditu-image': { zh: '天地图（影像）', en: 'Tianditu (imagery)' },
  'own-basemap': { zh: '自定义底图', en: 'Own base map' },

  internal: {
    zh: '服务内部出错。请稍后再试；反映问题时请附上请求编号。',
    en: 'Internal error. Try again later; when reporting it, give the request id.',
  },
  'database-unavailable': {
    zh: '数据库暂时连接不上，请稍后再试。',
    en: 'The database cannot be reached now. Try again shortly.',
  },
  'too-many-listeners': {
    zh: '接收实时变化的连接已满，请稍后再试。',
    en: 'No more connections can listen to changes now. Try again later.',
  },
  overloaded: {
    zh: '当前请求过多，暂时排不上。请过一两秒再试；批量取数请减少同时发出的请求。',
    en: 'Too many requests at once. Try again in a second or two; programs should send fewer at the same time.',
  },
  'query-timeout': {
    zh: '数据库用时过长，未能完成此请求。请稍后再试，或缩小范围、减少图层和筛选条件。',
    en: 'The database took too long over this request. Try again shortly, or ask for a smaller area, fewer layers or a simpler filter.',
  },
  cancelled: { zh: '请求已取消。', en: 'The request was cancelled.' },
  'unknown-route': { zh: '没有 {path} 这个地址。', en: 'There is nothing at {path}.' },
  'method-not-allowed': {
    zh: '此地址只接受 {allowed}，不接受 {method}。',
    en: 'This address takes {allowed}, not {method}.',
  },
  'malformed-request': {
    zh: '请求有误，无法读取：请检查地址中的转义字符。',
    en: 'The request cannot be read: check the escapes in its address.',
  },
  'bad-host': { zh: '请求的 Host 头不是主机名。', en: 'The Host header of the request is no name of a host.' },
  'request-too-long': {
    zh: '请求过长：地址与请求头合计不能超过 16 KB。',
    en: 'The request is too long: its address and headers may have 16 KB together.',
  },
  'request-timeout': { zh: '请求没有及时发完。', en: 'The request did not arrive in time.' },
  'unknown-layer': {
    zh: '没有名为“{layer}”的图层。全部图层见 /layers。',
    en: 'There is no layer “{layer}”. See /layers for all of them.',
  },
  'unknown-layer-near': {
    zh: '没有名为“{layer}”的图层。相近的有：{near}。全部图层见 /layers。',
    en: 'There is no layer “{layer}”. Close to it: {near}. See /layers for all of them.',
  },
  'unknown-item': {
    zh: '图层“{layer}”中没有编号为“{id}”的要素。',
    en: 'Layer “{layer}” has no feature with the id “{id}”.',
  },
  'unknown-case': {
    zh: '没有编号为“{id}”的案例。全部案例见 /cases。',
    en: 'There is no case “{id}”. See /cases for all of them.',
  },
  'unknown-grid': {
    zh: '没有名为“{grid}”的瓦片矩阵集，可用的有：{grids}。',
    en: 'There is no tile matrix set “{grid}”. There are: {grids}.',
  },
  'unknown-theme': {
    zh: '没有名为“{theme}”的样式，可用的有：{themes}。',
    en: 'There is no style “{theme}”. There are: {themes}.',
  },
  'tile-not-an-integer': {
    zh: '瓦片坐标 {parameter}={value} 不是整数。',
    en: 'Tile coordinate {parameter}={value} is not a whole number.',
  },
  'tile-out-of-range': {
    zh: '瓦片坐标 {parameter}={value} 超出范围，此处应为 0 到 {max}。',
    en: 'Tile coordinate {parameter}={value} is out of range: here it goes from 0 to {max}.',
  },
  'too-many-layers': {
    zh: '一次最多请求 {max} 个图层，收到 {count} 个。',
    en: 'One request takes at most {max} layers; this one names {count}.',
  },
  'missing-parameter': { zh: '缺少参数 {parameter}。', en: 'Parameter {parameter} is missing.' },
  'repeated-parameter': { zh: '参数 {parameter} 只能给一次。', en: 'Parameter {parameter} may be given once only.' },
  'not-a-number': { zh: '参数 {parameter}={value} 不是数字。', en: 'Parameter {parameter}={value} is not a number.' },
  'not-an-integer': {
    zh: '参数 {parameter}={value} 不是整数。',
    en: 'Parameter {parameter}={value} is not a whole number.',
  },
  'number-out-of-range': {
    zh: '参数 {parameter}={value} 超出范围，应为 {min} 到 {max}。',
    en: 'Parameter {parameter}={value} is out of range: it goes from {min} to {max}.',
  },
  'not-a-flag': {
    zh: '参数 {parameter}={value} 应为 true 或 false。',
    en: 'Parameter {parameter}={value} should be true or false.',
  },
  'not-a-choice': {
    zh: '参数 {parameter}={value} 不在可选值之中：{choices}。',
    en: 'Parameter {parameter}={value} is none of: {choices}.',
  },
  'too-long': {
    zh: '参数 {parameter} 最长 {max} 个字符。',
    en: 'Parameter {parameter} takes at most {max} characters.',
  },
  'bad-bbox': {
    zh: '参数 {parameter}={value} 应为“西,南,东,北”四个经纬度，且西小于东、南小于北。',
    en: 'Parameter {parameter}={value} should be west,south,east,north in degrees, west below east and south below north.',
  },
  'not-a-filter': {
    zh: '图层“{layer}”没有属性“{parameter}”，不能用它筛选。可用的有：{choices}。',
    en: 'Layer “{layer}” has no attribute “{parameter}” to filter by. It has: {choices}.',
  },
  'filter-of-no-layer': {
    zh: '参数 {parameter} 筛选的图层不在请求之中。请求的图层有：{layers}。',
    en: 'Parameter {parameter} filters a layer that is not asked for. Asked for: {layers}.',
  },
  'not-a-property-of-any': {
    zh: '所请求的图层都没有属性“{value}”。相近的有：{near}。',
    en: 'None of the layers asked for has an attribute “{value}”. Close to it: {near}.',
  },
  'bad-datetime': {
    zh: '参数 {parameter}={value} 不是时间，写法如 2026-03-01 或 2026-03-01T08:00:00+08:00。',
    en: 'Parameter {parameter}={value} is no time. Write it like 2026-03-01 or 2026-03-01T08:00:00+08:00.',
  },
  'before-history': {
    zh: '参数 {parameter} 早于历史记录的起点 {begins}，那时的地图已无法完整还原。',
    en: 'Parameter {parameter} lies before {begins}, where the history begins: the map of that moment is not fully known.',
  },
  'datetime-interval': {
    zh: '参数 {parameter} 只接受一个时刻，不接受时段：地图显示的是那一刻的状态。',
    en: 'Parameter {parameter} takes one moment, no interval: the map is shown as it was then.',
  },
  'not-a-property': {
    zh: '图层“{layer}”没有属性“{value}”。可用的有：{choices}。',
    en: 'Layer “{layer}” has no attribute “{value}”. It has: {choices}.',
  },

  'not-built-title': { zh: '地图界面尚未构建', en: 'The map is not built yet' },
  'not-built-body': {
    zh: '服务已在运行，但缺少网页文件。请在项目目录执行 npm start，或先执行 npm run build。',
    en: 'The service runs, but its web pages are missing. Run npm start in the project folder, or npm run build first.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type ApiMessage = keyof typeof API;
