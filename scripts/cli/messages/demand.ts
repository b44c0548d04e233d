import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run demand:import` says beside what it finds in a file (server/ingest/messages.ts). */
export const DEMAND_SCRIPT = {
  usage: {
    zh: '用法：npm run demand:import -- 文件 [--id 编号] [--title-zh 名称] [--title-en 名称] [--kind csv|raster|buildings|layer] [--people 列] [--groups 人群=列,…] [--cell 米 | --h3 分辨率] [--datum wgs84|cgcs2000|gcj02|bd09] [--people-per-m2 数] [--floors 属性] [--land-use 列] [--spread even|streets] [--network 编号] [--crs EPSG:代码|ESRI:代码|WKT|PROJ] [--provenance imported] [--encoding gb18030|big5|…] [--replace]',
    en: 'Usage: npm run demand:import -- FILE [--id ID] [--title-zh TITLE] [--title-en TITLE] [--kind csv|raster|buildings|layer] [--people COLUMN] [--groups GROUP=COLUMN,…] [--cell METRES | --h3 RESOLUTION] [--datum wgs84|cgcs2000|gcj02|bd09] [--people-per-m2 NUMBER] [--floors ATTRIBUTE] [--land-use COLUMN] [--spread even|streets] [--network ID] [--crs EPSG:CODE|ESRI:CODE|WKT|PROJ] [--provenance imported] [--encoding gb18030|big5|…] [--replace]',
  },
  'unknown-option': UNKNOWN_OPTION,
  'no-file': {
    zh: '请指定一个文件：.csv、.tif、.asc、.geojson、.json 或 .parquet',
    en: 'Name a file: .csv, .tif, .asc, .geojson, .json or .parquet',
  },
  'file-type': {
    zh: '不认识的文件类型 {file}：支持 .csv、.tif、.tiff、.asc、.geojson、.json、.parquet',
    en: 'Unknown kind of file {file}: .csv, .tif, .tiff, .asc, .geojson, .json and .parquet are supported',
  },
  'kind-of-file': {
    zh: '--kind {kind} 需要 {types} 文件，而 {file} 不是',
    en: '--kind {kind} is for {types}, which {file} is not',
  },
  'one-of': { zh: '--{option} {value} 应为：{choices}', en: '--{option} {value} should be one of: {choices}' },
  number: {
    zh: '--{option} {value} 应为 {least} 到 {most} 的数',
    en: '--{option} {value} should be a number from {least} to {most}',
  },
  'whole-number': {
    zh: '--{option} {value} 应为 {least} 到 {most} 的整数',
    en: '--{option} {value} should be a whole number from {least} to {most}',
  },
  'cell-or-h3': { zh: '--cell 与 --h3 只能给一个', en: 'Give --cell or --h3, not both' },
  'only-for': { zh: '--{option} 只用于 --kind {kind}', en: '--{option} is for --kind {kind} alone' },
  'groups-wrong': {
    zh: '--groups {value} 应为“人群=列”，以逗号分隔，名称各不相同，最多 {most} 个',
    en: '--groups {value} should be GROUP=COLUMN, separated by commas, each name once, {most} at most',
  },
  'groups-of-raster': {
    zh: '--groups 用于有列或属性的文件；栅格每格只有一个数',
    en: '--groups is for files with columns or attributes: a raster has one number a pixel',
  },
  group: { zh: '  人群 {name}：{people}', en: '  group {name}: {people}' },
  'id-needed': {
    zh: '文件名 {file} 不能作编号，请用 --id 指定（小写字母、数字和连字符）',
    en: 'The name of {file} makes no id: give one with --id (lower-case letters, digits, hyphens)',
  },
  reading: { zh: '正在读取', en: 'Reading' },
  spreading: { zh: '正在把人数分到各格', en: 'Putting people into cells' },
  writing: { zh: '正在写入', en: 'Writing' },
  squares: { zh: '{size} 米方格', en: 'squares of {size} m' },
  hexagons: { zh: 'H3 分辨率 {resolution}', en: 'H3 cells of resolution {resolution}' },
  done: {
    zh: '已导入 {id}：{people} 人，{count} 个格（{cells}），共 {area} 平方千米；{seconds} 秒。分析中用 {"stored": "{id}"}。',
    en: 'Imported {id}: {people} people in {count} cells ({cells}), {area} km² in all; {seconds} s. Studies take it by {"stored": "{id}"}.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type DemandScriptMessage = keyof typeof DEMAND_SCRIPT;
