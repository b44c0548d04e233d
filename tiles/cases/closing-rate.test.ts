import { describe, expect, it } from 'vitest';
import { closingRate } from './closing-rate.ts';

const rows = [
  { week: '2017-W10', unit: 'A', found: 20, closed: 18 },
  { week: '2017-W10', unit: 'B', found: 10, closed: 10 },
  { week: '2017-W11', unit: 'A', found: 20, closed: 12 },
];

describe('closing rate of supervised problems', () => {
  it('adds up by week', () => {
    expect(closingRate.compute({ rows })['byWeek']).toEqual([
      { week: '2017-W10', found: 30, closed: 28, rate: 93.3 },
      { week: '2017-W11', found: 20, closed: 12, rate: 60 },
    ]);
  });

  it('adds up by unit', () => {
    expect(closingRate.compute({ rows })['byUnit']).toEqual([
      { unit: 'A', found: 40, closed: 30, rate: 75 },
      { unit: 'B', found: 10, closed: 10, rate: 100 },
    ]);
  });

  it('gives the 93 % of the case for 4,650 of 5,000 problems', () => {
    expect(closingRate.compute({ rows: [{ week: '2017', unit: 'all', found: 5000, closed: 4650 }] })).toMatchObject({
      rate: 93,
    });
  });

  it('calls a week without problems fully closed', () => {
    expect(closingRate.compute({ rows: [] })).toMatchObject({ rate: 100, found: 0 });
  });

  it('refuses more closed than found', () => {
    expect(() => closingRate.compute({ rows: [{ week: 'x', unit: 'A', found: 1, closed: 2 }] })).toThrow(
      /^rows\[1\]\.closed: 2 closed of only 1/,
    );
  });
});
