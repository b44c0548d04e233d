import type { Path } from './features.ts';

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly half: number;
  /** Distance to the outline; negative outside. */
  readonly distance: number;
  /** The largest distance that any of its points can have. */
  readonly most: number;
}

/**
 * The place inside a polygon that is farthest from its outline: where MapLibre writes the names of areas (polylabel,
 * Agafonkin 2016). Null for a polygon without extent.
 *
 * @param rings the outer one first
 */
export function poleOf(rings: readonly Path[], precisionPx: number): readonly [x: number, y: number] | null {
  const [outer] = rings;
  if (outer === undefined || outer.length < 6) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < outer.length; at += 2) {
    const [x = 0, y = 0] = [outer[at], outer[at + 1]];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const size = Math.min(right - left, bottom - top);
  if (!(size > 0)) return null;
  const cellAt = (x: number, y: number, half: number): Cell => {
    const distance = distanceTo(rings, x, y);
    return { x, y, half, distance, most: distance + half * Math.SQRT2 };
  };
  const half = size / 2;
  const open: Cell[] = [];
  for (let x = left; x < right; x += size) {
    for (let y = top; y < bottom; y += size) open.push(cellAt(x + half, y + half, half));
  }
  let best = cellAt((left + right) / 2, (top + bottom) / 2, 0);
  const precision = Math.max(precisionPx, size / 1000);
  while (open.length > 0) {
    let at = 0;
    for (let index = 1; index < open.length; index += 1)
      if ((open[index]?.most ?? 0) > (open[at]?.most ?? 0)) at = index;
    const [cell] = open.splice(at, 1);
    if (cell === undefined) break;
    if (cell.distance > best.distance) best = cell;
    if (cell.most - best.distance <= precision) continue;
    const quarter = cell.half / 2;
    for (const [dx, dy] of [
      [-1, -1],
      [1, -1],
      [-1, 1],
      [1, 1],
    ] as const)
      open.push(cellAt(cell.x + dx * quarter, cell.y + dy * quarter, quarter));
  }
  return [best.x, best.y];
}

function distanceTo(rings: readonly Path[], x: number, y: number): number {
  let isInside = false;
  let least = Infinity;
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2) {
      const [ax = 0, ay = 0] = [ring[at], ring[at + 1]];
      const [bx = 0, by = 0] = [ring[before], ring[before + 1]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
      const [dx, dy] = [bx - ax, by - ay];
      const squared = dx * dx + dy * dy;
      const t = squared === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / squared));
      least = Math.min(least, Math.hypot(x - ax - t * dx, y - ay - t * dy));
    }
  }
  return isInside ? least : -least;
}
