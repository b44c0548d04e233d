import { describe, expect, it } from 'vitest';
import { MODES } from '../../../tiles/api/vocabulary.ts';
import { distanceM, metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import { randomFrom } from '../../testing/random.ts';
import type { Graph } from '../types.ts';
import { buildGraph, type DraftEdge } from './build.ts';
import { components } from './components.ts';
import { inSmallPiece, snapNodes, snapPoints } from './snap.ts';

const META = {
  id: 'test',
  title: { zh: '测试', en: 'Test' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};
const ALL = { walk: 1, cycle: 4, drive: 10 };
const AT = { lon: 120.3, lat: 36.1 };
const SCALE = metresPerDegree(AT.lat);

/** Degrees of points given in metres from a corner. */
function degrees(...metres: readonly number[]): Float64Array {
  return Float64Array.from(metres, (value, i) =>
    i % 2 === 0 ? AT.lon + value / SCALE.lon : AT.lat + value / SCALE.lat,
  );
}

function graphOf(nodes: readonly number[], edges: readonly DraftEdge[]): Graph {
  return buildGraph({ meta: META, lonLat: degrees(...nodes), edges });
}

/** A street of 100 m to the east that goes 50 m to the north at its end, and a footway beside it. */
const STREET = graphOf(
  [0, 0, 100, 50, 0, 30, 100, 30],
  [
    { from: 0, to: 1, shape: degrees(100, 0), forwardMps: ALL, backwardMps: ALL },
    { from: 2, to: 3, forwardMps: { walk: 1 }, backwardMps: { walk: 1 } },
  ],
);

describe('a point', () => {
  it('meets its street at the share of the length where it is nearest', () => {
    const snaps = snapPoints(STREET, 'walk', degrees(40, 10, 110, 20), { maxDistanceM: 300 });
    expect([...snaps.edge]).toEqual([0, 0]);
    expect(snaps.fraction[0]).toBeCloseTo(40 / 150, 5);
    expect(snaps.fraction[1]).toBeCloseTo(120 / 150, 5);
    expect(snaps.distanceM[0]).toBeCloseTo(10, 4);
    expect(snaps.distanceM[1]).toBeCloseTo(10, 4);
  });

  it('passes over a small piece where a larger one is in reach, and is counted', () => {
    // A path of 5 m by the point, the street 38 m off; and far from it another path, alone.
    const graph = graphOf(
      [0, 0, 100, 0, 40, 38, 45, 38, 5000, 0, 5005, 0],
      [0, 2, 4].map((from) => ({ from, to: from + 1, forwardMps: ALL, backwardMps: ALL })),
    );
    const places = degrees(42, 39, 5002, 1);
    const near = snapPoints(graph, 'walk', places, { maxDistanceM: 300 });
    expect([[...near.edge], near.passedOver]).toEqual([[1, 2], 0]);
    const isSmall = inSmallPiece(components(graph, 'walk'), 50);
    expect([0, 1, 2].map((edge) => isSmall?.(edge))).toEqual([false, true, true]);
    const joined = snapPoints(graph, 'walk', places, { maxDistanceM: 300, isSmall });
    expect([[...joined.edge], joined.passedOver]).toEqual([[0, 2], 1]);
    expect(joined.distanceM[0]).toBeCloseTo(39, 3);
    expect([...snapPoints(graph, 'walk', places, { maxDistanceM: 30, isSmall }).edge]).toEqual([1, 2]);
    // Where all pieces are small, none is passed over; and where none is.
    expect(inSmallPiece(components(graph, 'walk'), 1000)).toBeNull();
    expect(inSmallPiece(components(graph, 'walk'), 0)).toBeNull();
  });

  it('meets only what its mode may use', () => {
    expect(snapPoints(STREET, 'walk', degrees(40, 28), { maxDistanceM: 300 }).edge[0]).toBe(1);
    const driving = snapPoints(STREET, 'drive', degrees(40, 28), { maxDistanceM: 300 });
    expect(driving.edge[0]).toBe(0);
    expect(driving.distanceM[0]).toBeCloseTo(28, 4);
  });

  it('meets the node itself where that is nearest, on the edge of the lowest number', () => {
    const star = graphOf(
      [0, 0, 100, 0, 0, 100, -100, 0],
      [
        { from: 1, to: 0, forwardMps: ALL, backwardMps: {} },
        { from: 0, to: 2, forwardMps: ALL, backwardMps: ALL },
        { from: 0, to: 3, forwardMps: ALL, backwardMps: ALL },
      ],
    );
    const snaps = snapPoints(
      star,
      'walk',
      Float64Array.from([star.lonLat[0] as number, star.lonLat[1] as number, ...degrees(0, -7)]),
      { maxDistanceM: 300 },
    );
    expect([...snaps.edge]).toEqual([0, 0]);
    expect([...snaps.fraction]).toEqual([1, 1]);
    expect(snaps.distanceM[0]).toBe(0);
  });

  it('is not connected beyond the distance, without a place, or where nobody may go', () => {
    const far = snapPoints(STREET, 'walk', Float64Array.from([...degrees(40, -300.5, 40, -299.5), NaN, NaN]), {
      maxDistanceM: 300,
    });
    expect([...far.edge]).toEqual([-1, 0, -1]);
    expect([...far.distanceM].map(Number.isFinite)).toEqual([false, true, false]);
    const footways = graphOf([0, 0, 100, 0], [{ from: 0, to: 1, forwardMps: { walk: 1 }, backwardMps: { walk: 1 } }]);
    expect(snapPoints(footways, 'drive', degrees(1, 1), { maxDistanceM: Infinity }).edge[0]).toBe(-1);
    expect(snapPoints(footways, 'walk', degrees(900_000, 0), { maxDistanceM: Infinity }).edge[0]).toBe(0);
    expect(snapPoints(graphOf([], []), 'walk', degrees(1, 1), { maxDistanceM: 300 }).edge[0]).toBe(-1);
  });

  it('meets the nearest of all edges, as looking at every one finds it', () => {
    const random = randomFrom(4);
    const nodes = Array.from({ length: 120 }, () => random.next() * 2000);
    const edges = Array.from(
      { length: 70 },
      (): DraftEdge => ({
        from: random.below(60),
        to: random.below(60),
        shape: degrees(...Array.from({ length: random.below(4) * 2 }, () => random.next() * 2000)),
        forwardMps: random.next() < 0.7 ? ALL : { walk: 1 },
        backwardMps: random.next() < 0.7 ? ALL : {},
      }),
    );
    const graph = graphOf(nodes, edges);
    const points = degrees(...Array.from({ length: 200 }, () => random.next() * 3000 - 500));
    for (const mode of MODES) {
      const snaps = snapPoints(graph, mode, points, { maxDistanceM: 250 });
      for (let i = 0; i < snaps.count; i += 1) {
        const best = bruteForce(graph, mode, points[i * 2] as number, points[i * 2 + 1] as number);
        if (best.distanceM > 250.001) expect(snaps.edge[i]).toBe(-1);
        else if (best.distanceM < 249.999) {
          expect(snaps.distanceM[i]).toBeCloseTo(best.distanceM, 2);
          expect(
            distanceM(placeAt(graph, snaps.edge[i] as number, snaps.fraction[i] as number), {
              lon: points[i * 2] as number,
              lat: points[i * 2 + 1] as number,
            }),
          ).toBeCloseTo(best.distanceM, 2);
        }
      }
    }
  });
});

describe('a place that is a node', () => {
  it('is an end of an edge, and nowhere where there is no edge', () => {
    const graph = graphOf(
      [0, 0, 100, 0, 200, 0, 300, 0],
      [
        { from: 1, to: 0, forwardMps: ALL, backwardMps: ALL },
        { from: 1, to: 2, forwardMps: ALL, backwardMps: {} },
      ],
    );
    expect(snapNodes(graph, Uint32Array.from([0, 1, 2, 3]))).toEqual({
      count: 4,
      edge: Int32Array.from([0, 0, 1, -1]),
      fraction: Float64Array.from([1, 0, 1, 0]),
      distanceM: Float64Array.from([0, 0, 0, Infinity]),
    });
  });
});

function pointsOf(graph: Graph, e: number): readonly (readonly [number, number])[] {
  const node = (n: number): readonly [number, number] => [
    graph.lonLat[n * 2] as number,
    graph.lonLat[n * 2 + 1] as number,
  ];
  const inner = Array.from(
    { length: (graph.shapeStart[e + 1] as number) - (graph.shapeStart[e] as number) },
    (_, i): readonly [number, number] => {
      const at = ((graph.shapeStart[e] as number) + i) * 2;
      return [graph.shape[at] as number, graph.shape[at + 1] as number];
    },
  );
  return [node(graph.from[e] as number), ...inner, node(graph.to[e] as number)];
}

/** Distance to the nearest of all segments, each by ternary search. */
function bruteForce(
  graph: Graph,
  mode: 'walk' | 'cycle' | 'drive',
  lon: number,
  lat: number,
): { readonly distanceM: number } {
  let least = Infinity;
  for (let e = 0; e < graph.edgeCount; e += 1) {
    if (graph.forward[mode][e] === Infinity && graph.backward[mode][e] === Infinity) continue;
    const points = pointsOf(graph, e);
    for (let i = 1; i < points.length; i += 1) {
      const [a, b] = [points[i - 1] as readonly [number, number], points[i] as readonly [number, number]];
      const at = (share: number): number =>
        distanceM({ lon: a[0] + share * (b[0] - a[0]), lat: a[1] + share * (b[1] - a[1]) }, { lon, lat });
      let [low, high] = [0, 1];
      for (let step = 0; step < 30; step += 1) {
        const third = (high - low) / 3;
        if (at(low + third) < at(high - third)) high -= third;
        else low += third;
      }
      least = Math.min(least, at((low + high) / 2));
    }
  }
  return { distanceM: least };
}

function placeAt(graph: Graph, e: number, fraction: number): { readonly lon: number; readonly lat: number } {
  const points = pointsOf(graph, e).map(([lon, lat]) => ({ lon, lat }));
  let left = fraction * (graph.lengthM[e] as number);
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1] as { lon: number; lat: number }, points[i] as { lon: number; lat: number }];
    const length = distanceM(a, b);
    if (left <= length || i === points.length - 1) {
      const share = length > 0 ? left / length : 0;
      return { lon: a.lon + share * (b.lon - a.lon), lat: a.lat + share * (b.lat - a.lat) };
    }
    left -= length;
  }
  throw new Error('An edge has two points at least.');
}
