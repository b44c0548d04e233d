import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../testing/random.ts';
import {
  gridGraph,
  randomCity,
  randomGraph,
  randomSnaps,
  snapsAtNodes,
  snapsOf,
  testGraph,
  UNWATCHED,
} from '../../testing/street-grids.ts';
import { AnalysisError } from '../errors.ts';
import type { CostMatrix, Graph, Snaps } from '../types.ts';
import { costMatrix, nearestFacility } from './cost-matrix.ts';
import { nearestOfCosts } from './matrix.ts';
import { Search, narrowLabels } from './dijkstra.ts';
import { pointEnds, searchGraph, type SearchDirection } from './search-graph.ts';
import { leave } from './reach.ts';

const DIRECTIONS = ['forward', 'backward'] as const;

interface Case {
  readonly graph: Graph;
  readonly facilities: Snaps;
  readonly demand: Snaps;
  readonly direction?: SearchDirection;
  readonly limit?: number;
  readonly accessSpeedMps?: number;
}

function inputOf({ graph, facilities, demand, direction = 'backward', limit = Infinity, accessSpeedMps = 1 }: Case) {
  return { graph, search: searchGraph(graph, 'walk', { direction }), facilities, demand, accessSpeedMps, limit };
}

function denseCosts(matrix: CostMatrix): number[][] {
  const rows = Array.from({ length: matrix.facilityCount }, () => new Array<number>(matrix.demandCount).fill(Infinity));
  rows.forEach((row, f) => {
    for (let at = matrix.start[f] as number; at < (matrix.start[f + 1] as number); at += 1)
      row[matrix.demand[at] as number] = matrix.cost[at] as number;
  });
  return rows;
}

/**
 * Every point becomes a node that cuts its edge, with a link of its own; then Floyd and Warshall. As travelled: from
 * row to column.
 */
function bruteForce(graph: Graph, points: Snaps, accessSpeedMps: number): Float64Array[] {
  const n = graph.nodeCount + 2 * points.count;
  const cost = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_unused, j) => (i === j ? 0 : Infinity)),
  );
  const link = (a: number, b: number, value: number): void => {
    (cost[a] as Float64Array)[b] = Math.min((cost[a] as Float64Array)[b] as number, value);
  };
  for (let e = 0; e < graph.edgeCount; e += 1) {
    const on = Array.from({ length: points.count }, (_, i) => i)
      .filter((i) => points.edge[i] === e)
      .sort((a, b) => (points.fraction[a] as number) - (points.fraction[b] as number));
    const stops = [
      { node: graph.from[e] as number, at: 0 },
      ...on.map((i) => ({ node: graph.nodeCount + i, at: points.fraction[i] as number })),
      { node: graph.to[e] as number, at: 1 },
    ];
    for (let s = 1; s < stops.length; s += 1) {
      const [a, b] = [stops[s - 1], stops[s]] as [(typeof stops)[0], (typeof stops)[0]];
      const part = b.at - a.at;
      link(a.node, b.node, part === 0 ? 0 : part * (graph.forward.walk[e] as number));
      link(b.node, a.node, part === 0 ? 0 : part * (graph.backward.walk[e] as number));
    }
  }
  for (let i = 0; i < points.count; i += 1) {
    if ((points.edge[i] as number) < 0) continue;
    link(graph.nodeCount + points.count + i, graph.nodeCount + i, (points.distanceM[i] as number) / accessSpeedMps);
    link(graph.nodeCount + i, graph.nodeCount + points.count + i, (points.distanceM[i] as number) / accessSpeedMps);
  }
  for (let k = 0; k < n; k += 1) {
    const via = cost[k] as Float64Array;
    for (const row of cost) {
      const first = row[k] as number;
      if (first < Infinity)
        for (let j = 0; j < n; j += 1)
          if (first + (via[j] as number) < (row[j] as number)) row[j] = first + (via[j] as number);
    }
  }
  return cost.slice(graph.nodeCount + points.count).map((row) => row.slice(graph.nodeCount + points.count));
}

