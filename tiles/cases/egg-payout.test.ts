import { describe, expect, it } from 'vitest';
import { eggPayout, eggPayoutYuan } from './egg-payout.ts';

describe('payout of the egg price insurance', () => {
  it('gives the 5,244 yuan of the first policy: 3.41 against 3.40126 yuan/jin over 300 t', () => {
    expect(eggPayout.compute({ agreed: 3.41, settlement: 3.40126, tonnes: 300 })).toEqual({
      payout: 5244,
      fall: 0.00874,
      jin: 600_000,
    });
  });

  it('pays nothing when the price holds or rises', () => {
    expect(eggPayoutYuan({ agreedYuanPerJin: 3.41, settlementYuanPerJin: 3.41, tonnes: 300 })).toBe(0);
    expect(eggPayoutYuan({ agreedYuanPerJin: 3.41, settlementYuanPerJin: 3.9, tonnes: 300 })).toBe(0);
  });

  it('refuses a negative quantity', () => {
    expect(() => eggPayout.compute({ agreed: 3, settlement: 2, tonnes: -1 })).toThrow(/^tonnes: -1 is below 0/);
  });
});
