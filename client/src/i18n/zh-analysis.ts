/** Texts of the case cards and the case analysis, in Chinese. */
export const zhAnalysis = {
  'case.list': '公开案例',
  'case.loading': '正在读取案例…',
} as const;
