/** A graph as bytes. */
import { createHash } from 'node:crypto';
import { MODES, type Mode } from '../../../tiles/api/vocabulary.ts';
import {
  decodeColumnar,
  encodeColumnar,
  ColumnarError,
  type ColumnarArray,
  type ColumnarMessage,
} from '../../../tiles/api/columnar-message.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import type { Bans, Ferries, Graph, NetworkMeta, SpeedFactors, Water } from '../types.ts';
import { checkBans, NO_BANS } from './bans.ts';
import { checkFerries, NO_FERRIES } from './ferries.ts';
import { NO_WATER } from './water.ts';

/** Version of the layout below; a file of another one is made anew. */
const FORMAT = 3;
/** Keys of networks without what came later are those of format 1: they stay what they are in the database. */
const KEY_FORMAT = 1;
const KEY_LENGTH = 16;

/** The bytes are not a graph, or its parts do not fit each other. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}

/** The arrays of a graph by the names they have in a file. */
function arraysOf(graph: Omit<Graph, 'meta'>): Readonly<Record<string, ColumnarArray>> {
  const {
    lonLat,
    from,
    to,
    lengthM,
    shapeStart,
    shape,
    forward,
    backward,
    bans,
    water,
    ferries,
    streetTags,
    climb,
    speedFactors,
  } = graph;
  const times = MODES.flatMap(
    (mode) =>
      [
        [`${mode}Forward`, forward[mode]],
        [`${mode}Backward`, backward[mode]],
      ] as const,
  );
  return {
    lonLat,
    from,
    to,
    lengthM,
    shapeStart,
    shape,
    ...Object.fromEntries(times),
    ...bansArrays(bans),
    ...waterArrays(water),
    ...ferryArrays(ferries),
    ...(streetTags === undefined ? {} : { streetTags }),
    ...(climb === undefined ? {} : { climb }),
    ...(speedFactors === undefined ? {} : speedArrays(speedFactors)),
  };
}

function bansArrays({ start, arc, modes }: Bans): Readonly<Record<string, ColumnarArray>> {
  return modes.length === 0 ? {} : { banStart: start, banArc: arc, banModes: modes };
}

function waterArrays({ polygonStart, ringStart, lonLat }: Water): Readonly<Record<string, ColumnarArray>> {
  return lonLat.length === 0 ? {} : { waterPolygon: polygonStart, waterRing: ringStart, water: lonLat };
}

function ferryArrays({ edge, seconds, forward, backward }: Ferries): Readonly<Record<string, ColumnarArray>> {
  return edge.length === 0
    ? {}
    : { ferryEdge: edge, ferrySeconds: seconds, ferryForward: forward, ferryBackward: backward };
}

function speedArrays(speeds: SpeedFactors): Readonly<Record<string, ColumnarArray>> {
  return { speedClass: speeds.class, speedWeekday: speeds.weekday, speedHour: speeds.hour, speedFactor: speeds.factor };
}

/** SHA-256 of all that a graph's results depend on, shortened: equal for equal networks, wherever they were made. */
export function graphKey(graph: Omit<Graph, 'meta'>, costUnit: string): string {
  const hash = createHash('sha256').update(JSON.stringify({ format: KEY_FORMAT, costUnit }));
  for (const [name, array] of Object.entries(arraysOf(graph))) {
    hash
      .update(`${name}:${String(array.length)};`)
      .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest('hex').slice(0, KEY_LENGTH);
}

export function encodeGraph(graph: Graph): Uint8Array<ArrayBuffer> {
  return encodeColumnar(messageOf(graph));
}

/** As `encodeGraph`, in memory that threads can share, so that `decodeGraph` needs no copy. */
export function encodeSharedGraph(graph: Graph): Uint8Array<SharedArrayBuffer> {
  return encodeColumnar(messageOf(graph), (size) => new SharedArrayBuffer(size));
}

function messageOf(graph: Graph): ColumnarMessage<unknown> {
  const { nodeCount, edgeCount, meta } = graph;
  return {
    header: {
      format: FORMAT,
      nodeCount,
      edgeCount,
      banCount: graph.bans.modes.length,
      waterCount: graph.water.polygonStart.length - 1,
      ferryCount: graph.ferries.edge.length,
      meta,
    },
    arrays: arraysOf(graph),
  };
}

/**
 * Reads a graph. Its arrays lie in one `SharedArrayBuffer`, so that threads that are sent it share it: that of `bytes`
 * where they lie in one, from a multiple of eight on, else a copy's. Throws `GraphError`.
 */
export function decodeGraph(bytes: Uint8Array): Graph {
  const { header, arrays } = readColumnar(shared(bytes));
  const { nodeCount, edgeCount, banCount, waterCount, ferryCount, meta } = readHeader(header);
  const numbers = (name: string, length: number): Float64Array => pick(arrays, name, Float64Array, length);
  const indexes = (name: string, length: number): Uint32Array => pick(arrays, name, Uint32Array, length);
  const times = (way: string): Readonly<Record<Mode, Float64Array>> => ({
    walk: numbers(`walk${way}`, edgeCount),
    cycle: numbers(`cycle${way}`, edgeCount),
    drive: numbers(`drive${way}`, edgeCount),
  });
  const shapeStart = indexes('shapeStart', edgeCount + 1);
  const graph: Graph = {
    nodeCount,
    edgeCount,
    meta,
    lonLat: numbers('lonLat', nodeCount * 2),
    from: indexes('from', edgeCount),
    to: indexes('to', edgeCount),
    lengthM: numbers('lengthM', edgeCount),
    shapeStart,
    shape: numbers('shape', (shapeStart[edgeCount] as number) * 2),
    forward: times('Forward'),
    backward: times('Backward'),
    bans: readBans(arrays, banCount),
    water: readWater(arrays, waterCount),
    ferries: readFerries(arrays, ferryCount),
    ...(arrays['streetTags'] === undefined ? {} : { streetTags: indexes('streetTags', edgeCount) }),
    ...(arrays['climb'] === undefined ? {} : { climb: pick(arrays, 'climb', Float32Array, 2 * edgeCount) }),
    ...readSpeedFactors(arrays),
  };
  checkIndexes(graph);
  return graph;
}

function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer && bytes.byteOffset % 8 === 0) return bytes;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

