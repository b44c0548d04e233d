import { beforeAll, describe, expect, it } from 'vitest';
import type { StreetEdit } from '../../../tiles/api/street-edits.ts';
import { DEFAULT_MAX_ACCESS_M, type Mode } from '../../../tiles/api/vocabulary.ts';
import { metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import { runs } from '../../testing/effort.ts';
import { randomFrom } from '../../testing/random.ts';
import { randomStreetEdit, type StreetEditKind } from '../../testing/street-edits.ts';
import { gridGraph, placeOf, randomCity, randomSnaps, snapsOf, UNWATCHED } from '../../testing/street-grids.ts';
import { randomBans } from '../../testing/turns.ts';
import { AnalysisError } from '../errors.ts';
import { bansOf, modesOf, type Ban } from '../network/bans.ts';
import { withBans } from '../network/build.ts';
import { segmentIndex, snapPoints, type SegmentIndex } from '../network/snap.ts';
import { costMatrix } from '../paths/cost-matrix.ts';
import { snapPoint, type SnapPoint } from '../paths/snap-point.ts';
import { searchGraph } from '../paths/search-graph.ts';
import type { Graph, Snaps } from '../types.ts';
import { editedGraph } from './edited-graph.ts';
import { editedSnaps } from './edited-snaps.ts';
import { resolveStreets } from './resolve.ts';

type Place = readonly [lon: number, lat: number];

const SEEDS = runs({ daily: 12, full: 100 });

interface Points {
  readonly lonLat: Float64Array;
  readonly snaps: Snaps;
}

/** All costs from facility to demand, row by row; Infinity where there is no way. */
function allCosts(graph: Graph, mode: Mode, facilities: Snaps, demand: Snaps): Float64Array {
  const search = searchGraph(graph, mode, { direction: 'backward' });
  const matrix = costMatrix({ graph, search, facilities, demand, accessSpeedMps: 1, limit: Infinity }, UNWATCHED);
  const all = new Float64Array(facilities.count * demand.count).fill(Infinity);
  for (let f = 0; f < facilities.count; f += 1)
    for (let at = matrix.start[f] as number; at < (matrix.start[f + 1] as number); at += 1)
      all[f * demand.count + (matrix.demand[at] as number)] = matrix.cost[at] as number;
  return all;
}

function costsAfter(
  graph: Graph,
  index: SegmentIndex,
  edits: readonly StreetEdit[],
  { mode, facilities, demand }: { readonly mode: Mode; readonly facilities: Points; readonly demand: Points },
): Float64Array {
  const { overlay } = resolveStreets(graph, index, edits);
  const snaps = ({ lonLat, snaps }: Points): Snaps => editedSnaps(overlay, mode, lonLat, snaps, DEFAULT_MAX_ACCESS_M);
  return allCosts(editedGraph(overlay), mode, snaps(facilities), snaps(demand));
}

/**
 * The same, of a network whose streets are truly cut where new ones meet them: no edge lies beside its pieces, and bans
 * are those of the pieces alone. Sums differ by roundings.
 */
function costsOfCut(
  graph: Graph,
  index: SegmentIndex,
  edits: readonly StreetEdit[],
  { mode, facilities, demand }: { readonly mode: Mode; readonly facilities: Points; readonly demand: Points },
): Float64Array {
  const { overlay } = resolveStreets(graph, index, edits);
  const { pieces } = overlay;
  const edited = editedGraph(overlay);
  const without = (times: Float64Array): Float64Array => times.map((time, e) => (pieces.has(e) ? Infinity : time));
  const bans = Array.from(graph.bans.modes, (mask, b): Ban => {
    const run = [...graph.bans.arc.subarray(graph.bans.start[b], graph.bans.start[b + 1])];
    const arcs = run.flatMap((arc, i) => {
      const own = pieces.get(arc >> 1)?.map((piece) => 2 * (graph.edgeCount + piece) + (arc % 2));
      if (own === undefined) return [arc];
      if (arc % 2 === 1) own.reverse();
      return i === 0 ? [own.at(-1) as number] : i === run.length - 1 ? [own[0] as number] : own;
    });
    return { arcs, modes: modesOf(mask) };
  });
  const cut: Graph = {
    ...edited,
    forward: { ...edited.forward, [mode]: without(edited.forward[mode]) },
    backward: { ...edited.backward, [mode]: without(edited.backward[mode]) },
    bans: bansOf(bans),
  };
  // Each point at one of its places, or at both: the least of both is what counts.
  const placesOf = ({ lonLat, snaps }: Points): SnapPoint[][] => {
    const all = editedSnaps(overlay, mode, lonLat, snaps, DEFAULT_MAX_ACCESS_M);
    return Array.from({ length: all.count }, (_, i) => {
      const more = Array.from(all.others?.of ?? [], (of, row) => ({ of, row }))
        .filter(({ of }) => of === i)
        .map(({ row }) => snapPoint(all.others as Snaps, row));
      const places = [snapPoint(all, i), ...more].filter(({ edge }) => !pieces.has(edge));
      return places.length === 0 ? [snapPoint(all, i)] : places;
    });
  };
  const [from, to] = [placesOf(facilities), placesOf(demand)];
  const flat = (places: SnapPoint[][]): Snaps => snapsOf(places.flat());
  const costs = allCosts(cut, mode, flat(from), flat(to));
  const all = new Float64Array(from.length * to.length).fill(Infinity);
  const wide = to.flat().length;
  let f = 0;
  from.forEach((places, i) => {
    for (const _ of places) {
      let d = 0;
      to.forEach((others, j) => {
        for (const __ of others) {
          const at = i * to.length + j;
          all[at] = Math.min(all[at] as number, costs[f * wide + d] as number);
          d += 1;
        }
      });
      f += 1;
    }
  });
  return all;
}

describe('street edits on a made-up city', () => {
  const mode: Mode = 'walk';
  let graph: Graph;
  let index: SegmentIndex;
  let facilities: Points;
  let demand: Points;
  let base: Float64Array;

  function pointsBeside(count: number, seed: number): Points {
    const random = randomFrom(seed);
    const near = randomSnaps(graph, { count, seed });
    const lonLat = Float64Array.from(
      Array.from({ length: count }, (_, i) => {
        const [lon, lat] = placeOf(graph, near.edge[i] as number, near.fraction[i] as number);
        return [lon + (random.next() - 0.5) / 2000, lat + (random.next() - 0.5) / 2000];
      }).flat(),
    );
    return { lonLat, snaps: snapPoints(graph, mode, lonLat, { maxDistanceM: DEFAULT_MAX_ACCESS_M, index }) };
  }

  beforeAll(() => {
    const open = randomCity({ nodes: 400, seed: 3 });
    graph = withBans(open, randomBans(open, 200, 4));
    index = segmentIndex(graph);
    facilities = pointsBeside(12, 5);
    demand = pointsBeside(150, 6);
    base = allCosts(graph, mode, facilities.snaps, demand.snaps);
  });

  const listOf = (seed: number, kinds: readonly StreetEditKind[]): StreetEdit[] => {
    const random = randomFrom(seed);
    return kinds.map((kind, i) => randomStreetEdit(graph, random, { id: `e${i}`, kind }));
  };
  const costs = (edits: readonly StreetEdit[]): Float64Array =>
    costsAfter(graph, index, edits, { mode, facilities, demand });

  it('makes nothing farther by a new street, to the last bit, and something nearer', () => {
    let nearer = 0;
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const after = costs(listOf(100 + seed, ['add']));
      expect(after.every((cost, i) => cost <= (base[i] as number))).toBe(true);
      nearer += after.filter((cost, i) => cost < (base[i] as number) - 1).length;
    }
    expect(nearer).toBeGreaterThan(100);
  });

  it.each(['close', 'oneway', 'shut'] as const)(
    'makes nothing nearer by %s, to the last bit, and something farther',
    (kind) => {
      let farther = 0;
      for (let seed = 0; seed < SEEDS; seed += 1) {
        const after = costs(listOf(200 + seed, [kind, kind]));
        expect(after.every((cost, i) => cost >= (base[i] as number))).toBe(true);
        farther += after.filter((cost, i) => cost > (base[i] as number) + 1).length;
      }
      expect(farther).toBeGreaterThan(100);
    },
  );

  it('is the network whose streets are cut where new ones meet them, turn bans included', () => {
    let differing = 0;
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const edits = listOf(300 + seed, ['add', 'add', 'add']);
      const [after, cut] = [costs(edits), costsOfCut(graph, index, edits, { mode, facilities, demand })];
      after.forEach((cost, i) => {
        const other = cut[i] as number;
        if (!(cost === other || Math.abs(cost - other) <= 1e-9 * other)) differing += 1;
      });
    }
    expect(differing).toBe(0);
  });

  it('does not depend on the order of the edits', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const edits = listOf(400 + seed, ['add', 'close', 'add', 'shut', 'speed', 'oneway', 'speed']);
      expect(costs([...edits].reverse())).toEqual(costs(edits));
    }
  });
});

