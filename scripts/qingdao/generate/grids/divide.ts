import { bisect } from './bisect.ts';
import { areaM2, type Mesh, type VertexRing } from './mesh.ts';

/** A ring and the cells it was divided into. */
export interface Division {
  readonly ring: VertexRing;
  /** Both halves; none for a single cell. */
  readonly halves: readonly Division[];
  readonly cells: readonly VertexRing[];
}

/** Divides a ring into `count` cells of about the same area, by halving again and again. */
export function divide(mesh: Mesh, ring: VertexRing, count: number): Division {
  if (count === 1) return { ring, halves: [], cells: [ring] };
  const small = Math.floor(count / 2);
  const { first, second } = bisect(mesh, ring, small / count);
  const [a, b] = areaM2(mesh, first) <= areaM2(mesh, second) ? [first, second] : [second, first];
  const halves = [divide(mesh, a, small), divide(mesh, b, count - small)];
  return { ring, halves, cells: halves.flatMap((half) => half.cells) };
}

/**
 * Items from west to east, in rows from north to south as one reads. Rows are bands of `rowM` from the northernmost
 * item on, so an item is never both west and north of the one before it.
 */
export function readingOrder<T extends { readonly x: number; readonly y: number }>(
  items: readonly T[],
  rowM: number,
): T[] {
  const north = Math.max(...items.map((item) => item.y));
  const row = (item: T): number => Math.floor((north - item.y) / rowM);
  return [...items].sort((p, q) => row(p) - row(q) || p.x - q.x || q.y - p.y);
}
