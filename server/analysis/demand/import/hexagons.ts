import {
  getHexagonEdgeLengthAvg,
  gridDisk,
  latLngToCell,
  polygonToCellsExperimental,
  POLYGON_TO_CELLS_FLAGS,
} from 'h3-js';
import { metresPerDegree } from '../../../../tiles/tile/spheroid.ts';
import { h3Corners } from '../cells.ts';
import { signedArea } from './coverage.ts';

type Place = readonly [x: number, y: number];
type LonLatRing = readonly (readonly number[])[];

/** Less than this comes from rounding. */
const LEAST_M2 = 1e-6;

/**
 * Rings of cells around the middle one that are clipped one by one; larger areas are left to H3, which takes some 2 ms
 * for any.
 */
const MOST_RINGS = 4;
/** Distance that each ring of cells covers, in mean edge lengths: less than exact, as cells differ in size. */
const REACH = 0.75;

/** Area in square metres of a polygon (its outer ring first, then holes) in every H3 cell that it covers. */
export function hexagonAreas(
  resolution: number,
): (rings: readonly LonLatRing[], visit: (id: string, areaM2: number) => void) => void {
  const corners = new Map<string, readonly (readonly [number, number])[]>();
  const cornersOf = (id: string): readonly (readonly [number, number])[] => {
    let known = corners.get(id);
    if (known === undefined) corners.set(id, (known = h3Corners(id)));
    return known;
  };
  const edgeM = getHexagonEdgeLengthAvg(resolution, 'm');
  return (rings, visit) => {
    const [start] = rings[0] ?? [];
    if (start === undefined) return;
    const [lon0 = 0, lat0 = 0] = start;
    const scale = metresPerDegree(lat0);
    const place = ([lon = 0, lat = 0]: readonly number[]): Place => [
      (lon - lon0) * scale.lon,
      (lat - lat0) * scale.lat,
    ];
    const places = rings.map((ring) => ring.map(place));
    const radiusM = (places[0] as readonly Place[]).reduce((most, [x, y]) => Math.max(most, Math.hypot(x, y)), 0);
    const k = Math.ceil(radiusM / (edgeM * REACH));
    for (const id of k <= MOST_RINGS
      ? gridDisk(latLngToCell(lat0, lon0, resolution), k)
      : cellsOver(rings, resolution)) {
      const hexagon = cornersOf(id).map(place);
      const areas = places.map((ring) => Math.abs(signedArea(clip(ring, hexagon))));
      const area = areas.reduce((sum, each, i) => (i === 0 ? each : sum - each), 0);
      if (area > LEAST_M2) visit(id, area);
    }
  };
}

function cellsOver(rings: readonly LonLatRing[], resolution: number): string[] {
  return polygonToCellsExperimental(
    rings.map((ring) => ring.map(([lon = 0, lat = 0]) => [lat, lon])),
    resolution,
    POLYGON_TO_CELLS_FLAGS.containmentOverlapping,
  );
}

/**
 * The part of a ring within a convex ring, both counter-clockwise or not (Sutherland & Hodgman 1974): its area is right
 * even where a bent ring falls apart.
 */
function clip(ring: readonly Place[], convex: readonly Place[]): readonly Place[] {
  let part = ring;
  convex.forEach(([ax, ay], i) => {
    const [bx, by] = convex[(i + 1) % convex.length] as Place;
    const side = ([x, y]: Place): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    const next: Place[] = [];
    if (part.length === 0) return;
    part.forEach((p, k) => {
      const q = part[(k + 1) % part.length] as Place;
      const atP = side(p),
        atQ = side(q);
      if (atP >= 0) next.push(p);
      if (atP >= 0 === atQ >= 0) return;
      const t = atP / (atP - atQ);
      next.push([p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t]);
    });
    part = next;
  });
  return part;
}
