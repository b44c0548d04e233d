/** Where points meet the network: the nearest place on an edge that a mode may use. */
import Flatbush from 'flatbush';
import type { Mode } from '../../../tiles/api/vocabulary.ts';
import { metresPerDegree, segmentM } from '../../../tiles/tile/spheroid.ts';
import type { Graph, Snaps } from '../types.ts';
import type { Components } from './components.ts';

/** Metres around a point that are searched first; most points of a city have a street in them. */
const FIRST_RADIUS_M = 60;

export interface SnapOptions {
  /** Points farther than this from every edge are not connected. */
  readonly maxDistanceM: number;
  /** That of the graph, for a caller who snaps again and again. */
  readonly index?: SegmentIndex;
  /** Edges that are passed over where another one is in reach. */
  readonly isSmall?: ((edge: number) => boolean) | null;
}

/** Segments of a graph's edges, in an index by their boxes in degrees. */
export interface SegmentIndex {
  readonly tree: Flatbush | null;
  /** Of each segment: its edge, and where its first point stands on it. */
  readonly edge: Uint32Array;
  readonly place: Uint32Array;
}

/**
 * Snaps points, pairs of degrees, each to the nearest edge that the mode may use at least one way; of equals to the
 * edge of the lowest number; but not to one of a small piece where another is in reach. A point that is not connected,
 * or has no place, has edge -1 and an infinite distance.
 *
 * A fraction of 0 or 1 is the node itself, whichever way its edge may be gone along.
 */
export function snapPoints(
  graph: Graph,
  mode: Mode,
  lonLat: Float64Array,
  { maxDistanceM, index = segmentIndex(graph), isSmall = null }: SnapOptions,
): Snaps {
  const count = lonLat.length / 2;
  const snaps = {
    count,
    edge: new Int32Array(count).fill(-1),
    fraction: new Float64Array(count),
    distanceM: new Float64Array(count).fill(Infinity),
  };
  const { tree } = index;
  if (tree === null) return snaps;
  const forward = graph.forward[mode];
  const backward = graph.backward[mode];
  const usable = (segment: number): boolean => {
    const e = index.edge[segment] as number;
    return forward[e] !== Infinity || backward[e] !== Infinity;
  };
  const small = (segment: number): boolean => isSmall?.(index.edge[segment] as number) === true;
  const large = (segment: number): boolean => usable(segment) && !small(segment);
  let passedOver = 0;
  for (let i = 0; i < count; i += 1) {
    const lon = lonLat[i * 2] as number;
    const lat = lonLat[i * 2 + 1] as number;
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) continue;
    const search = { graph, index, tree, lon, lat, maxDistanceM };
    const first = nearest({ ...search, usable });
    if (first === null) continue;
    const other = small(first.segment) ? nearest({ ...search, usable: large }) : null;
    if (other !== null) passedOver += 1;
    const near = other ?? first;
    const e = index.edge[near.segment] as number;
    snaps.edge[i] = e;
    snaps.distanceM[i] = near.distanceM;
    snaps.fraction[i] = fractionAt(graph, index, near);
  }
  return { ...snaps, passedOver };
}

/**
 * Whether an edge is of a piece that is shorter than a length; null where there is none beside a longer one. It is
 * made of the pieces alone: a drag asks for it at every step, and a city has far more edges than pieces.
 */
export function inSmallPiece(
  { component, lengthM }: Components,
  minPieceM: number,
): ((edge: number) => boolean) | null {
  const isSmall = (metres: number): boolean => metres < minPieceM;
  if (!lengthM.some(isSmall) || lengthM.every(isSmall)) return null;
  return (edge) => isSmall(lengthM[component[edge] as number] ?? Infinity);
}

/** Places that are nodes: each on the edge of the lowest number that ends there, -1 for a node without edges. */
export function snapNodes(graph: Graph, nodes: Uint32Array): Snaps {
  const edgeOf = new Int32Array(graph.nodeCount).fill(-1);
  for (let e = graph.edgeCount - 1; e >= 0; e -= 1) edgeOf[graph.from[e] as number] = edgeOf[graph.to[e] as number] = e;
  const edge = Int32Array.from(nodes, (node) => edgeOf[node] ?? -1);
  return {
    count: nodes.length,
    edge,
    fraction: Float64Array.from(nodes, (node, i) => (edge[i] === -1 || graph.from[edge[i] as number] === node ? 0 : 1)),
    distanceM: Float64Array.from(edge, (e) => (e === -1 ? Infinity : 0)),
  };
}

