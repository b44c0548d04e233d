import { describe, expect, it } from 'vitest';
import { distanceM } from '../../../tiles/tile/spheroid.ts';
import { placeOf, randomGraph } from '../../testing/street-grids.ts';
import { randomFrom } from '../../testing/random.ts';
import { components } from '../network/components.ts';
import { snapPoints } from '../network/snap.ts';
import type { Graph } from '../types.ts';
import { snapPoint } from './snap-point.ts';
import { WalkGround } from './walk.ts';

const NODES = 40;
const graph: Graph = metres(randomGraph({ nodes: NODES, edges: 90, seed: 14 }));
const pieces = components(graph, 'walk');

/** Costs of the walk are lengths, the same both ways as the graph allows. */
function metres(given: Graph): Graph {
  const along = (times: Float64Array): Float64Array =>
    given.lengthM.map((length, edge) => (times[edge] === Infinity ? Infinity : length));
  return {
    ...given,
    forward: { ...given.forward, walk: along(given.forward.walk) },
    backward: { ...given.backward, walk: along(given.backward.walk) },
  };
}

/** Between all nodes by Floyd (1962): another algorithm than the one under test. */
function betweenNodes(): readonly (readonly number[])[] {
  const way = Array.from({ length: NODES }, (_, i) =>
    Array.from({ length: NODES }, (__, j) => (i === j ? 0 : Infinity)),
  );
  const shorten = (i: number, j: number, length: number): void => {
    const row = way[i] as number[];
    row[j] = Math.min(row[j] as number, length);
  };
  for (let e = 0; e < graph.edgeCount; e += 1) {
    const [a, b] = [graph.from[e] as number, graph.to[e] as number];
    shorten(a, b, graph.forward.walk[e] as number);
    shorten(b, a, graph.backward.walk[e] as number);
  }
  for (let k = 0; k < NODES; k += 1)
    for (let i = 0; i < NODES; i += 1)
      for (let j = 0; j < NODES; j += 1)
        shorten(i, j, ((way[i] as number[])[k] as number) + ((way[k] as number[])[j] as number));
  return way;
}

interface Place {
  readonly edge: number;
  readonly fraction: number;
}

/** The shortest way between places on edges, by the ways between the ends of their edges. */
function shortest(way: ReturnType<typeof betweenNodes>, a: Place, b: Place): number {
  const out = [
    [graph.from[a.edge], (graph.backward.walk[a.edge] as number) * a.fraction],
    [graph.to[a.edge], (graph.forward.walk[a.edge] as number) * (1 - a.fraction)],
  ] as const;
  const into = [
    [graph.from[b.edge], (graph.forward.walk[b.edge] as number) * b.fraction],
    [graph.to[b.edge], (graph.backward.walk[b.edge] as number) * (1 - b.fraction)],
  ] as const;
  const ways = out.flatMap(([from, before]) =>
    into.map(([to, after]) => before + ((way[from as number] as number[])[to as number] as number) + after),
  );
  if (a.edge === b.edge) {
    const times = b.fraction >= a.fraction ? graph.forward : graph.backward;
    ways.push((times.walk[a.edge] as number) * Math.abs(b.fraction - a.fraction));
  }
  return Math.min(...ways);
}

const random = randomFrom(33);
const places: readonly Place[] = Array.from({ length: 60 }, () => ({
  edge: random.below(graph.edgeCount),
  fraction: 0.05 + 0.9 * random.next(),
}));
const lonLat = Float64Array.from(places.flatMap(({ edge, fraction }) => placeOf(graph, edge, fraction)));
const snaps = { ...snapPoints(graph, 'walk', lonLat, { maxDistanceM: 300 }) };
// Streets of a random network cross without a node: each place is meant to be on its own.
places.forEach(({ edge, fraction }, i) => {
  snaps.edge[i] = edge;
  snaps.fraction[i] = fraction;
  snaps.distanceM[i] = 0;
});

describe('ways on foot', () => {
  const ground = new WalkGround(graph);
  const way = betweenNodes();

  it('are as long as another algorithm finds them', () => {
    places.forEach((from, i) => {
      const found = ground.distances(snapPoint(snaps, i), snaps, pieces, 1e9);
      places.forEach((to, j) => {
        const expected = shortest(way, from, to);
        const is = found[j] as number;
        if (expected === Infinity) expect(Number.isNaN(is) || is === Infinity).toBe(true);
        else expect(is).toBeCloseTo(expected, 6);
      });
    });
  });

  it('end at the limit: what lies beyond is not shown as near', () => {
    const all = ground.distances(snapPoint(snaps, 0), snaps, pieces, 1e9);
    const limit = [...all].filter(Number.isFinite).sort((a, b) => a - b)[20] as number;
    const near = ground.distances(snapPoint(snaps, 0), snaps, pieces, limit);
    near.forEach((is, j) =>
      expect(is).toBe((all[j] as number) <= limit ? all[j] : Number.isNaN(all[j]) ? NaN : Infinity),
    );
  });

  it('are drawn from place to place, and as long as another algorithm finds them', () => {
    for (let i = 0; i < 20; i += 1) {
      const [a, b] = [snapPoint(snaps, i), snapPoint(snaps, i + 20)];
      const found = ground.route(a, b, 1e9);
      const [from, to] = [places[i] as Place, places[i + 20] as Place];
      if (shortest(way, from, to) === Infinity) {
        expect(found).toBeNull();
        continue;
      }
      expect(found?.metres).toBeCloseTo(shortest(way, from, to), 6);
      const line = (found?.line ?? []).map(([lon, lat]) => ({ lon, lat }));
      const [lonA, latA] = placeOf(graph, from.edge, from.fraction);
      const [lonB, latB] = placeOf(graph, to.edge, to.fraction);
      expect(distanceM(line[0] ?? { lon: 0, lat: 0 }, { lon: lonA, lat: latA })).toBeLessThan(0.5);
      expect(distanceM(line.at(-1) ?? { lon: 0, lat: 0 }, { lon: lonB, lat: latB })).toBeLessThan(0.5);
      expect(line.length).toBeGreaterThan(1);
    }
  });

  it('are not known from a place that no street is near', () => {
    const nowhere = { edge: -1, fraction: 0, distanceM: Infinity };
    expect([...ground.distances(nowhere, snaps, pieces, 1000)].every(Number.isNaN)).toBe(true);
    expect(ground.route(nowhere, snapPoint(snaps, 0), 1000)).toBeNull();
  });
});
