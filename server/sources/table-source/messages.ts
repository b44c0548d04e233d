import type { Text } from '../../../tiles/layer/layer.ts';

/** Texts of answers about layers that are tables of a source. */
export const TABLE = {
  'table-changed': {
    zh: '数据源“{source}”中的表 {table} 已改变或不能再读取，图层“{layer}”正在更新，请稍后再试。',
    en: 'Table {table} of source “{source}” has changed or can no longer be read. Layer “{layer}” is being brought up to date; try again shortly.',
  },
  'no-history': {
    zh: '图层“{layer}”是数据源中的表，没有过去时刻的数据：请去掉 datetime。',
    en: 'Layer “{layer}” is a table of a source, which keeps no past moments: leave datetime out.',
  },
  'too-many-features': {
    zh: '图层“{layer}”有 {count} 个要素，整层按列取出最多 {most} 个。请用瓦片、/counts 或带条件的视图。',
    en: 'Layer “{layer}” has {count} features; a layer with more than {most} is not given by column. Use tiles, /counts, or a view of fewer rows.',
  },
  'projection-unusable': {
    zh: '图层“{layer}”的坐标系 EPSG:{srid} 无法由数据源的数据库换算为经纬度。请在该库的 spatial_ref_sys 中补全此坐标系，或将数据转为 EPSG:4490。',
    en: 'The database of the source cannot bring EPSG:{srid}, the coordinate system of layer “{layer}”, to degrees. Complete it in spatial_ref_sys there, or transform the data to EPSG:4490.',
  },
  'geometry-broken': {
    zh: '图层“{layer}”中有无效的几何图形，此请求无法完成（{detail}）。可用 ST_IsValid 找出并以 ST_MakeValid 修正。',
    en: 'Layer “{layer}” has an invalid geometry, and this request cannot be answered ({detail}). ST_IsValid finds it, ST_MakeValid mends it.',
  },
} as const satisfies Readonly<Record<string, Text>>;
