import { describe, expect, it } from 'vitest';
import type { NetworkMeta } from '../types.ts';
import { buildGraph, type DraftEdge } from './build.ts';
import { decodeGraph, encodeGraph, GraphError } from './graph.ts';

const META: Omit<NetworkMeta, 'key'> = {
  id: 'corner',
  title: { zh: '街角', en: 'Corner' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};
const BOTH = { walk: 1, cycle: 4, drive: 10 };

/** One street with a bend, one one-way street for driving. */
function corner(
  edges: readonly DraftEdge[] = [
    { from: 0, to: 1, shape: [120.3, 36.0, 120.301, 36.0005], forwardMps: BOTH, backwardMps: BOTH },
    { from: 1, to: 2, forwardMps: BOTH, backwardMps: { walk: 1 } },
  ],
) {
  return buildGraph({ meta: META, lonLat: [120.29, 36.0, 120.302, 36.001, 120.31, 36.001], edges });
}

describe('a graph', () => {
  it('has lengths on the spheroid, along the shape', () => {
    // One degree at the equator and one of latitude at 45°, by the WGS 84 spheroid: 111,319.491 m and 111,131.78 m.
    const graph = buildGraph({
      meta: META,
      lonLat: [0, 0, 1, 0, 5, 44.5, 5, 45.5],
      edges: [
        { from: 0, to: 1, shape: [0.5, 0], forwardMps: BOTH, backwardMps: BOTH },
        { from: 2, to: 3, forwardMps: BOTH, backwardMps: BOTH },
      ],
    });
    expect(graph.lengthM[0]).toBeCloseTo(111_319.491, 2);
    expect(Math.abs((graph.lengthM[1] as number) / 111_131.78 - 1)).toBeLessThan(1e-5);
  });

  it('has the time of its length at the speed of each mode, and Infinity where a mode may not go', () => {
    const graph = corner();
    const length = graph.lengthM[1] as number;
    expect(graph.forward.drive[1]).toBe(length / 10);
    expect(graph.backward.drive[1]).toBe(Infinity);
    expect(graph.backward.walk[1]).toBe(length);
  });

  it('comes back from its bytes as it was, in memory that threads share', () => {
    const graph = corner();
    const again = decodeGraph(encodeGraph(graph));
    expect(again).toEqual(graph);
    expect(again.lonLat.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(again.forward.walk.buffer).toBe(again.lonLat.buffer);
  });

  it('has a key that changes with the least of its numbers, and not with its title', () => {
    const { key } = corner().meta;
    expect(key).toMatch(/^[0-9a-f]{16}$/);
    expect(corner().meta.key).toBe(key);
    expect(
      corner([
        { from: 0, to: 1, shape: [120.3, 36.0, 120.301, 36.0005], forwardMps: BOTH, backwardMps: BOTH },
        { from: 1, to: 2, forwardMps: BOTH, backwardMps: { walk: 1 + Number.EPSILON } },
      ]).meta.key,
    ).not.toBe(key);
  });

  it('is not built with edges to nowhere, half a point, or a standstill', () => {
    expect(() => corner([{ from: 0, to: 3, forwardMps: BOTH, backwardMps: BOTH }])).toThrow(RangeError);
    expect(() => corner([{ from: 0, to: 1.5, forwardMps: BOTH, backwardMps: BOTH }])).toThrow(RangeError);
    expect(() => corner([{ from: 0, to: 1, shape: [1], forwardMps: BOTH, backwardMps: BOTH }])).toThrow(RangeError);
    expect(() => corner([{ from: 0, to: 1, forwardMps: { walk: 0 }, backwardMps: BOTH }])).toThrow(RangeError);
  });

  it.each([
    ['none', new Uint8Array(0)],
    ['others', new TextEncoder().encode('PK\u0003\u0004 and much more that is no graph')],
    ['a cut-off graph', encodeGraph(corner()).slice(0, -8)],
    ['a graph of another format', withBytes((text) => text.replace('"format":3', '"format":7'))],
    ['a graph of a format before', withBytes((text) => text.replace('"format":3', '"format":1'))],
    [
      'a graph with a node less than its edges need',
      withBytes((text) => text.replace('"nodeCount":3', '"nodeCount":2')),
    ],
  ])('is not read from bytes that are %s', (_, bytes) => {
    expect(() => decodeGraph(bytes)).toThrow(GraphError);
  });
});

/** The bytes of a graph with their header changed, of the same length. */
function withBytes(change: (header: string) => string): Uint8Array {
  const bytes = encodeGraph(corner());
  return Uint8Array.from(Buffer.from(change(Buffer.from(bytes).toString('latin1')), 'latin1'));
}
