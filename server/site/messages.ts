import type { Text } from '../../tiles/layer/layer.ts';

export const SITE = {
  'tianditu-vector': { zh: '天地图（矢量）', en: 'Tianditu (map)' },
  'tianditu-image': { zh: '天地图（影像）', en: 'Tianditu (imagery)' },
  'own-basemap': { zh: '自定义底图', en: 'Own base map' },
  'not-built-title': { zh: '地图界面尚未构建', en: 'The map is not built yet' },
  'not-built-body': {
    zh: '服务已在运行，但缺少网页文件。请在项目目录执行 npm start，或先执行 npm run build。',
    en: 'The service runs, but its web pages are missing. Run npm start in the project folder, or npm run build first.',
  },
  'get-config': { zh: '地图启动所需的设置', en: 'What the map needs before anything else' },
  'api-title': { zh: '城图接口', en: 'Chengtu API' },
  'docs-title': { zh: '城图文档', en: 'Chengtu documents' },
  'docs-intro': {
    zh: '如何运行、如何规划、接口怎么用、为什么这样做。',
    en: 'How to run it, how to plan with it, how to use the API, and why it is made this way.',
  },
  'docs-map': { zh: '打开地图', en: 'Open the map' },
  'docs-skip': { zh: '跳到正文', en: 'Skip to the content' },
  'docs-language': { zh: '中文', en: 'English' },
  'get-openapi': { zh: '全部接口的说明（OpenAPI 3.1）', en: 'Description of the whole API (OpenAPI 3.1)' },
} as const satisfies Readonly<Record<string, Text>>;

/** Texts of the page of sources. */
export const SOURCES_PAGE = {
  title: { zh: '数据源', en: 'Sources' },
  intro: {
    zh: 'SOURCES 和 city.json 中各数据库里有几何列的全部表：已提供为图层的，以及没有提供的原因和解法。服务从不自行写入这些数据库。',
    en: 'All tables with geometries in the databases of SOURCES and city.json: those that are layers, and why others are not, with what removes the obstacle. The service writes nothing into these databases by itself.',
  },
  none: { zh: '没有设置数据源。', en: 'There are no sources.' },
  how: { zh: '怎样设置', en: 'How to set one' },
  summary: { zh: '{count} 张表，其中 {served} 张已提供为图层。', en: '{count} tables, {served} of them layers.' },
  reading: { zh: '正在读取。', en: 'It is being read.' },
  lost: { zh: '暂时连接不上，会自动重试。', en: 'It cannot be reached now, and is tried again.' },
  unusable: { zh: '不能使用。', en: 'It cannot be used.' },
  failed: { zh: '未能读取。', en: 'It could not be read.' },
  layer: { zh: '图层', en: 'Layer' },
  kind: { zh: '种类', en: 'Kind' },
  geometry: { zh: '几何', en: 'Geometry' },
  srid: { zh: '坐标系', en: 'SRID' },
  'no-srid': { zh: '未知', en: 'unknown' },
  rows: { zh: '行数', en: 'Rows' },
  about: { zh: '约 {rows}', en: '~{rows}' },
  key: { zh: '主键', en: 'Key' },
  rights: { zh: '权限', en: 'Rights' },
  'may-select': { zh: '可读', en: 'select' },
  'may-not-select': { zh: '无', en: 'none' },
  state: { zh: '状态', en: 'State' },
  served: { zh: '已提供', en: 'served' },
  'not-served': { zh: '未提供', en: 'not served' },
  better: { zh: '{table} 可以改进', en: '{table} could be better' },
  'why-not': { zh: '{table} 为什么没有提供', en: 'Why {table} is not served' },
  table: { zh: '表', en: 'Table' },
  partitioned: { zh: '分区表', en: 'partitioned table' },
  view: { zh: '视图', en: 'view' },
  'materialized-view': { zh: '物化视图', en: 'materialised view' },
  foreign: { zh: '外部表', en: 'foreign table' },
  function: { zh: '函数', en: 'Function' },
} as const satisfies Readonly<Record<string, Text>>;

/** Groups of the description of the interface. */
export const TAGS: Readonly<Record<string, Text>> = {
  layers: { zh: '图层与要素', en: 'Layers and their features' },
  tiles: { zh: '瓦片、样式与瓦片矩阵集', en: 'Tiles, styles and tile matrix sets' },
  ogc: { zh: '标准接口（OGC API）', en: 'By open standards (OGC API)' },
  find: { zh: '搜索与附近', en: 'Search, and what is nearby' },
  changes: { zh: '实时变化', en: 'Changes as they happen' },
  cases: { zh: '成文案例', en: 'Documented cases' },
  analysis: { zh: '规划分析', en: 'Analysis for planning' },
  service: { zh: '服务本身', en: 'The service itself' },
};

/** Texts of the reference of the interface. */
export const REFERENCE = {
  reference: { zh: '接口参考', en: 'Reference' },
  intro: {
    zh: '由 /openapi.json 生成。出错时一律返回 application/problem+json（RFC 9457）。',
    en: 'Made from /openapi.json. Every error is an application/problem+json (RFC 9457).',
  },
  schemas: { zh: '数据结构', en: 'Schemas' },
  name: { zh: '名称', en: 'Name' },
  place: { zh: '位置', en: 'In' },
  type: { zh: '类型', en: 'Type' },
  presence: { zh: '是否必填', en: 'Required' },
  meaning: { zh: '说明', en: 'Meaning' },
  'in-path': { zh: '路径', en: 'path' },
  'in-query': { zh: '查询', en: 'query' },
  required: { zh: '必填', en: 'required' },
  optional: { zh: '可选', en: 'optional' },
  default: { zh: '默认', en: 'default' },
  body: { zh: '请求体：', en: 'Body:' },
  status: { zh: '状态', en: 'Status' },
  answer: { zh: '答复', en: 'Answer' },
  'any-error': { zh: '出错', en: 'error' },
  examples: { zh: '示例：', en: 'Examples:' },
} as const satisfies Readonly<Record<string, Text>>;
