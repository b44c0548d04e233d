import type { Text } from '../../../tiles/layer/layer.ts';

/** Texts about layers that are functions of a source. */
export const FUNCTION = {
  title: { zh: '函数 {function}', en: 'Function {function}' },
  description: { zh: '数据库函数 {function} 生成的瓦片。', en: 'Tiles made by the database function {function}.' },
  source: { zh: '{source} 数据库的函数 {function}', en: 'Function {function} of database {source}' },
  'function-features': {
    zh: '图层“{layer}”由数据库函数生成瓦片，不能按要素查询、筛选、计数、导出或按列取出。',
    en: 'The tiles of layer “{layer}” are made by a function of the database: it has no features to ask for, to filter, to count, to export or to read by column.',
  },
  'function-history': {
    zh: '图层“{layer}”由数据库函数生成瓦片，没有过去时刻的数据（datetime）。',
    en: 'The tiles of layer “{layer}” are made by a function of the database, which knows no past moments (datetime).',
  },
  'function-matrix-set': {
    zh: '图层“{layer}”由数据库函数生成瓦片，只有 WebMercatorQuad 一种瓦片方案。',
    en: 'The tiles of layer “{layer}” are made by a function of the database, which knows the tiles of WebMercatorQuad alone.',
  },
  'function-value': {
    zh: '参数 {parameter} 的值“{value}”不是函数所要的 {type}。',
    en: 'The value “{value}” of {parameter} is no {type}, which the function takes.',
  },
  'function-failed': {
    zh: '图层“{layer}”的数据库函数 {function} 出错（{state}），未能生成瓦片。原因见服务日志。',
    en: 'The function {function} of layer “{layer}” failed ({state}) and gave no tile. The log of the service says why.',
  },
  'function-writes': {
    zh: '图层“{layer}”的数据库函数 {function} 要写入数据；服务只读取数据源，不能调用它。',
    en: 'The function {function} of layer “{layer}” writes. The service only reads its sources, and cannot call it.',
  },
  'function-too-large': {
    zh: '图层“{layer}”的数据库函数 {function} 给出 {size} MB 的瓦片，上限为 {most} MB。请在函数中简化或按级别减少要素。',
    en: 'The function {function} of layer “{layer}” gave a tile of {size} MB; {most} MB is the most. Let it simplify, or show fewer features at this zoom.',
  },
  'function-no-tile': {
    zh: '图层“{layer}”的数据库函数 {function} 给出的不是矢量瓦片（应为 ST_AsMVT 的结果）。',
    en: 'What the function {function} of layer “{layer}” gave is no vector tile, such as ST_AsMVT makes.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** Why a function is not served, and what could be better. */
export const FUNCTION_OBSTACLES = {
  'no-schema-rights': {
    zh: '角色 {role} 无权使用模式 {schema}。由所有者执行：',
    en: 'The role {role} may not use the schema {schema}. Its owner runs:',
  },
  'no-execute': {
    zh: '角色 {role} 无权调用 {function}。由所有者 {owner} 执行：',
    en: 'The role {role} may not call {function}. Its owner, {owner}, runs:',
  },
  'bad-arguments': {
    zh: '{function} 的参数 {parameters} 没有名称或默认值，服务不知道该传什么。在 z、x、y 之后请用一个 json 参数，或给每个参数名称和默认值。',
    en: 'The arguments {parameters} of {function} have no name or no default, so that nobody knows what to pass. After z, x, y it takes one json, or arguments with names and defaults.',
  },
  overloaded: {
    zh: '{function} 与参数不同的同名函数 {other} 并存，提供的是后者。',
    en: '{function} stands beside {other} of the same name, which is served.',
  },
  'unknown-geometry': {
    zh: '谁也不知道 {function} 画的是点、线还是面，按线绘制。请写一个图层文件，注明 "geometry"；瓦片中的图层名不是 {layer} 时再注明 "sourceLayer"：',
    en: 'Nobody knows whether {function} draws points, lines or areas: it is drawn as lines. A layer file says its "geometry", and its "sourceLayer" where the layer in its tiles is not called {layer}:',
  },
  'bad-file': {
    zh: '图层文件 layers/{id}.json 与 {function} 不符：{errors}',
    en: 'The layer file layers/{id}.json does not fit {function}: {errors}',
  },
  'no-function': {
    zh: '图层文件 layers/{id}.json 所指的函数 {function} 不存在，或不是生成瓦片的函数。',
    en: 'The layer file layers/{id}.json names the function {function}, which does not exist or gives no tiles.',
  },
} as const satisfies Readonly<Record<string, Text>>;