interface Search {
  readonly maxDistanceM: number;
  readonly graph: Graph;
  readonly index: SegmentIndex;
  readonly tree: Flatbush;
  readonly usable: (segment: number) => boolean;
  readonly lon: number;
  readonly lat: number;
}

interface Near {
  readonly segment: number;
  /** Share of the segment. */
  readonly along: number;
  readonly distanceM: number;
}

/** A place on an edge, and how far a point is from it. */
export interface NearPlace {
  readonly edge: number;
  readonly fraction: number;
  readonly distanceM: number;
}

/** The nearest place on an edge that may be taken, of equals on the edge of the lowest number; null where none is. */
export function nearestPlace(
  graph: Graph,
  { lon, lat }: { readonly lon: number; readonly lat: number },
  {
    index,
    maxDistanceM,
    isUsable,
  }: Required<Pick<SnapOptions, 'index' | 'maxDistanceM'>> & {
    readonly isUsable: (edge: number) => boolean;
  },
): NearPlace | null {
  const { tree } = index;
  if (tree === null) return null;
  const usable = (segment: number): boolean => isUsable(index.edge[segment] as number);
  const near = nearest({ graph, index, tree, lon, lat, maxDistanceM, usable });
  if (near === null) return null;
  const edge = index.edge[near.segment] as number;
  return { edge, fraction: fractionAt(graph, index, near), distanceM: near.distanceM };
}

/** Looks in ever larger boxes, in metres at the point: what is nearest within the box's half side is nearest of all. */
function nearest(search: Search): Near | null {
  const { tree, usable, lon, lat, maxDistanceM } = search;
  const scale = metresPerDegree(lat);
  for (let radiusM = Math.min(FIRST_RADIUS_M, maxDistanceM); ; radiusM = Math.min(radiusM * 3, maxDistanceM)) {
    const x = radiusM / scale.lon;
    const y = radiusM / scale.lat;
    const best = nearestOf(search, tree.search(lon - x, lat - y, lon + x, lat + y, usable), scale);
    const isWhole = lon - x <= tree.minX && lat - y <= tree.minY && lon + x >= tree.maxX && lat + y >= tree.maxY;
    if (best !== null && best.distanceM <= (isWhole ? maxDistanceM : radiusM)) return best;
    if (isWhole || radiusM >= maxDistanceM) return null;
  }
}

function nearestOf(
  { graph, index, lon, lat }: Search,
  segments: readonly number[],
  scale: { readonly lon: number; readonly lat: number },
): Near | null {
  let segment = -1;
  let along = 0;
  let least = Infinity;
  const ends = new Float64Array(4);
  for (const candidate of segments) {
    segmentEnds(graph, index, candidate, ends);
    const ax = ((ends[0] as number) - lon) * scale.lon;
    const ay = ((ends[1] as number) - lat) * scale.lat;
    const dx = ((ends[2] as number) - (ends[0] as number)) * scale.lon;
    const dy = ((ends[3] as number) - (ends[1] as number)) * scale.lat;
    const square = dx * dx + dy * dy;
    const share = square > 0 ? Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square)) : 0;
    // From the end itself where that is nearest, so that edges that meet there are equally far.
    const x = share === 1 ? ((ends[2] as number) - lon) * scale.lon : ax + share * dx;
    const y = share === 1 ? ((ends[3] as number) - lat) * scale.lat : ay + share * dy;
    const distance = x * x + y * y;
    if (distance < least || (distance === least && candidate < segment)) {
      least = distance;
      segment = candidate;
      along = share;
    }
  }
  if (segment === -1) return null;
  segmentEnds(graph, index, segment, ends);
  const onLon = (ends[0] as number) + along * ((ends[2] as number) - (ends[0] as number));
  const onLat = (ends[1] as number) + along * ((ends[3] as number) - (ends[1] as number));
  return { segment, along, distanceM: segmentM(lon, lat, onLon, onLat) };
}