/** A grid of ten blocks by four. Places are metres from its south-western corner. */
const WEST: Place = [120.4, 36.1];
const SCALE = metresPerDegree(WEST[1]);
const at = (x: number, y: number): Place => [WEST[0] + x / SCALE.lon, WEST[1] + y / SCALE.lat];
const GRID = gridGraph({ columns: 10, rows: 4, blockM: 100 });
const INDEX = segmentIndex(GRID);

function oneCost(graph: Graph, edits: readonly StreetEdit[], from: Place, to: Place, mode: Mode = 'walk'): number {
  const index = segmentIndex(graph);
  const points = (place: Place): Points => {
    const lonLat = Float64Array.from(place);
    return { lonLat, snaps: snapPoints(graph, mode, lonLat, { maxDistanceM: DEFAULT_MAX_ACCESS_M, index }) };
  };
  return costsAfter(graph, index, edits, { mode, facilities: points(from), demand: points(to) })[0] as number;
}

describe('street edits on a grid', () => {
  it('leads over a new street from the middle of one block to the middle of another', () => {
    const diagonal: StreetEdit = { kind: 'add', id: 'bridge', line: [at(50, 0), at(350, 400)] };
    const [from, to] = [at(50, 0), at(350, 400)];
    expect(oneCost(GRID, [], from, to)).toBeCloseTo(700, 0);
    expect(oneCost(GRID, [diagonal], from, to)).toBeCloseTo(500, 0);
    // From the end of its block: 50 m to the bridge.
    expect(oneCost(GRID, [diagonal], at(0, 0), to)).toBeCloseTo(550, 0);
    // It passes over the streets between, unless it is to join them.
    expect(oneCost(GRID, [diagonal], at(0, 0), at(200, 200))).toBeCloseTo(400, 0);
    expect(oneCost(GRID, [{ ...diagonal, connect: 'crossings' }], at(0, 0), at(200, 200))).toBeCloseTo(300, 0);
  });

  it('takes cars at the speed of the new street, one way where it is one-way, and people both ways', () => {
    const street: StreetEdit = { kind: 'add', id: 's', line: [at(0, 0), at(300, 400)], oneWay: true, driveKmh: 36 };
    expect(oneCost(GRID, [street], at(300, 400), at(0, 0), 'drive')).toBeCloseTo(50, 0);
    expect(oneCost(GRID, [street], at(0, 0), at(300, 400), 'drive')).toBeCloseTo(70, 0);
    expect(oneCost(GRID, [street], at(0, 0), at(300, 400))).toBeCloseTo(500, 0);
    expect(oneCost(GRID, [{ ...street, modes: ['drive'] }], at(0, 0), at(300, 400))).toBeCloseTo(700, 0);
  });

  it('closes a street to those who pass, and to nobody who is on it', () => {
    const close: StreetEdit = { kind: 'close', id: 'c', line: [at(100, 0), at(200, 0)] };
    expect(oneCost(GRID, [close], at(100, 0), at(200, 0))).toBeCloseTo(300, 0);
    expect(oneCost(GRID, [close], at(100, 0), at(150, 0))).toBeCloseTo(50, 0);
    expect(oneCost(GRID, [{ ...close, modes: ['drive'] }], at(100, 0), at(200, 0))).toBeCloseTo(100, 0);
    expect(oneCost(GRID, [{ kind: 'close', id: 'c', line: [at(150, 5)] }], at(100, 0), at(200, 0))).toBeCloseTo(300, 0);
  });

  it('leaves open the way that a line is drawn, and slows what is to be slower', () => {
    const way: StreetEdit = { kind: 'oneway', id: 'w', line: [at(200, 1), at(100, 1)], modes: ['walk'] };
    // Costs are of people who go to the facility.
    expect(oneCost(GRID, [way], at(100, 0), at(200, 0))).toBeCloseTo(100, 0);
    expect(oneCost(GRID, [way], at(200, 0), at(100, 0))).toBeCloseTo(300, 0);
    const slow: StreetEdit = { kind: 'speed', id: 's', line: [at(100, 0), at(200, 0)], factor: 0.5, modes: ['walk'] };
    expect(oneCost(GRID, [slow], at(100, 0), at(200, 0))).toBeCloseTo(200, 0);
  });

  it('ends streets at the border of a shut area, in which nobody is reached', () => {
    const ring = [at(130, -50), at(270, -50), at(270, 150), at(130, 150), at(130, -50)].map((each) => [...each]);
    const shut: StreetEdit = { kind: 'shut', id: 'flood', area: { type: 'Polygon', coordinates: [ring] } };
    // Around by the third street.
    expect(oneCost(GRID, [shut], at(100, 0), at(300, 0))).toBeCloseTo(600, 0);
    // The block is cut at 130 m: what is left of it is still come to from its end.
    expect(oneCost(GRID, [shut], at(100, 0), at(125, 0))).toBeCloseTo(25, 0);
    expect(oneCost(GRID, [shut], at(300, 0), at(125, 0))).toBeCloseTo(625, 0);
    expect(oneCost(GRID, [shut], at(100, 0), at(200, 0))).toBe(Infinity);
    // Beside a street that is cut off for it.
    expect(oneCost(GRID, [shut], at(100, 0), at(200, -55))).toBe(Infinity);
  });

  it('says which edits find nothing, join nothing or end in nothing', () => {
    const far = [at(3000, 3000), at(3100, 3000)];
    const { warnings } = resolveStreets(GRID, INDEX, [
      { kind: 'close', id: 'nowhere', line: far },
      { kind: 'add', id: 'island', line: far },
      { kind: 'add', id: 'stub', line: [at(0, 0), at(-300, 0)] },
    ]);
    expect(warnings.map(({ code, message }) => `${code}: ${message.en.split(/,| join/)[0] ?? ''}`)).toEqual([
      'streets-warn-not-found: The street edits nowhere found no street: none of these modes runs along the line within withinM metres. Draw along a street',
      'streets-warn-joins-nothing: The new streets island',
      'streets-warn-open-end: The new streets stub',
    ]);
    expect(warnings.map(({ about }) => about)).toEqual([['nowhere'], ['island'], ['stub']]);
  });

  it('says of a street that others cross that its ends are dead, not that it joins nothing', () => {
    const line = [at(150, 50), at(250, 50)];
    const codes = (connect: 'ends' | 'crossings'): readonly string[] =>
      resolveStreets(GRID, INDEX, [{ kind: 'add', id: 'across', line, joinM: 1, connect }]).warnings.map(
        ({ code }) => code,
      );
    expect(codes('crossings')).toEqual(['streets-warn-open-end']);
    expect(codes('ends')).toEqual(['streets-warn-joins-nothing']);
  });

  it('joins new streets to each other where the network is far', () => {
    const first: StreetEdit = { kind: 'add', id: 'first', line: [at(0, 0), at(-300, 0)] };
    const second: StreetEdit = { kind: 'add', id: 'second', line: [at(-150, 5), at(-150, 400), at(0, 400)] };
    // From the middle of the first, 5 m beside it.
    expect(oneCost(GRID, [first, second], at(0, 0), at(0, 400))).toBeCloseTo(400, 0);
    expect(oneCost(GRID, [second, first], at(-300, 0), at(-150, 400))).toBeCloseTo(550, 0);
  });

  it('refuses an id that comes twice, a place that is none and a ring that is open', () => {
    const street: StreetEdit = { kind: 'close', id: 'c', line: [at(0, 0)] };
    const open = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)].map((each) => [...each]);
    const refused = (edits: readonly StreetEdit[]): unknown => {
      try {
        return resolveStreets(GRID, INDEX, edits);
      } catch (error) {
        return error instanceof AnalysisError ? [error.code, error.at] : error;
      }
    };
    expect(refused([street, street])).toEqual(['street-edit-twice', '/streetEdits/1/id']);
    expect(refused([{ ...street, line: [[36, 120]] }])).toEqual(['street-edit-place', '/streetEdits/0/line/0']);
    const long = Array.from({ length: 1000 }, (_, i) => at(i, i));
    const many = Array.from({ length: 6 }, (_, i): StreetEdit => ({ kind: 'close', id: `c${i}`, line: long }));
    expect(refused(many)).toEqual(['street-edit-positions', '/streetEdits']);
    expect(refused([{ kind: 'shut', id: 's', area: { type: 'Polygon', coordinates: [open] } }])).toEqual([
      'street-edit-ring',
      '/streetEdits/0/area',
    ]);
    const across = [
      [179, 36],
      [-179, 36],
      [-179, 37],
      [179, 36],
    ];
    expect(refused([{ kind: 'shut', id: 's', area: { type: 'Polygon', coordinates: [across] } }])).toEqual([
      'street-edit-antimeridian',
      '/streetEdits/0/area',
    ]);
  });
});
