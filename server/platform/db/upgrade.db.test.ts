import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { tileAt } from '../../../tiles/tile/tile.ts';
import { createCatalogue } from '../../layers/catalogue.ts';
import { openBeside } from '../../testing/databases.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { testCity } from '../../testing/city.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { readSchemaCatalog, type SchemaCatalog } from '../../testing/schema-catalog.ts';
import { serve, type TestService } from '../../testing/serve.ts';
import { migrate } from './migrate.ts';
import { sqlText } from './sql.ts';
import type { Database } from './types.ts';

const DATA = fileURLToPath(new URL('../../../data/', import.meta.url));
const LAST_OF_0_3_0 = '013_analysis_jobs.sql';
/** In the order in which the database of the fixture made them. */
const LAYERS = ['toilets', 'roads', 'districts', 'parking'];
const PARTS = [
  'functions',
  'triggers',
  'relations',
  'columns',
  'indexes',
  'constraints',
  'sequences',
  'applied',
] as const;
const ENSURE = sqlText('select ensure_layer(id) from unnest($1::text[]) with ordinality as layer (id, n) order by n');
/** Between the first state of all features and the first edit. */
const BEFORE_EDITS = '2025-06-01T08:00:31.604Z';

describeDatabases('a database of 0.3.0', { embedded: 'daily' }, (database, kind) => {
  const schema = `upgraded_0_3_0_${kind}_${process.pid}`;
  const again = `made_by_0_3_0_${kind}_${process.pid}`;
  let fresh: SchemaCatalog;
  let made: SchemaCatalog;
  let upgraded: SchemaCatalog;
  let applied: readonly string[];
  let db: Database;
  let service: TestService;

  // One schema after the other: all handles share the session of the embedded database, and with it the schema.
  beforeAll(async () => {
    await database().query(ENSURE, [LAYERS]);
    fresh = await readSchemaCatalog(database());
    made = await inSchema(again, async (old) => {
      const folder = await migrationsOf030();
      await migrate(old, { migrations: folder });
      await rm(folder, { recursive: true });
      await old.query(ENSURE, [LAYERS]);
      await migrate(old);
      return readSchemaCatalog(old);
    });
    await database().query(sqlText(`create schema ${schema}`));
    db = await openBeside(database(), schema);
    await loadFixture(db, kind);
    applied = await migrate(db);
    upgraded = await readSchemaCatalog(db);
    service = await serve({ db, catalogue: catalogueOf030() });
  });
  afterAll(async () => {
    await service.close();
    await db.close();
    await database().query(sqlText(`drop schema ${schema} cascade; drop schema ${again} cascade`));
  });

  async function inSchema<T>(name: string, fn: (db: Database) => Promise<T>): Promise<T> {
    await database().query(sqlText(`create schema ${name}`));
    const other = await openBeside(database(), name);
    try {
      return await fn(other);
    } finally {
      await other.close();
    }
  }

  describe('has the catalogues of a new one', () => {
    it.each(PARTS)('%s, where the migrations of 0.3.0 made it', (part) => {
      expect(fresh[part].length).toBeGreaterThan(0);
      expect(made[part]).toEqual(fresh[part]);
    });

    it.each(PARTS)('%s, where it was restored from a dump', (part) => {
      expect(upgraded[part].map(withoutOrigin)).toEqual(fresh[part].map(withoutOrigin));
    });

    it('keeps no note of changes but the one that looks at what everybody may see', async () => {
      const notes = await db.query(
        sqlText(`select pronargs::int as arguments from pg_proc
                 where proname in ('note_changes', 'note_unseen') and pronamespace = current_schema()::regnamespace`),
      );
      expect(notes).toEqual([{ arguments: 3 }]);
    });

    it('gets every function anew, and nothing the second time', async () => {
      expect(applied.filter((name) => name.startsWith('functions/')).length).toBeGreaterThan(20);
      expect(await migrate(db)).toEqual([]);
    });
  });

  it('answers tiles, with the clusters that its pyramid has', async () => {
    const features = await tileFeatures(service, 'toilets', 10);
    // Of the 24 toilets one was removed, one is internal, and one was moved away.
    expect(features.map(({ cluster, point_count: count }) => ({ cluster, count }))).toContainEqual({
      cluster: true,
      count: 21,
    });
    const names = (await tileFeatures(service, 'toilets', 18)).map(({ name }) => name);
    expect(names).toContain('公厕7');
    for (const name of ['公厕2', '公厕23', '公厕24']) expect(names).not.toContain(name);
    expect((await tileFeatures(service, 'roads', 14)).length).toBe(1);
    expect((await tileFeatures(service, 'districts', 12)).length).toBe(1);
    expect(await db.query(sqlText('select * from unnest($1::text[]) as id, check_pyramid(id)'), [LAYERS])).toEqual([]);
  });

  it('answers its features', async () => {
    const item = await (await service.get('/layers/toilets/items/toilet-1')).json();
    expect(item).toMatchObject({
      id: 'toilet-1',
      properties: { name: '公厕1', stalls_male: 9 },
      owner: '市南区城管局',
    });
    expect((await service.get('/layers/toilets/items/toilet-24')).status).toBe(404);
    expect((await service.get('/layers/toilets/items/toilet-23')).status).toBe(404);
  });

  it('answers its history', async () => {
    const states = await db.query(
      sqlText("select feature_id from features_as_of('toilets', $1, null) where visibility = 'public' order by 1"),
      [BEFORE_EDITS],
    );
    expect(states).toHaveLength(23);
    const [cluster] = await tileFeatures(service, 'toilets', 10, `?datetime=${BEFORE_EDITS}`);
    expect(cluster).toMatchObject({ cluster: true, point_count: 23 });
    expect(await db.query(sqlText('select op, by_user from feature_history where by_user is not null'))).toEqual([
      { op: 'update', by_user: 'li' },
    ]);
  });

  it('has its usual network under the name of today, in edges too', async () => {
    expect(
      await db.query(sqlText('select network_id, e.edge_id from network join network_edge e using (network_id)')),
    ).toEqual([{ network_id: 'roads', edge_id: 0 }]);
  });

  it('goes on counting, in changes, history and clusters', async () => {
    await db.query(sqlText("update feature set geom = ST_Translate(geom, 0.02, 0) where feature_id = 'toilet-3'"));
    await db.query(sqlText("delete from feature_toilets where feature_id = 'toilet-4'"));
    expect(await db.query(sqlText("select revision from layer where layer_id = 'toilets'"))).toEqual([
      { revision: '6' },
    ]);
    expect(
      await db.query(
        sqlText(
          "select revision, cardinality(boxes) as size from change where layer_id = 'toilets' and revision > 4 order by 1",
        ),
      ),
    ).toEqual([
      { revision: '5', size: 8 },
      { revision: '6', size: 4 },
    ]);
    expect(await db.query(sqlText('select op from feature_history where history_id > 4 order by history_id'))).toEqual([
      { op: 'update' },
      { op: 'delete' },
    ]);
    expect(await db.query(sqlText("select * from check_pyramid('toilets')"))).toEqual([]);
  });
});