function joined(a: Snaps, b: Snaps): Snaps {
  return {
    count: a.count + b.count,
    edge: Int32Array.of(...a.edge, ...b.edge),
    fraction: Float64Array.of(...a.fraction, ...b.fraction),
    distanceM: Float64Array.of(...a.distanceM, ...b.distanceM),
  };
}

describe('costs between points on edges', () => {
  it.each(DIRECTIONS)('equal those of Floyd and Warshall on the network cut at every point, %s', (direction) => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const graph = randomGraph({ nodes: 12, edges: 22, seed });
      const facilities = randomSnaps(graph, { count: 6, seed: seed + 1000, lost: 0.1 });
      const demand = randomSnaps(graph, { count: 14, seed: seed + 2000, lost: 0.1 });
      const expected = bruteForce(graph, joined(facilities, demand), 1.25);
      const costs = denseCosts(
        costMatrix(inputOf({ graph, facilities, demand, direction, accessSpeedMps: 1.25 }), UNWATCHED),
      );
      for (let f = 0; f < 6; f += 1) {
        for (let d = 0; d < 14; d += 1) {
          const ways =
            (facilities.edge[f] as number) < 0 || (demand.edge[d] as number) < 0
              ? Infinity
              : direction === 'forward'
                ? ((expected[f] as Float64Array)[6 + d] as number)
                : ((expected[6 + d] as Float64Array)[f] as number);
          const cost = (costs[f] as number[])[d] as number;
          if (ways === Infinity) expect(cost).toBe(Infinity);
          else expect(Math.abs(cost - ways)).toBeLessThanOrEqual(1e-12 * Math.max(1, ways));
        }
      }
    }
  });

  it('are block by block on a grid: the sum of both ways over the speed, exactly', () => {
    const graph = gridGraph({ columns: 12, rows: 9, blockM: 100 });
    const nodes = Array.from({ length: graph.nodeCount }, (_, v) => v);
    const matrix = denseCosts(
      costMatrix(
        inputOf({ graph, facilities: snapsAtNodes(graph, [4 * 13 + 6]), demand: snapsAtNodes(graph, nodes) }),
        UNWATCHED,
      ),
    );
    expect(matrix[0]).toEqual(nodes.map((v) => (Math.abs((v % 13) - 6) + Math.abs(Math.floor(v / 13) - 4)) * 100));
  });

  it('go around by a street or two where streets are one-way by turns, and are the same searched from either end', () => {
    const graph = gridGraph({ columns: 9, rows: 9, blockM: 100, ways: 'alternate' });
    const nodes = snapsAtNodes(
      graph,
      Array.from({ length: 100 }, (_, v) => v),
    );
    const there = denseCosts(
      costMatrix(inputOf({ graph, facilities: nodes, demand: nodes, direction: 'forward' }), UNWATCHED),
    );
    const back = denseCosts(
      costMatrix(inputOf({ graph, facilities: nodes, demand: nodes, direction: 'backward' }), UNWATCHED),
    );
    const blocks = (a: number, b: number): number =>
      Math.abs((a % 10) - (b % 10)) + Math.abs(Math.floor(a / 10) - Math.floor(b / 10));
    const detours = there.map((row, a) => row.map((cost, b) => cost - blocks(a, b) * 100)).flat();
    expect(new Set(detours)).toEqual(new Set([0, 200, 400]));
    expect(back.map((_, a) => back.map((row) => row[a]))).toEqual(there);
  });

  it('are no longer when the speed is higher: they scale with it', () => {
    const graph = gridGraph({ columns: 4, rows: 4, blockM: 100 });
    const [facilities, demand] = [snapsAtNodes(graph, [0]), snapsAtNodes(graph, [24])];
    const search = searchGraph(graph, 'walk', { direction: 'backward', speedMps: 2 });
    expect(costMatrix({ ...inputOf({ graph, facilities, demand }), search }, UNWATCHED).cost).toEqual(
      Float64Array.of(400),
    );
  });

  it('go along one-way streets only as these lead, so that going there and coming back differ', () => {
    // A ring of three, 0 → 1 → 2 → 0, ten seconds each; facility in the middle of 0 → 1, demand a little behind it.
    const graph = testGraph(
      Float64Array.of(0, 0, 1, 0, 0, 1),
      [0, 1, 2].map((from) => ({ from, to: (from + 1) % 3, cost: 10, back: Infinity })),
    );
    const [facilities, demand] = [
      snapsOf([{ edge: 0, fraction: 0.5, distanceM: 3 }]),
      snapsOf([{ edge: 0, fraction: 0.75, distanceM: 4 }]),
    ];
    expect(costMatrix(inputOf({ graph, facilities, demand, direction: 'forward' }), UNWATCHED).cost).toEqual(
      Float64Array.of(3 + 2.5 + 4),
    );
    expect(costMatrix(inputOf({ graph, facilities, demand, direction: 'backward' }), UNWATCHED).cost).toEqual(
      Float64Array.of(3 + 27.5 + 4),
    );
  });

  it('take the way around where it is shorter than their own edge, and a point at a node leaves by any edge of it', () => {
    const graph = testGraph(Float64Array.of(0, 0, 1, 0), [
      { from: 0, to: 1, cost: 100 },
      { from: 0, to: 1, cost: 1 },
      { from: 1, to: 1, cost: 7 },
      { from: 1, to: 0, cost: 5, back: Infinity },
    ]);
    const facilities = snapsOf([
      { edge: 0, fraction: 0.25, distanceM: 0 },
      { edge: 3, fraction: 1, distanceM: 0 },
      { edge: 2, fraction: 0.5, distanceM: 0 },
    ]);
    const demand = snapsOf([{ edge: 0, fraction: 0.9375, distanceM: 0 }]);
    // Around: 25 + 1 + 6.25; from node 0, though edge 3 does not lead away from it: 1 + 6.25; from the loop: 3.5 +
    // 6.25.
    expect(denseCosts(costMatrix(inputOf({ graph, facilities, demand, direction: 'forward' }), UNWATCHED))).toEqual([
      [32.25],
      [7.25],
      [9.75],
    ]);
  });

  it('do not change when an edge is cut by a node in its middle', () => {
    const graph = randomCity({ nodes: 144, seed: 5 });
    const [facilities, demand] = [
      randomSnaps(graph, { count: 8, seed: 6 }),
      randomSnaps(graph, { count: 60, seed: 7 }),
    ];
    const whole = denseCosts(costMatrix(inputOf({ graph, facilities, demand }), UNWATCHED));
    const { cut, snaps } = cutAll(graph, 0.375);
    const parts = denseCosts(
      costMatrix(inputOf({ graph: cut, facilities: snaps(facilities), demand: snaps(demand) }), UNWATCHED),
    );
    whole.forEach((row, f) => {
      row.forEach((cost, d) => {
        expect((parts[f] as number[])[d]).toBeCloseTo(cost, 8);
      });
    });
  });

  it('beyond the limit are left out, those at the limit are not', () => {
    const graph = gridGraph({ columns: 4, rows: 0, blockM: 100 });
    const demand = snapsAtNodes(graph, [0, 1, 2, 3, 4]);
    const matrix = costMatrix(inputOf({ graph, facilities: snapsAtNodes(graph, [0]), demand, limit: 200 }), UNWATCHED);
    expect([...matrix.demand]).toEqual([0, 1, 2]);
    expect([...matrix.cost]).toEqual([0, 100, 200]);
  });
});

