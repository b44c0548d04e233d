import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run jobs` says. */
export const JOBS_COMMAND = {
  usage: {
    zh: '用法：npm run jobs [-- list [--all]] | npm run jobs -- cancel 编号… | npm run jobs -- cancel --of 地址\n  list 列出排队和进行中的任务，--all 也列出已结束的（保留一天）；cancel 取消这些任务，或某个网络地址的全部任务',
    en: 'Usage: npm run jobs [-- list [--all]] | npm run jobs -- cancel ID… | npm run jobs -- cancel --of ADDRESS\n  list shows the jobs that wait or run, with --all also those that are over (kept for a day); cancel ends these jobs, or all of a network address',
  },
  'unknown-option': UNKNOWN_OPTION,
  'unknown-task': {
    zh: '没有“{task}”这个操作，可用的有：list、cancel',
    en: 'There is no task “{task}”; there are: list, cancel',
  },
  'whom-to-cancel': {
    zh: 'cancel 需要任务编号，或用 --of 给出网络地址，二者选一',
    en: 'cancel needs the ids of jobs, or an address by --of: one of the two',
  },
  'not-an-address': { zh: '--of {address} 不是网络地址', en: '--of {address} is not a network address' },
  'too-much': { zh: '“{rest}”在此处多余', en: '“{rest}” has no place here' },
  head: { zh: '编号\t状态\t进度\t提交时间\t来自\t标题', en: 'id\tstate\tprogress\thanded in\tfrom\ttitle' },
  none: { zh: '没有任务。', en: 'There are no jobs.' },
  waiting: { zh: '排队', en: 'waiting' },
  running: { zh: '进行中', en: 'running' },
  done: { zh: '完成', en: 'done' },
  failed: { zh: '失败', en: 'failed' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  lost: { zh: '进程已失联', en: 'its process is lost' },
  'is-cancelled': { zh: '已请求取消任务 {id}，一两秒内生效。', en: 'Job {id} will end within a second or two.' },
  'is-over': { zh: '任务 {id} 早已结束。', en: 'Job {id} is over already.' },
  'is-unknown': { zh: '没有编号为 {id} 的任务。', en: 'There is no job {id}.' },
} as const satisfies Readonly<Record<string, Text>>;

export type JobsMessage = keyof typeof JOBS_COMMAND;
