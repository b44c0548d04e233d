/** What a moment makes of rows: open or not, spaces free. The same in the service, in the page and offline. */
import type { FindAnswer, FindRow } from '../api/find.ts';
import type { FindFilters } from './query.ts';

/** 4.5 km/h: between the 1.0 m/s of standards, which count children and the old, and what adults walk. */
export const WALK_M_PER_MIN = 75;
/** 适老化: 60 m a minute, the speed of standards. */
export const SLOW_M_PER_MIN = 60;

export function minutesOf(distanceM: number, metresPerMinute: number = WALK_M_PER_MIN): number {
  return Math.max(1, Math.ceil(distanceM / metresPerMinute - 1e-9));
}

/** Whether a row meets filters at the moment that its state is of. */
export function meets(row: FindRow, filters: FindFilters): boolean {
  return (
    (!filters.open || row.open.state === 'open') &&
    (!filters.accessible || row.accessible === true) &&
    (!filters.free || row.fee?.value === 0) &&
    (!filters.spaces || (row.shared?.freeNow ?? 0) > 0) &&
    filters.with.every((service) => row.services.includes(service)) &&
    // A car park that says nothing of its height may be too low.
    (filters.heightM === null || (row.maxHeightM !== null && row.maxHeightM >= filters.heightM)) &&
    (filters.level === null || row.levelValue === filters.level)
  );
}

/** Nearest first; of equals, by layer and id, so that the order is one. */
export function byDistance(a: FindRow, b: FindRow): number {
  return a.distanceM - b.distanceM || compare(a.layer, b.layer) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The facility of `layer/id` in an answer. */
export function rowOf({ rows }: Pick<FindAnswer, 'rows'>, to: string | null): FindRow | null {
  return rows.find(({ layer, id }) => `${layer}/${id}` === to) ?? null;
}
