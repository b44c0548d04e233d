import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run network:import` says. */
export const NETWORK_SCRIPT = {
  usage: {
    zh: '用法：npm run network:import -- 文件.osm.pbf|文件.geojson|文件.parquet [--id roads] [--title-zh 名称 --title-en 名称] [--source-zh 来源 --source-en 来源] [--datum wgs84|cgcs2000|gcj02|bd09] [--elevation 高程.tif] [--provenance imported|official|approximate] [--replace]',
    en: 'Usage: npm run network:import -- FILE.osm.pbf|FILE.geojson|FILE.parquet [--id roads] [--title-zh TEXT --title-en TEXT] [--source-zh TEXT --source-en TEXT] [--datum wgs84|cgcs2000|gcj02|bd09] [--elevation DEM.tif] [--provenance imported|official|approximate] [--replace]',
  },
  'unknown-option': UNKNOWN_OPTION,
  'no-file': {
    zh: '请指定一个 .osm.pbf、.geojson 或 .parquet 文件。',
    en: 'Name an .osm.pbf, .geojson or .parquet file.',
  },
  'more-files': { zh: '一次只能导入一个文件，多出：{files}', en: 'One file at a time; there is also: {files}' },
  'file-type': {
    zh: '不认识的文件类型 {file}：支持 {types}',
    en: 'Unknown kind of file {file}: {types} are supported',
  },
  'bad-id': {
    zh: '--id {id} 不可用：应为小写字母开头，由小写字母、数字和单个连字符组成，最长 {max} 个字符，如 streets-2024。',
    en: '--id {id} cannot be used: it begins with a small letter and is made of small letters, digits and single hyphens, at most {max} characters, such as streets-2024.',
  },
  'bad-choice': {
    zh: '--{option} {value} 应为以下之一：{choices}',
    en: '--{option} {value} should be one of: {choices}',
  },
  'one-language': { zh: '--{given} 和 --{missing} 须一起给出。', en: 'Give --{given} and --{missing} together.' },
  reading: { zh: '正在读取文件', en: 'Reading the file' },
  joining: { zh: '正在连接道路', en: 'Joining the streets' },
  writing: { zh: '正在写入：{done}/{total}', en: 'Writing: {done}/{total}' },
  note: { zh: '注意：{text}', en: 'Note: {text}' },
  imported: {
    zh: '已导入路网 {id}：{nodes} 个节点，{edges} 条边；步行 {walk} 千米，骑行 {cycle} 千米，驾车 {drive} 千米（{seconds} 秒）。',
    en: 'Imported network {id}: {nodes} nodes, {edges} edges; {walk} km on foot, {cycle} km by bicycle, {drive} km by car ({seconds} s).',
  },
  replaced: {
    zh: '已替换路网 {id}：{nodes} 个节点，{edges} 条边；步行 {walk} 千米，骑行 {cycle} 千米，驾车 {drive} 千米（{seconds} 秒）。',
    en: 'Replaced network {id}: {nodes} nodes, {edges} edges; {walk} km on foot, {cycle} km by bicycle, {drive} km by car ({seconds} s).',
  },
} as const satisfies Record<string, Text>;

export type NetworkScriptMessage = keyof typeof NETWORK_SCRIPT;
