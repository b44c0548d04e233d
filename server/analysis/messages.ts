import type { Text } from '../../tiles/layer/layer.ts';

/** Texts of the answers of `/analysis/…`, beside what can be wrong with a study. */
export const ANALYSIS_API = {
  'analysis-error': { zh: '{reason}', en: '{reason}' },
  'analysis-errors': {
    zh: '{reason}（另有 {more} 处问题，见 errors。）',
    en: '{reason} (And {more} more: see “errors”.)',
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
    zh: '负责计算的进程意外结束或没有响应，已自动更换。请重试；若同一分析反复如此，请附上请求编号反映。',
    en: 'The process that computes ended unexpectedly or hung, and another takes its place. Try again; where the same analysis fails again and again, report it with the request id.',
  },
  'body-out-of-time': {
    zh: '请求体未能在 {seconds} 秒内读完并检查，已中止。请减小请求体，或稍后再试。',
    en: 'The body could not be read and checked within {seconds} s, and its check was ended. Send a smaller one, or try again later.',
  },
  'analysis-busy': {
    zh: '排队的分析任务已有 {count} 个，暂不再接受。请稍后再试。',
    en: '{count} analyses are waiting already; no more are taken now. Try again later.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** Descriptions in the published schema of a study and of the interface. */
export const SCHEMA = {
  'get-catalogue': {
    zh: '有哪些街道网络、人口数据、设施图层和标准可用',
    en: 'Networks, demands, layers of facilities and standards there are',
  },
  'get-cells': {
    zh: '人口单元（按列编码的消息，见 tiles/api/columnar-message.ts）',
    en: 'Cells of a demand (a columnar message)',
  },
  'post-coverage': {
    zh: '全市覆盖与方案修改（按列编码的消息）',
    en: 'Coverage of the city and of edits to it (a columnar message)',
  },
  'post-isochrones': { zh: '等时圈', en: 'Isochrones' },
  'post-studies': { zh: '小型研究，立即作答', en: 'A small study, answered at once' },
  'get-schema': { zh: '研究文件的 JSON Schema', en: 'JSON Schema of a study' },
  'get-openapi': { zh: '本文档', en: 'This document' },
  'api-title': { zh: '城图 规划分析接口', en: 'Chengtu, coverage analysis' },
  'id-demand': { zh: '人口数据的编号', en: 'Id of the demand' },
  'cells-form': {
    zh: 'packed：约十分之一的字节，为慢速网络（格式见 tiles/api/packed-messages.ts，可能改变）',
    en: 'packed: about a tenth of the bytes, for slow lines (as tiles/api/packed-messages.ts has it, which may change)',
  },
  'cells-key': {
    zh: '人口数据的 key；与当前数据一致时，缓存不必再询问',
    en: 'The key of the demand: where it is the current one, caches need not ask again',
  },
  'cells-for': {
    zh: '人群：people 只计其中的人（见 /analysis/catalogue 中人口数据的 groups）；缺省计全部人口',
    en: 'A group of people that people counts alone (see the groups of the demand in /analysis/catalogue); by default everybody counts',
  },
  columnar: {
    zh: '按列编码的消息 CTF1：小端；头部为 JSON，随后是类型数组',
    en: 'A columnar message CTF1, little-endian: a header of JSON, then typed arrays',
  },
} as const satisfies Readonly<Record<string, Text>>;
