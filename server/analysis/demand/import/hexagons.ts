import { polygonToCellsExperimental, POLYGON_TO_CELLS_FLAGS } from 'h3-js';
import { metresPerDegree } from '../../../../tiles/spheroid.ts';
import { h3Corners } from '../cells.ts';

type Place = readonly [x: number, y: number];
type LonLatRing = readonly (readonly number[])[];

/** Area in square metres of a polygon (its outer ring first, then holes) in every H3 cell that it covers. */
export function areaByHexagon(rings: readonly LonLatRing[], resolution: number, visit: (id: string, areaM2: number) => void): void {
  const [outer] = rings;
  const [start] = outer ?? [];
  if (outer === undefined || start === undefined) return;
  const lat0 = start[1] as number, lon0 = start[0] as number;
  const scale = metresPerDegree(lat0);
  const place = ([lon = 0, lat = 0]: readonly number[]): Place => [(lon - lon0) * scale.lon, (lat - lat0) * scale.lat];
  const places = rings.map((ring) => ring.map(place));
  const coordinates = rings.map((ring) => ring.map(([lon = 0, lat = 0]) => [lat, lon]));
  for (const id of polygonToCellsExperimental(coordinates, resolution, POLYGON_TO_CELLS_FLAGS.containmentOverlapping)) {
    const hexagon = h3Corners(id).map(place);
    const areas = places.map((ring) => Math.abs(ringArea(clip(ring, hexagon))));
    const area = areas.reduce((sum, each, i) => (i === 0 ? each : sum - each), 0);
    if (area > 1e-9) visit(id, area);
  }
}

/** The part of a ring within a convex ring, both counter-clockwise or not (Sutherland & Hodgman 1974): its area is right even where a bent ring falls apart. */
function clip(ring: readonly Place[], convex: readonly Place[]): readonly Place[] {
  let part = ring;
  convex.forEach(([ax, ay], i) => {
    const [bx, by] = convex[(i + 1) % convex.length] as Place;
    const side = ([x, y]: Place): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    const next: Place[] = [];
    part.forEach((p, k) => {
      const q = part[(k + 1) % part.length] as Place;
      const atP = side(p), atQ = side(q);
      if (atP >= 0) next.push(p);
      if (atP >= 0 === atQ >= 0) return;
      const t = atP / (atP - atQ);
      next.push([p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t]);
    });
    part = next;
  });
  return part;
}

function ringArea(ring: readonly Place[]): number {
  return ring.reduce((sum, [ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] as Place;
    return sum + ax * by - bx * ay;
  }, 0) / 2;
}
