/** Street networks of which everything is known beforehand: perfect grids, and random ones of any size. */
import { metresPerDegree } from '../../tiles/tile/spheroid.ts';
import { bansOf, type Ban } from '../analysis/network/bans.ts';
import { NO_FERRIES } from '../analysis/network/ferries.ts';
import { NO_WATER } from '../analysis/network/water.ts';
import { DEFAULT_SPEED_MPS, MODES, type Mode } from '../../tiles/api/vocabulary.ts';
import type { Demand, Graph, Snaps, Task } from '../analysis/types.ts';
import { randomFrom, type Random } from './random.ts';

export interface GridOptions {
  /** Blocks from west to east, and from south to north: one more node than these each way. */
  readonly columns: number;
  readonly rows: number;
  readonly blockM: number;
  /** South-west corner. */
  readonly lon?: number;
  readonly lat?: number;
  /**
   * `both`: every street both ways. `alternate`: streets from west to east and from east to west by turns, and so those
   * across, as in Manhattan; the outermost are both ways, so that every node can be reached from every other.
   */
  readonly ways?: 'both' | 'alternate';
}

/**
 * An edge of a test's own network: walked in `cost` seconds; `back` for the other way, Infinity where there is none.
 */
export interface TestEdge {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
  readonly back?: number;
  /** Where it differs from `cost` metres. */
  readonly lengthM?: number;
}

const LON = 120.4;
const LAT = 36.1;

/** A task that nobody watches or stops. */
export const UNWATCHED: Task = { progress: () => undefined, checkpoint: () => undefined, remainingMs: () => Infinity };

/**
 * A perfect grid. Node (column, row) is `row * (columns + 1) + column`. Every block is exactly `blockM` long and takes
 * exactly `blockM / speed` seconds in each mode; on the spheroid the rows north of the first are a little shorter.
 */
export function gridGraph({ columns, rows, blockM, lon = LON, lat = LAT, ways = 'both' }: GridOptions): Graph {
  const wide = columns + 1;
  const edges: TestEdge[] = [];
  for (let row = 0; row <= rows; row += 1) {
    for (let column = 0; column <= columns; column += 1) {
      const node = row * wide + column;
      if (column < columns)
        edges.push(block(node, node + 1, blockM, ways === 'both' || row === 0 || row === rows ? 'both' : row % 2));
      if (row < rows)
        edges.push(
          block(node, node + wide, blockM, ways === 'both' || column === 0 || column === columns ? 'both' : column % 2),
        );
    }
  }
  const scale = metresPerDegree(lat);
  const lonLat = new Float64Array(wide * (rows + 1) * 2);
  for (let node = 0; node < lonLat.length / 2; node += 1) {
    lonLat[2 * node] = lon + ((node % wide) * blockM) / scale.lon;
    lonLat[2 * node + 1] = lat + (Math.floor(node / wide) * blockM) / scale.lat;
  }
  return testGraph(lonLat, edges, `grid-${columns}x${rows}-${blockM}-${ways}`);
}

function block(from: number, to: number, blockM: number, ways: 'both' | number): TestEdge {
  if (ways === 'both') return { from, to, cost: blockM };
  return ways === 0 ? { from, to, cost: blockM, back: Infinity } : { from: to, to: from, cost: blockM, back: Infinity };
}

/**
 * Streets of a made-up city of about `nodes` nodes: a grid of `blockM` shaken, one street in nine left out, one in ten
 * one-way, all times different. About 3.5 arcs a node, as in cities.
 */
export function randomCity({
  nodes,
  blockM = 80,
  seed,
}: {
  readonly nodes: number;
  readonly blockM?: number;
  readonly seed: number;
}): Graph {
  const random = randomFrom(seed);
  const wide = Math.max(2, Math.round(Math.sqrt(nodes)));
  const high = Math.max(2, Math.ceil(nodes / wide));
  const scale = metresPerDegree(LAT);
  const shake = (): number => (random.next() - 0.5) * 0.6 * blockM;
  const lonLat = new Float64Array(wide * high * 2);
  for (let node = 0; node < wide * high; node += 1) {
    lonLat[2 * node] = LON + ((node % wide) * blockM + shake()) / scale.lon;
    lonLat[2 * node + 1] = LAT + (Math.floor(node / wide) * blockM + shake()) / scale.lat;
  }
  const edges: TestEdge[] = [];
  for (let node = 0; node < wide * high; node += 1) {
    if (node % wide < wide - 1 && random.next() > 1 / 9) edges.push(shaken(lonLat, node, node + 1, random));
    if (node + wide < wide * high && random.next() > 1 / 9) edges.push(shaken(lonLat, node, node + wide, random));
  }
  return testGraph(lonLat, edges, `city-${nodes}-${seed}`);
}

function shaken(lonLat: Float64Array, a: number, b: number, random: Random): TestEdge {
  const [from, to] = random.next() < 0.5 ? [a, b] : [b, a];
  const scale = metresPerDegree(LAT);
  const lengthM = Math.hypot(
    ((lonLat[2 * a] as number) - (lonLat[2 * b] as number)) * scale.lon,
    ((lonLat[2 * a + 1] as number) - (lonLat[2 * b + 1] as number)) * scale.lat,
  );
  const cost = lengthM * (1 + 0.2 * random.next());
  return { from, to, lengthM, cost, back: random.next() < 0.1 ? Infinity : lengthM * (1 + 0.2 * random.next()) };
}

/**
 * Any multigraph: loops, parallel edges, pieces apart, and now and then an edge that takes no time. With `unit`, costs
 * are one to four of it, so that ties abound, and those that only rounding breaks where it is no power of two.
 */
