/** Streets to a graph: cut where they meet. */
import type { NetworkMeta, Graph } from '../../types.ts';
import { buildGraph, withBans, withFerries, type DraftEdge } from '../build.ts';
import type { Ferry } from '../ferries.ts';
import type { EdgeFacts } from '../rows.ts';
import { FERRY_KMH } from './rules.ts';
import type { SourceFerry, SourceStreet, StreetSource } from './source.ts';
import { gateBans, turnBans, type TurnBans } from './turn-bans.ts';

export interface JoinedStreets {
  readonly graph: Graph;
  readonly facts: Required<EdgeFacts>;
  /** Streets that meet no other. */
  readonly aloneCount: number;
  /** Gates that keep somebody from passing. */
  readonly gateCount: number;
  readonly turns: Omit<TurnBans, 'bans'>;
}

/** Cuts every street at its ends, at gates, and at each point that it shares with another or comes through twice. */
export function joinStreets(
  source: Pick<StreetSource, 'lonLat' | 'streets' | 'ferries' | 'gates' | 'turns'>,
  meta: Omit<NetworkMeta, 'key'>,
): JoinedStreets {
  const { lonLat } = source;
  const streets = lines(source.streets);
  const ferries = lines(source.ferries);
  const uses = usesOf([...streets, ...ferries], lonLat.length / 2);
  for (const point of source.gates.keys()) uses[point] = (uses[point] as number) + 1;
  const nodeOf = new Int32Array(lonLat.length / 2).fill(-1);
  const nodes: number[] = [];
  const node = (point: number): number => {
    if (nodeOf[point] === -1) {
      nodeOf[point] = nodes.length / 2;
      nodes.push(lonLat[point * 2] as number, lonLat[point * 2 + 1] as number);
    }
    return nodeOf[point] as number;
  };
  const edges: DraftEdge[] = [];
  const osmWay: number[] = [];
  const stairs: number[] = [];
  const cut = (line: Line, speeds: SourceStreet['speeds'], isStairs: boolean): void => {
    for (const piece of piecesOf(line.points, uses)) {
      const shape = piece
        .slice(1, -1)
        .flatMap((point) => [lonLat[point * 2] as number, lonLat[point * 2 + 1] as number]);
      edges.push({ from: node(piece[0] as number), to: node(piece.at(-1) as number), shape, ...speeds });
      osmWay.push(line.osmWay);
      stairs.push(isStairs ? 1 : 0);
    }
  };
  for (const street of streets) cut(street, street.speeds, street.isStairs);
  const firstOf = ferries.map((ferry) => {
    const first = edges.length;
    cut(ferry, UNUSED, false);
    return first;
  });
  const built = buildGraph({ meta, lonLat: nodes, edges });
  const free = ferries.length === 0 ? built : withFerries(built, ferryEdges(ferries, firstOf, built.lengthM));
  const edgesOf = edgesByWay(osmWay, source.turns);
  const ways = {
    graph: free,
    edgesOf: (way: number) => edgesOf.get(way) ?? [],
    nodeOf: (point: number) => nodeOf[point] ?? -1,
  };
  const gates = gateBans(source.gates, ways);
  const { bans: turns, ...turnCounts } = turnBans(source.turns, ways);
  return {
    graph: gates.length + turns.length === 0 ? free : withBans(free, [...gates, ...turns]),
    gateCount: [...source.gates.keys()].filter((point) => ways.nodeOf(point) >= 0).length,
    turns: turnCounts,
    facts: { osmWay: Float64Array.from(osmWay), stairs: Uint8Array.from(stairs) },
    aloneCount: countAlone(streets, lonLat.length / 2),
  };
}

type Line = Pick<SourceFerry, 'points' | 'osmWay'>;

const UNUSED: SourceStreet['speeds'] = { forwardMps: {}, backwardMps: {} };

function lines<L extends Line>(given: readonly L[]): L[] {
  return given
    .map((line) => ({ ...line, points: withoutRepeats(line.points) }))
    .filter(({ points }) => points.length > 1);
}

/** Ferries by edge: those of a ferry follow one another, and share its time by their lengths. */
function ferryEdges(ferries: readonly SourceFerry[], firstOf: readonly number[], lengthM: Float64Array): Ferry[] {
  return ferries.flatMap(({ seconds, forward, backward }, f) => {
    const first = firstOf[f] as number;
    const metres = lengthM.subarray(first, firstOf[f + 1] ?? lengthM.length);
    const total = metres.reduce((sum, each) => sum + each, 0);
    const pace = seconds === null || total === 0 ? 3.6 / FERRY_KMH : seconds / total;
    return Array.from(metres, (each, i) => ({ edge: first + i, seconds: each * pace, forward, backward }));
  });
}

function edgesByWay(osmWay: readonly number[], turns: StreetSource['turns']): ReadonlyMap<number, number[]> {
  const edges = new Map(
    turns.flatMap(({ from, via, to }) => [...from, ...via.ways, ...to]).map((way) => [way, [] as number[]]),
  );
  osmWay.forEach((way, e) => edges.get(way)?.push(e));
  return edges;
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
    points.forEach(use);
    use(points[0] as number);
    use(points.at(-1) as number);
  }
  return uses;
}

function* piecesOf(points: readonly number[], uses: Uint32Array): Generator<readonly number[]> {
  let start = 0;
  for (let i = 1; i < points.length; i += 1) {
    if ((uses[points[i] as number] as number) < 2) continue;
    yield points.slice(start, i + 1);
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
