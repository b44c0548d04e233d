import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../testing/random.ts';
import type { Graph } from '../types.ts';
import { buildGraph, withBans } from './build.ts';
import { components, strongComponents } from './components.ts';

const META = {
  id: 'test',
  title: { zh: '测试', en: 'Test' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};

/** Nodes on a line, edges by their ends; all may walk, and drive from the first to the second end only. */
function graphOf(nodeCount: number, ends: readonly (readonly [number, number])[]): Graph {
  return buildGraph({
    meta: META,
    lonLat: Array.from({ length: nodeCount * 2 }, (_, i) => (i % 2 === 0 ? 120 + i * 0.001 : 36)),
    edges: ends.map(([from, to]) => ({ from, to, forwardMps: { walk: 1, drive: 10 }, backwardMps: { walk: 1 } })),
  });
}

describe('islands', () => {
  it('are numbered from the largest on; nodes that the mode does not meet are in none', () => {
    const graph = graphOf(8, [
      [0, 1],
      [6, 5],
      [5, 4],
      [2, 2],
    ]);
    const [first, second, third, loop] = graph.lengthM as unknown as [number, number, number, number];
    expect(components(graph, 'walk')).toEqual({
      component: Int32Array.from([1, 0, 0, 2]),
      sizes: Uint32Array.from([3, 2, 1]),
      lengthM: Float64Array.from([second + third, first, loop]),
    });
    expect(components(graph, 'cycle')).toEqual({
      component: new Int32Array(4).fill(-1),
      sizes: new Uint32Array(0),
      lengthM: new Float64Array(0),
    });
  });

  it('of one-way streets are those that one can go around in', () => {
    const graph = graphOf(6, [
      [0, 1],
      [1, 2],
      [2, 0],
      [2, 3],
      [3, 4],
      [4, 3],
    ]);
    expect([...components(graph, 'drive').sizes]).toEqual([5]);
    expect(strongComponents(graph, 'drive')).toMatchObject({
      component: Int32Array.from([0, 0, 0, 0, 1, 1]),
      sizes: Uint32Array.from([3, 2]),
    });
    expect([...strongComponents(graph, 'walk').sizes]).toEqual([5]);
  });

  it('of one-way streets are what going from every node finds', () => {
    const random = randomFrom(11);
    for (let round = 0; round < 30; round += 1) {
      const count = 2 + random.below(14);
      const ends = Array.from({ length: random.below(30) }, () => [random.below(count), random.below(count)] as const);
      // A loop at each node says which part it is in.
      const loops = Array.from({ length: count }, (_, node) => [node, node] as const);
      const { component } = strongComponents(graphOf(count, [...loops, ...ends]), 'drive');
      const reach = Array.from({ length: count }, (_, start) => reached(start, ends));
      for (let a = 0; a < count; a += 1) {
        for (let b = 0; b < count; b += 1) {
          expect(component[a] === component[b]).toBe(Boolean(reach[a]?.has(b)) && Boolean(reach[b]?.has(a)));
        }
      }
    }
  });

  it('lie behind gates, for those whom they stop', () => {
    const graph = graphOf(6, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [3, 5],
    ]);
    // Nobody walks past node 1, one way is open past node 3, and the turn from 4 into 5 alone is not.
    const gated = withBans(graph, [
      ...[
        [0, 2],
        [3, 1],
      ].map((arcs) => ({ arcs, modes: ['walk' as const] })),
      { arcs: [4, 6], modes: ['walk'] },
      { arcs: [7, 8], modes: ['walk'] },
      { arcs: [9, 6], modes: ['walk'] },
    ]);
    expect(components(gated, 'walk')).toMatchObject({
      component: Int32Array.from([1, 0, 0, 0, 0]),
      sizes: Uint32Array.from([5, 2]),
    });
    expect([...strongComponents(gated, 'walk').sizes]).toEqual([5, 2]);
    expect([...components(gated, 'drive').sizes]).toEqual([6]);
  });

  it('are found on a road of a hundred thousand nodes', () => {
    const graph = graphOf(
      100_000,
      Array.from({ length: 99_999 }, (_, i) => [i, i + 1] as const),
    );
    expect([...components(graph, 'drive').sizes]).toEqual([100_000]);
    expect(strongComponents(graph, 'drive').sizes).toHaveLength(100_000);
    expect([...strongComponents(graph, 'walk').sizes]).toEqual([100_000]);
  });
});

function reached(start: number, ends: readonly (readonly [number, number])[]): ReadonlySet<number> {
  const seen = new Set([start]);
  for (const node of seen) for (const [from, to] of ends) if (from === node) seen.add(to);
  return seen;
}
