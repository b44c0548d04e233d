import { describe, expect, it } from 'vitest';
import type { GivenNetwork } from '../../../tiles/api/study.ts';
import { AnalysisError } from '../errors.ts';
import { givenGraph } from './given.ts';
import { snapNodes } from './snap.ts';

const TRIANGLE: GivenNetwork = {
  nodes: [{ id: 'a', lon: 120, lat: 36 }, { id: 7, lon: 120, lat: 36.01 }, { id: '7' }, { id: 'alone' }],
  edges: [
    { from: 'a', to: 7, cost: 3 },
    { from: 7, to: '7', cost: 0.1, oneWay: true },
  ],
  costUnit: 'min',
};

describe('the network of a study', () => {
  it('keeps its costs in every mode, one-way edges one way only', () => {
    const { graph, nodeOf } = givenGraph(TRIANGLE);
    expect([nodeOf.get('a'), nodeOf.get(7), nodeOf.get('7')]).toEqual([0, 1, 2]);
    expect([...graph.forward.walk]).toEqual([3, 0.1, 0]);
    expect([...graph.backward.drive]).toEqual([3, Infinity, 0]);
    expect(graph.meta.costUnit).toBe('min');
    expect(graph.lengthM[0]).toBeCloseTo(1109.6, 0);
    expect(graph.lengthM[1]).toBeNaN();
  });

  it('gives a node without edges a place to be', () => {
    const { graph, nodeOf } = givenGraph(TRIANGLE);
    const snaps = snapNodes(graph, Uint32Array.from([nodeOf.get('alone') ?? -1]));
    expect([...snaps.edge]).toEqual([2]);
    expect([graph.from[2], graph.to[2]]).toEqual([3, 3]);
  });

  it('is another network when a cost is another', () => {
    const key = (cost: number): string =>
      givenGraph({ nodes: TRIANGLE.nodes, edges: [{ from: 'a', to: 7, cost }] }).graph.meta.key;
    expect(key(3)).toBe(key(3));
    expect(key(3)).not.toBe(key(3.0000000000000004));
  });

  it.each([
    ['no nodes', { nodes: [], edges: [] }, 'network-empty', '/network/nodes'],
    ['a node twice', { nodes: [{ id: 1 }, { id: 1 }], edges: [] }, 'network-node-twice', '/network/nodes/1/id'],
    ['half a place', { nodes: [{ id: 1, lon: 120 }], edges: [] }, 'network-node-place', '/network/nodes/0'],
    [
      'a place off the globe',
      { nodes: [{ id: 1, lon: 36, lat: 120 }], edges: [] },
      'network-node-place',
      '/network/nodes/0',
    ],
    [
      'an unknown node',
      { nodes: [{ id: 1 }, { id: 2 }], edges: [{ from: 1, to: '2', cost: 1 }] },
      'network-node-unknown',
      '/network/edges/0/to',
    ],
    [
      'a cost below 0',
      { nodes: [{ id: 1 }, { id: 2 }], edges: [{ from: 1, to: 2, cost: -1 }] },
      'network-cost',
      '/network/edges/0/cost',
    ],
    [
      'a cost that is no number',
      { nodes: [{ id: 1 }, { id: 2 }], edges: [{ from: 1, to: 2, cost: NaN }] },
      'network-cost',
      '/network/edges/0/cost',
    ],
  ] as const)('is refused with %s, and told where', (_, network, code, at) => {
    const refused = (() => {
      try {
        return givenGraph(network);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(AnalysisError);
    expect(refused).toMatchObject({ code, at });
    expect(String((refused as AnalysisError).text.en)).not.toMatch(/\{\w+\}/);
  });
});
