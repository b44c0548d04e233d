import { describe, expect, it } from 'vitest';
import rule, { hazardReward } from './hazard-reward.ts';

const report = { named: true, verified: true, meetsStandard: true, proposedYuan: 500 };

describe('the reward for a hazard report', () => {
  it('pays the proposed amount for a named and verified report that meets the standard', () => {
    expect(hazardReward(report)).toEqual({ rewardYuan: 500, reason: 'granted' });
  });

  it('pays between 100 and 200,000 yuan', () => {
    expect(hazardReward({ ...report, proposedYuan: 20 })).toEqual({ rewardYuan: 100, reason: 'raised' });
    expect(hazardReward({ ...report, proposedYuan: 100 })).toEqual({ rewardYuan: 100, reason: 'granted' });
    expect(hazardReward({ ...report, proposedYuan: 200_000 })).toEqual({ rewardYuan: 200_000, reason: 'granted' });
    expect(hazardReward({ ...report, proposedYuan: 300_000 })).toEqual({ rewardYuan: 200_000, reason: 'capped' });
  });

  it('pays nothing for an anonymous, an unverified or a slight report', () => {
    expect(hazardReward({ ...report, named: false })).toEqual({ rewardYuan: 0, reason: 'anonymous' });
    expect(hazardReward({ ...report, verified: false })).toEqual({ rewardYuan: 0, reason: 'unverified' });
    expect(hazardReward({ ...report, meetsStandard: false })).toEqual({ rewardYuan: 0, reason: 'below-standard' });
  });

  it('names the field that is wrong', () => {
    expect(() => rule.compute({ ...report, category: 'noise' })).toThrow(/^category:/);
    expect(() => rule.compute({ ...report, category: 'fire', named: 'yes' })).toThrow(/^named:/);
    expect(() => rule.compute({ ...report, category: 'fire', proposedYuan: Number.NaN })).toThrow(/^proposedYuan:/);
  });
});
