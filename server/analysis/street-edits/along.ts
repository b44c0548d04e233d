/** Which streets a line was drawn along. */
import { boxOfPlaces } from '../../../tiles/tile/bbox.ts';
import { segmentM } from '../../../tiles/tile/spheroid.ts';
import { edgeLine } from '../network/lines.ts';
import { nearestPlace, type SegmentIndex } from '../network/snap.ts';
import type { Graph } from '../types.ts';
import { metresAlong, nearestOnLine, placeAt, wider, type Line } from './lines.ts';

/** Places of an edge are looked at so many metres apart, and at most so many of them. */
const STEP_M = 5;
const MOST_STEPS = 200;
/** Of an edge's length, or of the line's, at least this share runs along the other. */
const LEAST_SHARE = 0.5;

/** `isAlong`: whether the line runs from the edge's `from` to its `to`. */
export interface EdgeAlong {
  readonly edge: number;
  readonly isAlong: boolean;
}

export interface AlongOptions {
  readonly index: SegmentIndex;
  readonly withinM: number;
  readonly isUsable: (edge: number) => boolean;
}

/**
 * Edges that run along a line at no more than `withinM` from it, for half of their own length or half of the line's,
 * ascending. A line of one point means the edge nearest to it.
 */
export function edgesAlong(graph: Graph, line: Line, { index, withinM, isUsable }: AlongOptions): EdgeAlong[] {
  if (line.length === 2) {
    const [lon, lat] = [line[0] as number, line[1] as number];
    const near = nearestPlace(graph, { lon, lat }, { index, maxDistanceM: withinM, isUsable });
    return near === null ? [] : [{ edge: near.edge, isAlong: true }];
  }
  // Each with the segments of the line that are near it: a long line is not gone through for every edge.
  const nearEdge = new Map<number, Set<number>>();
  for (let nth = 0; 2 * nth + 3 < line.length; nth += 1) {
    const box = wider(boxOfPlaces([0, 1, 2, 3].map((k) => line[2 * nth + k] as number)), withinM);
    for (const segment of index.tree?.search(...box) ?? []) {
      const edge = index.edge[segment] as number;
      const near = nearEdge.get(edge);
      if (near === undefined) nearEdge.set(edge, new Set([nth]));
      else near.add(nth);
    }
  }
  const metres = metresAlong(line);
  const lineM = metres.at(-1) as number;
  const found: EdgeAlong[] = [];
  for (const edge of [...nearEdge.keys()].filter(isUsable).sort((a, b) => a - b)) {
    const parts = [...(nearEdge.get(edge) ?? [])].sort((a, b) => a - b);
    const shape = edgeLine(graph, edge);
    const shapeMetres = metresAlong(shape);
    const lengthM = shapeMetres.at(-1) as number;
    const steps = Math.max(2, Math.min(MOST_STEPS, Math.ceil(lengthM / STEP_M)));
    const positions: number[] = [];
    for (let step = 0; step <= steps; step += 1) {
      const { lon, lat } = placeAt(shape, step / steps, shapeMetres);
      const position = positionOn(line, metres, parts, { lon, lat, withinM });
      if (position !== null) positions.push(position);
    }
    const ranM = (positions.at(-1) ?? 0) - (positions[0] ?? 0);
    if (positions.length < 2 || Math.abs(ranM) < LEAST_SHARE * Math.min(lengthM, lineM)) continue;
    found.push({ edge, isAlong: ranM > 0 });
  }
  return found;
}

/** Metres along a line to its place nearest to a point, on some of its segments; null where none is in reach. */
function positionOn(
  line: Line,
  metres: readonly number[],
  segments: readonly number[],
  { lon, lat, withinM }: { readonly lon: number; readonly lat: number; readonly withinM: number },
): number | null {
  let [best, position]: [number, number | null] = [withinM, null];
  for (const segment of segments) {
    const ends = [0, 1, 2, 3].map((k) => line[2 * segment + k] as number);
    const { place, distanceM } = nearestOnLine(ends, lon, lat);
    if (distanceM > best || (distanceM === best && position !== null)) continue;
    best = distanceM;
    position = (metres[segment] as number) + segmentM(ends[0] as number, ends[1] as number, place.lon, place.lat);
  }
  return position;
}
