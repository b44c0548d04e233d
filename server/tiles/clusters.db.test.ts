import { gzipSync } from 'node:zlib';
import { VectorTile } from '@mapbox/vector-tile';
import fc from 'fast-check';
import { PbfReader } from 'pbf';
import { beforeAll, expect, it } from 'vitest';
import { MATRIX_SET_IDS, mercatorZoom, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { CLUSTER_OVER_AT_MAXZOOM, FIRST_CLUSTER_ID } from '../../tiles/tile/pyramid.ts';
import { tileAt, type TileCoord } from '../../tiles/tile/tile.ts';
import { onlyRow, readNumber } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { runs } from '../testing/effort.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { randomFrom } from '../testing/random.ts';
import { marksOf, type Mark, type ModelFeature } from '../testing/tile-model.ts';
import { tileRequest } from '../testing/tile-request.ts';
import { executeTile } from './request.ts';
import { testCity } from '../testing/city.ts';

const toilets = testCatalogue.get('toilets');
if (!toilets) throw new Error('The test catalogue has toilets.');
/** The largest zoom of both matrix sets comes after the layer's. */
const LAYER: LayerDefinition = {
  ...toilets,
  maxzoom: 18,
  tileAttributes: ['stalls_male'],
  sums: ['stalls_male', 'stalls_female'],
};

const INSERT = sqlText(`insert into feature (fid, layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select (g ->> 'fid')::bigint, 'toilets', g ->> 'id', ST_SetSRID(ST_GeomFromGeoJSON(g ->> 'geometry'), 4326),
    jsonb_build_object('name', g ->> 'id', 'stalls_male', g -> 'size', 'secret', 'not in the catalogue'), 'test', g ->> 'visibility', 'synthetic'
  from jsonb_array_elements($1::text::jsonb) as g`);
const FEATURES =
  sqlText(`select fid, feature_id as id, visibility = 'public' as is_public, (attributes ->> 'stalls_male')::float8 as size,
    (select jsonb_agg(jsonb_build_object('lon', ST_X(a.geom), 'lat', ST_Y(a.geom), 'eastingM', ST_X(b.geom), 'northingM', ST_Y(b.geom)))
     from ST_Dump(geom) as a join ST_Dump(geom_3857) as b on a.path = b.path)::text as members
  from feature where layer_id = 'toilets' order by fid`);

/**
 * Crowds of every density, both sides of the antimeridian, beyond the edge of Web Mercator, corners of tiles, and equal
 * places.
 */
function places(): unknown[] {
  const random = randomFrom(2024);
  const around = (lon: number, lat: number, count: number, spread: number): [number, number][] =>
    Array.from({ length: count }, () => [lon + (random.next() - 0.5) * spread, lat + (random.next() - 0.5) * spread]);
  const spots: [number, number][] = [
    ...around(120.3, 36.1, 250, 0.5),
    ...around(120.38, 36.07, 120, 0.01),
    ...around(120.38, 36.07, 60, 0.00002),
    ...around(120.4, 36.2, 20, 0),
    ...around(179.99, 10, 40, 0.0199),
    ...around(-179.99, 10, 40, 0.0199),
    ...around(180, 0, 1, 0),
    ...around(-180, 0, 1, 0),
    ...around(179.6, -60, 40, 0.7),
    ...around(-179.6, -60, 40, 0.7),
    ...around(10, 87, 30, 5),
    ...around(-60, -87, 30, 5),
    [0, 90],
    [0, -90],
    [120.234375, 36.0313316],
    ...around(0, 0, 60, 300).map(([lon, lat]): [number, number] => [lon, lat / 2]),
    ...around(120.234375, 36.0313316, 40, 0.002),
  ];
  return spots.map((position, n) => ({
    fid: 1000 + n,
    id: `t${String(n)}`,
    size: random.below(1000) / 4,
    visibility: n % 11 === 5 ? 'internal' : 'public',
    geometry:
      n % 17 === 3
        ? { type: 'MultiPoint', coordinates: [position] }
        : n % 23 === 7
          ? { type: 'MultiPoint', coordinates: [position, [position[0] * 0.999, position[1] * 0.999], position] }
          : { type: 'Point', coordinates: position },
  }));
}

async function modelOf(db: Database): Promise<ModelFeature[]> {
  return (await db.query(FEATURES)).map((row) => ({
    fid: readNumber(row, 'fid'),
    id: String(row['id']),
    isPublic: row['is_public'] === true,
    size: readNumber(row, 'size'),
    members: JSON.parse(String(row['members'])) as ModelFeature['members'],
  }));
}

async function decode(db: Database, request: Parameters<typeof executeTile>[1]): Promise<VectorTile> {
  return new VectorTile(new PbfReader((await executeTile(db, request)).bytes));
}

/** What a tile shows, in the words of the model. */
async function shown(
  db: Database,
  matrixSet: MatrixSetId,
  tile: TileCoord,
  more: Partial<Parameters<typeof tileRequest>[2]> = {},
): Promise<Mark[]> {
  const layer = (await decode(db, tileRequest([LAYER], tile, { matrixSet, ...more }))).layers['toilets'];
  return Array.from({ length: layer?.length ?? 0 }, (_, n) => layer?.feature(n))
    .flatMap((feature) => {
      if (!feature) return [];
      const { properties, id } = feature;
      const places = [
        ...new Set(
          feature
            .loadGeometry()
            .flat()
            .map(({ x, y }) => `${String(x)},${String(y)}`),
        ),
      ]
        .sort()
        .join(' ');
      const isCluster = id !== undefined && id >= FIRST_CLUSTER_ID;
      expect(Object.keys(properties).sort()).toEqual(
        isCluster
          ? ['cluster', 'point_count', 'sum_stalls_female', 'sum_stalls_male']
          : ['id', 'name', 'provenance', 'stalls_male'],
      );
      return isCluster
        ? [
            `${String(id)}: ${String(properties['point_count'])} points, ${String(properties['sum_stalls_male'])} at ${places}`,
          ]
        : [`${String(properties['id'])} at ${places}`];
    })
    .sort();
}

describeDatabases('Tiles of points', { embedded: 'daily' }, (db, kind) => {
  let features: ModelFeature[] = [];

  beforeAll(async () => {
    await ensureLayers(db(), createCatalogue([LAYER], testCity));
    await db().query(INSERT, [JSON.stringify(places())]);
    features = await modelOf(db());
  });

  /** A tile at or beside one of the features, or anywhere. */
  const anyTile = fc
    .record({
      matrixSet: fc.constantFrom(...MATRIX_SET_IDS),
      zoom: fc.integer({ min: 1, max: 22 }),
      pick: fc.nat(),
      dx: fc.integer({ min: -1, max: 1 }),
      dy: fc.integer({ min: -1, max: 1 }),
    })
    .map(({ matrixSet, zoom, pick, dx, dy }) => {
      const z = zoom - mercatorZoom(matrixSet, 0);
      const at = features[pick % features.length]?.members[0] ?? { lon: 0, lat: 0 };
      const { x, y } = tileAt(at, z, matrixSet);
      const columns = 2 ** zoom;
      const rows = 2 ** z;
      return { matrixSet, tile: { z, x: (x + dx + columns) % columns, y: Math.max(0, Math.min(rows - 1, y + dy)) } };
    });

  it('show every feature of their ground and margin, once and in its place, in both matrix sets and over the antimeridian', async () => {
    await fc.assert(
      fc.asyncProperty(anyTile, async ({ matrixSet, tile }) => {
        expect(await shown(db(), matrixSet, tile)).toEqual(marksOf(features, matrixSet, tile, LAYER));
      }),
      { seed: 42, numRuns: kind === 'server' ? runs({ daily: 80, full: 250 }) : runs({ daily: 25, full: 80 }) },
    );
  });

  it.each(MATRIX_SET_IDS)('show the whole world at level 0 of %s', async (matrixSet) => {
    for (const x of matrixSet === 'CGCS2000Quad' ? [0, 1] : [0]) {
      const marks = await shown(db(), matrixSet, { z: 0, x, y: 0 });
      expect(marks).toEqual(marksOf(features, matrixSet, { z: 0, x, y: 0 }, LAYER));
      expect(marks.length).toBeGreaterThan(10);
    }
  });

  it('show the same where a filter holds for all, and of a moment when all were there', async () => {
    const filter = { op: '=', args: [{ property: 'provenance' }, 'synthetic'] } as const;
    await fc.assert(
      fc.asyncProperty(anyTile, fc.boolean(), async ({ matrixSet, tile }, isPast) => {
        const layers = [{ layer: LAYER, filter: isPast ? null : filter, properties: null }];
        expect(
          await shown(db(), matrixSet, tile, { layers, ...(isPast ? { asOf: new Date(Date.now() + 60_000) } : {}) }),
        ).toEqual(marksOf(features, matrixSet, tile, LAYER));
      }),
      { seed: 43, numRuns: kind === 'server' ? runs({ daily: 40, full: 100 }) : runs({ daily: 10, full: 30 }) },
    );
  });

  it('count what a filter leaves, and nothing else', async () => {
    const filter = { op: '>', args: [{ property: 'stalls_male' }, 100] } as const;
    const layers = [{ layer: LAYER, filter, properties: null }];
    const left = features.filter(({ size }) => size > 100);
    for (const z of [0, 4, 8, 11, 14, 18, 20]) {
      const tile = tileAt({ lon: 120.38, lat: 36.07 }, z);
      expect(await shown(db(), 'WebMercatorQuad', tile, { layers })).toEqual(
        marksOf(left, 'WebMercatorQuad', tile, LAYER),
      );
    }
  });

  it.each(MATRIX_SET_IDS)(
    'hold every point once at every level of %s, single or in a cluster',
    async (matrixSet) => {
      const singles = features.filter(({ isPublic, members }) => isPublic && members.length === 1);
      const several = new Set(features.filter(({ members }) => members.length > 1).map(({ id }) => id));
      for (let z = 0; z <= (kind === 'server' ? runs({ daily: 10, full: 12 }) : 6); z++) {
        const tiles = new Map(
          singles
            .flatMap(({ members }) => members)
            .flatMap((at) => {
              const { x, y } = tileAt(at, z, matrixSet);
              // A cluster may lie beside the tile that its points are in where the matrix set is not that of the cells.
              return (matrixSet === 'CGCS2000Quad' ? [y - 1, y, y + 1] : [y])
                .filter((row) => row >= 0 && row < 2 ** z)
                .map((row): [string, TileCoord] => [`${String(x)}/${String(row)}`, { z, x, y: row }]);
            }),
        );
        let count = 0;
        for (const tile of tiles.values()) {
          const layer = (await decode(db(), tileRequest([LAYER], tile, { matrixSet }))).layers['toilets'];
          for (let n = 0; n < (layer?.length ?? 0); n++) {
            const feature = layer?.feature(n);
            if (!feature || several.has(String(feature.properties['id']))) continue;
            const isOwn = feature
              .loadGeometry()
              .flat()
              .every(({ x, y }) => x >= 0 && x < 4096 && y >= 0 && y < 4096);
            if (isOwn) count += Number(feature.properties['point_count'] ?? 1);
          }
        }
        expect(count, `level ${String(z)}`).toBe(singles.length);
      }
    },
    60_000,
  );

  it('carry no attribute that was not asked for, and sums of those alone', async () => {
    const layers = [{ layer: LAYER, filter: null, properties: ['stalls_female'] }];
    const tile = (await decode(db(), tileRequest([LAYER], tileAt({ lon: 120.38, lat: 36.07 }, 11), { layers }))).layers[
      'toilets'
    ];
    const keys = new Set(
      Array.from({ length: tile?.length ?? 0 }, (_, n) => Object.keys(tile?.feature(n).properties ?? {})).flat(),
    );
    expect([...keys].sort()).toEqual(['cluster', 'id', 'point_count', 'provenance', 'sum_stalls_female']);
  });

  it('come with the revisions they were made from', async () => {
    const tile = tileAt({ lon: 120.38, lat: 36.07 }, 11);
    const revision = async (): Promise<number> =>
      readNumber(
        onlyRow(await db().query(sqlText("select revision from layer where layer_id = 'toilets'"))),
        'revision',
      );
    const filter = { op: '>', args: [{ property: 'stalls_male' }, 100] } as const;
    for (const layers of [undefined, [{ layer: LAYER, filter, properties: null }]]) {
      await db().query(
        sqlText(
          "update feature set attributes = attributes || jsonb_build_object('n', random()) where layer_id = 'toilets' and feature_id = 't1'",
        ),
      );
      const made = await executeTile(db(), tileRequest([LAYER], tile, layers === undefined ? {} : { layers }));
      expect([...made.revisions]).toEqual([['toilets', await revision()]]);
    }
  });
});

describeDatabases('A tile of a crowd', { embedded: 'full' }, (db, kind) => {
  const COUNT = kind === 'server' ? 30_000 : 3000;
  const CENTRE = { lon: 120.38, lat: 36.07 };

  beforeAll(async () => {
    await ensureLayers(db(), createCatalogue([LAYER], testCity));
    // Half of the points on a few square metres, the other half with room around each.
    await db().query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      select 'toilets', 'c' || n, ST_SetSRID(ST_Point(120.38 + (n * 7919 % 10007) / 10007.0 * spread, 36.07 + (n * 104729 % 10009) / 10009.0 * spread), 4326),
        jsonb_build_object('name', '拥挤之处的第' || md5(n::text) || '号', 'stalls_male', n % 7), 'test', 'public', 'synthetic'
      from generate_series(1, $1::bigint) as n cross join lateral (select case when n % 2 = 0 then 0.00002 else 0.02 end as spread) as s`),
      [COUNT],
    );
  });

  it('stays small at every zoom, and is counted in full', async () => {
    for (let z = 0; z <= 22; z++) {
      const { bytes } = await executeTile(db(), tileRequest([LAYER], tileAt(CENTRE, z)));
      const layer = new VectorTile(new PbfReader(bytes)).layers['toilets'];
      expect(layer?.length ?? 0, `zoom ${String(z)}`).toBeLessThanOrEqual(18 * 18 * CLUSTER_OVER_AT_MAXZOOM);
      expect(gzipSync(bytes).length, `zoom ${String(z)}`).toBeLessThan(500_000);
      if (z > 5) continue;
      expect(
        Array.from({ length: layer?.length ?? 0 }, (_, n) =>
          Number(layer?.feature(n).properties['point_count'] ?? 1),
        ).reduce((a, b) => a + b, 0),
      ).toBe(COUNT);
    }
  });

  it('is found the same whether points are looked for by cell or by tile', async () => {
    const features = await modelOf(db());
    for (const z of [12, 14, 15, 16, 17, 18, 20, 21, 22]) {
      const tile = tileAt(CENTRE, z);
      expect(await shown(db(), 'WebMercatorQuad', tile), `zoom ${String(z)}`).toEqual(
        marksOf(features, 'WebMercatorQuad', tile, LAYER),
      );
    }
  });
});
