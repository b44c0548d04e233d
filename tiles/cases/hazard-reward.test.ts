import { describe, expect, it } from 'vitest';
import { hazardReward, rewardFor } from './hazard-reward.ts';

const report = { named: true, verified: true, meetsStandard: true, proposedYuan: 500 };

describe('the reward for a hazard report', () => {
  it('pays the proposed amount for a named and verified report that meets the standard', () => {
    expect(rewardFor(report)).toEqual({ rewardYuan: 500, reason: 'granted' });
  });

  it('pays between 100 and 200,000 yuan', () => {
    expect(rewardFor({ ...report, proposedYuan: 20 })).toEqual({ rewardYuan: 100, reason: 'raised' });
    expect(rewardFor({ ...report, proposedYuan: 100 })).toEqual({ rewardYuan: 100, reason: 'granted' });
    expect(rewardFor({ ...report, proposedYuan: 200_000 })).toEqual({ rewardYuan: 200_000, reason: 'granted' });
    expect(rewardFor({ ...report, proposedYuan: 300_000 })).toEqual({ rewardYuan: 200_000, reason: 'capped' });
  });

  it('pays nothing for an anonymous, an unverified or a slight report', () => {
    expect(rewardFor({ ...report, named: false })).toEqual({ rewardYuan: 0, reason: 'anonymous' });
    expect(rewardFor({ ...report, verified: false })).toEqual({ rewardYuan: 0, reason: 'unverified' });
    expect(rewardFor({ ...report, meetsStandard: false })).toEqual({ rewardYuan: 0, reason: 'below-standard' });
  });

  it('names the field that is wrong', () => {
    expect(() => hazardReward.compute({ ...report, category: 'noise' })).toThrow(/^category:/);
    expect(() => hazardReward.compute({ ...report, category: 'fire', named: 'yes' })).toThrow(/^named:/);
    expect(() => hazardReward.compute({ ...report, category: 'fire', proposedYuan: Number.NaN })).toThrow(
      /^proposedYuan:/,
    );
  });
});
