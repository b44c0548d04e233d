import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { MATRIX_SETS, type MatrixSetId } from '../../../tiles/tile/matrix-set.ts';
import { tileAt, type TileCoord } from '../../../tiles/tile/tile.ts';
import { FEATURE_TABLE } from '../../layers/feature-table-source.ts';
import type { LayerSource, TileSession } from '../../layers/source.ts';
import { PUBLIC } from '../../platform/auth/principal.ts';
import { readText } from '../../platform/db/rows.ts';
import { sqlText } from '../../platform/db/sql.ts';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { randomFrom } from '../../testing/random.ts';
import { layerOfTable, sourceTable, tableColumn, type TableShape } from '../../testing/source-tables.ts';
import type { SourceTable } from '../table.ts';
import { tableSource } from './index.ts';
import { loadGround } from './ground.ts';
import { TableSql } from './table-sql.ts';
import { tileRows } from './tile.ts';

const COLUMNS = [
  tableColumn('id', 'integer'),
  tableColumn('name', 'text'),
  tableColumn('n', 'integer'),
  tableColumn('price', 'numeric(10,2)'),
  tableColumn('wide', 'numeric'),
  tableColumn('ratio', 'double precision'),
  tableColumn('open', 'boolean'),
  tableColumn('day', 'date'),
];
const MORE = { tileAttributes: ['name', 'n', 'price', 'wide', 'ratio', 'open', 'day'], sums: ['n', 'price'] };
const TYPES = COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ');
const COLUMN_NAMES = COLUMNS.map(({ name }) => name).join(', ');

/** Places, the farther apart the fewer; some on the other side of the world, some at its edges. */
const SEEDS = `
  create table seed (id, name, n, price, wide, ratio, open, day, lon, lat) as
  select n as id, 'p' || n as name, n % 17 as n, (n % 1000) / 8.0 as price, n * 1.5 as wide, n / 7.0::float8 as ratio,
    n % 3 = 0 as open, date '2020-01-01' + n % 900 as day,
    case n % 10
      when 0 then 179.99 + (n % 90) * 0.0001234 when 1 then -179.99 - (n % 90) * 0.0001234
      else 120.31 + power(((n * 7919) % 1000) / 1000.0, 6) * 3 end as lon,
    case n % 10 when 2 then -84 - (n % 60) * 0.0987 else 36.07 + power(((n * 104729) % 1000) / 1000.0, 6) * 2 end as lat
  from generate_series(1, 3000) as n`;

interface Case extends TableShape {
  /** The geometry of a seed, in the table's own system. */
  readonly of: string;
  readonly where?: string;
  readonly type: string;
}

const AT = 'ST_SetSRID(ST_MakePoint(lon, lat), 4326)';
const NEAR = 'lon between 110 and 130 and lat between 20 and 50';
const shape = (table: string, geometry: TableShape['geometry']): TableShape => ({
  table,
  geometry,
  columns: COLUMNS,
  key: ['id'],
});

const POINTS: readonly Case[] = [
  { ...shape('degrees', { srid: 4326, shape: 'POINT' }), type: 'geometry(Point, 4326)', of: AT },
  {
    ...shape('metres', { srid: 3857, shape: 'POINT' }),
    type: 'geometry(Point, 3857)',
    of: `ST_Transform(${AT}, 3857)`,
  },
  {
    ...shape('zone', { srid: 4549, shape: 'POINT' }),
    type: 'geometry(Point, 4549)',
    of: `ST_Transform(${AT}, 4549)`,
    where: NEAR,
  },
  { ...shape('cgcs', { srid: 4490, shape: 'POINT' }), type: 'geometry(Point, 4490)', of: `ST_SetSRID(${AT}, 4490)` },
  {
    ...shape('globe', { srid: 4326, shape: 'POINT', type: 'geography' }),
    type: 'geography(Point, 4326)',
    of: `${AT}::geography`,
  },
  {
    ...shape('high', { srid: 4326, shape: 'POINT', hasZ: true, hasM: true }),
    type: 'geometry(PointZM, 4326)',
    of: `ST_Force4D(${AT}, 7, 8)`,
  },
  {
    ...shape('several', { srid: 3857, shape: 'MULTIPOINT' }),
    type: 'geometry(MultiPoint, 3857)',
    of: `ST_Transform(case id % 4 when 0 then ST_Collect(${AT}, ST_Translate(${AT}, 0.0011, 0.0007)) else ST_Multi(${AT}) end, 3857)`,
  },
  {
    ...shape('any', { srid: 4326, shape: 'GEOMETRY' }),
    type: 'geometry(Geometry, 4326)',
    of: `case id % 5 when 0 then ST_Multi(${AT}) else ${AT} end`,
  },
];