/** A dump makes partitions alone and attaches them, so that their columns and keys count as their own as well. */
function withoutOrigin(line: string): string {
  return line.replace(/ \| origin .*$/, '');
}

async function migrationsOf030(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-0.3.0-'));
  for (const name of await readdir(`${DATA}migrations`))
    if (name <= LAST_OF_0_3_0) await copyFile(`${DATA}migrations/${name}`, join(folder, name));
  return folder;
}

/**
 * On PostgreSQL the owner restores the dump, who may not name a parameter of ours. A superuser may: roles.db.test.ts.
 */
async function loadFixture(db: Database, kind: Database['kind']): Promise<void> {
  const dump = await readFile(`${DATA}fixtures/upgrade/0.3.0.sql`, 'utf8');
  const text = kind === 'server' ? dump.replace(/^ +SET "chengtu\.prune_history" TO 'on'$/m, '') : dump;
  await db.transaction(
    async (tx) => {
      await tx.query(sqlText('set local check_function_bodies = off'));
      // Loads the library whose parameter the dump names.
      await tx.query(sqlText("select similarity('', '')"));
      await tx.query(sqlText(text));
    },
    { unlimited: true },
  );
}

function catalogueOf030(): ReturnType<typeof createCatalogue> {
  const layers = testCatalogue.layers.flatMap((layer): readonly LayerDefinition[] => {
    const shown: LayerDefinition = { ...layer, minzoom: 0, tileAttributes: ['name'] };
    if (layer.id === 'toilets') return [shown];
    return layer.id === 'districts' ? [shown, { ...shown, id: 'roads', geometry: 'LineString' }] : [];
  });
  return createCatalogue(layers, testCity);
}

/** The properties of what a tile around the features shows. */
async function tileFeatures(
  service: TestService,
  layer: string,
  z: number,
  query = '',
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { x, y } = tileAt({ lon: 120.3804, lat: 36.0604 }, z);
  const response = await service.get(`/tiles/${layer}/${z}/${x}/${y}.mvt${query}`);
  if (response.status === 204) return [];
  expect(response.status).toBe(200);
  const found = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer()))).layers[layer];
  return Array.from({ length: found?.length ?? 0 }, (_, n) => found?.feature(n).properties ?? {});
}
