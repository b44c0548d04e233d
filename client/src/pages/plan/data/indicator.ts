/** A coverage of a standards check as the map paints it: who is within reach, and who is not. */
import type { ComplianceRow, StandardRule } from '../../../../../tiles/api/standard.ts';
import type { Cells } from './cells.ts';

type Ranges = ComplianceRow['cells'];

export interface Indicator {
  /** Id of its rule. */
  readonly rule: string;
  readonly title: StandardRule['title'];
  readonly cells: Ranges;
  readonly covered: Ranges;
}

/** Classes of cells. */
export const OUTSIDE = 0;
export const UNCOVERED = 1;
export const COVERED = 2;

/** Null for a rule that is no coverage, and where the row is not that of the whole. */
export function indicatorOf({ id, title }: StandardRule, { scope, cells, covered }: ComplianceRow): Indicator | null {
  return scope === 'whole' && covered !== undefined ? { rule: id, title, cells, covered } : null;
}

export function indicatorClasses({ cells, covered }: Indicator, count: number): Uint8Array {
  const classes = new Uint8Array(count);
  for (const [from, to] of cells) classes.fill(UNCOVERED, from, to);
  for (const [from, to] of covered) classes.fill(COVERED, from, to);
  return classes;
}

export function peopleByClass(classes: Uint8Array, { people }: Cells): readonly number[] {
  const sums = [0, 0, 0];
  for (let cell = 0; cell < classes.length; cell += 1) {
    const each = classes[cell] as number;
    sums[each] = (sums[each] as number) + (people[cell] as number);
  }
  return sums;
}
