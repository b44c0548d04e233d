import type { Path } from '../feature.ts';

/**
 * The path with as few of its places as keep it within `tolerance` of where it was (Douglas and Peucker 1973); its ends
 * stay. A ring that falls together has fewer than four places.
 */
export function simplify(path: Path, tolerance: number): Path {
  const count = path.length / 2;
  if (count <= 2) return path;
  const kept = new Uint8Array(count);
  kept[0] = 1;
  kept[count - 1] = 1;
  const limit = tolerance * tolerance;
  const open: (readonly [from: number, to: number])[] = [[0, count - 1]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [from, to] = part;
    const { index, distance } = farthest(path, from, to);
    if (distance <= limit) continue;
    kept[index] = 1;
    if (index - from > 1) open.push([from, index]);
    if (to - index > 1) open.push([index, to]);
  }
  return pick(path, kept);
}

function pick(path: Path, kept: Uint8Array): Path {
  const left = kept.reduce((sum, each) => sum + each, 0);
  if (left === kept.length) return path;
  const result = new Float64Array(2 * left);
  let at = 0;
  kept.forEach((isKept, i) => {
    if (isKept === 0) return;
    result[at] = path[2 * i] as number;
    result[at + 1] = path[2 * i + 1] as number;
    at += 2;
  });
  return result;
}

/** The place between two others that is farthest from the segment between them, and the square of how far. */
function farthest(path: Path, from: number, to: number): { readonly index: number; readonly distance: number } {
  const [ax, ay] = [path[2 * from] as number, path[2 * from + 1] as number];
  const [dx, dy] = [(path[2 * to] as number) - ax, (path[2 * to + 1] as number) - ay];
  const length = dx * dx + dy * dy;
  let [index, distance] = [from, -1];
  for (let i = from + 1; i < to; i += 1) {
    const [x, y] = [(path[2 * i] as number) - ax, (path[2 * i + 1] as number) - ay];
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, (x * dx + y * dy) / length));
    const [offX, offY] = [x - along * dx, y - along * dy];
    const each = offX * offX + offY * offY;
    if (each > distance) [index, distance] = [i, each];
  }
  return { index, distance };
}
