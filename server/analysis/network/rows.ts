/** Edges of a network as rows, from which its graph is made again to the last bit. */
import { MODES, type Mode } from '../../../tiles/api/vocabulary.ts';
import { onlyRow, readArray, readBase64OrNull } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable, Row, SqlValue } from '../../platform/db/types.ts';
import type { Bans, Graph, NetworkMeta } from '../types.ts';
import { bansOf, modesOf } from './bans.ts';
import { ferriesOf, type Ferry } from './ferries.ts';
import { waterOf, type Polygons } from './water.ts';
import { byMode } from './build.ts';
import { speedFactorsOf, type SpeedFactor } from './speed-factors.ts';
import { edgeLine } from './lines.ts';

const INSERT = loadSql('analysis/network/sql/insert-edges');
const READ = loadSql('analysis/network/sql/edges');
const AROUND = loadSql('analysis/network/sql/around');

/** Large enough that the round trip does not count, small enough for memory. */
const WRITE_BATCH_EDGES = 5000;
const READ_BATCH_EDGES = 20_000;

/** What is known of edges beside their graph. */
export interface EdgeFacts {
  /** Way of OpenStreetMap by edge, 0 for none. */
  readonly osmWay?: Float64Array;
  /** 1 for edges that are stairs. */
  readonly stairs?: Uint8Array;
}

/** Writes all edges of a graph, none of which are there yet. Throws `RangeError` for a graph that rows cannot hold. */
export async function writeEdges(
  tx: Queryable,
  graph: Graph,
  facts: EdgeFacts,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  checkStorable(graph);
  const { edgeCount } = graph;
  // The database writes one batch while the next is put together.
  let written: Promise<unknown> = Promise.resolve();
  for (let start = 0; start < edgeCount; start += WRITE_BATCH_EDGES) {
    const end = Math.min(edgeCount, start + WRITE_BATCH_EDGES);
    const parameters = edgeParameters(graph, facts, start, end);
    await written;
    written = tx.query(INSERT, parameters);
    // The next round awaits it. Until then nobody handles its failure.
    written.catch(() => undefined);
    onProgress(end, edgeCount);
  }
  await written;
}

/**
 * The graph of a network's rows. Missing rows, or rows of another network, show in its key, which is not checked here.
 */
export async function readEdges(
  tx: Queryable,
  {
    meta,
    nodeCount,
    edgeCount,
  }: { readonly meta: NetworkMeta; readonly nodeCount: number; readonly edgeCount: number },
): Promise<Graph> {
  const lonLat = new Float64Array(nodeCount * 2);
  const from = new Uint32Array(edgeCount);
  const to = new Uint32Array(edgeCount);
  const lengthM = new Float64Array(edgeCount);
  const shapeStart = new Uint32Array(edgeCount + 1);
  const shape = new Shape();
  const forward = byMode(() => new Float64Array(edgeCount));
  const backward = byMode(() => new Float64Array(edgeCount));
  const streetTags = new Uint32Array(edgeCount);
  const climb = new Float32Array(2 * edgeCount);
  for (let start = 0; start < edgeCount; start += READ_BATCH_EDGES) {
    const row = onlyRow(await tx.query(READ, [meta.id, start, start + READ_BATCH_EDGES]));
    const bytes = (column: string): Buffer | null => readBase64OrNull(row, column);
    readUint32s(bytes('from_nodes'), from, start);
    readUint32s(bytes('to_nodes'), to, start);
    readFloat64s(bytes('lengths'), lengthM, start);
    for (const mode of MODES) {
      readFloat64s(bytes(mode), forward[mode], start);
      readFloat64s(bytes(`${mode}_back`), backward[mode], start);
    }
    readUint32s(bytes('street_tags'), streetTags, start);
    readFloat32s(bytes('climbs'), climb, 2 * start);
    readLines(bytes('lines'), { from, to, lonLat, shapeStart, shape }, start);
  }
  const around = onlyRow(await tx.query(AROUND, [meta.id]));
  const speeds = readArray(around, 'speed_factors') as readonly SpeedFactor[];
  return {
    nodeCount,
    edgeCount,
    lonLat,
    from,
    to,
    lengthM,
    shapeStart,
    shape: shape.taken(),
    forward,
    backward,
    bans: readBans(around),
    water: waterOf(readArray(around, 'water') as Polygons),
    ferries: ferriesOf(readArray(around, 'ferries') as readonly Ferry[]),
    ...(streetTags.some((each) => each !== 0) ? { streetTags } : {}),
    ...(climb.every(Number.isNaN) ? {} : { climb }),
    ...(speeds.length === 0 ? {} : { speedFactors: speedFactorsOf(speeds) }),
    meta,
  };
}

/** The bans of a graph as its network's row holds them. */
export function bansJson({ bans: { start, arc, modes } }: Graph): string {
  return JSON.stringify(
    Array.from(modes, (mask, b) => ({
      edges: Array.from(arc.subarray(start[b], start[b + 1]), (each) => [each >> 1, WAYS[each & 1]]),
      modes: modesOf(mask),
    })),
  );
}

const WAYS = ['forward', 'back'] as const;

function readBans(row: Row): Bans {
  const list = readArray(row, 'bans') as readonly {
    readonly edges: readonly (readonly [number, (typeof WAYS)[number]])[];
    readonly modes: readonly Mode[];
  }[];
  return bansOf(
    list.map(({ edges, modes }) => ({ arcs: edges.map(([edge, way]) => 2 * edge + WAYS.indexOf(way)), modes })),
  );
}

