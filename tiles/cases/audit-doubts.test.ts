import { describe, expect, it } from 'vitest';
import { auditDoubts, AUDIT_CLASSES, DEFAULT_LIMITS, doubtFlags } from './audit-doubts.ts';
import type { ProjectFacts } from './audit-doubts.ts';

const CLEAN: ProjectFacts = {
  investmentYuan: 50_000_000,
  yearsSinceAudit: 1,
  openFindings: 0,
  pricePercent: 2,
  commonFindings: 0,
  settlementPercent: -1,
  quantityPercent: 0,
};

describe('audit doubts', () => {
  it('knows the five classes of the source', () => {
    expect(Object.values(AUDIT_CLASSES).map(({ zh }) => zh)).toEqual([
      '计划选项模型',
      '问题分析模型',
      '成果开发模型',
      '风险防控模型',
      '立体验证模型',
    ]);
  });

  it('raises no doubt over a project within every limit', () => {
    expect(Object.values(doubtFlags(CLEAN))).toEqual([false, false, false, false, false]);
  });

  it.each([
    ['plan-selection', { openFindings: 1 }],
    ['plan-selection', { investmentYuan: 100_000_000, yearsSinceAudit: 3 }],
    ['problem-analysis', { pricePercent: 10.1 }],
    ['results-development', { commonFindings: 3 }],
    ['risk-control', { settlementPercent: -6 }],
    ['spatial-verification', { quantityPercent: 5.5 }],
  ] as const)('raises %s alone for %o', (auditClass, facts) => {
    const flags = Object.entries(doubtFlags({ ...CLEAN, ...facts }));
    expect(flags.filter(([, raised]) => raised).map(([id]) => id)).toEqual([auditClass]);
  });

  it('takes its limits from the form and counts the classes in doubt', () => {
    const input = {
      ...CLEAN,
      pricePercent: 4,
      quantityPercent: -3,
      limitInvestmentYuan: DEFAULT_LIMITS.investmentYuan,
      limitYears: 3,
      limitPricePercent: 3,
      limitCommonFindings: 3,
      limitSettlementPercent: 5,
      limitQuantityPercent: 2,
    };
    expect(auditDoubts.compute(input)).toEqual({
      'plan-selection': false,
      'problem-analysis': true,
      'results-development': false,
      'risk-control': false,
      'spatial-verification': true,
      doubts: 2,
    });
    expect(() => auditDoubts.compute({ ...input, limitYears: -1 })).toThrow(/^limitYears: /);
  });
});
