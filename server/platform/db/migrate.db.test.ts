import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { MigrationError } from './errors.ts';
import { migrate } from './migrate.ts';
import { onlyRow, readNumber, readText } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Database } from './types.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../data/migrations/', import.meta.url));

describeDatabases('migrate', { embedded: 'daily' }, (database) => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-migrations-'));
    await cp(MIGRATIONS, folder, { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('applies nothing the second time', async () => {
    expect(await migrate(database())).toEqual([]);
  });

  it('applies each file once where two processes start together', async () => {
    await writeFile(join(folder, '900_once.sql'), 'create table once (n int);');
    const applied = await Promise.all([
      migrate(database(), { migrations: folder }),
      migrate(database(), { migrations: folder }),
    ]);
    expect(applied.flat()).toEqual(['900_once.sql']);
  });

  it('takes back a file that fails half-way, and says which', async () => {
    await writeFile(join(folder, '901_half.sql'), 'create table half (n int); select no_such_function();');
    await expect(migrate(database(), { migrations: folder })).rejects.toThrow(
      /901_half\.sql failed: .*no_such_function/,
    );
    expect(await exists(database(), 'half')).toBe(false);
    await rm(join(folder, '901_half.sql'));
  });

  it('refuses a file that was changed after it had been applied, and says what to do', async () => {
    await writeFile(join(folder, '900_once.sql'), 'create table once (n bigint);');
    await expect(migrate(database(), { migrations: folder })).rejects.toThrow(
      /900_once\.sql was changed .* new migration/,
    );
  });

  it('knows a file that was applied from a checkout with the line ends of Windows', async () => {
    const text = (await readFile(join(folder, '001_features.sql'), 'utf8')).replaceAll('\n', '\r\n');
    const checksum = createHash('sha256').update(text).digest('hex');
    const record = sqlText("update schema_migration set checksum = $1 where name = '001_features.sql'");
    await database().query(record, [checksum]);
    await writeFile(join(folder, '900_once.sql'), 'create table once (n int);');
    expect(await migrate(database(), { migrations: folder })).toEqual([]);
    await writeFile(join(folder, '001_features.sql'), text);
    expect(await migrate(database(), { migrations: folder })).toEqual([]);
  });

  it('refuses a database of a newer version', async () => {
    await expect(migrate(database())).rejects.toThrow(MigrationError);
    await expect(migrate(database())).rejects.toThrow(/900_once\.sql, which this version does not know/);
  });
});

describeDatabases('schema', { embedded: 'full' }, (database) => {
  const ensure = (id: string) => database().query(sqlText('select ensure_layer($1)'), [id]);
  const revision = async (id: string) =>
    readNumber(
      onlyRow(await database().query(sqlText('select revision from layer where layer_id = $1'), [id])),
      'revision',
    );
  const insert = (table: string, layer: string, ids: string[]) =>
    database().query(
      sqlText(
        `insert into ${table} (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
     select $1, id, ST_SetSRID(ST_MakePoint(120.3, 36.1), 4326), '{}', 'test', 'public', 'synthetic' from unnest($2::text[]) as id`,
      ),
      [layer, ids],
    );

  it('gives a layer its partition, once', async () => {
    await ensure('unit-grids');
    await ensure('unit-grids');
    expect(await exists(database(), 'feature_unit_grids')).toBe(true);
  });

  it.each(['', 'Toilets', 'a_b', 'x; drop table feature', '"q"', '-a', 'a--b', 'a'.repeat(49)])(
    'refuses the layer id %j',
    async (id) => {
      await expect(ensure(id)).rejects.toThrow(/not a layer id/);
    },
  );

  describe('raises the revision of a layer', () => {
    it('for every statement, on the whole table or on the partition alone', async () => {
      const before = await revision('unit-grids');
      await insert('feature', 'unit-grids', ['a', 'b']);
      await insert('feature_unit_grids', 'unit-grids', ['c']);
      await database().query(sqlText("update feature set attributes = '{\"n\": 1}' where layer_id = 'unit-grids'"));
      await database().query(sqlText("delete from feature_unit_grids where feature_id = 'a'"));
      await database().query(sqlText('truncate feature'));
      expect(await revision('unit-grids')).toBe(before + 5);
    });

    it('not for a statement that is rolled back', async () => {
      const before = await revision('unit-grids');
      await expect(
        database().transaction(async (tx) => {
          await tx.query(
            sqlText(
              "insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance) values ('unit-grids', 'z', ST_SetSRID(ST_MakePoint(120, 36), 4326), '{}', '', 'public', 'synthetic')",
            ),
          );
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await revision('unit-grids')).toBe(before);
    });
  });

  it('numbers features for tiles, each once over all layers', async () => {
    await ensure('roads');
    await insert('feature', 'unit-grids', ['a', 'b']);
    await insert('feature', 'roads', ['a', 'b']);
    const rows = await database().query(sqlText('select fid from feature'));
    expect(new Set(rows.map((row) => readNumber(row, 'fid'))).size).toBe(4);
  });
});

async function exists(db: Database, table: string): Promise<boolean> {
  const row = onlyRow(await db.query(sqlText("select coalesce(to_regclass($1)::text, '') as name"), [table]));
  return readText(row, 'name') !== '';
}