/** Share of the edge's length before the place `along` a segment of the index; exactly 0 and 1 at its ends. */
export function fractionAt(
  graph: Graph,
  index: SegmentIndex,
  { segment, along }: Pick<Near, 'segment' | 'along'>,
): number {
  const { shapeStart, lengthM } = graph;
  const e = index.edge[segment] as number;
  const nth = (index.place[segment] as number) - (shapeStart[e] as number);
  const segments = (shapeStart[e + 1] as number) - (shapeStart[e] as number) + 1;
  if (nth === 0 && along === 0) return 0;
  if (nth === segments - 1 && along === 1) return 1;
  const length = lengthM[e] as number;
  if (!(length > 0)) return 0;
  if (segments === 1) return along;
  let before = 0;
  for (let i = 0; i < nth; i += 1) before += pieceM(graph, e, i);
  return Math.min(1, (before + along * pieceM(graph, e, nth)) / length);
}

function pieceM(graph: Graph, e: number, nth: number): number {
  const ends = new Float64Array(4);
  edgeSegment(graph, e, nth, ends);
  return segmentM(ends[0] as number, ends[1] as number, ends[2] as number, ends[3] as number);
}

/** Writes longitude and latitude of both ends of a segment of the index. */
export function segmentEnds(graph: Graph, index: SegmentIndex, segment: number, ends: Float64Array): void {
  const e = index.edge[segment] as number;
  edgeSegment(graph, e, (index.place[segment] as number) - (graph.shapeStart[e] as number), ends);
}

/** Writes longitude and latitude of both ends of the edge's segment `nth`, from 0. */
function edgeSegment(graph: Graph, e: number, nth: number, ends: Float64Array): void {
  const { lonLat, shape, shapeStart } = graph;
  const start = shapeStart[e] as number;
  const last = (shapeStart[e + 1] as number) - start;
  const a = nth === 0 ? (graph.from[e] as number) * 2 : (start + nth - 1) * 2;
  const b = nth === last ? (graph.to[e] as number) * 2 : (start + nth) * 2;
  const before = nth === 0 ? lonLat : shape;
  const after = nth === last ? lonLat : shape;
  ends[0] = before[a] as number;
  ends[1] = before[a + 1] as number;
  ends[2] = after[b] as number;
  ends[3] = after[b + 1] as number;
}

/**
 * The index of a graph's segments, but those of ferries: nobody joins the network at sea. A second for a city; 46 bytes
 * a segment.
 */
export function segmentIndex(graph: Graph): SegmentIndex {
  const total = graph.edgeCount + (graph.shapeStart[graph.edgeCount] as number);
  const edge = new Uint32Array(total);
  const place = new Uint32Array(total);
  let count = 0;
  eachSegment(graph, (e, from) => {
    edge[count] = e;
    place[count] = from;
    count += 1;
  });
  if (count === 0) return { tree: null, edge, place };
  const tree = new Flatbush(count);
  eachSegment(graph, (_edge, _place, ends) => {
    const [x, y] = [ends[0] as number, ends[1] as number];
    const [toX, toY] = [ends[2] as number, ends[3] as number];
    tree.add(Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY));
  });
  tree.finish();
  return { tree, edge: edge.subarray(0, count), place: place.subarray(0, count) };
}

/** Calls with each segment's edge, the place of its first point, and its ends, in an array that the next one takes. */
function eachSegment(graph: Graph, call: (edge: number, place: number, ends: Float64Array) => void): void {
  const { edgeCount, shapeStart } = graph;
  const ends = new Float64Array(4);
  const ferries = new Set(graph.ferries.edge);
  for (let e = 0; e < edgeCount; e += 1) {
    if (ferries.has(e)) continue;
    const start = shapeStart[e] as number;
    const segments = (shapeStart[e + 1] as number) - start + 1;
    for (let nth = 0; nth < segments; nth += 1) {
      edgeSegment(graph, e, nth, ends);
      // Given networks have nodes without a place.
      if (ends.every(Number.isFinite)) call(e, start + nth, ends);
    }
  }
}
