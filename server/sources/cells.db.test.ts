import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tileAt, type TileCoord } from '../../tiles/tile/tile.ts';
import type { MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import { FEATURE_TABLE } from '../layers/feature-table-source.ts';
import type { LayerSource } from '../layers/source.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { openSuite, type Suite } from '../testing/databases.ts';
import { layerOfTable, sourceTable, tableColumn } from '../testing/source-tables.ts';
import { tableSource } from './table-source/index.ts';
import { watchStatements } from './watch/statements.ts';

const COLUMNS = [tableColumn('id', 'integer'), tableColumn('n', 'integer')];
const AT = 'ST_SetSRID(ST_MakePoint(lon, lat), 4326)';
const SEED = `select k as id, k % 23 as n, 118.5 + power(((k * 7919::bigint) % 99991) / 99991.0, 5) * 4 as lon, 35.1 + power(((k * 104729::bigint) % 99989) / 99989.0, 4) * 3 as lat from generate_series(1, 30000) as k`;

describe('low zooms of a large table', () => {
  let db: Suite;
  /** The database, and how often a whole table was read by cells. */
  let counting: Database;
  let scans = 0;
  let recounts = 0;

  beforeAll(async () => {
    db = await openSuite('server', 'low zooms of a large table');
    counting = {
      ...db,
      query: (sql, params, options) => {
        if (sql.text.includes('c3 as materialized')) scans += 1;
        if (sql.text.includes('Points of some cells, counted anew')) recounts += 1;
        return db.query(sql, params, options);
      },
    };
    await db.query(sqlText('create schema planning'));
  });
  afterAll(() => db.close());

  async function make(
    table: string,
    type: string,
    srid: number,
    of: string,
  ): Promise<{ layer: LayerDefinition; source: LayerSource }> {
    await db.query(
      sqlText(`select 1; create table planning.${table} (id int primary key, n int, geom ${type});
      insert into planning.${table} select id, n, ${of} from (${SEED}) as s;
      insert into planning.${table} values (900001, 1, null);
      create index on planning.${table} using gist (geom); analyze planning.${table}`),
    );
    await db.query(sqlText(`select ensure_layer($1), set_layer_sums($1, '{n}')`), [table]);
    await db.query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      select $1, id::text, ST_Transform(geom::geometry, 4326), jsonb_build_object('n', n), 'test', 'public', 'imported' from planning.${table} where geom is not null`),
      [table],
    );
    const found = {
      ...(await sourceTable(db, {
        table,
        columns: COLUMNS,
        key: ['id'],
        geometry: { srid, shape: 'POINT', type: type.startsWith('geography') ? 'geography' : 'geometry' },
      })),
      estimatedRows: 30_001,
    };
    const layer = layerOfTable(table, found, 'Point', { tileAttributes: ['n'], sums: ['n'] });
    return { layer, source: tableSource(found, counting, { layer: table, owner: 'test' }) };
  }

  async function read(
    of: LayerSource,
    layer: LayerDefinition,
    matrixSet: MatrixSetId,
    tile: TileCoord,
  ): Promise<unknown[]> {
    const { bytes } = await of.tile(
      db,
      { matrixSet, tile },
      { layers: [{ layer, filter: null, properties: null }], asOf: null },
    );
    expect(bytes.length).toBeLessThan(500_000);
    const found = new VectorTile(new PbfReader(bytes)).layers[layer.id];
    return Array.from({ length: found?.length ?? 0 }, (_, index) => {
      const feature = found?.feature(index);
      const at = feature?.loadGeometry()[0]?.[0];
      return [...Object.entries(feature?.properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)), at?.x, at?.y];
    })
      .map((feature) => JSON.stringify(feature))
      .sort();
  }

  async function expectSame(source: LayerSource, layer: LayerDefinition): Promise<void> {
    for (const matrixSet of ['WebMercatorQuad', 'CGCS2000Quad'] as const) {
      for (let z = 0; z <= 11; z += z < 4 ? 1 : 3) {
        for (const at of [
          { lon: 118.51, lat: 35.11 },
          { lon: 119.4, lat: 36.1 },
        ]) {
          const tile = tileAt(at, z, matrixSet);
          const place = `${layer.id} ${matrixSet} ${JSON.stringify(tile)}`;
          expect(await read(source, layer, matrixSet, tile), place).toEqual(
            await read(FEATURE_TABLE, layer, matrixSet, tile),
          );
        }
      }
    }
  }

  it.each([
    ['degrees', 'geometry(Point, 4326)', 4326, AT],
    ['metres', 'geometry(Point, 3857)', 3857, `ST_Transform(${AT}, 3857)`],
    ['zone', 'geometry(Point, 4549)', 4549, `ST_Transform(${AT}, 4549)`],
    ['globe', 'geography(Point, 4326)', 4326, `${AT}::geography`],
  ] as const)('are the tiles of the table of features (%s), by one scan', async (table, type, srid, of) => {
    scans = 0;
    const { layer, source } = await make(table, type, srid, of);
    await source.revisions(db);
    await expectSame(source, layer);
    expect(scans).toBe(1);
  });

  it('of a watched one follow its edits without another scan', async () => {
    const { layer, source } = await make('followed', 'geometry(Point, 4549)', 4549, `ST_Transform(${AT}, 4549)`);
    for (const statement of await watchStatements(
      db,
      await sourceTable(db, {
        table: 'followed',
        columns: COLUMNS,
        key: ['id'],
        geometry: { srid: 4549, shape: 'POINT' },
      }),
      new URL(db.url).username,
    ))
      await db.query(sqlText(`select 1; ${statement}`));
    await source.revisions(db);
    await expectSame(source, layer);
    [scans, recounts] = [0, 0];
    const known = new Map((await source.changes?.(db, new Map()))?.map((change) => [change.layer, change.revision]));
    for (const edit of [
      `insert into planning.followed select id + 50000, 1, geom from planning.followed where id < 200`,
      `delete from planning.followed where id between 100 and 300`,
      `update planning.followed set n = n + 5, geom = ST_Translate(geom, 900, 400) where id between 400 and 500`,
    ]) {
      await db.query(sqlText(`select 1; ${edit}`));
      await db.query(
        sqlText(`select 1; delete from feature where layer_id = 'followed' and true;
        insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        select 'followed', id::text, ST_Transform(geom, 4326), jsonb_build_object('n', n), 'test', 'public', 'imported' from planning.followed where geom is not null`),
      );
      await expect
        .poll(
          async () => {
            const changes = (await source.changes?.(db, known)) ?? [];
            for (const { layer: id, revision } of changes) known.set(id, revision);
            return changes.length;
          },
          { interval: 50 },
        )
        .toBeGreaterThan(0);
      await expectSame(source, layer);
    }
    expect(scans).toBe(0);
    expect(recounts).toBe(3);
  });
});
