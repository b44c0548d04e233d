import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { describe, expect, it } from 'vitest';
import { metresPerDegree, polygonsOf, ringAreaM2 } from '../../../tiles/tile/spheroid.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { randomFrom } from '../../testing/random.ts';
import {
  gridGraph,
  placeOf,
  randomCity,
  randomSnaps,
  snapsAtNodes,
  snapsOf,
  testGraph,
  UNWATCHED,
} from '../../testing/street-grids.ts';
import type { AnalysisError } from '../errors.ts';
import type { Graph, Snaps } from '../types.ts';
import { costMatrix } from './cost-matrix.ts';
import { isochrones, type IsochroneGround } from './isochrone.ts';
import { searchGraph } from './search-graph.ts';

const LON = 120.4;
const LAT = 36.1;
const SCALE = metresPerDegree(LAT);

function ask(graph: Graph, origins: Snaps, within: readonly number[], more: Partial<IsochroneGround> = {}) {
  return isochrones(
    {
      graph,
      search: searchGraph(graph, 'walk', { direction: 'forward' }),
      accessSpeedMps: 1,
      origins,
      within,
      ...more,
    },
    UNWATCHED,
  ).features;
}

function linesOf(
  feature: { readonly edges: GeoJSONGeometry } | undefined,
): readonly (readonly (readonly number[])[])[] {
  return feature?.edges.type === 'MultiLineString' ? feature.edges.coordinates : [];
}

/** In metres from the grid's corner. */
function holds(area: GeoJSONGeometry, x: number, y: number): boolean {
  return polygonsOf(area).some((coordinates) =>
    booleanPointInPolygon([LON + x / SCALE.lon, LAT + y / SCALE.lat], {
      type: 'Polygon',
      coordinates: coordinates as number[][][],
    }),
  );
}

/** Of all streets, straight ones, by trying each. In metres from the grid's corner. */
function nearestStreet(
  { from, to, lonLat, edgeCount }: Graph,
  x: number,
  y: number,
): { readonly edge: number; readonly fraction: number; readonly distanceM: number } {
  const place = (node: number): readonly [number, number] => [
    ((lonLat[2 * node] as number) - LON) * SCALE.lon,
    ((lonLat[2 * node + 1] as number) - LAT) * SCALE.lat,
  ];
  let best = { edge: -1, fraction: 0, distanceM: Infinity };
  for (let edge = 0; edge < edgeCount; edge += 1) {
    const [[ax, ay], [bx, by]] = [place(from[edge] as number), place(to[edge] as number)];
    const square = (bx - ax) ** 2 + (by - ay) ** 2;
    const fraction = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square));
    const distanceM = Math.hypot(x - ax - fraction * (bx - ax), y - ay - fraction * (by - ay));
    if (distanceM < best.distanceM) best = { edge, fraction, distanceM };
  }
  return best;
}

function rectangle(west: number, south: number, east: number, north: number): GeoJSONGeometry {
  const corner = (x: number, y: number): number[] => [LON + x / SCALE.lon, LAT + y / SCALE.lat];
  return {
    type: 'Polygon',
    coordinates: [
      [corner(west, south), corner(east, south), corner(east, north), corner(west, north), corner(west, south)],
    ],
  };
}

/** A grid of 20 by 20 blocks of 100 m, asked for from its middle, node (10, 10). */
const grid = gridGraph({ columns: 20, rows: 20, blockM: 100, lon: LON, lat: LAT });
const middle = snapsAtNodes(grid, [10 * 21 + 10]);

