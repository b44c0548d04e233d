import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../platform/db/migrate.ts';
import { onlyRow, readNumber } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { openBeside } from '../testing/databases.ts';
import { describeDatabases } from '../testing/describe-databases.ts';

const MIGRATIONS = fileURLToPath(new URL('../../data/migrations/', import.meta.url));
/** What release 0.1.0 brought. */
const BEFORE = ['001_features.sql', '002_search.sql', '003_tiles.sql', '004_filters.sql'];

describeDatabases('a filled database of 0.1.0', { embedded: 'full' }, (database, kind) => {
  const schema = `upgraded_${kind}_${process.pid}`;
  let db: Database;
  let features: unknown;
  let emptyKnowsAll: unknown;

  const run = (text: string) => db.query(sqlText(text));
  const all = () => run('select * from feature order by layer_id, feature_id');

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-upgrade-'));
    for (const name of BEFORE) await copyFile(join(MIGRATIONS, name), join(folder, name));
    // Asked now: both handles share the session of the embedded database, and with it the schema.
    emptyKnowsAll = onlyRow(await database().query(sqlText("select history_begins() = '-infinity' as yes"))).yes;
    await database().query(sqlText(`create schema ${schema}`));
    db = await openBeside(database(), schema);
    await migrate(db, { migrations: folder });
    await rm(folder, { recursive: true });
    await run("select ensure_layer('dots'), ensure_layer('long-spots'), ensure_layer('empty')");
    await run(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      select layer, layer || n, ST_SetSRID(ST_MakePoint(120 + n * 0.001, 36), 4326), '{}', 'test', 'public', 'synthetic'
      from unnest(array['dots', 'long-spots']) as layer, generate_series(1, 50) as n`);
    await run("update feature set owner = 'other' where feature_id = 'dots1'");
    features = await all();
    await migrate(db);
  });
  afterAll(async () => {
    await db.close();
    await database().query(sqlText(`drop schema ${schema} cascade`));
  });

  it('keeps its features as they are', async () => {
    expect(await all()).toEqual(features);
  });

  it('does not claim to know what was before', async () => {
    expect(onlyRow(await run("select history_begins() between now() - interval '1 hour' and now() as fits"))).toEqual({
      fits: true,
    });
    // An empty one has nothing that it does not know.
    expect(emptyKnowsAll).toBe(true);
  });

  it('writes down changes and history of the layers it had, on the partitions as well', async () => {
    const before = readNumber(
      onlyRow(await run("select revision from layer where layer_id = 'long-spots'")),
      'revision',
    );
    await run("update feature set owner = owner where layer_id = 'long-spots'");
    await run("update feature set owner = 'new' where feature_id = 'long-spots1'");
    await run("delete from feature_long_spots where feature_id = 'long-spots2'");
    await run('truncate feature_long_spots');
    await run('truncate feature_empty');
    const changes = await run('select layer_id, revision, cardinality(boxes) as size from change order by revision');
    expect(changes).toEqual(
      [4, 4, null].map((size, n) => ({ layer_id: 'long-spots', revision: String(before + n + 1), size })),
    );
    expect(await run('select op, count(*) from feature_history group by op order by op')).toEqual([
      { op: 'delete', count: '1' },
      { op: 'truncate', count: '49' },
      { op: 'update', count: '1' },
    ]);
  });
});
