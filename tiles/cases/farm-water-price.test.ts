import { describe, expect, it } from 'vitest';
import { farmWaterPrice, waterBill } from './farm-water-price.ts';

describe('the price of irrigation water', () => {
  it('charges the base price up to 110 m³ per mu', () => {
    expect(waterBill({ volumeM3: 110, areaMu: 1 })).toMatchObject({ volumesM3: [110, 0, 0], feeYuan: 18.7 });
  });

  it('charges 0.20 yuan only for the part between 110 and 200 m³', () => {
    expect(waterBill({ volumeM3: 200, areaMu: 1 })).toMatchObject({ volumesM3: [110, 90, 0], feeYuan: 36.7 });
  });

  it('charges 0.25 yuan for the part above 200 m³', () => {
    expect(waterBill({ volumeM3: 212, areaMu: 1 })).toMatchObject({
      volumesM3: [110, 90, 12],
      feeYuan: 39.7,
      overQuotaM3: 0,
    });
  });

  it('widens the blocks with the area', () => {
    expect(waterBill({ volumeM3: 2520, areaMu: 10 })).toMatchObject({
      volumesM3: [1100, 900, 520],
      feeYuan: 497,
      overQuotaM3: 400,
    });
  });

  it('lets the budget pay up to the maintenance cost of 0.23 yuan and never a negative sum', () => {
    expect(waterBill({ volumeM3: 100, areaMu: 1 }).budgetYuan).toBe(6);
    expect(waterBill({ volumeM3: 1000, areaMu: 1 }).budgetYuan).toBe(0);
  });

  it('charges nothing for no water', () => {
    expect(waterBill({ volumeM3: 0, areaMu: 3 })).toMatchObject({ feeYuan: 0, overQuotaM3: 0, budgetYuan: 0 });
  });

  it('names the field that is out of range', () => {
    expect(() => farmWaterPrice.compute({ volumeM3: -1, areaMu: 1 })).toThrow(/^volumeM3:/);
    expect(() => farmWaterPrice.compute({ volumeM3: 1, areaMu: 0 })).toThrow(/^areaMu:/);
  });
});
