/** Streets to a graph: cut where they meet. */
import type { NetworkMeta, Graph } from '../../types.ts';
import { banned, ferried, travelled, withKey, type Lines } from '../build.ts';
import type { Ferry } from '../ferries.ts';
import type { EdgeFacts } from '../rows.ts';
import { waterOf } from '../water.ts';
import { FERRY_KMH } from './rules.ts';
import type { SourceFerry, SourceStreet, StreetSource } from './source.ts';
import { gateBans, turnBans, type TurnBans } from './turn-bans.ts';

export interface JoinedStreets {
  readonly graph: Graph;
  readonly facts: Required<EdgeFacts>;
  /** By edge: 1 on a bridge or in a tunnel. */
  readonly spans: Uint8Array;
  /** Streets that meet no other. */
  readonly aloneCount: number;
  /** Gates that keep somebody from passing. */
  readonly gateCount: number;
  readonly turns: Omit<TurnBans, 'bans'>;
}

/** Cuts every street at its ends, at gates, and at each point that it shares with another or comes through twice. */
export function joinStreets(
  source: Pick<StreetSource, 'lonLat' | 'streets' | 'ferries' | 'gates' | 'turns' | 'water'>,
  meta: Omit<NetworkMeta, 'key'>,
): JoinedStreets {
  const pointCount = source.lonLat.length / 2;
  const streets = lines(source.streets);
  const ferries = lines(source.ferries);
  const { cut, nodeOf, lineOf } = cutLines([...streets, ...ferries], source);
  const streetTags = Uint32Array.from(lineOf, (line) => streets[line]?.streetTags ?? 0);
  const free = { ...travelled(cut, (e) => streets[lineOf[e] as number]?.speeds ?? UNUSED), streetTags };
  const sailed = ferries.length === 0 ? free : ferried(free, ferryEdges(ferries, streets.length, lineOf, free.lengthM));
  const osmWay = Float64Array.from(lineOf, (line) => (streets[line] ?? ferries[line - streets.length])?.osmWay ?? 0);
  const edgesOf = edgesByWay(osmWay, source.turns);
  const ways = {
    graph: sailed,
    edgesOf: (way: number) => edgesOf.get(way) ?? [],
    nodeOf: (point: number) => nodeOf[point] ?? -1,
  };
  const gates = gateBans(source.gates, ways);
  const { bans: turns, ...turnCounts } = turnBans(source.turns, ways);
  const body = gates.length + turns.length === 0 ? sailed : banned(sailed, [...gates, ...turns]);
  return {
    graph: withKey({ ...body, water: waterOf(source.water) }, meta),
    gateCount: [...source.gates.keys()].filter((point) => ways.nodeOf(point) >= 0).length,
    turns: turnCounts,
    facts: { osmWay, stairs: Uint8Array.from(lineOf, (line) => (streets[line]?.isStairs === true ? 1 : 0)) },
    spans: Uint8Array.from(lineOf, (line) => (streets[line]?.mayCrossWater === true ? 1 : 0)),
    aloneCount: countAlone(streets, pointCount),
  };
}

interface CutLines {
  readonly cut: Lines;
  /** Node of each point; -1 where it is none. */
  readonly nodeOf: Int32Array;
  /** Line of each edge; those of a line follow one another. */
  readonly lineOf: Uint32Array;
}

