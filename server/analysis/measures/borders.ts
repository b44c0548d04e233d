import Flatbush from 'flatbush';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { polygonsOf } from '../../../tiles/tile/spheroid.ts';

export type Contiguity = 'rook' | 'queen';

/**
 * Borders no farther apart than this touch: some 10 cm. Borders that were drawn as one are rounded to six digits (RFC
 * 7946), and a corner of one area may lie in the midst of an edge of the next.
 */
const TOUCH_DEGREES = 1e-6;

/** Corners of all segments of all borders: `ends` has four numbers for each, `area` says whose it is. */
interface Segments {
  readonly count: number;
  readonly ends: Float64Array;
  readonly area: Uint32Array;
}

/**
 * Neighbours of each area, ascending. `rook`: a piece of border in common. `queen`: a point in common, be it a corner,
 * a corner on an edge, or a crossing of two areas that overlap. Degrees are taken as a plane. `checkpoint` is called
 * now and then, and may throw.
 */
export function bordering(
  geometries: readonly GeoJSONGeometry[],
  kind: Contiguity,
  checkpoint: () => void = () => undefined,
): number[][] {
  const segments = segmentsOf(geometries);
  const found: Set<number>[] = geometries.map(() => new Set());
  if (segments.count === 0) return found.map(() => []);
  const tree = new Flatbush(segments.count);
  for (let s = 0; s < segments.count; s += 1) tree.add(...boxOf(segments, s, 0));
  tree.finish();
  const touches = kind === 'rook' ? shareLine : sharePoint;
  for (let s = 0; s < segments.count; s += 1) {
    if (s % 4096 === 0) checkpoint();
    const own = segments.area[s] as number;
    const known = found[own] as Set<number>;
    tree.search(...boxOf(segments, s, TOUCH_DEGREES), (other) => {
      const area = segments.area[other] as number;
      if (other > s && area !== own && !known.has(area) && touches(segments, s, other)) {
        known.add(area);
        found[area]?.add(own);
      }
      return false;
    });
  }
  return found.map((areas) => [...areas].sort((a, b) => a - b));
}

function segmentsOf(geometries: readonly GeoJSONGeometry[]): Segments {
  const ends: number[] = [];
  const area: number[] = [];
  for (const [index, geometry] of geometries.entries()) {
    for (const ring of polygonsOf(geometry).flat()) {
      for (let i = 1; i < ring.length; i += 1) {
        const [[ax, ay], [bx, by]] = [ring[i - 1] as [number, number], ring[i] as [number, number]];
        if (ax === bx && ay === by) continue;
        ends.push(ax, ay, bx, by);
        area.push(index);
      }
    }
  }
  return { count: area.length, ends: Float64Array.from(ends), area: Uint32Array.from(area) };
}

function endsOf(ends: Float64Array, s: number): [ax: number, ay: number, bx: number, by: number] {
  const at = 4 * s;
  return [ends[at] as number, ends[at + 1] as number, ends[at + 2] as number, ends[at + 3] as number];
}

function boxOf({ ends }: Segments, s: number, margin: number): [number, number, number, number] {
  const [ax, ay, bx, by] = endsOf(ends, s);
  return [Math.min(ax, bx) - margin, Math.min(ay, by) - margin, Math.max(ax, bx) + margin, Math.max(ay, by) + margin];
}

/** They run side by side at both ends of that piece, too: two that part at a small angle share a corner alone. */
function shareLine({ ends }: Segments, s: number, t: number): boolean {
  const [ax, ay, bx, by] = endsOf(ends, s);
  const [cx, cy, dx, dy] = endsOf(ends, t);
  const length = Math.hypot(bx - ax, by - ay);
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const along = (x: number, y: number): number => (x - ax) * ux + (y - ay) * uy;
  const [fromC, toD] = [along(cx, cy), along(dx, dy)];
  const start = Math.max(0, Math.min(fromC, toD));
  const end = Math.min(length, Math.max(fromC, toD));
  if (end - start <= TOUCH_DEGREES) return false;
  return [start, end].every((at) => {
    const share = (at - fromC) / (toD - fromC);
    const [x, y] = [cx + share * (dx - cx), cy + share * (dy - cy)];
    return Math.abs((x - ax) * uy - (y - ay) * ux) <= TOUCH_DEGREES;
  });
}

function sharePoint({ ends }: Segments, s: number, t: number): boolean {
  const [ax, ay, bx, by] = endsOf(ends, s);
  const [cx, cy, dx, dy] = endsOf(ends, t);
  return (
    distance(ax, ay, cx, cy, dx, dy) <= TOUCH_DEGREES ||
    distance(bx, by, cx, cy, dx, dy) <= TOUCH_DEGREES ||
    distance(cx, cy, ax, ay, bx, by) <= TOUCH_DEGREES ||
    distance(dx, dy, ax, ay, bx, by) <= TOUCH_DEGREES ||
    (side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0 &&
      side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0)
  );
}

/** Of a point from the segment a–b. */
function distance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

function side(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}
