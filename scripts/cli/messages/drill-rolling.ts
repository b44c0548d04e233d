import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run drill:rolling` says. */
export const DRILL_ROLLING = {
  usage: {
    zh: '用法：npm run drill:rolling [-- --rounds 数] [--stop-delay 秒]',
    en: 'Usage: npm run drill:rolling [-- --rounds N] [--stop-delay SECONDS]',
  },
  'unknown-option': UNKNOWN_OPTION,
  'not-whole': {
    zh: '--{option}={value} 应是 {min} 到 {max} 的整数',
    en: '--{option}={value} should be a whole number from {min} to {max}',
  },
  'no-haproxy': {
    zh: '没有 HAProxy：请安装（Debian：apt-get install -y haproxy）',
    en: 'HAProxy is missing: install it (Debian: apt-get install -y haproxy)',
  },
  begun: {
    zh: '两台服务在 HAProxy 之后，逐台停止、再启动，共 {rounds} 轮；同时有读者、编辑、事件接收者和一个分析任务……',
    en: 'Two hosts behind HAProxy are stopped and started anew, one after the other, {rounds} times each, with readers, editors, listeners and a job …',
  },
  result: {
    zh: '重启 {restarts} 次；答复 {answered} 个请求，编辑 {edits} 次；事件流断开后续上 {resumed} 次；任务：{job}；停止至多 {stop} 秒，启动至多 {start} 秒',
    en: '{restarts} restarts; {answered} requests answered, {edits} edits; event streams resumed {resumed} times; job: {job}; a stop took {stop} s at most, a start {start} s',
  },
  failed: { zh: '失败：{what}：{why}', en: 'Failed: {what}: {why}' },
  'not-told': { zh: '有接收者没有得知最后的变化', en: 'A listener was not told of the last change' },
  none: { zh: '没有请求失败', en: 'No request failed' },
} as const satisfies Readonly<Record<string, Text>>;

export type DrillRollingMessage = keyof typeof DRILL_ROLLING;
