import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../testing/random.ts';
import { randomGraph, snapsOf, testGraph, UNWATCHED } from '../../testing/street-grids.ts';
import { randomBans, waysByTrying, type Spot } from '../../testing/turns.ts';
import { bansOf, tailOf, type Ban } from '../network/bans.ts';
import { withBans } from '../network/build.ts';
import { decodeGraph, encodeGraph } from '../network/graph.ts';
import type { Graph, Snaps } from '../types.ts';
import { costMatrix, nearestFacility } from './cost-matrix.ts';
import { IsochroneMaker } from './isochrone.ts';
import { nearestOfCosts } from './matrix.ts';
import { searchGraph } from './search-graph.ts';

/** Half of the places are ends of edges. */
function spots(graph: Graph, count: number, seed: number): Spot[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => ({
    edge: random.below(graph.edgeCount),
    fraction: random.next() < 0.5 ? random.below(2) : random.next(),
  }));
}

function snapsAt(places: readonly Spot[]): Snaps {
  return snapsOf(places.map((place) => ({ ...place, distanceM: 0 })));
}

/** Nobody goes past a node. */
function gate(graph: Graph, node: number): Ban[] {
  const leaving = Array.from({ length: 2 * graph.edgeCount }, (_, arc) => arc).filter(
    (arc) => tailOf(graph, arc) === node,
  );
  return leaving.flatMap((a) =>
    leaving.filter((b) => b >> 1 !== a >> 1).map((b) => ({ arcs: [a ^ 1, b], modes: ['drive' as const] })),
  );
}

/** Costs of all pairs, infinite where there is no way. */
function matrixOf(
  graph: Graph,
  from: readonly Spot[],
  to: readonly Spot[],
  direction: 'forward' | 'backward',
): number[][] {
  const search = searchGraph(graph, 'drive', { direction });
  const { start, demand, cost } = costMatrix(
    { graph, search, facilities: snapsAt(from), demand: snapsAt(to), accessSpeedMps: 1, limit: Infinity },
    UNWATCHED,
  );
  return from.map((_, f) => {
    const row = to.map(() => Infinity);
    for (let at = start[f] as number; at < (start[f + 1] as number); at += 1)
      row[demand[at] as number] = cost[at] as number;
    return row;
  });
}

