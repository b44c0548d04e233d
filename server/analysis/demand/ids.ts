import type { Id } from '../../../tiles/api/place.ts';
import type { Demand } from '../types.ts';

/**
 * Id of each demand: its own where it came with one, that of H3 for hexagons, else `cell-` and its index from 0.
 * Candidates that are taken from cells are called the same.
 */
export function demandIds(demand: Demand): string[] {
  return Array.from({ length: demand.count }, (_, cell) => demandId(demand, cell));
}

export function demandId({ ids, shape }: Demand, cell: number): string {
  const own = shape.kind === 'h3' ? shape.ids[cell] : ids?.[cell];
  return own === undefined || own === '' ? `cell-${String(cell)}` : own;
}

/** Id of a place that a study brings along: its own, else its kind and its number from 1. */
export function givenId(id: Id | undefined, kind: string, index: number): string {
  return id === undefined ? `${kind}-${String(index + 1)}` : String(id);
}