function edgeParameters(graph: Graph, { osmWay, stairs }: EdgeFacts, start: number, end: number): SqlValue[] {
  const times = MODES.flatMap((mode) => [graph.forward[mode], graph.backward[mode]]);

  const lines = Array.from({ length: end - start }, (_, i) => hexLine(edgeLine(graph, start + i)));
  return [
    graph.meta.id,
    start,
    arrayText(graph.from.subarray(start, end)),
    arrayText(graph.to.subarray(start, end)),
    `{${lines.join()}}`,
    arrayText(graph.lengthM.subarray(start, end)),
    ...times.map((seconds) => arrayText(seconds.subarray(start, end))),
    `{${Array.from({ length: end - start }, (_, i) => osmWay?.[start + i] || 'NULL').join()}}`,
    `{${Array.from({ length: end - start }, (_, i) => (stairs?.[start + i] === 1 ? 't' : 'f')).join()}}`,
    `{${Array.from({ length: end - start }, (_, i) => graph.streetTags?.[start + i] ?? 'NULL').join()}}`,
    climbText(graph, 0, start, end),
    climbText(graph, 1, start, end),
  ];
}

/**
 * An array as PostgreSQL writes it, which takes a tenth of the time that the driver needs for one. Shortest digits that
 * read back to the same float.
 */
function arrayText(values: Uint32Array | Float64Array): string {
  return `{${Array.from(values, (value) => (value === Infinity ? 'NULL' : String(value))).join()}}`;
}

function climbText({ climb }: Graph, side: 0 | 1, start: number, end: number): string {
  const metres = Array.from({ length: end - start }, (_, i) => climb?.[2 * (start + i) + side] ?? NaN);
  return `{${metres.map((value) => (Number.isNaN(value) ? 'NULL' : String(value))).join()}}`;
}

const LINE_HEAD = Buffer.from('0102000020e6100000', 'hex'); // EWKB: little-endian, line with SRID, 4326

function hexLine(line: Float64Array): string {
  const buffer = Buffer.allocUnsafe(LINE_HEAD.length + 4 + line.length * 8);
  LINE_HEAD.copy(buffer);
  let at = buffer.writeUInt32LE(line.length / 2, LINE_HEAD.length);
  for (const value of line) at = buffer.writeDoubleLE(value, at);
  return buffer.toString('hex');
}

/** Places of nodes are kept as the ends of edges; times are numbers or null. */
function checkStorable(graph: Graph): void {
  const touched = new Uint8Array(graph.nodeCount);
  for (let e = 0; e < graph.edgeCount; e += 1) touched[graph.from[e] as number] = touched[graph.to[e] as number] = 1;
  if (touched.includes(0)) throw new RangeError(`Node ${touched.indexOf(0)} is on no edge: it would be lost.`);
  const numbers = [graph.lonLat, graph.shape, graph.lengthM];
  if (!numbers.every((values) => values.every(Number.isFinite)))
    throw new RangeError('A place or a length is not finite.');
  const times = MODES.flatMap((mode) => [graph.forward[mode], graph.backward[mode]]);
  if (!times.every((seconds) => seconds.every((value) => value >= 0)))
    throw new RangeError('A time is not a number of at least 0.');
}

function readUint32s(bytes: Buffer | null, into: Uint32Array, start: number): void {
  if (bytes === null) return;
  for (let at = 0; at < bytes.length; at += 4) into[start + at / 4] = bytes.readUInt32BE(at);
}

function readFloat64s(bytes: Buffer | null, into: Float64Array, start: number): void {
  if (bytes === null) return;
  for (let at = 0; at < bytes.length; at += 8) into[start + at / 8] = bytes.readDoubleBE(at);
}

function readFloat32s(bytes: Buffer | null, into: Float32Array, start: number): void {
  if (bytes === null) return;
  for (let at = 0; at < bytes.length; at += 4) into[start + at / 4] = bytes.readFloatBE(at);
}

interface LineArrays extends Pick<Graph, 'from' | 'to' | 'lonLat' | 'shapeStart'> {
  readonly shape: Shape;
}

const LINE_HEAD_BYTES = 9; // byte order, kind of geometry, number of points

function readLines(bytes: Buffer | null, { from, to, lonLat, shapeStart, shape }: LineArrays, start: number): void {
  if (bytes === null) return;
  let e = start;
  for (let at = 0; at < bytes.length; e += 1) {
    const points = bytes.readUInt32LE(at + 5);
    at += LINE_HEAD_BYTES;
    readPlace(bytes, at, lonLat, from[e] as number);
    for (let nth = 1; nth < points - 1; nth += 1) shape.push(bytes, at + nth * 16);
    readPlace(bytes, at + (points - 1) * 16, lonLat, to[e] as number);
    shapeStart[e + 1] = shape.points;
    at += points * 16;
  }
}

function readPlace(bytes: Buffer, at: number, places: Float64Array, place: number): void {
  places[2 * place] = bytes.readDoubleLE(at);
  places[2 * place + 1] = bytes.readDoubleLE(at + 8);
}

/** Points of shapes, of which nobody knows beforehand how many there are. */
class Shape {
  points = 0;
  #places = new Float64Array(2048);

  push(bytes: Buffer, at: number): void {
    if (2 * this.points === this.#places.length) {
      const more = new Float64Array(2 * this.#places.length);
      more.set(this.#places);
      this.#places = more;
    }
    readPlace(bytes, at, this.#places, this.points);
    this.points += 1;
  }

  taken(): Float64Array {
    return this.#places.slice(0, 2 * this.points);
  }
}
