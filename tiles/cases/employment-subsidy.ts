/**
 * Looks up what the employment and start-up measures of 2017 pay (case 22). Sums marked `ceiling` are upper bounds
 * (最高): the grant is what was asked for, cut to the bound. Sums marked `fixed` are paid as they stand.
 */
import type { Rule, RuleField } from './rule.ts';
import { readChoice, readNumber, round } from './read.ts';
import { SUBSIDIES, type Subsidy, type SubsidyId } from './employment-subsidies.ts';

export interface SubsidyRequest {
  /** Yuan asked for: costs, loan, or contribution paid per month, as the measure has it. */
  readonly amountYuan: number;
  /** Months that a monthly subsidy or a loan runs. */
  readonly months: number;
  /** Interest of the loan, percent a year. */
  readonly annualRatePercent: number;
}

export interface SubsidyAnswer {
  readonly grantYuan: number;
  readonly loanYuan: number;
  readonly interestYuan: number;
  readonly ceilingYuan: number;
}

/** What one measure pays for one request. */
export function subsidyFor(id: SubsidyId, request: SubsidyRequest): SubsidyAnswer {
  const subsidy: Subsidy = SUBSIDIES[id];
  const none = { grantYuan: 0, loanYuan: 0, interestYuan: 0, ceilingYuan: subsidy.yuan };
  switch (subsidy.kind) {
    case 'fixed':
      return { ...none, grantYuan: subsidy.yuan };
    case 'ceiling':
      return { ...none, grantYuan: round(Math.min(request.amountYuan, subsidy.yuan), 2) };
    case 'monthly': {
      const perMonth = Math.min(request.amountYuan * subsidy.share, subsidy.yuan);
      return { ...none, grantYuan: round(perMonth * request.months, 2) };
    }
    case 'loan': {
      const loanYuan = Math.min(request.amountYuan, subsidy.yuan);
      const months = Math.min(request.months, subsidy.maximumMonths);
      const interest = loanYuan * (request.annualRatePercent / 100) * (months / 12);
      return { ...none, loanYuan, interestYuan: round(interest * subsidy.share, 2) };
    }
  }
}

const CHOICES = Object.fromEntries(Object.entries(SUBSIDIES).map(([id, { name }]) => [id, name]));
const YUAN = { zh: '元', en: 'yuan' };

const INPUTS: readonly RuleField[] = [
  { id: 'measure', title: { zh: '政策措施', en: 'Measure' }, type: 'choice', choices: CHOICES },
  {
    id: 'amountYuan',
    title: { zh: '申请金额（贷款额，或每月实际缴费）', en: 'Amount asked for (loan, or contribution per month)' },
    type: 'number',
    unit: YUAN,
    minimum: 0,
  },
  {
    id: 'months',
    title: { zh: '月数', en: 'Months' },
    type: 'number',
    unit: { zh: '个月', en: 'months' },
    minimum: 1,
    maximum: 60,
    step: 1,
  },
  {
    id: 'annualRatePercent',
    title: { zh: '贷款年利率', en: 'Interest a year' },
    type: 'number',
    unit: { zh: '%', en: '%' },
    minimum: 0,
    maximum: 24,
    step: 0.01,
  },
];

export const employmentSubsidy: Rule = {
  id: 'employment-subsidy',
  inputs: INPUTS,
  outputs: [
    { id: 'grantYuan', title: { zh: '补贴或奖励', en: 'Subsidy or award' }, type: 'number', unit: YUAN },
    { id: 'loanYuan', title: { zh: '可贷金额', en: 'Loan' }, type: 'number', unit: YUAN },
    { id: 'interestYuan', title: { zh: '贴息', en: 'Interest paid by the budget' }, type: 'number', unit: YUAN },
    { id: 'ceilingYuan', title: { zh: '标准或上限', en: 'Standard or ceiling' }, type: 'number', unit: YUAN },
  ],
  compute: (input) => {
    const id = readChoice(INPUTS, input, 'measure');
    return {
      ...subsidyFor(subsidyId(id), {
        amountYuan: readNumber(INPUTS, input, 'amountYuan'),
        months: readNumber(INPUTS, input, 'months'),
        annualRatePercent: readNumber(INPUTS, input, 'annualRatePercent'),
      }),
    };
  },
};

function subsidyId(id: string): SubsidyId {
  if (isSubsidyId(id)) return id;
  throw new RangeError(`measure: ${id} is not known.`);
}

function isSubsidyId(id: string): id is SubsidyId {
  return Object.hasOwn(SUBSIDIES, id);
}
