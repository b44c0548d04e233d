import type { Text } from '../../tiles/layer/layer.ts';

/** Answers of `/analysis/…` that are no fault of a study. */
export const ANALYSIS_API = {
  'analysis-fault': { zh: '{reason}', en: '{reason}' },
  'analysis-faults': {
    zh: '{reason}（另有 {more} 处问题，见 faults。）',
    en: '{reason} (And {more} more: see “faults”.)',
  },
  'analysis-out-of-time': {
    zh: '分析用时过长，已中止。请缩小范围、减少设施或候选点，或改用任务接口 POST /analysis/jobs。',
    en: 'The analysis took too long and was ended. Ask for a smaller area or fewer facilities or candidates, or use a job: POST /analysis/jobs.',
  },
  'analysis-out-of-memory': {
    zh: '分析所需内存超过上限，已中止。请减小行程上限、设施或候选点数量，或由管理员提高 ANALYSIS_MEMORY_MB。',
    en: 'The analysis needed more memory than it may take and was ended. Ask for a lower limit of travel or fewer facilities or candidates, or have ANALYSIS_MEMORY_MB raised.',
  },
  'analysis-failed': {
    zh: '分析因内部错误中止。反映问题时请附上请求编号。',
    en: 'The analysis ended with an internal error. When reporting it, give the request id.',
  },
  'analysis-busy': {
    zh: '排队的分析任务已有 {count} 个，暂不再接受。请稍后再试。',
    en: '{count} analyses are waiting already; no more are taken now. Try again later.',
  },
  stopping: { zh: '服务即将停止，请稍后再试。', en: 'The service is about to stop. Try again later.' },
  'job-lost': {
    zh: '处理该任务的进程已意外终止，任务没有完成。请重新提交。',
    en: 'The process that worked on the job ended unexpectedly. Send the study again.',
  },
  'job-stopped': {
    zh: '服务已停止，任务没有完成。请重新提交。',
    en: 'The service was stopped before the job was done. Send the study again.',
  },
  'too-many-streams': {
    zh: '查看任务进度的连接已满，请改为定时查询任务状态。',
    en: 'No more connections can follow jobs now: ask for the state of the job now and then.',
  },
  'unknown-job': {
    zh: '没有编号为“{id}”的任务。任务结果只保留一天。',
    en: 'There is no job “{id}”. Results are kept for a day.',
  },
  'job-not-done': { zh: '任务“{id}”还没有结果（状态：{state}）。', en: 'Job “{id}” has no result (state: {state}).' },
  'unknown-demand': {
    zh: '没有名为“{id}”的人口数据。可用的有：{choices}。',
    en: 'There are no people “{id}”. There are: {choices}.',
  },
  'body-too-large': { zh: '请求体超过 {max} MB。', en: 'The body of the request is larger than {max} MB.' },
  'body-not-json': {
    zh: '请求体应为 JSON：请设置请求头 Content-Type: application/json。',
    en: 'The body should be JSON: set the header Content-Type: application/json.',
  },
  'body-coded': {
    zh: '请求体不能压缩（Content-Encoding: {coding}）。',
    en: 'The body may not be compressed (Content-Encoding: {coding}).',
  },
  'body-missing': { zh: '请求没有请求体。', en: 'The request has no body.' },
  'body-cut': { zh: '请求体没有发完。', en: 'The body of the request was cut off.' },
  'body-malformed': {
    zh: '请求体不是有效的 JSON：第 {line} 行第 {column} 个字符处有误。',
    en: 'The body is not valid JSON: there is a fault at line {line}, character {column}.',
  },
  'body-not-utf8': { zh: '请求体不是 UTF-8 编码。', en: 'The body is not encoded as UTF-8.' },
} as const satisfies Readonly<Record<string, Text>>;