function readColumnar(bytes: Uint8Array): {
  readonly header: unknown;
  readonly arrays: Readonly<Record<string, ColumnarArray>>;
} {
  try {
    return decodeColumnar(bytes);
  } catch (error) {
    if (error instanceof ColumnarError || error instanceof RangeError)
      throw new GraphError('These bytes hold no graph.', { cause: error });
    throw error;
  }
}

function readHeader(header: unknown): {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly banCount: number;
  readonly waterCount: number;
  readonly ferryCount: number;
  readonly meta: NetworkMeta;
} {
  const { format, nodeCount, edgeCount, banCount, waterCount, ferryCount, meta } = record(header);
  if (format !== FORMAT) throw new GraphError(`The graph is of format ${String(format)}, not ${FORMAT}.`);
  return {
    nodeCount: count(nodeCount),
    edgeCount: count(edgeCount),
    banCount: count(banCount),
    waterCount: count(waterCount),
    ferryCount: count(ferryCount),
    meta: readMeta(record(meta)),
  };
}

function readMeta(meta: Readonly<Record<string, unknown>>): NetworkMeta {
  const text = (value: unknown): string => {
    if (typeof value !== 'string') throw new GraphError('The graph does not say what it is.');
    return value;
  };
  const both = (value: unknown): Text => ({ zh: text(record(value)['zh']), en: text(record(value)['en']) });
  return {
    id: text(meta['id']),
    key: text(meta['key']),
    title: both(meta['title']),
    provenance: text(meta['provenance']),
    source: both(meta['source']),
    costUnit: text(meta['costUnit']),
  };
}

function readBans(arrays: Readonly<Record<string, ColumnarArray>>, banCount: number): Bans {
  if (banCount === 0) return NO_BANS;
  const start = pick(arrays, 'banStart', Uint32Array, banCount + 1);
  return {
    start,
    arc: pick(arrays, 'banArc', Uint32Array, start[banCount] as number),
    modes: pick(arrays, 'banModes', Uint8Array, banCount),
  };
}

function readWater(arrays: Readonly<Record<string, ColumnarArray>>, waterCount: number): Water {
  if (waterCount === 0) return NO_WATER;
  const polygonStart = pick(arrays, 'waterPolygon', Uint32Array, waterCount + 1);
  const ringStart = pick(arrays, 'waterRing', Uint32Array, (polygonStart[waterCount] as number) + 1);
  const lonLat = pick(arrays, 'water', Float64Array, 2 * (ringStart.at(-1) as number));
  return { polygonStart, ringStart, lonLat };
}

function readFerries(arrays: Readonly<Record<string, ColumnarArray>>, ferryCount: number): Ferries {
  if (ferryCount === 0) return NO_FERRIES;
  return {
    edge: pick(arrays, 'ferryEdge', Uint32Array, ferryCount),
    seconds: pick(arrays, 'ferrySeconds', Float64Array, ferryCount),
    forward: pick(arrays, 'ferryForward', Uint8Array, ferryCount),
    backward: pick(arrays, 'ferryBackward', Uint8Array, ferryCount),
  };
}

function readSpeedFactors(arrays: Readonly<Record<string, ColumnarArray>>): Pick<Graph, 'speedFactors'> {
  const count = arrays['speedFactor']?.length ?? 0;
  if (count === 0) return {};
  const bytes = (name: string): Uint8Array => pick(arrays, name, Uint8Array, count);
  return {
    speedFactors: {
      class: bytes('speedClass'),
      weekday: bytes('speedWeekday'),
      hour: bytes('speedHour'),
      factor: pick(arrays, 'speedFactor', Float64Array, count),
    },
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new GraphError('The header of the graph is incomplete.');
  return Object.fromEntries(Object.entries(value));
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new GraphError('The graph does not say its size.');
  return value;
}

function pick<T extends ColumnarArray>(
  arrays: Readonly<Record<string, ColumnarArray>>,
  name: string,
  Type: new (length: number) => T,
  length: number,
): T {
  const array = arrays[name];
  if (!(array instanceof Type) || array.length !== length)
    throw new GraphError(`The array "${name}" of the graph is not as long as it should be.`);
  return array;
}

/** An index beyond its array would be read as no number at all, deep in a search. */
function checkIndexes(graph: Graph): void {
  const { edgeCount, nodeCount, from, to, shapeStart } = graph;
  for (let e = 0; e < edgeCount; e += 1) {
    if ((from[e] as number) >= nodeCount || (to[e] as number) >= nodeCount)
      throw new GraphError(`Edge ${e} leads to a node that there is not.`);
    if ((shapeStart[e] as number) > (shapeStart[e + 1] as number))
      throw new GraphError(`The shape of edge ${e} is out of order.`);
  }
  try {
    checkBans(graph);
    checkFerries(graph);
  } catch (error) {
    throw new GraphError(error instanceof RangeError ? error.message : 'The bans or ferries cannot be read.', {
      cause: error,
    });
  }
}