/** Each edge in two, and where points are then. */
function cutAll(graph: Graph, at: number): { readonly cut: Graph; readonly snaps: (snaps: Snaps) => Snaps } {
  const edges = Array.from({ length: graph.edgeCount }, (_, e) => e).flatMap((e) => {
    const [from, to, cost, back, middle] = [
      graph.from[e] as number,
      graph.to[e] as number,
      graph.forward.walk[e] as number,
      graph.backward.walk[e] as number,
      graph.nodeCount + e,
    ];
    return [
      { from, to: middle, cost: cost * at, back: back * at },
      { from: middle, to, cost: cost * (1 - at), back: back * (1 - at) },
    ];
  });
  const snaps = ({ count, edge, fraction, distanceM }: Snaps): Snaps => ({
    count,
    distanceM,
    edge: edge.map((e, i) => 2 * e + ((fraction[i] as number) < at ? 0 : 1)),
    fraction: fraction.map((place) => (place < at ? place / at : (place - at) / (1 - at))),
  });
  return { cut: testGraph(new Float64Array(2 * (graph.nodeCount + graph.edgeCount)), edges), snaps };
}

describe('the nearest facility by one search', () => {
  it.each(DIRECTIONS)('is that of the matrix, to the bit and to the index, %s', (direction) => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const graph =
        seed % 3 === 0
          ? randomCity({ nodes: 400, seed })
          : randomGraph({ nodes: 60, edges: 110, seed, ...(seed % 3 === 1 ? { unit: 1 } : {}) });
      const facilities = randomSnaps(graph, { count: 15, seed: seed + 1000, lost: 0.1, maxDistanceM: seed % 2 });
      const input = inputOf({
        graph,
        facilities,
        demand: randomSnaps(graph, { count: 120, seed: seed + 2000, lost: 0.05, maxDistanceM: seed % 2 }),
        direction,
        limit: seed % 4 === 0 ? 300 : Infinity,
      });
      expect(nearestFacility(input, UNWATCHED)).toEqual(nearestOfCosts(costMatrix(input, UNWATCHED)));
    }
  });

  it('is that of the lowest index where parts summed in another order differ by rounding, and become equal further on', () => {
    let narrow = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const graph = randomGraph({ nodes: 400, edges: 800, seed, unit: 0.1 });
      const random = randomFrom(seed);
      const input = inputOf({
        graph,
        facilities: snapsAtNodes(
          graph,
          Array.from({ length: 25 }, () => random.below(400)),
        ),
        demand: snapsAtNodes(
          graph,
          Array.from({ length: 400 }, (_, v) => v),
        ),
      });
      const far = {
        ...input,
        demand: { ...input.demand, distanceM: input.demand.distanceM.map((_, i) => ((i % 9) * 100) / 7) },
      };
      for (const one of [input, far])
        expect(nearestFacility(one, UNWATCHED)).toEqual(nearestOfCosts(costMatrix(one, UNWATCHED)));
      const search = new Search(input.search);
      search.begin(Infinity);
      const out = pointEnds(input.search, input.facilities, 1, 'out');
      for (let f = 0; f < 25; f += 1) leave(search, input, out, f);
      search.run();
      narrow += narrowLabels(search).size;
    }
    expect(narrow).toBeGreaterThan(20);
  });

  it('is that of the lowest index where a farther one is equal once it is far away', () => {
    const graph = testGraph(Float64Array.of(0, 0, 1, 0, 2, 0), [
      { from: 0, to: 1, cost: 1e4 },
      { from: 1, to: 2, cost: 1e4 },
    ]);
    const facilities = snapsOf([
      { edge: 0, fraction: 0, distanceM: 1e-13 },
      { edge: 0, fraction: 0, distanceM: 0 },
    ]);
    const { cost, facility } = nearestFacility(
      inputOf({ graph, facilities, demand: snapsAtNodes(graph, [0, 1, 2]) }),
      UNWATCHED,
    );
    expect([...cost]).toEqual([0, 1e4, 2e4]);
    expect([...facility]).toEqual([1, 0, 0]);
  });

  it('is that of the lowest index behind streets that take no time', () => {
    // The second facility stands at node 2, where the first comes without time, by way of node 1.
    const graph = testGraph(new Float64Array(8), [
      { from: 0, to: 1, cost: 0 },
      { from: 1, to: 2, cost: 0, back: Infinity },
      { from: 2, to: 3, cost: 10 },
    ]);
    const input = inputOf({
      graph,
      facilities: snapsAtNodes(graph, [0, 2]),
      demand: snapsAtNodes(graph, [0, 2, 3]),
      direction: 'forward',
    });
    expect([...nearestFacility(input, UNWATCHED).facility]).toEqual([0, 0, 0]);
  });

  it('is the first of those at one place', () => {
    const graph = gridGraph({ columns: 5, rows: 5, blockM: 100 });
    const facilities = snapsAtNodes(graph, [35, 14, 14, 14]);
    const { facility } = nearestFacility(
      inputOf({ graph, facilities, demand: snapsAtNodes(graph, [14, 15, 35]) }),
      UNWATCHED,
    );
    expect([...facility]).toEqual([1, 1, 0]);
  });

  it('is reached no later when there is one more', () => {
    const graph = randomCity({ nodes: 900, seed: 3 });
    const all = randomSnaps(graph, { count: 12, seed: 4 });
    const demand = randomSnaps(graph, { count: 300, seed: 5 });
    let before = new Float64Array(300).fill(Infinity);
    for (let count = 1; count <= all.count; count += 1) {
      const facilities = {
        count,
        edge: all.edge.slice(0, count),
        fraction: all.fraction.slice(0, count),
        distanceM: all.distanceM.slice(0, count),
      };
      const { cost } = nearestFacility(inputOf({ graph, facilities, demand }), UNWATCHED);
      cost.forEach((value, i) => {
        expect(value).toBeLessThanOrEqual(before[i] as number);
      });
      before = Float64Array.from(cost);
    }
  });
});

