/**
 * Reward for a report of a safety hazard (case 18). The authority sets the amount by the report's value, how well
 * founded it is and how much the reporter helps the inquiry; the source gives the bounds and no scale between them.
 * So the rule takes the proposed amount, and decides whether it is due and keeps it within the bounds.
 */
import type { Rule, RuleField } from './rule.ts';
import { readChoice, readFlag, readNumber } from './read.ts';

/** Yuan. */
export const REWARD_BOUNDS = { minimum: 100, maximum: 200_000 } as const;

/** What most reports are about, as the source lists it. */
export const HAZARD_CATEGORIES = {
  fire: { zh: '消防安全', en: 'Fire safety' },
  electricity: { zh: '用电安全', en: 'Electrical safety' },
  gas: { zh: '燃气安全', en: 'Gas safety' },
  road: { zh: '道路安全', en: 'Road safety' },
  public: { zh: '公共安全', en: 'Public safety' },
  other: { zh: '其他隐患或非法违法行为', en: 'Other hazard or offence' },
} as const;

const REASONS = {
  granted: { zh: '符合条件，按核定金额奖励', en: 'Due as proposed' },
  raised: { zh: '符合条件，按下限奖励', en: 'Due, raised to the lower bound' },
  capped: { zh: '符合条件，按上限奖励', en: 'Due, cut to the upper bound' },
  anonymous: { zh: '非实名举报，不予奖励', en: 'Not due: the report is anonymous' },
  unverified: { zh: '未查证属实，不予奖励', en: 'Not due: the report was not verified' },
  'below-standard': { zh: '不符合奖励标准，不予奖励', en: 'Not due: below the standard for rewards' },
} as const;
export type RewardReason = keyof typeof REASONS;

export interface HazardReport {
  readonly named: boolean;
  readonly verified: boolean;
  readonly meetsStandard: boolean;
  readonly proposedYuan: number;
}

/** The reward in yuan and why it is so. */
export function rewardFor(report: HazardReport): { rewardYuan: number; reason: RewardReason } {
  if (!report.named) return { rewardYuan: 0, reason: 'anonymous' };
  if (!report.verified) return { rewardYuan: 0, reason: 'unverified' };
  if (!report.meetsStandard) return { rewardYuan: 0, reason: 'below-standard' };
  if (report.proposedYuan < REWARD_BOUNDS.minimum) return { rewardYuan: REWARD_BOUNDS.minimum, reason: 'raised' };
  if (report.proposedYuan > REWARD_BOUNDS.maximum) return { rewardYuan: REWARD_BOUNDS.maximum, reason: 'capped' };
  return { rewardYuan: report.proposedYuan, reason: 'granted' };
}

const YUAN = { zh: '元', en: 'yuan' };

const INPUTS: readonly RuleField[] = [
  { id: 'category', title: { zh: '隐患类别', en: 'Kind of hazard' }, type: 'choice', choices: HAZARD_CATEGORIES },
  { id: 'named', title: { zh: '实名举报', en: 'Reporter gave a name' }, type: 'flag' },
  { id: 'verified', title: { zh: '查证属实', en: 'Verified' }, type: 'flag' },
  { id: 'meetsStandard', title: { zh: '符合奖励标准', en: 'Meets the standard for rewards' }, type: 'flag' },
  {
    id: 'proposedYuan',
    title: { zh: '按价值、确凿程度和协助情况核定的金额', en: 'Amount proposed for value, certainty and help' },
    type: 'number',
    unit: YUAN,
    minimum: 0,
    step: 1,
  },
];

export const hazardReward: Rule = {
  id: 'hazard-reward',
  inputs: INPUTS,
  outputs: [
    { id: 'rewardYuan', title: { zh: '奖励金额', en: 'Reward' }, type: 'number', unit: YUAN },
    { id: 'reason', title: { zh: '结论', en: 'Decision' }, type: 'choice', choices: REASONS },
  ],
  compute: (input) => {
    readChoice(INPUTS, input, 'category');
    return {
      ...rewardFor({
        named: readFlag(INPUTS, input, 'named'),
        verified: readFlag(INPUTS, input, 'verified'),
        meetsStandard: readFlag(INPUTS, input, 'meetsStandard'),
        proposedYuan: readNumber(INPUTS, input, 'proposedYuan'),
      }),
    };
  },
};
