import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run network:speeds` says. */
export const SPEEDS_SCRIPT = {
  usage: {
    zh: '用法：npm run network:speeds -- 文件.csv [--network roads]，列 hour、class、factor，可有 weekday；或 npm run network:speeds -- --remove [--network roads]',
    en: 'Usage: npm run network:speeds -- FILE.csv [--network roads], with columns hour, class, factor, and weekday or not; or npm run network:speeds -- --remove [--network roads]',
  },
  'unknown-option': UNKNOWN_OPTION,
  'no-file': {
    zh: '请指定一个 .csv 文件，或用 --remove 去掉已有的速度系数。',
    en: 'Name one .csv file, or take away the speeds that there are with --remove.',
  },
  'file-and-remove': {
    zh: '--remove 不读文件，多出：{files}',
    en: '--remove reads no file; there is also: {files}',
  },
  'more-files': { zh: '一次只能导入一个文件，多出：{files}', en: 'One file at a time; there is also: {files}' },
  written: {
    zh: '路网 {id} 有 {count} 个速度系数，{least} 至 {most}。研究用 travel.depart 取一个小时的。',
    en: 'Network {id} has {count} factors of speed, {least} to {most}. Studies take those of an hour with travel.depart.',
  },
  removed: { zh: '路网 {id} 不再有速度系数。', en: 'Network {id} has no factors of speed any more.' },
} as const satisfies Record<string, Text>;

export type SpeedsScriptMessage = keyof typeof SPEEDS_SCRIPT;
