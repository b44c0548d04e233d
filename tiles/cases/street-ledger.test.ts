import { describe, expect, it } from 'vitest';
import { STREET_MATTER_IDS, entry, streetLedger, streetLedgerRule } from './street-ledger.ts';
import type { StreetProblem } from './street-ledger.ts';

const PROBLEMS: readonly StreetProblem[] = [
  { road: 'A', matter: 'order', solved: true },
  { road: 'A', matter: 'order', solved: false },
  { road: 'A', matter: 'sanitation', solved: true },
  { road: 'B', matter: 'facades', solved: false },
];

describe('the ledger of a road', () => {
  it('has the nine matters of the street chief', () => {
    expect(STREET_MATTER_IDS).toHaveLength(9);
  });

  it('counts what was found and solved on that road alone, by matter', () => {
    const ledger = streetLedger(PROBLEMS, 'A');
    expect(ledger).toMatchObject({ found: 3, solved: 2, ratePercent: 66.7 });
    expect(ledger.byMatter.order).toEqual({ found: 2, solved: 1, ratePercent: 50 });
    expect(ledger.byMatter.facades).toEqual({ found: 0, solved: 0, ratePercent: 100 });
  });

  it('adds up all roads where none is named', () => {
    expect(streetLedger(PROBLEMS)).toMatchObject({ found: 4, solved: 2 });
  });

  it('gives the share of the whole city: 34,928 of 41,654 are 83.9 %', () => {
    expect(entry(41_654, 34_928).ratePercent).toBe(83.9);
  });

  it('keeps the order of the source in its table', () => {
    const { ledger } = streetLedgerRule.compute({ road: 'A', problems: PROBLEMS.map((each) => ({ ...each })) });
    expect(Array.isArray(ledger) && ledger.map((row) => row['matter'])).toEqual(STREET_MATTER_IDS);
  });

  it('names the cell that is wrong', () => {
    const compute = (row: Record<string, string | boolean>) => () =>
      streetLedgerRule.compute({ road: 'A', problems: [row] });
    expect(compute({ road: 'A', matter: 'noise', solved: true })).toThrow(/^problems\[1\]\.matter:/);
    expect(compute({ road: 'A', matter: 'order', solved: 'yes' })).toThrow(/^problems\[1\]\.solved:/);
  });
});