const SQUARE = 'ST_MakeEnvelope(lon, lat, lon + 0.013 * (1 + id % 40), lat + 0.011 * (1 + id % 7), 4326)';
const WAVE = `ST_SetSRID(ST_MakeLine(array(select ST_MakePoint(lon + k * 0.0031, lat + 0.002 * sin(k + id)) from generate_series(0, 20) as k)), 4326)`;
const ARC = `ST_SetSRID(ST_GeomFromText(format('CIRCULARSTRING(%s %s, %s %s, %s %s)', lon, lat, lon + 0.01, lat + 0.01, lon + 0.03, lat)), 4326)`;
const INSIDE = 'lat > -80 and lon between -179.9 and 179.5';

const SHAPES: (Case & { readonly geometryKind: LayerDefinition['geometry']; readonly plain?: string })[] = [
  {
    ...shape('areas', { srid: 4326, shape: 'POLYGON' }),
    type: 'geometry(Polygon, 4326)',
    of: SQUARE,
    where: INSIDE,
    geometryKind: 'Polygon',
  },
  {
    ...shape('areas_zone', { srid: 4549, shape: 'MULTIPOLYGON' }),
    type: 'geometry(MultiPolygon, 4549)',
    of: `ST_Multi(ST_Transform(${SQUARE}, 4549))`,
    where: NEAR,
    geometryKind: 'Polygon',
  },
  {
    ...shape('areas_any', { srid: 3857, shape: 'GEOMETRY' }),
    type: 'geometry(Geometry, 3857)',
    of: `ST_Transform(${SQUARE}, 3857)`,
    where: INSIDE,
    geometryKind: 'Polygon',
  },
  {
    ...shape('lines', { srid: 4326, shape: 'LINESTRING', hasZ: true }),
    type: 'geometry(LineStringZ, 4326)',
    of: `ST_Force3D(${WAVE}, 3)`,
    where: INSIDE,
    geometryKind: 'LineString',
  },
  {
    ...shape('globe_lines', { srid: 4326, shape: 'LINESTRING', type: 'geography' }),
    type: 'geography(LineString, 4326)',
    of: `${WAVE}::geography`,
    where: INSIDE,
    geometryKind: 'LineString',
  },
  {
    ...shape('arcs', { srid: 4326, shape: 'CIRCULARSTRING' }),
    type: 'geometry(CircularString, 4326)',
    of: ARC,
    plain: 'ST_CurveToLine(geom)',
    where: INSIDE,
    geometryKind: 'LineString',
  },
];

/** Thinner or shorter than a pixel of most zooms. */
const THIN = `ST_Multi(case id % 3
  when 0 then ST_Rotate(ST_MakeEnvelope(lon, lat, lon + 0.015, lat + 0.0003, 4326), id, lon, lat)
  when 1 then ST_MakeEnvelope(lon, lat, lon + 0.0001 * (1 + id % 5), lat + 0.0001, 4326)
  else ST_Collect(ST_MakeEnvelope(lon, lat, lon + 0.0001, lat + 0.0001, 4326), ST_MakeEnvelope(lon + 0.003, lat + 0.001, lon + 0.0031, lat + 0.0012, 4326)) end)`;
const SHORT = `ST_SetSRID(case id % 2
  when 0 then ST_MakeLine(ST_MakePoint(lon, lat), ST_MakePoint(lon + 0.0005 * cos(id), lat + 0.0004 * sin(id)))
  else ST_MakeLine(array[ST_MakePoint(lon, lat), ST_MakePoint(lon + 0.0004, lat), ST_MakePoint(lon, lat + 0.0004), ST_MakePoint(lon, lat)]) end, 4326)`;
SHAPES.push(
  {
    ...shape('thin', { srid: 4326, shape: 'MULTIPOLYGON' }),
    type: 'geometry(MultiPolygon, 4326)',
    of: THIN,
    where: INSIDE,
    geometryKind: 'Polygon',
  },
  {
    ...shape('short', { srid: 4326, shape: 'LINESTRING' }),
    type: 'geometry(LineString, 4326)',
    of: SHORT,
    where: INSIDE,
    geometryKind: 'LineString',
  },
);

