import type { Rule, RuleField } from './rule.ts';
import { readTable, round } from './read.ts';

/** Problems that supervision found at one unit in one week, and how many of them were closed. */
export interface WeekOfUnit {
  readonly week: string;
  readonly unit: string;
  readonly found: number;
  readonly closed: number;
}

export interface ClosingRate {
  readonly key: string;
  readonly found: number;
  readonly closed: number;
  /** Percent, one decimal; 100 where nothing was found. */
  readonly ratePercent: number;
}

/** Closing rates added up by week or by unit, in the order of first appearance. */
export function closingRates(rows: readonly WeekOfUnit[], by: 'week' | 'unit'): ClosingRate[] {
  const sums = new Map<string, { found: number; closed: number }>();
  for (const row of rows) {
    const sum = sums.get(row[by]) ?? { found: 0, closed: 0 };
    sums.set(row[by], { found: sum.found + row.found, closed: sum.closed + row.closed });
  }
  return [...sums].map(([key, { found, closed }]) => ({
    key,
    found,
    closed,
    ratePercent: closingRatePercent(found, closed),
  }));
}

export function closingRatePercent(found: number, closed: number): number {
  return found === 0 ? 100 : round((closed / found) * 100, 1);
}

const FOUND: RuleField = {
  id: 'found',
  title: { zh: '发现问题', en: 'Problems found' },
  type: 'number',
  minimum: 0,
  step: 1,
  unit: { zh: '项', en: 'problems' },
};
const CLOSED: RuleField = {
  id: 'closed',
  title: { zh: '办结', en: 'Closed' },
  type: 'number',
  minimum: 0,
  step: 1,
  unit: { zh: '项', en: 'problems' },
};
const RATE: RuleField = {
  id: 'rate',
  title: { zh: '办结率', en: 'Closing rate' },
  type: 'number',
  unit: { zh: '%', en: '%' },
};
const WEEK: RuleField = { id: 'week', title: { zh: '周', en: 'Week' }, type: 'text' };
const UNIT: RuleField = { id: 'unit', title: { zh: '责任单位', en: 'Unit' }, type: 'text' };

const inputs: readonly RuleField[] = [
  {
    id: 'rows',
    title: { zh: '每周各单位督办情况', en: 'Supervision by week and unit' },
    type: 'table',
    columns: [WEEK, UNIT, FOUND, CLOSED],
  },
];

export const closingRate: Rule = {
  id: 'closing-rate',
  inputs,
  outputs: [
    RATE,
    FOUND,
    CLOSED,
    { id: 'byWeek', title: { zh: '按周', en: 'By week' }, type: 'table', columns: [WEEK, FOUND, CLOSED, RATE] },
    { id: 'byUnit', title: { zh: '按单位', en: 'By unit' }, type: 'table', columns: [UNIT, FOUND, CLOSED, RATE] },
  ],
  compute: (input) => {
    const rows = readTable(inputs, input, 'rows').map((row): WeekOfUnit => {
      const found = row.number('found');
      const closed = row.number('closed');
      if (closed > found) throw new RangeError(`${row.label}.closed: ${closed} closed of only ${found} found.`);
      return { week: row.text('week'), unit: row.text('unit'), found, closed };
    });
    const found = rows.reduce((sum, row) => sum + row.found, 0);
    const closed = rows.reduce((sum, row) => sum + row.closed, 0);
    const table = (by: 'week' | 'unit') =>
      closingRates(rows, by).map((each) => ({
        [by]: each.key,
        found: each.found,
        closed: each.closed,
        rate: each.ratePercent,
      }));
    return { rate: closingRatePercent(found, closed), found, closed, byWeek: table('week'), byUnit: table('unit') };
  },
};
