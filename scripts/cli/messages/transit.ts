import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run transit:import` says. */
export const TRANSIT_SCRIPT = {
  usage: {
    zh: '用法：npm run transit:import -- 文件.zip [文件2.zip …] --id 编号 [--network 路网] [--title-zh 名称 --title-en 名称] [--source-zh 来源 --source-en 来源] [--licence 许可] [--provenance imported|official|approximate] [--replace]',
    en: 'Usage: npm run transit:import -- FEED.zip [FEED2.zip …] --id ID [--network ID] [--title-zh TEXT --title-en TEXT] [--source-zh TEXT --source-en TEXT] [--licence TEXT] [--provenance imported|official|approximate] [--replace]',
  },
  'unknown-option': UNKNOWN_OPTION,
  'no-file': { zh: '请指定一个或几个 GTFS 文件（.zip）。', en: 'Name one feed of GTFS (.zip) or several.' },
  'file-type': {
    zh: '不认识的文件类型 {file}：GTFS 是 .zip 文件',
    en: 'Unknown kind of file {file}: GTFS is a .zip file',
  },
  'many-files': { zh: '一次最多导入 {max} 个文件。', en: 'At most {max} files are imported at a time.' },
  'no-id': { zh: '请用 --id 给出编号，如 --id transit。', en: 'Give an id with --id, such as --id transit.' },
  'bad-id': {
    zh: '--{option} {id} 不可用：应为小写字母开头，由小写字母、数字和单个连字符组成，最长 {max} 个字符，如 buses-2024。',
    en: '--{option} {id} cannot be used: it begins with a small letter and is made of small letters, digits and single hyphens, at most {max} characters, such as buses-2024.',
  },
  'bad-choice': {
    zh: '--{option} {value} 应为以下之一：{choices}',
    en: '--{option} {value} should be one of: {choices}',
  },
  'one-language': { zh: '--{given} 和 --{missing} 须一起给出。', en: 'Give --{given} and --{missing} together.' },
  reading: { zh: '正在读取 {file}', en: 'Reading {file}' },
  writing: { zh: '正在写入', en: 'Writing' },
  note: { zh: '注意：{text}', en: 'Note: {text}' },
  days: { zh: '{feed}：{from} 至 {to} 有班次', en: '{feed}: service from {from} to {to}' },
  imported: {
    zh: '已导入时刻表 {id}：{stops} 个站点，{trips} 个班次，{calls} 次停靠（{seconds} 秒）。',
    en: 'Imported timetables {id}: {stops} stops, {trips} trips, {calls} calls ({seconds} s).',
  },
  replaced: {
    zh: '已替换时刻表 {id}：{stops} 个站点，{trips} 个班次，{calls} 次停靠（{seconds} 秒）。',
    en: 'Replaced timetables {id}: {stops} stops, {trips} trips, {calls} calls ({seconds} s).',
  },
} as const satisfies Record<string, Text>;

export type TransitScriptMessage = keyof typeof TRANSIT_SCRIPT;