export function randomGraph({
  nodes,
  edges,
  seed,
  unit,
}: {
  readonly nodes: number;
  readonly edges: number;
  readonly seed: number;
  readonly unit?: number;
}): Graph {
  const random = randomFrom(seed);
  const time = (): number =>
    random.next() < 0.05 ? 0 : unit === undefined ? random.next() * 100 : (1 + random.below(4)) * unit;
  const lonLat = Float64Array.from({ length: 2 * nodes }, (_, i) => (i % 2 === 0 ? LON : LAT) + random.next() * 0.01);
  const list = Array.from({ length: edges }, (): TestEdge => {
    const [from, to, cost] = [random.below(nodes), random.below(nodes), time()];
    return {
      from,
      to,
      cost,
      lengthM: 1 + cost,
      back: random.next() < 0.3 ? Infinity : unit === undefined ? time() : cost,
    };
  });
  return testGraph(lonLat, list, `random-${nodes}-${edges}-${seed}`);
}

/** A network of the edges given, straight; `cost` seconds on foot, in proportion by other modes. */
export function testGraph(
  lonLat: Float64Array,
  edges: readonly TestEdge[],
  key = 'test',
  bans: readonly Ban[] = [],
): Graph {
  const times = (of: (edge: TestEdge) => number): Record<Mode, Float64Array> =>
    Object.fromEntries(
      MODES.map((mode) => [
        mode,
        Float64Array.from(edges, (edge) => (of(edge) * DEFAULT_SPEED_MPS.walk) / DEFAULT_SPEED_MPS[mode]),
      ]),
    ) as Record<Mode, Float64Array>;
  return {
    nodeCount: lonLat.length / 2,
    edgeCount: edges.length,
    lonLat,
    from: Uint32Array.from(edges, (edge) => edge.from),
    to: Uint32Array.from(edges, (edge) => edge.to),
    lengthM: Float64Array.from(edges, (edge) => edge.lengthM ?? edge.cost),
    shapeStart: new Uint32Array(edges.length + 1),
    shape: new Float64Array(0),
    forward: times((edge) => edge.cost),
    backward: times((edge) => edge.back ?? edge.cost),
    bans: bansOf(bans),
    water: NO_WATER,
    ferries: NO_FERRIES,
    meta: {
      id: 'test',
      key,
      title: { zh: '测试路网', en: 'Test network' },
      provenance: 'synthetic',
      source: { zh: '测试', en: 'Test' },
      costUnit: 's',
    },
  };
}

/**
 * Points on edges drawn evenly, up to `maxDistanceM` away from them; one in twenty is exactly at a node, `lost` of them
 * connect to nothing.
 */
export function randomSnaps(
  graph: Graph,
  {
    count,
    seed,
    maxDistanceM = 50,
    lost = 0,
  }: { readonly count: number; readonly seed: number; readonly maxDistanceM?: number; readonly lost?: number },
): Snaps {
  const random = randomFrom(seed);
  const list = Array.from({ length: count }, () => {
    const fraction = random.next() < 0.05 ? random.below(2) : random.next();
    return random.next() < lost
      ? { edge: -1, fraction: 0, distanceM: 0 }
      : { edge: random.below(graph.edgeCount), fraction, distanceM: random.next() * maxDistanceM };
  });
  return snapsOf(list);
}

/** Points at nodes: at the end of the first edge that has the node; -1 for a node without edges. */
export function snapsAtNodes(graph: Graph, nodes: readonly number[]): Snaps {
  return snapsOf(
    nodes.map((node) => {
      const from = graph.from.indexOf(node);
      return from >= 0
        ? { edge: from, fraction: 0, distanceM: 0 }
        : { edge: graph.to.indexOf(node), fraction: 1, distanceM: 0 };
    }),
  );
}

export function snapsOf(
  list: readonly { readonly edge: number; readonly fraction: number; readonly distanceM: number }[],
): Snaps {
  return {
    count: list.length,
    edge: Int32Array.from(list, ({ edge }) => edge),
    fraction: Float64Array.from(list, ({ fraction }) => fraction),
    distanceM: Float64Array.from(list, ({ distanceM }) => distanceM),
  };
}

/** Where a point on an edge lies, on the straight line between its nodes. */
export function placeOf(graph: Graph, edge: number, fraction: number): readonly [lon: number, lat: number] {
  const [a, b] = [graph.from[edge] as number, graph.to[edge] as number];
  const between = (axis: 0 | 1): number =>
    (graph.lonLat[2 * a + axis] as number) * (1 - fraction) + (graph.lonLat[2 * b + axis] as number) * fraction;
  return [between(0), between(1)];
}

/** Demand points without districts: people from 0 to 99 by `seed`, one hectare each. */
export function testDemand(snaps: Snaps, graph: Graph, seed: number): Demand {
  const random = randomFrom(seed);
  const none = (): Int16Array => new Int16Array(snaps.count).fill(-1);
  return {
    count: snaps.count,
    lonLat: Float64Array.from({ length: snaps.count * 2 }, (_, i) => {
      const edge = snaps.edge[i >> 1] as number;
      return edge < 0 ? NaN : placeOf(graph, edge, snaps.fraction[i >> 1] as number)[(i % 2) as 0 | 1];
    }),
    people: Float64Array.from({ length: snaps.count }, () => random.next() * 100),
    areaM2: new Float64Array(snaps.count).fill(10_000),
    district: none(),
    subdistrict: none(),
    landUse: none(),
    districts: [],
    subdistricts: [],
    landUses: [],
    shape: { kind: 'points' },
    meta: {
      id: 'test',
      key: `test-${seed}`,
      title: { zh: '测试人口', en: 'Test people' },
      provenance: 'synthetic',
      source: { zh: '测试', en: 'Test' },
    },
  };
}