/** Counts first, then fills arrays: a province has ten million edges, and objects for them would fill the memory. */
function cutLines(all: readonly Line[], { lonLat, gates }: Pick<StreetSource, 'lonLat' | 'gates'>): CutLines {
  const uses = usesOf(all, lonLat.length / 2);
  for (const point of gates.keys()) uses[point] = (uses[point] as number) + 1;
  const nodeOf = new Int32Array(lonLat.length / 2).fill(-1);
  let [nodeCount, edgeCount, shapeCount] = [0, 0, 0];
  for (const { points } of all) {
    eachPiece(points, uses, (start, end) => {
      for (const point of [points[start] as number, points[end] as number]) {
        if (nodeOf[point] !== -1) continue;
        nodeOf[point] = nodeCount;
        nodeCount += 1;
      }
      edgeCount += 1;
      shapeCount += end - start - 1;
    });
  }
  const places = new Float64Array(2 * nodeCount);
  nodeOf.forEach((node, point) => {
    if (node === -1) return;
    places[2 * node] = lonLat[2 * point] as number;
    places[2 * node + 1] = lonLat[2 * point + 1] as number;
  });
  const [from, to, lineOf] = [new Uint32Array(edgeCount), new Uint32Array(edgeCount), new Uint32Array(edgeCount)];
  const [shapeStart, shape] = [new Uint32Array(edgeCount + 1), new Float64Array(2 * shapeCount)];
  let [e, at] = [0, 0];
  all.forEach(({ points }, line) => {
    eachPiece(points, uses, (start, end) => {
      from[e] = nodeOf[points[start] as number] as number;
      to[e] = nodeOf[points[end] as number] as number;
      lineOf[e] = line;
      for (let i = start + 1; i < end; i += 1) {
        const point = points[i] as number;
        shape[2 * at] = lonLat[2 * point] as number;
        shape[2 * at + 1] = lonLat[2 * point + 1] as number;
        at += 1;
      }
      e += 1;
      shapeStart[e] = at;
    });
  });
  return { cut: { nodeCount, edgeCount, lonLat: places, from, to, shapeStart, shape }, nodeOf, lineOf };
}

type Line = Pick<SourceFerry, 'points' | 'osmWay'>;

const UNUSED: SourceStreet['speeds'] = { forwardMps: {}, backwardMps: {} };

function lines<L extends Line>(given: readonly L[]): L[] {
  return given
    .map((line) => (hasRepeats(line.points) ? { ...line, points: withoutRepeats(line.points) } : line))
    .filter(({ points }) => points.length > 1);
}

/** Ferries by edge: those of a ferry follow one another, and share its time by their lengths. */
function ferryEdges(
  ferries: readonly SourceFerry[],
  firstLine: number,
  lineOf: Uint32Array,
  lengthM: Float64Array,
): Ferry[] {
  let first = lineOf.findIndex((line) => line >= firstLine);
  return ferries.flatMap(({ seconds, forward, backward }, f) => {
    let end = first;
    while (lineOf[end] === firstLine + f) end += 1;
    const metres = lengthM.subarray(first, end);
    const total = metres.reduce((sum, each) => sum + each, 0);
    const pace = seconds === null || total === 0 ? 3.6 / FERRY_KMH : seconds / total;
    const own = Array.from(metres, (each, i) => ({ edge: first + i, seconds: each * pace, forward, backward }));
    first = end;
    return own;
  });
}

function edgesByWay(osmWay: Float64Array, turns: StreetSource['turns']): ReadonlyMap<number, number[]> {
  const edges = new Map(
    turns.flatMap(({ from, via, to }) => [...from, ...via.ways, ...to]).map((way) => [way, [] as number[]]),
  );
  if (edges.size > 0) osmWay.forEach((way, e) => edges.get(way)?.push(e));
  return edges;
}

function hasRepeats(points: readonly number[]): boolean {
  return points.some((point, i) => point === points[i - 1]);
}

function withoutRepeats(points: readonly number[]): readonly number[] {
  return points.filter((point, i) => point !== points[i - 1]);
}

/** How often streets come through each point; their ends count twice, so that they are cut there. */
function usesOf(streets: readonly Line[], pointCount: number): Uint32Array {
  const uses = new Uint32Array(pointCount);
  const use = (point: number): void => {
    uses[point] = (uses[point] as number) + 1;
  };
  for (const { points } of streets) {
    for (const point of points) use(point);
    use(points[0] as number);
    use(points.at(-1) as number);
  }
  return uses;
}

/** Calls with the place of the first and the last point of each piece. */
function eachPiece(points: readonly number[], uses: Uint32Array, call: (start: number, end: number) => void): void {
  let start = 0;
  for (let i = 1; i < points.length; i += 1) {
    if ((uses[points[i] as number] as number) < 2) continue;
    call(start, i);
    start = i;
  }
}

function countAlone(streets: readonly SourceStreet[], pointCount: number): number {
  const NOBODY = -1;
  const SEVERAL = -2;
  const owner = new Int32Array(pointCount).fill(NOBODY);
  streets.forEach(({ points }, s) => {
    for (const point of points) if (owner[point] !== s) owner[point] = owner[point] === NOBODY ? s : SEVERAL;
  });
  return streets.filter(({ points }) => points.every((point) => owner[point] !== SEVERAL)).length;
}
