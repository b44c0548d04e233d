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
  'analysis-busy': {
    zh: '排队的分析任务已有 {count} 个，暂不再接受。请稍后再试。',
    en: '{count} analyses are waiting already; no more are taken now. Try again later.',
  },
} as const satisfies Readonly<Record<string, Text>>;
