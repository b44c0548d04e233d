/** Every polygon that leaves the service is one that PostGIS accepts. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dissolve } from '../../client/src/pages/plan/brief/dissolve.ts';
import { importNetwork } from '../../server/analysis/network/import/import.ts';
import { levelArea } from '../../server/analysis/paths/isochrone-area.ts';
import type { Field } from '../../server/analysis/paths/isochrone-field.ts';
import { isochrones } from '../../server/analysis/paths/isochrone.ts';
import { WaterIndex } from '../../server/analysis/paths/water-index.ts';
import { searchGraph } from '../../server/analysis/paths/search-graph.ts';
import { sqlText } from '../../server/platform/db/sql.ts';
import { testCity } from '../../server/testing/city.ts';
import type { Suite } from '../../server/testing/databases.ts';
import { describeDatabases } from '../../server/testing/describe-databases.ts';
import { runs } from '../../server/testing/effort.ts';
import { randomFrom, type Random } from '../../server/testing/random.ts';
import { randomSnaps, UNWATCHED } from '../../server/testing/street-grids.ts';
import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import { metresPerDegree } from '../../tiles/tile/spheroid.ts';

const LON = 24.9;
const LAT = 60.2;
const CELL_M = 15;
const SCALE = metresPerDegree(LAT);

/** Reasons of those that are not valid. */
async function reasons(db: Suite, polygons: readonly GeoJSONGeometry[]): Promise<string[]> {
  const rows = await db.query(
    sqlText(`select nth || ': ' || st_isvalidreason(geom) as reason
      from jsonb_array_elements($1::jsonb) with ordinality as given (shape, nth), st_geomfromgeojson(shape) as geom
      where not st_isvalid(geom) order by nth`),
    [JSON.stringify(polygons)],
  );
  return rows.map((row) => String(row['reason']));
}

/** Costs in whole steps, so that most lattice points are just at some level, and ground that nobody comes to. */
function randomField(random: Random): Field {
  const [columns, rows] = [12 + random.below(30), 12 + random.below(30)];
  const [unreached, steps] = [random.next() * 0.6, 2 + random.below(5)];
  const cost = new Float64Array(columns * rows).fill(Infinity);
  for (let row = 1; row < rows - 1; row += 1)
    for (let column = 1; column < columns - 1; column += 1)
      if (random.next() >= unreached) cost[row * columns + column] = random.below(steps) * CELL_M;
  const [stepLon, stepLat] = [CELL_M / SCALE.lon, CELL_M / SCALE.lat];
  return { columns, rows, west: LON, south: LAT, cellM: CELL_M, stepLon, stepLat, cost };
}

/** A few polygons that share no ground: stars, their corners where `corner` puts those of random ones. */
function randomWater(
  random: Random,
  { columns, rows, stepLon, stepLat }: Field,
  corner: (steps: number) => number = (steps) => steps,
): GeoJSONGeometry {
  const place = (x: number, y: number): number[] => [LON + corner(x) * stepLon, LAT + corner(y) * stepLat];
  const coordinates = [0.25, 0.75].flatMap((across) =>
    [0.25, 0.75].map((up) => {
      const most = Math.min(columns, rows) / 4.5;
      const ring = Array.from({ length: 9 }, (_, k) => {
        const [angle, far] = [(k * 2 * Math.PI) / 9, most * (0.3 + 0.7 * random.next())];
        return place(columns * across + far * Math.cos(angle), rows * up + far * Math.sin(angle));
      });
      return [[...ring, ring[0] as number[]]];
    }),
  );
  return { type: 'MultiPolygon', coordinates };
}

/** Corners of cells of a grid that are in an area, and meet others at edges and at corners alone. */
function randomCells(random: Random): [number, number][][] {
  const share = 0.3 + 0.6 * random.next();
  const corner = (x: number, y: number): [number, number] => [LON + x * 0.001, LAT + y * 0.001];
  const cells: [number, number][][] = [];
  for (let x = 0; x < 16; x += 1)
    for (let y = 0; y < 16; y += 1)
      if (random.next() < share) cells.push([corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)]);
  return cells;
}

describeDatabases('polygons that leave the service', { embedded: 'full' }, (database) => {
  it('are valid for levels of any field', async () => {
    const random = randomFrom(13);
    const polygons = Array.from({ length: runs({ daily: 300, full: 3000 }) }, () =>
      levelArea(randomField(random), random.below(4) * CELL_M, { water: null, reached: [], accessSpeedMps: 1 }),
    );
    expect(await reasons(database(), polygons)).toEqual([]);
  });

  it('are valid for levels of any field less water', async () => {
    const random = randomFrom(14);
    const polygons = Array.from({ length: runs({ daily: 30, full: 300 }) }, () => {
      const field = randomField(random);
      const water = new WaterIndex(randomWater(random, field));
      const reached = Array.from(
        field.cost,
        (_, at) =>
          [LON + (at % field.columns) * field.stepLon, LAT + Math.floor(at / field.columns) * field.stepLat] as const,
      );
      return levelArea(field, CELL_M, { water, reached, accessSpeedMps: 1 });
    });
    expect(await reasons(database(), polygons)).toEqual([]);
  });

  it('are valid for levels less water whose corners are lattice points', async () => {
    const random = randomFrom(17);
    const polygons = Array.from({ length: runs({ daily: 60, full: 400 }) }, () => {
      const field = randomField(random);
      const water = randomWater(random, field, Math.round);
      const reached = Array.from(
        field.cost,
        (_, at) =>
          [LON + (at % field.columns) * field.stepLon, LAT + Math.floor(at / field.columns) * field.stepLat] as const,
      );
      return levelArea(field, CELL_M, { water: new WaterIndex(water), reached, accessSpeedMps: 1 });
    });
    expect(await reasons(database(), polygons)).toEqual([]);
  });

  it('are valid for cells that are merged', async () => {
    const random = randomFrom(15);
    const polygons = Array.from({ length: runs({ daily: 300, full: 3000 }) }, () => ({
      type: 'MultiPolygon' as const,
      coordinates: dissolve(randomCells(random)),
    }));
    expect(await reasons(database(), polygons)).toEqual([]);
  });

  describe('on streets of OpenStreetMap', () => {
    it('are valid for isochrones from random origins', async () => {
      const { graph } = await importNetwork(database(), {
        city: testCity,
        path: fileURLToPath(new URL('../../data/fixtures/network/old-town.osm.pbf', import.meta.url)),
        id: 'old-town',
        datum: null,
        replace: false,
        provenance: 'approximate',
      });
      const { features } = isochrones(
        {
          graph,
          search: searchGraph(graph, 'walk', { direction: 'forward' }),
          accessSpeedMps: 1.2,
          origins: randomSnaps(graph, { count: runs({ daily: 25, full: 75 }), seed: 16 }),
          within: [300, 600, 900],
        },
        UNWATCHED,
      );
      expect(features.filter(({ areaM2 }) => areaM2 > 0).length).toBeGreaterThan(50);
      expect(
        await reasons(
          database(),
          features.map(({ area }) => area),
        ),
      ).toEqual([]);
    });
  });
});
