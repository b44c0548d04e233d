import { cellAt } from '../../tiles/tile/pyramid.ts';
import type { Bounds3857 } from '../../tiles/tile/tile.ts';
import { boxAt, countBoxes } from '../layers/change.ts';

/** Levels of cells by whose neighbourhood boxes are merged, the finest first; at level 0 there are 16 × 16 cells. */
const LEVELS = [14, 11, 8, 5, 2, 0];

/**
 * The boxes of a change; where there are more than `most` (256 or less), boxes around those that lie near one another.
 */
export function mergeBoxes(boxes: readonly number[], most: number): Bounds3857[] {
  const all = Array.from({ length: countBoxes(boxes) }, (_, index) => boxAt(boxes, index));
  if (all.length <= most) return all;
  for (const level of LEVELS) {
    const merged = mergeByCell(all, level);
    if (merged.length <= most) return merged;
  }
  return [all.reduce(around)];
}

function mergeByCell(boxes: readonly Bounds3857[], level: number): Bounds3857[] {
  const byCell = new Map<string, Bounds3857>();
  for (const box of boxes) {
    const { cx, cy } = cellAt((box.west + box.east) / 2, (box.south + box.north) / 2, level);
    const key = `${cx}/${cy}`;
    const before = byCell.get(key);
    byCell.set(key, before === undefined ? box : around(before, box));
  }
  return [...byCell.values()];
}

function around(a: Bounds3857, b: Bounds3857): Bounds3857 {
  return {
    west: Math.min(a.west, b.west),
    south: Math.min(a.south, b.south),
    east: Math.max(a.east, b.east),
    north: Math.max(a.north, b.north),
  };
}