describe('what cannot be reached', () => {
  const island = testGraph(Float64Array.of(0, 0, 1, 0, 2, 0, 3, 0), [
    { from: 0, to: 1, cost: 10 },
    { from: 2, to: 3, cost: 10 },
  ]);

  it('has no cost and no facility: another island, a point without a street, no facility at all', () => {
    const demand = snapsOf([
      { edge: 0, fraction: 0.5, distanceM: 1 },
      { edge: 1, fraction: 0.5, distanceM: 1 },
      { edge: -1, fraction: 0, distanceM: Infinity },
    ]);
    const facilities = snapsOf([
      { edge: -1, fraction: 0, distanceM: Infinity },
      { edge: 1, fraction: 0.5, distanceM: 0 },
    ]);
    const input = inputOf({ graph: island, facilities, demand });
    expect(nearestFacility(input, UNWATCHED)).toEqual({
      cost: Float64Array.of(Infinity, 1, Infinity),
      facility: Int32Array.of(-1, 1, -1),
    });
    expect([...costMatrix(input, UNWATCHED).start]).toEqual([0, 0, 1]);
    expect([...nearestFacility({ ...input, facilities: snapsOf([]) }, UNWATCHED).facility]).toEqual([-1, -1, -1]);
  });

  it('is not an error, without demand or in a network without edges', () => {
    const graph = testGraph(Float64Array.of(0, 0), []);
    const input = inputOf({
      graph,
      facilities: snapsOf([{ edge: -1, fraction: 0, distanceM: Infinity }]),
      demand: snapsOf([]),
    });
    expect(costMatrix(input, UNWATCHED).cost).toHaveLength(0);
    expect(nearestFacility(input, UNWATCHED).cost).toHaveLength(0);
  });
});

