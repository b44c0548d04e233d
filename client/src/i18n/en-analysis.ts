import type { zhAnalysis } from './zh-analysis.ts';

/** Texts of the case cards and the case analysis, in English. */
export const enAnalysis = {
  'case.list': 'Documented cases',
  'case.loading': 'Reading the cases…',
} satisfies Record<keyof typeof zhAnalysis, string | { one: string; other: string }>;
