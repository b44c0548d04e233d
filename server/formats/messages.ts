import type { Text } from '../../tiles/layer/layer.ts';

/** What files say of themselves. */
export const FORMATS_TEXT = {
  source: { zh: '来源', en: 'Source' },
  licence: { zh: '许可', en: 'Licence' },
  made: { zh: '生成时间', en: 'Made at' },
  selection: { zh: '筛选条件', en: 'Selection' },
  'licence-unknown': { zh: '许可未注明', en: 'Licence not given' },
  'no-index': {
    zh: '本文件没有空间索引：要素超过 {most} 个。',
    en: 'This file has no spatial index: it has more than {most} features.',
  },
  'crs-name': { zh: '坐标系', en: 'Coordinate system' },
  'names-head': { zh: '字段名\t属性名\t标题', en: 'Field\tAttribute\tTitle' },
  'names-intro': {
    zh: 'Shapefile 的字段名至多 10 个字节。下表列出每个字段对应的属性：',
    en: 'Field names of a shapefile have at most 10 bytes. This table has the attribute of each field:',
  },
  'cut-texts': {
    zh: 'Shapefile 的文本至多 254 个字节。以下字段有文本被截短（字段名：个数）：',
    en: 'Texts of a shapefile have at most 254 bytes. Texts of these fields were cut short (field: how many):',
  },
  'parts-intro': {
    zh: '一个 Shapefile 只能有一种几何类型，本压缩包按类型分为：',
    en: 'A shapefile has one kind of geometry. The files of this archive, by kind:',
  },
  'no-features': { zh: '没有要素。', en: 'No features.' },
} as const satisfies Readonly<Record<string, Text>>;

/** Texts of the route and of its errors. */
export const DOWNLOAD = {
  get: {
    zh: '下载整个图层，或其中符合条件的要素',
    en: 'A whole layer as a file, or those of its features that meet a filter',
  },
  answer: {
    zh: '文件，边读边发。中途出错时连接中断，不会收到看似完整的半个文件。',
    en: 'The file, sent as it is read. Where an error comes in between the connection is cut: no part looks like the whole.',
  },
  'unknown-format': {
    zh: '没有格式“{format}”。可用的有：{choices}。',
    en: 'There is no format “{format}”. There are: {choices}.',
  },
  'unknown-crs': {
    zh: '坐标系“{value}”不能用于文件。可用的有：{choices}。',
    en: 'Files are not written in the coordinate system “{value}”. There are: {choices}.',
  },
  'crs-of-format': {
    zh: '{format} 只能用 WGS 84 经纬度（CRS84）。请去掉 crs，或改用 csv、fgb、gpkg、parquet、zip。',
    en: '{format} has longitude and latitude of WGS 84 (CRS84) alone. Leave out crs, or take csv, fgb, gpkg, parquet or zip.',
  },
  'not-in-crs': {
    zh: '图层中有要素在坐标系 EPSG:{srid} 中没有坐标。请换一个坐标系，或用 bbox 缩小范围。',
    en: 'Some feature has no coordinates in EPSG:{srid}. Take another coordinate system, or a smaller box (bbox).',
  },
  'csv-only': {
    zh: '参数“{parameter}”只用于 csv，而所要的格式是 {format}。',
    en: 'The parameter “{parameter}” is for csv alone, and the format asked for is {format}.',
  },
  'cannot-value': {
    zh: '要素“{id}”的“{column}”为“{value}”，{format} 的这一列放不下。请改用 csv 或 geojson，或用 properties 去掉这一列。',
    en: '“{column}” of the feature “{id}” is “{value}”, which this column of {format} cannot hold. Take csv or geojson, or leave the column out by properties.',
  },
  'cannot-columns': {
    zh: '{format} 至多 {most} 列，而要写的有 {count} 列。请用 properties 选择属性，或换一种格式。',
    en: '{format} has at most {most} columns, and {count} are asked for. Choose attributes by properties, or take another format.',
  },
  'cannot-size': {
    zh: '结果超过 {format} 的大小上限（2 GB）。请用 filter、bbox 或 properties 缩小，或改用 gpkg、fgb、parquet。',
    en: 'The result is larger than {format} can be (2 GB). Ask for less by filter, bbox or properties, or take gpkg, fgb or parquet.',
  },
  'cannot-geometry': {
    zh: '{format} 不能表示这些几何（要素或图层：{id}）。CSV 的线和面请用 geometry=wkt，其他请换一种格式。',
    en: '{format} cannot hold these geometries (feature or layer: {id}). For lines and areas in CSV ask with geometry=wkt, else take another format.',
  },
} as const satisfies Readonly<Record<string, Text>>;