describe('streets within reach', () => {
  it.each([0, 30, 100, 250, 700, 999])(
    'of a perfect grid in %s s: 4k² blocks, and of 8k + 4 streets what is left',
    (seconds) => {
      const [blocks, left] = [Math.floor(seconds / 100), seconds % 100];
      const [feature] = ask(grid, middle, [seconds]);
      expect(feature?.lengthM).toBeCloseTo(4 * blocks ** 2 * 100 + (8 * blocks + 4) * left, 6);
    },
  );

  it('are cut by fraction, also where they are come to from both ends or only along the arrow', () => {
    const square = testGraph(Float64Array.of(0, 0, 0.01, 0, 0.01, 0.01, 0, 0.01), [
      { from: 0, to: 1, cost: 100 },
      { from: 0, to: 3, cost: 100 },
      { from: 1, to: 2, cost: 400, back: Infinity },
      { from: 2, to: 3, cost: 80 },
      { from: 3, to: 1, cost: 1000 },
    ]);
    const origin = snapsOf([{ edge: 0, fraction: 0.25, distanceM: 5 }]);
    // Left at node 0: 195 - 5 - 25, of it 65 at node 3 (65 of 1000 and of 80 beyond); at node 1: 195 - 5 - 75 = 115 of
    // 400 and of 1000.
    const [feature] = ask(square, origin, [195]);
    const lines = linesOf(feature);
    expect(lines).toHaveLength(6);
    expect(lines[2]).toEqual([
      [0.01, 0],
      [0.01, expect.closeTo((0.01 * 115) / 400, 12)],
    ]);
    expect(lines[3]).toEqual([
      [expect.closeTo(0.01 * (1 - (1 - 65 / 80)) - 0.01 * (65 / 80) + (0.01 * 65) / 80, 12), 0.01],
      [0, 0.01],
    ]);
    expect(lines[4]?.[0]).toEqual([0, 0.01]);
    expect(lines[5]?.at(-1)).toEqual([0.01, 0]);
    expect(feature?.lengthM).toBeCloseTo(100 + 100 + 115 + 65 + 65 + 115, 9);
  });

  it('follow the shape of a bent street', () => {
    const bent: Graph = {
      ...testGraph(Float64Array.of(LON, LAT, LON + 100 / SCALE.lon, LAT + 100 / SCALE.lat), [
        { from: 0, to: 1, cost: 200 },
      ]),
      shapeStart: Uint32Array.of(0, 1),
      shape: Float64Array.of(LON + 100 / SCALE.lon, LAT),
    };
    const [feature] = ask(bent, snapsAtNodes(bent, [0]), [150]);
    const [line] = linesOf(feature);
    expect(line).toHaveLength(3);
    expect(((line?.[2]?.[1] ?? 0) - LAT) * SCALE.lat).toBeCloseTo(50, 3);
  });
});

