/** Classes of what can be reached from each cell: none, then about quarters of those who reach something. */
import type { Theme } from '../../../state/types.ts';
import { costClasses } from '../data/classes.ts';
import { LIMIT_S } from '../data/coverage.ts';

export interface OpportunityClasses {
  /** Upper limits of the classes after the first, ascending; the last has none. The first class reaches nothing. */
  readonly limits: readonly number[];
  /** Whether all values are whole, as counts are. */
  readonly isWhole: boolean;
  /** By cell. */
  readonly classes: Uint8Array;
  /** People by class. */
  readonly people: Float64Array;
}

const QUARTERS = [0.25, 0.5, 0.75];

export function opportunityClasses(access: readonly number[], people: Float64Array): OpportunityClasses {
  const isWhole = access.every((value) => Number.isInteger(value));
  const limits = quartersOf(access, people, isWhole);
  const sums = new Float64Array(limits.length + 2);
  const classes = Uint8Array.from(access, (value, cell) => {
    let k = 0;
    if (value > 0) {
      k = 1;
      while (k <= limits.length && value > (limits[k - 1] as number)) k += 1;
    }
    sums[k] = (sums[k] as number) + (people[cell] as number);
    return k;
  });
  return { limits, isWhole, classes, people: sums };
}

/** Quartiles over the people who reach something, in two digits; equal ones once, and none at the greatest value. */
function quartersOf(access: readonly number[], people: Float64Array, isWhole: boolean): number[] {
  const order = [...access.keys()].filter((cell) => (access[cell] as number) > 0 && (people[cell] as number) > 0);
  order.sort((a, b) => (access[a] as number) - (access[b] as number));
  const total = order.reduce((sum, cell) => sum + (people[cell] as number), 0);
  const most = access[order.at(-1) ?? -1] ?? 0;
  const limits: number[] = [];
  let [sum, next] = [0, 0];
  for (const cell of order) {
    sum += people[cell] as number;
    while (next < QUARTERS.length && sum >= total * (QUARTERS[next] as number)) {
      next += 1;
      const rounded = roundTo2(access[cell] as number);
      const limit = isWhole ? Math.max(1, Math.round(rounded)) : rounded;
      if (limit > (limits.at(-1) ?? 0) && limit < most) limits.push(limit);
    }
  }
  return limits;
}

function roundTo2(value: number): number {
  return Number(value.toPrecision(2));
}

/** None as those who are served worst, then from few to many as far and near are. */
export function opportunityColors(count: number, theme: Theme): string[] {
  const classes = costClasses(LIMIT_S / 4, LIMIT_S, theme);
  const none = classes.find(({ kind }) => kind === 'none')?.color ?? '';
  const near = classes.flatMap(({ kind, color }) => (kind === 'within' ? [color] : [])).reverse();
  return [none, ...near.slice(Math.max(0, near.length - count + 1))];
}
