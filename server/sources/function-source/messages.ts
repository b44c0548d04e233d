import type { Text } from '../../../tiles/layer/layer.ts';

/** Texts of answers about layers that are functions of a source. */
export const FUNCTION = {
  'function-features': {
    zh: '图层“{layer}”由数据库函数生成瓦片，不能按要素查询、计数或按列取出。',
    en: 'The tiles of layer “{layer}” are made by a function of the database: it has no features to ask for, to count or to read by column.',
  },
  'function-matrix-set': {
    zh: '图层“{layer}”由数据库函数生成瓦片，只有 WebMercatorQuad 一种瓦片方案。',
    en: 'The tiles of layer “{layer}” are made by a function of the database, which knows the tiles of WebMercatorQuad alone.',
  },
} as const satisfies Readonly<Record<string, Text>>;