describe('the area within reach', () => {
  /** By the definition alone: to the nearest street of the grid, and from there straight. */
  function diamondM2(blockM: number, seconds: number): number {
    let count = 0;
    const step = 2;
    for (let x = step / 2; x < seconds; x += step) {
      for (let y = step / 2; y < seconds; y += step) {
        const [column, row] = [Math.round(x / blockM) * blockM, Math.round(y / blockM) * blockM];
        const [byColumn, byRow] = [Math.abs(x - column), Math.abs(y - row)];
        if ((byColumn < byRow ? column + y + byColumn : x + row + byRow) <= seconds) count += 1;
      }
    }
    return 4 * count * step ** 2;
  }

  it.each([250, 125, 50, 25])(
    'of a grid of %i m is that of its definition, and nears the diamond 2(vT)² as blocks shrink',
    (blockM) => {
      const blocks = Math.ceil(1200 / blockM);
      const graph = gridGraph({ columns: 2 * blocks, rows: 2 * blocks, blockM, lon: LON, lat: LAT });
      const features = ask(graph, snapsAtNodes(graph, [blocks * (2 * blocks + 1) + blocks]), [940, 1000]);
      for (const { within, areaM2 } of features) {
        // The outline is 5.7 km long and known to a fifth of a lattice cell.
        expect(Math.abs(areaM2 / diamondM2(blockM, within) - 1)).toBeLessThan(0.012);
        expect(Math.abs(areaM2 / (2 * within ** 2) - 1)).toBeLessThan(0.012 + blockM / 2 / within);
      }
    },
  );

  it('of shaken streets is within a tenth of that of a field worked out place by place', () => {
    const city = randomCity({ nodes: 400, seed: 41 });
    const origin = snapsOf([{ edge: 350, fraction: 0.4, distanceM: 0 }]);
    const stepM = 15;
    const places: { readonly edge: number; readonly fraction: number; readonly distanceM: number }[] = [];
    for (let x = -200; x < 1800; x += stepM)
      for (let y = -200; y < 1800; y += stepM) places.push(nearestStreet(city, x, y));
    const matrix = costMatrix(
      {
        graph: city,
        search: searchGraph(city, 'walk', { direction: 'forward' }),
        facilities: origin,
        demand: snapsOf(places.map((place) => (place.distanceM > 300 ? { ...place, edge: -1 } : place))),
        accessSpeedMps: 1,
        limit: 600,
      },
      UNWATCHED,
    );
    for (const { within, areaM2 } of ask(city, origin, [200, 400, 600])) {
      const reached = matrix.cost.reduce((count, cost) => count + (cost <= within ? 1 : 0), 0);
      expect(Math.abs(areaM2 / (reached * stepM ** 2) - 1)).toBeLessThan(0.1);
    }
  });

  it('is of valid rings: closed, outer ones counter-clockwise, holes clockwise', () => {
    // Streets around a block of 900 m: its middle is farther than 300 m from all of them.
    const ring = gridGraph({ columns: 1, rows: 1, blockM: 900, lon: LON, lat: LAT });
    const [feature] = ask(ring, snapsAtNodes(ring, [0]), [3000]);
    const polygons = polygonsOf(feature?.area as GeoJSONGeometry);
    expect(polygons.map((rings) => rings.map((each) => Math.sign(ringAreaM2(each))))).toEqual([[1, -1]]);
    for (const each of polygons.flat()) expect(each.at(-1)).toEqual(each[0]);
    expect(holds(feature?.area as GeoJSONGeometry, 450, 450)).toBe(false);
    expect(holds(feature?.area as GeoJSONGeometry, 450, 200)).toBe(true);
  });

  it('holds every shorter one', () => {
    const city = randomCity({ nodes: 1600, seed: 21 });
    const features = ask(city, snapsOf([{ edge: 1600, fraction: 0.4, distanceM: 20 }]), [300, 600, 900, 1200]);
    const random = randomFrom(22);
    const points = Array.from({ length: 1500 }, () => [random.next() * 3200, random.next() * 3200] as const);
    const held = features.map(({ area }) => points.map(([x, y]) => holds(area, x, y)));
    for (let nth = 1; nth < held.length; nth += 1) {
      held[nth - 1]?.forEach((inside, i) => {
        if (inside) expect(held[nth]?.[i]).toBe(true);
      });
      expect(features[nth]?.areaM2).toBeGreaterThan(features[nth - 1]?.areaM2 ?? Infinity);
    }
  });

  it('ends halfway to a street that cannot be reached', () => {
    const apart = testGraph(
      Float64Array.of(
        LON,
        LAT,
        LON + 400 / SCALE.lon,
        LAT,
        LON,
        LAT + 80 / SCALE.lat,
        LON + 400 / SCALE.lon,
        LAT + 80 / SCALE.lat,
      ),
      [
        { from: 0, to: 1, cost: 400 },
        { from: 2, to: 3, cost: 400 },
      ],
    );
    const [feature] = ask(apart, snapsAtNodes(apart, [0]), [600]);
    expect(holds(feature?.area as GeoJSONGeometry, 200, 25)).toBe(true);
    expect(holds(feature?.area as GeoJSONGeometry, 200, 55)).toBe(false);
  });
});

describe('water', () => {
  /** Without the streets that cross y = 1150 other than that of the column, if any. */
  function banks(bridge: number | null): Graph {
    const edges = Array.from({ length: grid.edgeCount }, (_, e) => ({
      from: grid.from[e] as number,
      to: grid.to[e] as number,
      cost: 100,
    }));
    const crosses = ({ from, to }: { from: number; to: number }): boolean =>
      Math.floor(from / 21) === 11 && to === from + 21;
    return testGraph(
      grid.lonLat,
      edges.filter((edge) => !crosses(edge) || edge.from % 21 === bridge),
    );
  }
  // As wide as a river, as narrow as a brook between two lattice points and beside the street, and a bay that ends.
  const waters = {
    river: [-100, 1120, 2100, 1180],
    brook: [-100, 1107, 2100, 1111],
    bay: [900, 1120, 2100, 1180],
  } as const;

  it.each(['river', 'brook'] as const)(
    'such as a %s is in no area, and its far bank only where a bridge leads to it',
    (kind) => {
      const [west, south, east, north] = waters[kind];
      const water = rectangle(west, south, east, north);
      const cut = ask(banks(null), snapsAtNodes(grid, [10 * 21 + 10]), [900], { water })[0]?.area as GeoJSONGeometry;
      const bridged = ask(banks(13), snapsAtNodes(grid, [10 * 21 + 10]), [900], { water })[0]?.area as GeoJSONGeometry;
      const random = randomFrom(5);
      for (let i = 0; i < 400; i += 1) {
        const [x, y] = [west + random.next() * (east - west), south + 0.01 + random.next() * (north - south - 0.02)];
        expect([holds(cut, x, y), holds(bridged, x, y)]).toEqual([false, false]);
      }
      for (let x = 405; x < 1600; x += 10) {
        expect(holds(cut, x, north + 3)).toBe(false);
      }
      expect(holds(cut, 1000, south - 16)).toBe(true);
      expect(holds(bridged, 1300, 1250)).toBe(true);
      expect(holds(bridged, 800, 1250)).toBe(false);
    },
  );

  it('such as a bay is gone around, not straight across', () => {
    const water = rectangle(...waters.bay);
    const area = ask(banks(8), snapsAtNodes(grid, [10 * 21 + 10]), [700], { water })[0]?.area as GeoJSONGeometry;
    expect(holds(area, 850, 1150)).toBe(true);
    expect(holds(area, 1000, 1150)).toBe(false);
    expect(holds(area, 1000, 1115)).toBe(true);
    expect(holds(area, 1000, 1185)).toBe(true);
    expect(holds(area, 1200, 1185)).toBe(false);
  });

  it('everywhere leaves streets and no area', () => {
    const [feature] = ask(grid, middle, [300], { water: rectangle(-5000, -5000, 5000, 5000) });
    expect(feature?.area).toEqual({ type: 'MultiPolygon', coordinates: [] });
    expect(feature?.lengthM).toBeGreaterThan(0);
  });
});