describe('what cannot be asked', () => {
  const graph = gridGraph({ columns: 2, rows: 2, blockM: 100 });
  const input = inputOf({ graph, facilities: snapsAtNodes(graph, [0, 4]), demand: snapsAtNodes(graph, [0, 1, 2]) });

  it.each([
    ['bad-limit', () => costMatrix({ ...input, limit: NaN }, UNWATCHED)],
    ['bad-limit', () => nearestFacility({ ...input, limit: -1 }, UNWATCHED)],
    ['bad-speed', () => nearestFacility({ ...input, accessSpeedMps: 0 }, UNWATCHED)],
    ['bad-speed', () => searchGraph(graph, 'walk', { direction: 'forward', speedMps: 0 })],
    ['speed-of-driving', () => searchGraph(graph, 'drive', { direction: 'forward', speedMps: 5 })],
    ['limit-too-far', () => costMatrix(input, UNWATCHED, 5)],
  ])('says %s', (code, ask) => {
    expect(ask).toThrow(AnalysisError);
    expect(ask).toThrow(code);
  });

  it('of a network with a negative cost', () => {
    const wrong = testGraph(Float64Array.of(0, 0, 1, 1), [{ from: 0, to: 1, cost: -1 }]);
    expect(() => searchGraph(wrong, 'walk', { direction: 'forward' })).toThrow(RangeError);
  });
});