/** Everything that a client reads of a tile, in one order. */
function readTile(bytes: Buffer, name: string): unknown[] {
  const layer = new VectorTile(new PbfReader(bytes)).layers[name];
  if (layer === undefined) return [];
  return Array.from({ length: layer.length }, (_, index) => {
    const feature = layer.feature(index);
    const isCluster = feature.properties.cluster === true;
    return {
      ...(isCluster ? { fid: feature.id } : {}),
      type: feature.type,
      properties: Object.fromEntries(Object.entries(feature.properties).sort(([a], [b]) => (a < b ? -1 : 1))),
      geometry: feature.loadGeometry().map((ring) => ring.map(({ x, y }) => [x, y])),
    };
  })
    .map((feature) => JSON.stringify(feature))
    .sort()
    .map((text): unknown => JSON.parse(text));
}

describe('tiles of tables', () => {
  let db: Suite;
  const tables = new Map<string, SourceTable>();

  beforeAll(async () => {
    db = await openSuite('server', 'tiles of tables');
    await db.query(sqlText('create schema planning'));
    await db.query(sqlText(`select 1; ${SEEDS}`));
    for (const each of [...POINTS, ...SHAPES]) await make(each);
  });
  afterAll(() => db.close());

  async function make(each: Case & { readonly plain?: string }): Promise<void> {
    const { table, type, of, where = 'true' } = each;
    await db.query(sqlText(`create table planning.${table} (${TYPES}, geom ${type}, primary key (id))`));
    await db.query(sqlText(`insert into planning.${table} select ${COLUMN_NAMES}, ${of} from seed where ${where}`));
    // Rows that no map can show.
    await db.query(sqlText(`insert into planning.${table} (id, geom) values (100001, null)`));
    if (!type.startsWith('geography') && type.includes('Polygon'))
      await db.query(
        sqlText(
          `insert into planning.${table} (id, geom) values (100002, ST_SetSRID('${type.includes('Multi') ? 'MULTIPOLYGON' : 'POLYGON'} EMPTY'::geometry, ${String(each.geometry.srid)}))`,
        ),
      );
    await db.query(sqlText(`create index on planning.${table} using gist (geom)`));
    await db.query(sqlText(`analyze planning.${table}`));
    const layer = layerIdOf(table);
    await db.query(sqlText(`select ensure_layer($1), set_layer_sums($1, '{n,price}')`), [layer]);
    const geometry = (each.plain ?? 'geom').replaceAll(
      'geom',
      each.geometry.type === 'geography' ? 'geom::geometry' : 'geom',
    );
    const degrees = each.geometry.srid === 4490 ? `ST_SetSRID(${geometry}, 4326)` : `ST_Transform(${geometry}, 4326)`;
    await db.query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      select $1, id::text, ST_Force2D(${degrees}),
        (select jsonb_strip_nulls(to_jsonb(r)) from (select ${COLUMN_NAMES.replace('id, ', '')}) as r), 'test', 'public', 'imported'
      from planning.${table} as t where geom is not null and not ST_IsEmpty(geom::geometry) order by id`),
      [layer],
    );
    tables.set(table, await sourceTable(db, each));
  }

  function layerIdOf(table: string): string {
    return table.replaceAll('_', '-');
  }

  async function expectSame(
    table: string,
    kind: LayerDefinition['geometry'],
    tiles: readonly (readonly [MatrixSetId, TileCoord])[],
  ): Promise<number> {
    const found = tables.get(table);
    if (found === undefined) throw new Error(`No table ${table}.`);
    const id = layerIdOf(table);
    const { sums, ...more } = MORE;
    const layer = layerOfTable(id, found, kind, kind === 'Point' ? { ...more, sums } : more);
    const source = tableSource(found, db, { layer: id, owner: 'test' });
    let shown = 0;
    for (const [matrixSet, tile] of tiles) {
      const ask = async (of: LayerSource): Promise<unknown[]> =>
        readTile(
          (await of.tile(db, { matrixSet, tile }, { layers: [{ layer, filter: null, properties: null }], asOf: null }))
            .bytes,
          id,
        );
      const [ours, expected] = [await ask(source), await ask(FEATURE_TABLE)];
      expect(ours, `${table} ${matrixSet}/${JSON.stringify(tile)}`).toEqual(expected);
      shown += expected.length;
    }
    return shown;
  }

  /** Tiles around some of the places, and around the edges of the world. */
  function someTiles(): (readonly [MatrixSetId, TileCoord])[] {
    const random = randomFrom(11);
    return (['WebMercatorQuad', 'CGCS2000Quad'] as const).flatMap((matrixSet) =>
      Array.from({ length: MATRIX_SETS[matrixSet].maxZoom + 1 }, (_, z) => z)
        .filter((z) => z < 2 || z % 3 === 0 || z > 18)
        .flatMap((z) =>
          [
            { lon: 120.31 + random.next() ** 6 * 3, lat: 36.07 + random.next() ** 6 * 2 },
            { lon: 120.31, lat: 36.07 },
            { lon: 179.995, lat: 36.0701 },
            { lon: -179.995, lat: 36.0701 },
            { lon: 120.31, lat: -85 },
          ]
            .slice(0, z < 4 ? 2 : 5)
            .map((at) => [matrixSet, tileAt(at, z, matrixSet)] as const),
        ),
    );
  }

  it.each(POINTS.map(({ table }) => table))('of points (%s) are those of the table of features', async (table) => {
    expect(await expectSame(table, 'Point', someTiles())).toBeGreaterThan(500);
  });

  it.each(SHAPES.map(({ table, geometryKind }) => [table, geometryKind] as const))(
    'of shapes (%s) are those of the table of features',
    async (table, kind) => {
      expect(await expectSame(table, kind, someTiles())).toBeGreaterThan(500);
    },
  );

  it.each(['metres', 'degrees', 'zone', 'areas', 'lines'])(
    'of %s that are asked for together are those that are asked for alone',
    async (table) => {
      const found = tables.get(table);
      if (found === undefined) throw new Error(`No table ${table}.`);
      const kind = SHAPES.find((each) => each.table === table)?.geometryKind ?? 'Point';
      const layer = layerOfTable(layerIdOf(table), found, kind, MORE);
      const source = tableSource(found, db, { layer: layer.id, owner: 'test' });
      const selection = { layers: [{ layer, filter: null, properties: null }], asOf: null };
      const session = db.as(PUBLIC, {});
      expect(session.keepsPlans).toBe(true);
      for (const z of [11, 16, 20]) {
        const at = tileAt({ lon: 120.31, lat: 36.07 }, z);
        const places = [-2, -1, 0, 1, 2].flatMap((dx) =>
          [-1, 0, 1].map((dy) => ({
            matrixSet: 'WebMercatorQuad' as const,
            tile: { z, x: at.x + dx, y: at.y + dy },
          })),
        );
        const ask = (own: TileSession) => places.map((place) => source.tile(own, place, selection));
        const alone = await Promise.all(ask({ ...session, keepsPlans: false }));
        const together = await Promise.all(ask(session));
        expect(together.map(({ bytes }) => readTile(bytes, layer.id))).toEqual(
          alone.map(({ bytes }) => readTile(bytes, layer.id)),
        );
      }
    },
  );

  it.each([...POINTS, ...SHAPES].map(({ table }) => table))('are looked for by the index (%s)', async (table) => {
    const found = tables.get(table);
    if (found === undefined) throw new Error(`No table ${table}.`);
    const kind = SHAPES.find((each) => each.table === table)?.geometryKind ?? 'Point';
    const layer = layerOfTable(layerIdOf(table), found, kind, MORE);
    const rows = tileRows({
      table: new TableSql(found, new Map()),
      ground: await loadGround(db, found.geometry),
      place: { matrixSet: 'WebMercatorQuad', tile: tileAt({ lon: 120.31, lat: 36.07 }, 15) },
      selection: { layer, filter: null, properties: null },
      condition: null,
      counted: null,
    });
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      const plan = await db.transaction(async (tx) => {
        await tx.query(sqlText(`set local plan_cache_mode = ${mode}`));
        return tx.query(sqlText(`explain ${rows?.text ?? ''}`), rows?.params);
      });
      const text = plan.map((row) => readText(row, 'QUERY PLAN')).join('\n');
      expect(text, mode).toMatch(new RegExp(`Index Cond: .*geom &&`));
      expect(text, mode).not.toContain('Seq Scan');
    }
  });
});
