import type { Rule, RuleField } from './rule.ts';
import { readNumber } from './read.ts';

/** Yuan for one drop-off of kitchen waste at the set hour and place. */
export const REWARD_PER_DROP_OFF_YUAN = 5;
/** Yuan taken from the reward for each drop-off with matter that cannot be crushed. */
export const DEDUCTION_PER_VIOLATION_YUAN = 50;

export interface DropOffs {
  readonly dropOffs: number;
  /** Drop-offs among them with matter that cannot be crushed. */
  readonly violations: number;
}

export interface DropOffReward {
  readonly earnedYuan: number;
  readonly deductedYuan: number;
  /** What is paid: deductions come off the reward and never make a household owe money. */
  readonly paidYuan: number;
}

export function dropOffReward({ dropOffs, violations }: DropOffs): DropOffReward {
  const earnedYuan = dropOffs * REWARD_PER_DROP_OFF_YUAN;
  const deductedYuan = Math.min(earnedYuan, violations * DEDUCTION_PER_VIOLATION_YUAN);
  return { earnedYuan, deductedYuan, paidYuan: earnedYuan - deductedYuan };
}

const TIMES = { zh: '次', en: 'times' };
const YUAN = { zh: '元', en: 'yuan' };

const inputs: readonly RuleField[] = [
  { id: 'dropOffs', title: { zh: '投放次数', en: 'Drop-offs' }, type: 'number', minimum: 0, step: 1, unit: TIMES },
  { id: 'violations', title: { zh: '违规次数', en: 'Violations' }, type: 'number', minimum: 0, step: 1, unit: TIMES },
];

export const dropOffRewardRule: Rule = {
  id: 'drop-off-reward',
  inputs,
  outputs: [
    { id: 'paid', title: { zh: '实得奖励', en: 'Reward paid' }, type: 'number', unit: YUAN },
    { id: 'earned', title: { zh: '应得奖励', en: 'Reward earned' }, type: 'number', unit: YUAN },
    { id: 'deducted', title: { zh: '扣除', en: 'Deducted' }, type: 'number', unit: YUAN },
  ],
  compute: (input) => {
    const dropOffs = readNumber(inputs, input, 'dropOffs');
    const violations = readNumber(inputs, input, 'violations');
    if (violations > dropOffs) throw new RangeError(`violations: ${violations} in only ${dropOffs} drop-offs.`);
    const { earnedYuan, deductedYuan, paidYuan } = dropOffReward({ dropOffs, violations });
    return { paid: paidYuan, earned: earnedYuan, deducted: deductedYuan };
  },
};
