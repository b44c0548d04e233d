import type { Draft } from './draft.ts';
import type { Land } from './land.ts';

/** How far from the water the coastal road runs, in metres. */
export const SHORE_ROAD_M = 230;
/** Shorter coasts, such as small islands', get none. */
const SHORTEST_M = 4000;
const TOLERANCE_M = 35;

/** Lines at equal distance from the sea, by marching squares over the smoothed distance field, simplified. */
function shoreLines(land: Land): (readonly [x: number, y: number])[][] {
  const { frame, shoreField: field } = land;
  const { columns, rows, cellM } = frame;
  const next = new Map<number, number>();
  const points = new Map<number, readonly [number, number]>();
  // The contour crosses cell sides; a side is named by its western or southern end and its direction.
  const crossing = (p: number, q: number): number => {
    const key = Math.min(p, q) * 2 + (Math.abs(p - q) === 1 ? 0 : 1);
    const a = field[p] as number,
      b = field[q] as number;
    const t = (SHORE_ROAD_M - a) / (b - a);
    const mix = (u: number, v: number): number => u + (v - u) * t;
    points.set(key, [
      frame.west + (mix(p % columns, q % columns) + 0.5) * cellM,
      frame.south + (mix(Math.floor(p / columns), Math.floor(q / columns)) + 0.5) * cellM,
    ]);
    return key;
  };
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) {
      const p = row * columns + column;
      const corners = [p, p + 1, p + columns + 1, p + columns] as const;
      const inside = corners.map((corner) => (field[corner] as number) > SHORE_ROAD_M);
      if (inside.every(Boolean) || !inside.some(Boolean)) continue;
      // With the land on the left, the contour enters where a side goes from inside to outside.
      const out: number[] = [],
        back: number[] = [];
      for (let side = 0; side < 4; side += 1) {
        const from = corners[side] as number,
          to = corners[(side + 1) % 4] as number;
        if (inside[side] && !inside[(side + 1) % 4]) out.push(crossing(from, to));
        if (!inside[side] && inside[(side + 1) % 4]) back.push(crossing(from, to));
      }
      out.forEach((key, i) => next.set(key, back[i] as number));
    }
  }
  return chains(next)
    .map((keys) => keys.map((key) => points.get(key) as readonly [number, number]))
    .map((line) => simplify(line, TOLERANCE_M))
    .filter(
      (line) =>
        line.reduce((sum, [x, y], i) => {
          const [px, py] = line[i - 1] ?? [x, y];
          return sum + Math.hypot(x - px, y - py);
        }, 0) > SHORTEST_M,
    );
}

/** Follows the links into chains; a closed one ends where it began. */
function chains(next: Map<number, number>): number[][] {
  const entered = new Set(next.values());
  const out: number[][] = [];
  const follow = (start: number): void => {
    const chain = [start];
    for (let key = next.get(start); key !== undefined; key = next.get(key)) {
      next.delete(chain[chain.length - 1] as number);
      chain.push(key);
    }
    out.push(chain);
  };
  for (const start of [...next.keys()]) if (!entered.has(start)) follow(start);
  for (const start of [...next.keys()]) if (next.has(start)) follow(start);
  return out;
}

/** Douglas–Peucker. */
function simplify(line: readonly (readonly [number, number])[], toleranceM: number): (readonly [number, number])[] {
  const keep = new Uint8Array(line.length);
  const stack: [number, number][] = [
    [0, Math.floor(line.length / 2)],
    [Math.floor(line.length / 2), line.length - 1],
  ];
  for (let part = stack.pop(); part; part = stack.pop()) {
    const [from, to] = part;
    keep[from] = keep[to] = 1;
    const [ax, ay] = line[from] as readonly [number, number],
      [bx, by] = line[to] as readonly [number, number];
    const length = Math.hypot(bx - ax, by - ay) || 1;
    let farthest = -1,
      distance = toleranceM;
    for (let i = from + 1; i < to; i += 1) {
      const [x, y] = line[i] as readonly [number, number];
      const off = Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length;
      if (off > distance) [farthest, distance] = [i, off];
    }
    if (farthest >= 0) stack.push([from, farthest], [farthest, to]);
  }
  return line.filter((_, i) => keep[i] === 1);
}

/** A draft of the coastal roads alone, each a line of its own from number `firstLine` on. */
export function layShore(land: Land, firstLine: number): Draft {
  const draft: Draft = { x: [], y: [], edges: [] };
  shoreLines(land).forEach((line, number) => {
    const [first, last] = [line[0], line[line.length - 1]];
    const closed = first !== undefined && first === last;
    const start = draft.x.length;
    const count = closed ? line.length - 1 : line.length;
    for (const [x, y] of line.slice(0, count)) {
      draft.x.push(x);
      draft.y.push(y);
    }
    for (let i = 1; i < line.length; i += 1) {
      draft.edges.push({ a: start + i - 1, b: start + (i % count), rank: 2, line: firstLine + number });
    }
  });
  return draft;
}
