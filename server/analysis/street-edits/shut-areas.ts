/** Areas in which nothing is travelled: what of a line lies in them, and what they part. */
import { boxesMeet, boxHolds, boxOf, boxOfPlaces } from '../../../tiles/tile/bbox.ts';
import { polygonsOf } from '../../../tiles/tile/spheroid.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { isInside } from '../paths/shores.ts';
import type { ShutArea } from '../types.ts';
import { crossing, metresAlong, type Line } from './lines.ts';

export function shutAreas(geometry: GeoJSONGeometry): ShutArea[] {
  return polygonsOf(geometry).map((polygon) => {
    const rings = polygon.map((ring) => ring.map(([lon = NaN, lat = NaN]) => [lon, lat] as const));
    return { rings, box: boxOf(rings[0] ?? []) };
  });
}

function liesIn({ rings, box }: ShutArea, lon: number, lat: number): boolean {
  return boxHolds(box, lon, lat) && isInside([lon, lat], rings);
}

/** Shares of a segment where it crosses the border of an area, ascending. */
function crossings({ rings }: ShutArea, segment: readonly number[]): number[] {
  const found: number[] = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [a, b] = [ring[j] as readonly [number, number], ring[i] as readonly [number, number]];
      const met = crossing(segment, [a[0], a[1], b[0], b[1]]);
      if (met !== null) found.push(met[0]);
    }
  }
  return found.sort((a, b) => a - b);
}

/** Whether the straight way between two points comes into an area. */
export function isParted(areas: readonly ShutArea[], segment: readonly [number, number, number, number]): boolean {
  const own = boxOfPlaces(segment);
  return areas.some(
    (area) =>
      boxesMeet(own, area.box) &&
      (liesIn(area, segment[0], segment[1]) ||
        liesIn(area, segment[2], segment[3]) ||
        crossings(area, segment).length > 0),
  );
}

/** Shares of a line's length that lie in any of the areas: start, end, start, … ascending and apart. */
export function insideShares(line: Line, areas: readonly ShutArea[]): number[] {
  const metres = metresAlong(line);
  const total = metres.at(-1) as number;
  const parts: [start: number, end: number][] = [];
  for (const area of areas) {
    for (let nth = 0; nth + 1 < metres.length; nth += 1) {
      const segment = [0, 1, 2, 3].map((at) => line[2 * nth + at] as number);
      const [ax, ay, bx, by] = segment as [number, number, number, number];
      const cuts = [0, ...crossings(area, segment), 1];
      const [before, after] = [metres[nth] as number, metres[nth + 1] as number];
      // The last place is the line's end itself, whatever the sum of its parts.
      const shareAt = (along: number): number =>
        along === 1 && nth + 2 === metres.length ? 1 : total > 0 ? (before + along * (after - before)) / total : along;
      for (let i = 1; i < cuts.length; i += 1) {
        const [start, end] = [cuts[i - 1] as number, cuts[i] as number];
        if (end <= start) continue;
        const middle = (start + end) / 2;
        if (liesIn(area, ax + middle * (bx - ax), ay + middle * (by - ay))) parts.push([shareAt(start), shareAt(end)]);
      }
    }
  }
  const merged: number[] = [];
  for (const [start, end] of parts.sort(([a], [b]) => a - b)) {
    const last = merged.length - 1;
    if (last > 0 && start <= (merged[last] as number)) merged[last] = Math.max(merged[last] as number, end);
    else merged.push(start, end);
  }
  return merged;
}