describe('ways where turns are forbidden', () => {
  it('cost what trying them all finds, from and to facilities', () => {
    let [differing, lost] = [0, 0];
    for (let seed = 1; seed <= 30; seed += 1) {
      const open = randomGraph({ nodes: 12, edges: 22, seed });
      const graph = withBans(open, [
        ...randomBans(open, 16, seed),
        ...gate(open, seed % 12),
        ...gate(open, (seed + 5) % 12),
      ]);
      const [from, to] = [spots(graph, 4, seed + 100), spots(graph, 12, seed + 200)];
      const [ways, free] = [matrixOf(graph, from, to, 'forward'), matrixOf(open, from, to, 'forward')];
      const back = matrixOf(graph, to, from, 'backward');
      from.forEach((place, f) => {
        waysByTrying(graph, 'drive', place, to).forEach((cost, i) => {
          const ours = ways[f]?.[i] as number;
          if (cost === Infinity) expect(ours).toBe(Infinity);
          else expect(ours).toBeCloseTo(cost, 6);
          if (cost === Infinity) expect(back[i]?.[f]).toBe(Infinity);
          else expect(back[i]?.[f]).toBeCloseTo(cost, 6);
          if (cost > (free[f]?.[i] as number) * 1.001) differing += 1;
          if (cost === Infinity && (free[f]?.[i] as number) < Infinity) lost += 1;
        });
      });
    }
    expect(differing).toBeGreaterThan(100);
    expect(lost).toBeGreaterThan(10);
  });

  it('to the nearest facility are the least of the matrix, to the last bit', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const open = randomGraph({ nodes: 30, edges: 55, seed, ...(seed % 2 === 0 ? { unit: 0.1 } : {}) });
      const graph = withBans(open, randomBans(open, 30, seed));
      for (const direction of ['forward', 'backward'] as const) {
        const input = {
          graph,
          search: searchGraph(graph, 'drive', { direction }),
          facilities: snapsAt(spots(graph, 6, seed + 300)),
          demand: snapsAt(spots(graph, 40, seed + 400)),
          accessSpeedMps: 1,
          limit: Infinity,
        };
        expect(nearestFacility(input, UNWATCHED)).toEqual(nearestOfCosts(costMatrix(input, UNWATCHED)));
      }
    }
  });

  it('leave the search as it is where nothing is forbidden to the mode', () => {
    const open = randomGraph({ nodes: 30, edges: 55, seed: 3 });
    const others = withBans(open, randomBans(open, 20, 3, ['walk']));
    expect(searchGraph(others, 'drive', { direction: 'forward' })).toEqual(
      searchGraph(open, 'drive', { direction: 'forward' }),
    );
    expect(searchGraph(others, 'walk', { direction: 'forward' }).nodeCount).toBeGreaterThan(30);
  });

  /** A crossing of four arms of 100 s, its middle node 0, arms 1 to 4 by their edges 0 to 3. */
  const crossing = (arcs: readonly (readonly number[])[]): Graph => {
    const arms = [1, 2, 3, 4].map((to) => ({ from: 0, to, cost: 100 }));
    const places = Float64Array.of(0, 0, 0, 0.001, 0.001, 0, 0, -0.001, -0.001, 0);
    return testGraph(
      places,
      arms,
      'crossing',
      arcs.map((each) => ({ arcs: each, modes: ['drive', 'walk'] })),
    );
  };

  it('may turn around at the next node, where that is not forbidden too', () => {
    const north = { edge: 0, fraction: 0.5 };
    const east = [{ edge: 1, fraction: 0.5 }];
    const cost = (graph: Graph): number => waysByTrying(graph, 'walk', north, east)[0] as number;
    expect(cost(crossing([]))).toBe(100);
    // To the end of the arm opposite and back.
    expect(cost(crossing([[1, 2]]))).toBe(300);
    const [[ours]] = matrixOf(
      crossing([
        [1, 2],
        [1, 4],
        [1, 6],
        [1, 0],
      ]),
      [north],
      east,
      'forward',
    ) as [[number]];
    expect(ours).toBe(Infinity);
  });

  it('come to a gate from all sides, and past it from none', () => {
    const arcs = [0, 1, 2, 3];
    const pairs = arcs.flatMap((a) => arcs.filter((b) => a !== b).map((b) => [2 * a + 1, 2 * b]));
    const gate = crossing(pairs);
    const at = { edge: 0, fraction: 0 };
    const [beyond, there] = [
      { edge: 1, fraction: 0.5 },
      { edge: 2, fraction: 0 },
    ];
    const rows = matrixOf(gate, [{ edge: 0, fraction: 0.5 }, at], [beyond, there], 'forward');
    const unit = gate.forward.drive[0] as number;
    expect(rows[0]).toEqual([Infinity, unit / 2]);
    expect(rows[1]).toEqual([unit / 2, 0]);
    const { features } = new IsochroneMaker({
      graph: gate,
      search: searchGraph(gate, 'walk', { direction: 'forward' }),
      accessSpeedMps: 1,
    }).make({ origins: snapsAt([{ edge: 0, fraction: 0.5 }]), within: [1000] }, UNWATCHED);
    expect(features[0]?.lengthM).toBeCloseTo(100, 6);
  });

  it('are kept with the graph', () => {
    const open = randomGraph({ nodes: 12, edges: 22, seed: 5 });
    const graph = withBans(open, randomBans(open, 5, 5));
    expect(graph.meta.key).not.toBe(withBans(open, randomBans(open, 5, 6)).meta.key);
    expect(decodeGraph(encodeGraph(graph)).bans).toEqual(graph.bans);
    expect(() => withBans(open, [{ arcs: [0], modes: ['walk'] }])).toThrow(RangeError);
    expect(() => withBans(open, [{ arcs: [0, 2 * open.edgeCount], modes: ['walk'] }])).toThrow(RangeError);
    expect(() => decodeGraph(encodeGraph({ ...graph, bans: bansOf([{ arcs: [0], modes: ['walk'] }]) }))).toThrow();
  });
});
