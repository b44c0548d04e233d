/**
 * Doubt flags of a public investment project by the five classes of audit models (case 15). The source says what each
 * class looks at and gives no limits, so the limits are inputs and the defaults here are only a starting point.
 */
import type { Text } from '../layer/layer.ts';
import type { Rule, RuleField } from './rule.ts';
import { readNumber } from './read.ts';

export const AUDIT_CLASS_IDS = [
  'plan-selection',
  'problem-analysis',
  'results-development',
  'risk-control',
  'spatial-verification',
] as const;
export type AuditClass = (typeof AUDIT_CLASS_IDS)[number];

export const AUDIT_CLASSES: Readonly<Record<AuditClass, Text>> = {
  'plan-selection': { zh: '计划选项模型', en: 'Plan selection' },
  'problem-analysis': { zh: '问题分析模型', en: 'Problem analysis' },
  'results-development': { zh: '成果开发模型', en: 'Results development' },
  'risk-control': { zh: '风险防控模型', en: 'Risk control' },
  'spatial-verification': { zh: '立体验证模型', en: 'Spatial verification' },
};

export interface ProjectFacts {
  readonly investmentYuan: number;
  readonly yearsSinceAudit: number;
  /** Findings of earlier audits not put right. */
  readonly openFindings: number;
  /** Unit prices above the indicators of the price database, in per cent. */
  readonly pricePercent: number;
  /** Findings of a kind that other audited projects show too. */
  readonly commonFindings: number;
  /** Settlement as audited above its recalculation, in per cent; either sign. */
  readonly settlementPercent: number;
  /** Quantity claimed (demolition, hidden works) above the one measured on maps and video, in per cent; either sign. */
  readonly quantityPercent: number;
}

export interface DoubtLimits {
  readonly investmentYuan: number;
  readonly yearsSinceAudit: number;
  readonly pricePercent: number;
  readonly commonFindings: number;
  readonly settlementPercent: number;
  readonly quantityPercent: number;
}

export const DEFAULT_LIMITS: DoubtLimits = {
  investmentYuan: 100_000_000,
  yearsSinceAudit: 3,
  pricePercent: 10,
  commonFindings: 3,
  settlementPercent: 5,
  quantityPercent: 5,
};

export type DoubtFlags = Readonly<Record<AuditClass, boolean>>;

/** A flag per class: over the limit, or, for plan selection, large and long unaudited or with open findings. */
export function doubtFlags(facts: ProjectFacts, limits: DoubtLimits = DEFAULT_LIMITS): DoubtFlags {
  const due = facts.yearsSinceAudit >= limits.yearsSinceAudit && facts.investmentYuan >= limits.investmentYuan;
  return {
    'plan-selection': due || facts.openFindings > 0,
    'problem-analysis': facts.pricePercent > limits.pricePercent,
    'results-development': facts.commonFindings >= limits.commonFindings,
    'risk-control': Math.abs(facts.settlementPercent) > limits.settlementPercent,
    'spatial-verification': Math.abs(facts.quantityPercent) > limits.quantityPercent,
  };
}

const PERCENT = { zh: '%', en: '%' };
const YUAN = { zh: '元', en: 'yuan' };
const YEARS = { zh: '年', en: 'years' };
const ITEMS = { zh: '个', en: 'findings' };

function number(id: string, title: Text, unit: Text, range: Partial<RuleField> = { minimum: 0 }): RuleField {
  return { id, title, type: 'number', unit, ...range };
}

const COUNT = { minimum: 0, step: 1 };
const EITHER_SIGN = { minimum: -100, maximum: 1000 };

export const auditDoubts: Rule = {
  id: 'audit-doubts',
  inputs: [
    number('investmentYuan', { zh: '投资额', en: 'Investment' }, YUAN),
    number('yearsSinceAudit', { zh: '距上次审计', en: 'Since the last audit' }, YEARS),
    number('openFindings', { zh: '未整改问题', en: 'Findings not put right' }, ITEMS, COUNT),
    number('pricePercent', { zh: '单价高于指标库', en: 'Unit prices above the price database' }, PERCENT, EITHER_SIGN),
    number('commonFindings', { zh: '与其他项目相同的问题', en: 'Findings that other projects share' }, ITEMS, COUNT),
    number('settlementPercent', { zh: '结算与复算偏差', en: 'Settlement against recalculation' }, PERCENT, EITHER_SIGN),
    number(
      'quantityPercent',
      { zh: '申报与实测工程量偏差', en: 'Quantity claimed against measured' },
      PERCENT,
      EITHER_SIGN,
    ),
    number('limitInvestmentYuan', { zh: '投资规模界限', en: 'Limit: investment' }, YUAN),
    number('limitYears', { zh: '审计间隔界限', en: 'Limit: years without audit' }, YEARS),
    number('limitPricePercent', { zh: '单价偏差界限', en: 'Limit: unit prices' }, PERCENT),
    number('limitCommonFindings', { zh: '普遍性问题界限', en: 'Limit: shared findings' }, ITEMS, {
      minimum: 1,
      step: 1,
    }),
    number('limitSettlementPercent', { zh: '结算偏差界限', en: 'Limit: settlement' }, PERCENT),
    number('limitQuantityPercent', { zh: '工程量偏差界限', en: 'Limit: quantity' }, PERCENT),
  ],
  outputs: [
    ...AUDIT_CLASS_IDS.map((id): RuleField => ({ id, title: AUDIT_CLASSES[id], type: 'flag' })),
    { id: 'doubts', title: { zh: '疑点', en: 'Doubts' }, type: 'number', unit: { zh: '类', en: 'classes' } },
  ],
  compute: (input) => {
    const value = (id: string): number => readNumber(auditDoubts.inputs, input, id);
    const flags = doubtFlags(
      {
        investmentYuan: value('investmentYuan'),
        yearsSinceAudit: value('yearsSinceAudit'),
        openFindings: value('openFindings'),
        pricePercent: value('pricePercent'),
        commonFindings: value('commonFindings'),
        settlementPercent: value('settlementPercent'),
        quantityPercent: value('quantityPercent'),
      },
      {
        investmentYuan: value('limitInvestmentYuan'),
        yearsSinceAudit: value('limitYears'),
        pricePercent: value('limitPricePercent'),
        commonFindings: value('limitCommonFindings'),
        settlementPercent: value('limitSettlementPercent'),
        quantityPercent: value('limitQuantityPercent'),
      },
    );
    return { ...flags, doubts: Object.values(flags).filter(Boolean).length };
  },
};
