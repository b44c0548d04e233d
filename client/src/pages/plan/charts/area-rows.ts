/** The rows of the chart by district or street: what each tells, and in which order. */
import type { GroupFigure } from '../data/groups.ts';

export const AREA_ORDERS = ['share', 'people', 'code'] as const;
/** Worst served first; most people first; as their codes go. */
export type AreaOrder = (typeof AREA_ORDERS)[number];

export interface AreaRow extends GroupFigure {
  readonly name: string;
  /** Of its people within the time, 0 to 1. */
  readonly share: number;
  readonly otherShare: number | null;
  /** People of what is selected in it; null where nothing is. */
  readonly part: number | null;
}

export interface AreaInput {
  readonly rows: readonly GroupFigure[];
  readonly other: readonly GroupFigure[] | null;
  readonly part: { readonly chosen: Uint8Array; readonly group: Int16Array; readonly people: Float64Array } | null;
  readonly order: AreaOrder;
  readonly name: (key: string | null) => string;
}

export function areaRows({ rows, other, part, order, name }: AreaInput): AreaRow[] {
  const others = new Map(other?.map((row) => [row.index, row.peopleWithin / row.people]));
  const parts = part === null ? null : peopleByGroup(part);
  const told = rows.map(
    (row): AreaRow => ({
      ...row,
      name: name(row.key),
      share: row.peopleWithin / row.people,
      otherShare: other === null ? null : (others.get(row.index) ?? 0),
      part: parts === null ? null : (parts.get(row.index) ?? 0),
    }),
  );
  // What lies in none comes last.
  const byCode = (a: AreaRow, b: AreaRow): number =>
    a.key === null ? 1 : b.key === null ? -1 : a.key.localeCompare(b.key, 'en');
  return told.sort(
    (a, b) => (order === 'share' ? a.share - b.share : order === 'people' ? b.people - a.people : 0) || byCode(a, b),
  );
}

function peopleByGroup({ chosen, group, people }: NonNullable<AreaInput['part']>): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (let cell = 0; cell < chosen.length; cell += 1) {
    if (chosen[cell] === 1)
      sums.set(group[cell] as number, (sums.get(group[cell] as number) ?? 0) + (people[cell] as number));
  }
  return sums;
}
