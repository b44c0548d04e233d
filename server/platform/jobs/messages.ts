import type { Text } from '../../../tiles/layer/layer.ts';

/** Texts of the answers about jobs. */
export const JOBS = {
  'job-lost': {
    zh: '处理该任务的进程已意外终止，研究内容没有保存，任务没有完成。请重新提交。',
    en: 'The process that worked on the job ended unexpectedly, and its study was not kept. Send the study again.',
  },
  'job-given-up': {
    zh: '处理该任务的进程两次意外终止，任务不再重试。请缩小研究（更少的设施、人口单元或分析），或请管理员查看服务的日志。',
    en: 'The process that worked on the job ended unexpectedly, twice, so it is not tried again. Make the study smaller (fewer facilities, cells or analyses), or ask whoever runs the service to look into its log.',
  },
  'too-many-streams': {
    zh: '查看任务进度的连接已满，请改为定时查询任务状态。',
    en: 'No more connections can follow jobs now: ask for the state of the job now and then.',
  },
  'too-many-jobs': {
    zh: '您已有 {count} 个任务在排队或进行，暂不再接受。请等其中一些结束，或取消不需要的任务，再提交。',
    en: 'You have {count} jobs that wait or run, and no more of yours are taken now. Wait until some have ended, or cancel those you do not need.',
  },
  'jobs-full': {
    zh: '排队和进行中的任务已有 {count} 个，暂不再接受。请稍后再试。',
    en: '{count} jobs wait or run already; no more are taken now. Try again later.',
  },
  'not-your-job': {
    zh: '任务“{id}”不是从您的网络地址提交的，只有提交者和服务的管理员能取消。',
    en: 'Job “{id}” was not handed in from your network address: only whoever did, and whoever runs the service, can cancel it.',
  },
  'unknown-job': {
    zh: '没有编号为“{id}”的任务。任务结果只保留一天。',
    en: 'There is no job “{id}”. Results are kept for a day.',
  },
  'job-not-done': { zh: '任务“{id}”还没有结果（状态：{state}）。', en: 'Job “{id}” has no result (state: {state}).' },
  'id-job': { zh: '任务编号。', en: 'Id of the job.' },
  'post-jobs': { zh: '提交一项研究，稍后取结果', en: 'Hand in a study, and fetch its result later' },
  'get-job': { zh: '任务的状态', en: 'The state of a job' },
  'delete-job': { zh: '取消任务；已结束的也可', en: 'Cancel a job; one that is over stays as it is' },
  'get-job-events': { zh: '任务的进度，逐步推送', en: 'Progress of a job, step by step' },
  'get-job-result': { zh: '任务的结果', en: 'The result of a job' },
  events: {
    zh: '服务器推送事件：每步一个 job，最后一个 end。',
    en: 'Server-sent events: job for every step, end after the last.',
  },
  'no-content': { zh: '已取消。', en: 'Cancelled.' },
} as const satisfies Readonly<Record<string, Text>>;
