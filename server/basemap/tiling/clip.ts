import type { Path } from '../feature.ts';
import type { Box } from '../mercator.ts';

/**
 * A ring cut to a box (Sutherland and Hodgman 1974): where it leaves the box it follows its border. Null where nothing
 * of it is inside.
 */
export function clipRing(ring: Path, box: Box): Path | null {
  let cut: Path = ring;
  for (const side of SIDES) {
    cut = cutSide(cut, side, box);
    if (cut.length < 8) return null;
  }
  return cut;
}

/** The parts of a line that lie in a box. */
export function clipLine(line: Path, box: Box): Path[] {
  const parts: Path[] = [];
  let part: number[] = [];
  const end = (): void => {
    if (part.length >= 4) parts.push(Float64Array.from(part));
    part = [];
  };
  for (let i = 2; i < line.length; i += 2) {
    const inside = clipSegment(
      line[i - 2] as number,
      line[i - 1] as number,
      line[i] as number,
      line[i + 1] as number,
      box,
    );
    if (inside === null) {
      end();
      continue;
    }
    const [ax, ay, bx, by] = inside;
    if (part.length === 0) part.push(ax, ay);
    else if (part.at(-2) !== ax || part.at(-1) !== ay) {
      end();
      part.push(ax, ay);
    }
    part.push(bx, by);
  }
  end();
  return parts;
}

/** Axis (0 is x), index of the box's side, and whether inside is above it. */
const SIDES = [
  { axis: 0, side: 0, isLow: true },
  { axis: 0, side: 2, isLow: false },
  { axis: 1, side: 1, isLow: true },
  { axis: 1, side: 3, isLow: false },
] as const;

function cutSide(ring: Path, { axis, side, isLow }: (typeof SIDES)[number], box: Box): Path {
  const limit = box[side];
  const isInside = (value: number): boolean => (isLow ? value >= limit : value <= limit);
  const result: number[] = [];
  for (let i = 2; i < ring.length; i += 2) {
    const a = ring[i - 2 + axis] as number;
    const b = ring[i + axis] as number;
    if (isInside(a) !== isInside(b)) {
      const at = (limit - a) / (b - a);
      const x = (ring[i - 2] as number) + at * ((ring[i] as number) - (ring[i - 2] as number));
      const y = (ring[i - 1] as number) + at * ((ring[i + 1] as number) - (ring[i - 1] as number));
      if (axis === 0) result.push(limit, y);
      else result.push(x, limit);
    }
    if (isInside(b)) result.push(ring[i] as number, ring[i + 1] as number);
  }
  const [x, y] = result;
  if (x !== undefined && y !== undefined && (result.at(-2) !== x || result.at(-1) !== y)) result.push(x, y);
  return Float64Array.from(result);
}

/** Liang and Barsky 1984. */
function clipSegment(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  [left, top, right, bottom]: Box,
): readonly [number, number, number, number] | null {
  const [dx, dy] = [bx - ax, by - ay];
  let [start, end] = [0, 1];
  const edges = [
    [-dx, ax - left],
    [dx, right - ax],
    [-dy, ay - top],
    [dy, bottom - ay],
  ] as const;
  for (const [toward, room] of edges) {
    if (toward === 0) {
      if (room < 0) return null;
      continue;
    }
    const at = room / toward;
    if (toward < 0) start = Math.max(start, at);
    else end = Math.min(end, at);
  }
  if (start >= end) return null;
  return [
    start === 0 ? ax : ax + start * dx,
    start === 0 ? ay : ay + start * dy,
    end === 1 ? bx : ax + end * dx,
    end === 1 ? by : ay + end * dy,
  ];
}
