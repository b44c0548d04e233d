/** Lines on the ground, in degrees: pairs of longitude and latitude in a row, measured in metres. */
import type { Bbox } from '../../../tiles/api/wire.ts';
import { metresPerDegree, segmentM } from '../../../tiles/tile/spheroid.ts';

export type Line = ArrayLike<number>;

/** A place on a line: its segment from 0, the share of the segment before it, and where it lies. */
export interface LinePlace {
  readonly segment: number;
  readonly along: number;
  readonly lon: number;
  readonly lat: number;
}

export function lineOf(positions: readonly (readonly [lon: number, lat: number])[]): number[] {
  return positions.flat();
}

/** Metres before each point of the line. */
export function metresAlong(line: Line): number[] {
  const metres = [0];
  for (let at = 2; at < line.length; at += 2)
    metres.push(
      (metres.at(-1) as number) +
        segmentM(line[at - 2] as number, line[at - 1] as number, line[at] as number, line[at + 1] as number),
    );
  return metres;
}

/** The place of a line at a share of its length; exactly its ends at 0 and 1. `metres`: as `metresAlong` has them. */
export function placeAt(line: Line, share: number, metres = metresAlong(line)): LinePlace {
  const last = metres.length - 1;
  if (last === 0 || share <= 0) return at(line, 0, 0);
  if (share >= 1) return at(line, last - 1, 1);
  const wanted = share * (metres[last] as number);
  const next = Math.max(
    1,
    metres.findIndex((sofar) => sofar >= wanted),
  );
  const [before, after] = [metres[next - 1] as number, metres[next] as number];
  return at(line, next - 1, after > before ? (wanted - before) / (after - before) : 0);
}

function at(line: Line, segment: number, along: number): LinePlace {
  const [a, b] = [2 * segment, along === 0 ? 2 * segment : 2 * segment + 2];
  const between = (axis: 0 | 1): number => {
    const [from, to] = [line[a + axis] as number, line[b + axis] as number];
    return along === 1 ? to : from + along * (to - from);
  };
  return { segment, along, lon: between(0), lat: between(1) };
}

/** The place of a line that is nearest to a point, and how far it is. */
export function nearestOnLine(
  line: Line,
  lon: number,
  lat: number,
): { readonly place: LinePlace; readonly distanceM: number } {
  const scale = metresPerDegree(lat);
  let [best, place] = [Infinity, at(line, 0, 0)];
  for (let segment = 0; segment === 0 || 2 * segment + 2 < line.length; segment += 1) {
    const a = 2 * segment;
    const b = Math.min(a + 2, line.length - 2);
    const ax = ((line[a] as number) - lon) * scale.lon;
    const ay = ((line[a + 1] as number) - lat) * scale.lat;
    const dx = ((line[b] as number) - (line[a] as number)) * scale.lon;
    const dy = ((line[b + 1] as number) - (line[a + 1] as number)) * scale.lat;
    const square = dx * dx + dy * dy;
    const along = square > 0 ? Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square)) : 0;
    const distance = Math.hypot(ax + along * dx, ay + along * dy);
    if (distance >= best) continue;
    best = distance;
    place = at(line, segment, along);
  }
  return { place, distanceM: segmentM(lon, lat, place.lon, place.lat) };
}

/**
 * Where two segments cross: the share of each before the crossing; null where they do not, or run along each other.
 * Ends count.
 */
export function crossing(
  [ax, ay, bx, by]: ArrayLike<number> & Iterable<number>,
  [cx, cy, dx, dy]: ArrayLike<number> & Iterable<number>,
): readonly [of: number, other: number] | null {
  if ([ax, ay, bx, by, cx, cy, dx, dy].some((value) => value === undefined)) return null;
  const [x0, y0, x1, y1] = [ax, ay, bx, by] as [number, number, number, number];
  const [u0, v0, u1, v1] = [cx, cy, dx, dy] as [number, number, number, number];
  const [px, py, qx, qy] = [x1 - x0, y1 - y0, u1 - u0, v1 - v0];
  const cross = px * qy - py * qx;
  if (cross === 0) return null;
  const of = ((u0 - x0) * qy - (v0 - y0) * qx) / cross;
  const other = ((u0 - x0) * py - (v0 - y0) * px) / cross;
  return of >= 0 && of <= 1 && other >= 0 && other <= 1 ? [of, other] : null;
}

/** The part of a line between two of its places, without these: interior points alone. */
export function between(line: Line, from: LinePlace, to: LinePlace): number[] {
  const shape: number[] = [];
  const first = from.along === 1 ? from.segment + 2 : from.segment + 1;
  const last = to.along === 0 ? to.segment - 1 : to.segment;
  for (let point = first; point <= last; point += 1)
    shape.push(line[2 * point] as number, line[2 * point + 1] as number);
  return shape;
}

/** The box, wider by so many metres on every side. */
export function wider([west, south, east, north]: Bbox, metres: number): Bbox {
  const scale = metresPerDegree(Math.max(Math.abs(south), Math.abs(north)));
  const [x, y] = [metres / scale.lon, metres / scale.lat];
  return [west - x, south - y, east + x, north + y];
}
