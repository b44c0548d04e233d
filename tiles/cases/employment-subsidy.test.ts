import { describe, expect, it } from 'vitest';
import { employmentSubsidy, subsidyFor } from './employment-subsidy.ts';

const request = { amountYuan: 0, months: 12, annualRatePercent: 4.35 };

describe('the subsidy lookup', () => {
  it('pays two thirds of the contribution of the flexibly employed', () => {
    expect(subsidyFor('flexible-employment', { ...request, amountYuan: 600 }).grantYuan).toBe(4800);
  });

  it('pays the flexibly employed at most 500 yuan a month', () => {
    expect(subsidyFor('flexible-employment', { ...request, amountYuan: 900 }).grantYuan).toBe(6000);
  });

  it('cuts a request to the ceiling, and pays no more than was asked for', () => {
    expect(subsidyFor('brand-major', { ...request, amountYuan: 2_000_000 }).grantYuan).toBe(1_000_000);
    expect(subsidyFor('brand-major', { ...request, amountYuan: 300_000 }).grantYuan).toBe(300_000);
  });

  it('pays a fixed sum whatever was asked for', () => {
    expect(subsidyFor('startup-star', request).grantYuan).toBe(50_000);
    expect(subsidyFor('startup-base-nation', request).grantYuan).toBe(2_000_000);
  });

  it('lends a person up to 450,000 yuan for at most three years and pays the whole interest', () => {
    expect(subsidyFor('startup-loan-person', { amountYuan: 600_000, months: 48, annualRatePercent: 5 })).toEqual({
      grantYuan: 0,
      loanYuan: 450_000,
      interestYuan: 67_500,
      ceilingYuan: 450_000,
    });
  });

  it('lends a small firm up to 3,000,000 yuan for at most two years and pays half the interest', () => {
    expect(subsidyFor('startup-loan-firm', { amountYuan: 1_000_000, months: 24, annualRatePercent: 4.35 })).toEqual({
      grantYuan: 0,
      loanYuan: 1_000_000,
      interestYuan: 43_500,
      ceilingYuan: 3_000_000,
    });
  });

  it('names the field that is wrong', () => {
    expect(() => employmentSubsidy.compute({ ...request, measure: 'lottery' })).toThrow(/^measure:/);
    expect(() => employmentSubsidy.compute({ ...request, measure: 'startup-star', months: 0 })).toThrow(/^months:/);
  });
});
