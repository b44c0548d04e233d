/** Figures by district or subdistrict, from the cells alone. */
import type { Cells } from './cells.ts';

export interface GroupFigure {
  /** Index into the list of districts or subdistricts; -1 for cells in none. */
  readonly index: number;
  readonly key: string | null;
  readonly people: number;
  readonly peopleWithin: number;
  /** Mean seconds, by people, of those who get there within the limit. */
  readonly meanCost: number | null;
}

export function groupFigures(
  cells: Cells,
  cost: Float32Array,
  by: 'district' | 'subdistrict',
  withinS: number,
): GroupFigure[] {
  const keys = by === 'district' ? cells.header.districts : cells.header.subdistricts;
  const group = cells[by];
  // The last entry is for cells in no group.
  const [people, within, sum, reached] = Array.from({ length: 4 }, () => new Float64Array(keys.length + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let cell = 0; cell < cells.count; cell += 1) {
    const at = (group[cell] as number) < 0 ? keys.length : (group[cell] as number);
    const [count, seconds] = [cells.people[cell] as number, cost[cell] as number];
    people[at] = (people[at] as number) + count;
    if (seconds <= withinS) within[at] = (within[at] as number) + count;
    if (seconds !== Infinity) {
      sum[at] = (sum[at] as number) + seconds * count;
      reached[at] = (reached[at] as number) + count;
    }
  }
  return [...keys, null].flatMap((key, at): GroupFigure[] =>
    (people[at] as number) === 0
      ? []
      : [
          {
            index: key === null ? -1 : at,
            key,
            people: people[at] as number,
            peopleWithin: within[at] as number,
            meanCost: reached[at] === 0 ? null : (sum[at] as number) / (reached[at] as number),
          },
        ],
  );
}
