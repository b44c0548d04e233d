/** Makes graphs from nodes and edges. */
import { MODES, type Mode } from '../../../tiles/api/vocabulary.ts';
import { segmentM } from '../../../tiles/tile/spheroid.ts';
import type { Graph, NetworkMeta, Water } from '../types.ts';
import { bansOf, checkBans, NO_BANS, type Ban } from './bans.ts';
import { graphKey } from './graph.ts';
import { checkFerries, ferriesOf, NO_FERRIES, type Ferry } from './ferries.ts';
import { NO_WATER } from './water.ts';

/** A piece of street. Speeds in m/s by mode; a mode that is absent may not go that way. */
export interface DraftEdge {
  readonly from: number;
  readonly to: number;
  /** Interior points from `from` to `to`: longitude, latitude, longitude, … */
  readonly shape?: ArrayLike<number>;
  readonly forwardMps: Readonly<Partial<Record<Mode, number>>>;
  readonly backwardMps: Readonly<Partial<Record<Mode, number>>>;
}

export interface GraphDraft {
  /** `buildGraph` makes the key. */
  readonly meta: Omit<NetworkMeta, 'key'>;
  /** Degrees, pairs by node. */
  readonly lonLat: ArrayLike<number>;
  readonly edges: readonly DraftEdge[];
}

/** The lines of a graph's edges. */
export type Lines = Pick<Graph, 'nodeCount' | 'edgeCount' | 'lonLat' | 'from' | 'to' | 'shapeStart' | 'shape'>;

/** Speeds in m/s by mode; a mode that is absent may not go that way. */
export type Speeds = Pick<DraftEdge, 'forwardMps' | 'backwardMps'>;

/** A graph that has no key yet: making one reads the whole of it, so it is made once, when nothing changes any more. */
export type Unkeyed = Omit<Graph, 'meta'>;

/**
 * The graph of a draft: lengths on the spheroid, seconds from lengths and speeds. Nodes and edges keep their numbers.
 * Throws `RangeError`.
 */
export function buildGraph({ meta, lonLat, edges }: GraphDraft): Graph {
  const places = Float64Array.from(lonLat);
  const nodeCount = places.length / 2;
  if (!Number.isInteger(nodeCount)) throw new RangeError('Nodes are pairs of longitude and latitude.');
  const edgeCount = edges.length;
  const shapeStart = shapeStarts(edges);
  const shape = new Float64Array((shapeStart[edgeCount] as number) * 2);
  const from = new Uint32Array(edgeCount);
  const to = new Uint32Array(edgeCount);
  edges.forEach((edge, e) => {
    if (!isNode(edge.from, nodeCount) || !isNode(edge.to, nodeCount))
      throw new RangeError(`Edge ${e} leads to a node that there is not.`);
    from[e] = edge.from;
    to[e] = edge.to;
    if (edge.shape !== undefined) shape.set(edge.shape, (shapeStart[e] as number) * 2);
  });
  const lines = { nodeCount, edgeCount, lonLat: places, from, to, shapeStart, shape };
  return withKey(
    travelled(lines, (e) => edges[e] as DraftEdge),
    meta,
  );
}

/** Lines with their lengths and times. Throws `RangeError` for a speed that leads nowhere. */
export function travelled(lines: Lines, speedsOf: (edge: number) => Speeds): Unkeyed {
  const { edgeCount } = lines;
  const lengthM = edgeLengths(lines);
  const times = (way: keyof Speeds): Readonly<Record<Mode, Float64Array>> =>
    byMode((mode) => {
      const own = new Float64Array(edgeCount);
      for (let e = 0; e < edgeCount; e += 1) own[e] = seconds(lengthM[e] as number, speedsOf(e)[way][mode]);
      return own;
    });
  return {
    ...lines,
    lengthM,
    forward: times('forwardMps'),
    backward: times('backwardMps'),
    bans: NO_BANS,
    water: NO_WATER,
    ferries: NO_FERRIES,
  };
}

/** Bans in place of its own. Throws `RangeError` for bans that it cannot have. */
export function banned(graph: Unkeyed, list: readonly Ban[]): Unkeyed {
  const body = { ...graph, bans: bansOf(list) };
  checkBans(body);
  return body;
}

/** Ferries in place of its own, unused. Throws `RangeError` for ferries that it cannot have. */
export function ferried(graph: Unkeyed, list: readonly Ferry[]): Unkeyed {
  const body = { ...graph, ferries: ferriesOf(list) };
  checkFerries(body);
  return body;
}

/** The graph with bans in place of its own. Throws `RangeError` for bans that it cannot have. */
export function withBans(graph: Graph, list: readonly Ban[]): Graph {
  return withKey(banned(graph, list), graph.meta);
}

/** The graph with water in place of its own. */
export function withWater(graph: Graph, water: Water): Graph {
  return withKey({ ...graph, water }, graph.meta);
}

/** The graph with ferries in place of its own, unused. Throws `RangeError` for ferries that it cannot have. */
export function withFerries(graph: Graph, list: readonly Ferry[]): Graph {
  return withKey(ferried(graph, list), graph.meta);
}

export function withKey(body: Unkeyed, meta: Omit<NetworkMeta, 'key'>): Graph {
  return { ...body, meta: { ...meta, key: graphKey(body, meta.costUnit) } };
}

/** A value for each mode. */
export function byMode<T>(make: (mode: Mode) => T): Readonly<Record<Mode, T>> {
  const [walk, cycle, drive] = MODES;
  return { walk: make(walk), cycle: make(cycle), drive: make(drive) };
}

/** Metres on the spheroid along the shape of each edge; NaN where an end has no place. */
export function edgeLengths(
  lines: Pick<Graph, 'edgeCount' | 'lonLat' | 'from' | 'to' | 'shapeStart' | 'shape'>,
): Float64Array {
  const { lonLat, from, to, shapeStart, shape } = lines;
  const lengthM = new Float64Array(lines.edgeCount);
  for (let e = 0; e < lengthM.length; e += 1) {
    const a = (from[e] as number) * 2;
    const b = (to[e] as number) * 2;
    let lon = lonLat[a] as number;
    let lat = lonLat[a + 1] as number;
    let length = 0;
    const end = (shapeStart[e + 1] as number) * 2;
    for (let i = (shapeStart[e] as number) * 2; i < end; i += 2) {
      length += segmentM(lon, lat, shape[i] as number, shape[i + 1] as number);
      lon = shape[i] as number;
      lat = shape[i + 1] as number;
    }
    lengthM[e] = length + segmentM(lon, lat, lonLat[b] as number, lonLat[b + 1] as number);
  }
  return lengthM;
}

function shapeStarts(edges: readonly DraftEdge[]): Uint32Array {
  const starts = new Uint32Array(edges.length + 1);
  edges.forEach(({ shape }, e) => {
    const points = (shape?.length ?? 0) / 2;
    if (!Number.isInteger(points)) throw new RangeError(`The shape of edge ${e} is not made of pairs.`);
    starts[e + 1] = (starts[e] as number) + points;
  });
  return starts;
}

function seconds(lengthM: number, speedMps: number | undefined): number {
  if (speedMps === undefined) return Infinity;
  if (!(speedMps > 0)) throw new RangeError(`A speed of ${speedMps} m/s leads nowhere.`);
  return lengthM / speedMps;
}

function isNode(value: number, nodeCount: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < nodeCount;
}
