import { describe, expect, it } from 'vitest';
import { dropOffRewardRule } from './drop-off-reward.ts';

describe('reward for sorted kitchen waste', () => {
  it('pays 5 yuan for a proper drop-off and takes 50 for one that cannot be crushed', () => {
    expect(dropOffRewardRule.compute({ dropOffs: 1, violations: 0 })).toEqual({ paid: 5, earned: 5, deducted: 0 });
    expect(dropOffRewardRule.compute({ dropOffs: 30, violations: 1 })).toEqual({
      paid: 100,
      earned: 150,
      deducted: 50,
    });
  });

  it('reaches the "more than 1,000 yuan a year" of the case with 210 clean drop-offs', () => {
    expect(dropOffRewardRule.compute({ dropOffs: 210, violations: 0 })['paid']).toBe(1050);
  });

  it('never makes a household pay', () => {
    expect(dropOffRewardRule.compute({ dropOffs: 4, violations: 2 })).toEqual({ paid: 0, earned: 20, deducted: 20 });
  });

  it('refuses more violations than drop-offs', () => {
    expect(() => dropOffRewardRule.compute({ dropOffs: 1, violations: 2 })).toThrow(/^violations: 2 in only 1/);
  });
});
