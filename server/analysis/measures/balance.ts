import type { BalanceResult } from '../../../tiles/api/measure-results.ts';
import { gini } from './inequality.ts';
import { sumOf } from '../sums.ts';

/**
 * How evenly points are spread over cells: `cell` by point (-1 for none), `keys` by cell. Mean, coefficient of
 * variation (standard deviation of the population, divided by n, over the mean), Gini coefficient and maximum of the
 * counts, empty cells among them; points in no cell count in `points` and in nothing else.
 */
export function balance(
  cell: Int32Array,
  keys: readonly string[],
  ids: readonly string[],
  domain: BalanceResult['domain'],
): BalanceResult {
  const counts = new Float64Array(keys.length);
  const outside: string[] = [];
  for (const [point, at] of cell.entries()) {
    if (at < 0) outside.push(ids[point] as string);
    else counts[at] = (counts[at] as number) + 1;
  }
  const mean = keys.length === 0 ? 0 : sumOf(counts) / keys.length;
  const deviation = Math.sqrt(sumOf(counts.map((count) => (count - mean) ** 2)) / keys.length);
  return {
    kind: 'balance',
    domain,
    points: ids.length,
    outside,
    cells: keys.map((key, i) => ({ key, count: counts[i] as number })),
    mean,
    cv: mean > 0 ? deviation / mean : null,
    gini: gini(counts),
    max: counts.reduce((most, count) => Math.max(most, count), 0),
  };
}