describe('people within reach', () => {
  it('are those of the matrix of costs', () => {
    const city = randomCity({ nodes: 900, seed: 31 });
    const [origins, snaps] = [
      randomSnaps(city, { count: 2, seed: 32 }),
      randomSnaps(city, { count: 200, seed: 33, lost: 0.05 }),
    ];
    const people = Float64Array.from({ length: 200 }, (_, i) => i + 0.1);
    const search = searchGraph(city, 'walk', { direction: 'forward' });
    const matrix = costMatrix(
      { graph: city, search, facilities: origins, demand: snaps, accessSpeedMps: 1, limit: 900 },
      UNWATCHED,
    );
    const features = ask(city, origins, [500, 900], { demand: { snaps, people } });
    for (const { origin, within, people: counted } of features) {
      let sum = 0;
      for (let at = matrix.start[origin] as number; at < (matrix.start[origin + 1] as number); at += 1)
        if ((matrix.cost[at] as number) <= within) sum += people[matrix.demand[at] as number] as number;
      expect(counted).toBe(sum);
    }
    expect(features.map(({ origin, within }) => [origin, within])).toEqual([
      [0, 500],
      [0, 900],
      [1, 500],
      [1, 900],
    ]);
  });
});

describe('an origin', () => {
  const nothing = {
    area: { type: 'MultiPolygon', coordinates: [] },
    edges: { type: 'MultiLineString', coordinates: [] },
    areaM2: 0,
    lengthM: 0,
  };

  it('without a street has an empty isochrone, and so has every one within no time', () => {
    const lost = snapsOf([{ edge: -1, fraction: 0, distanceM: Infinity }]);
    expect(ask(grid, lost, [600], { demand: { snaps: middle, people: Float64Array.of(7) } })).toEqual([
      { origin: 0, within: 600, people: 0, ...nothing },
    ]);
    expect(ask(grid, middle, [0])).toEqual([{ origin: 0, within: 0, people: null, ...nothing }]);
    expect(ask(grid, middle, [])).toEqual([]);
  });

  it('of a network without places has lengths and no geometry', () => {
    const nowhere = testGraph(new Float64Array(4).fill(NaN), [{ from: 0, to: 1, cost: 100 }]);
    expect(ask(nowhere, snapsAtNodes(nowhere, [0]), [60])).toEqual([
      { origin: 0, within: 60, people: null, ...nothing, lengthM: 60 },
    ]);
  });

  it.each([NaN, -1, Infinity])('is not asked for within %s', (within) => {
    expect(() => ask(grid, middle, [600, within])).toThrow(
      expect.objectContaining({ code: 'bad-limit', at: '/within/1' }) as AnalysisError,
    );
  });

  it('on an edge lies where that edge lies', () => {
    const [lon, lat] = placeOf(grid, 0, 0.5);
    const [feature] = ask(grid, snapsOf([{ edge: 0, fraction: 0.5, distanceM: 0 }]), [20]);
    const [line] = linesOf(feature);
    expect(line?.map(([x]) => ((x as number) - lon) * SCALE.lon)).toEqual([
      expect.closeTo(-20, 6),
      expect.closeTo(20, 6),
    ]);
    expect(line?.[0]?.[1]).toBeCloseTo(lat, 12);
  });
});
