import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLock } from '../platform/db/embedded/lock.ts';
import { migrate } from '../platform/db/migrate.ts';
import { openDatabase } from '../platform/db/pool.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { openBeside, openSuite, type Suite } from '../testing/databases.ts';
import { copyEmbedded } from '../testing/embedded-template.ts';
import { backup } from './backup.ts';
import { checkBackup, readBackup } from './file-reader.ts';
import { BackupFile } from './file-writer.ts';
import type { Manifest } from './manifest.ts';
import { countOtherSessions, restore, type RestoreOptions } from './restore.ts';

const CITY = { code: 'test', name: { zh: '测试市', en: 'Testville' } };
const PRODUCT = '1.2.3';

/** Features with everything that a text can hold, edits with their history, what studies need, and a finished study. */
const FILL = `
  insert into city (code, name_zh, name_en) values ('test', '测试市', 'Testville');
  select ensure_layer('toilets'), ensure_layer('districts'), ensure_layer('empty-layer');
  select set_layer_sums('toilets', '{n}');
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select 'toilets', 't' || i, ST_SetSRID(ST_Point(120 + i / 3e3::float8, 36 + i / 7e3::float8), 4326),
    jsonb_build_object('n', i, 'name', E'公厕\\n"' || i || E'"\\\\ \\t😀'), '环卫',
    case when i % 7 = 0 then 'internal' else 'public' end, 'synthetic'
  from generate_series(1, 1500) as i;
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  values ('districts', '区', ST_Buffer(ST_SetSRID(ST_Point(120.1, 36.1), 4326), 0.3), '{"name": "区"}', 'x', 'public', 'official');
  update feature set attributes = attributes || '{"n": 0.1}' where layer_id = 'toilets' and feature_id like 't1%';
  delete from feature where layer_id = 'toilets' and feature_id like 't2%';
  insert into search_term (layer_id, feature_id, folded, latin, initials, characters, letters, weight)
  select layer_id, feature_id, feature_id, feature_id, null, '{公,厕}', null, 1 from feature;
  insert into network (network_id, key, title, source, provenance, cost_unit, node_count, edge_count)
  values ('roads', '0123456789abcdef', '{}', '{}', 'synthetic', 's', 2, 1);
  insert into network_edge (network_id, edge_id, from_node, to_node, geom, length_m, walk_s, drive_s)
  values ('roads', 0, 0, 1, 'srid=4326;linestring(120 36, 120.1 36.1)', 0.1::float8 + 0.2::float8, 1e-300, 'infinity');
  insert into demand (demand_id, key, meta, cells) values ('people', 'k', '{}', '\\x00ff0a5c');
  insert into analysis_job (job_id, title, state, progress, owner, finished_at, result)
  values ('j1', null, 'done', '{}', 'p', now(), '\\x1f8b');`;

describe('a backup', () => {
  let folder: string;
  let path: string;
  let source: Suite;
  let home: string;
  let embedded: Database;
  let made: Manifest;
  const suites: Database[] = [];

  const open = async (name: string): Promise<Suite> => {
    const suite = await openSuite('server', name);
    suites.push(suite);
    return suite;
  };
  const at = (name: string): string => join(folder, name);
  const options = (more: Partial<RestoreOptions> = {}): RestoreOptions => ({
    path,
    city: CITY,
    product: PRODUCT,
    mayReplace: false,
    ...more,
  });
  /** What a database keeps, by hash. */
  const contents = async (db: Database): Promise<Manifest> =>
    (await backup(db, { path: at('contents.gz'), mayReplace: true, product: PRODUCT })).manifest;
  const expectEqual = async (db: Database, manifest: Manifest): Promise<void> => {
    const { tables, sequences, city } = await contents(db);
    expect({ tables, sequences, city }).toEqual({
      tables: manifest.tables,
      sequences: manifest.sequences,
      city: manifest.city,
    });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-backup-'));
    path = at('city.gz');
    home = at('home');
    await copyEmbedded(home);
    embedded = await openDatabase({ home });
    source = await open('backup source');
    await source.query(sqlText(FILL));
    made = (await backup(source, { path, mayReplace: false, product: PRODUCT })).manifest;
  });
  afterAll(async () => {
    for (const suite of suites) await suite.close();
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is equal by hash on the other kind of database, and again on the first, which go on from there', async () => {
    expect(made.tables.find(({ name }) => name === 'feature_history')?.rows).toBeGreaterThan(500);
    await restore(embedded, options());
    await expectEqual(embedded, made);
    await backup(embedded, { path: at('embedded.gz'), mayReplace: false, product: PRODUCT });
    const server = await open('backup server');
    await restore(server, options({ path: at('embedded.gz') }));
    await expectEqual(server, made);
    for (const db of [embedded, server]) {
      expect(await db.query(sqlText('select * from layer l cross join lateral check_pyramid(l.layer_id)'))).toEqual([]);
      expect(await db.query(sqlText("select from pyramid where layer_id = 'toilets' and z = 0"))).not.toEqual([]);
      await db.query(sqlText("update feature set owner = 'y' where feature_id = 't3'"));
      await db.query(
        sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        values ('toilets', 'new', 'srid=4326;point(120 36)', '{}', 'x', 'public', 'official')`),
      );
      const [row] = await db.query(
        sqlText(`
        select (select max(fid) from feature where feature_id = 'new') - 1501 as fid, l.revision
        from layer l where layer_id = 'toilets'`),
      );
      expect(row).toMatchObject({ fid: '1', revision: '5' });
      expect(await db.query(sqlText("select from feature_history where feature_id = 't3'"))).toHaveLength(1);
      await expect(db.query(sqlText('delete from feature_history'))).rejects.toThrow('can be added to only');
    }
  });

  it('is of one moment, whatever others write meanwhile', async () => {
    const before = await contents(source);
    const edited: string[] = [];
    const { manifest } = await backup(source, {
      path: at('moment.gz'),
      mayReplace: false,
      product: PRODUCT,
      onProgress: async (table) => {
        if (table !== 'layer') return;
        edited.push(table);
        await source.query(sqlText("delete from feature where layer_id = 'toilets' and feature_id like 't4%'"));
      },
    });
    expect(edited).toEqual(['layer']);
    expect(manifest.tables).toEqual(before.tables);
    expect((await contents(source)).tables).not.toEqual(before.tables);
  });

  it('is refused where a byte differs, is missing or is too many, and nothing is touched', async () => {
    const target = await open('backup damaged');
    const bytes = await readFile(path);
    const { length } = bytes;
    const damaged = at('damaged.gz');
    const refused = async (content: Buffer, name: string): Promise<void> => {
      await writeFile(damaged, content);
      await expect(restore(target, options({ path: damaged })), name).rejects.toMatchObject({
        name: 'BackupUnreadable',
      });
    };
    const places = [0, 4, 9, 10, 0.25, 0.5, 0.75, -200, -101, -60, -1].map((place) =>
      place < 0 ? length + place : place > 0 && place < 1 ? Math.floor(length * place) : place,
    );
    for (const place of places) {
      const content = Buffer.from(bytes);
      content[place] = (content[place] ?? 0) ^ 1;
      await refused(content, `byte ${String(place)}`);
    }
    await refused(bytes.subarray(0, -1), 'cut off');
    await refused(bytes.subarray(0, length / 2), 'half');
    await refused(Buffer.alloc(0), 'empty');
    await refused(Buffer.concat([bytes, Buffer.from('\n')]), 'longer');
    await refused(Buffer.from('PK\u0003\u0004'), 'another kind of file');
    expect(await target.query(sqlText('select from feature'))).toEqual([]);
  });

  it('is refused where it cannot be right for this product or city, and where data would be lost', async () => {
    const target = await open('backup refused');
    const changed = async (name: string, change: (manifest: Manifest) => Partial<Manifest>): Promise<string> => {
      const file = await BackupFile.create(at(name), false);
      await file.write(`${JSON.stringify({ format: 'chengtu-backup', version: 1, product: PRODUCT })}\n`);
      for await (const part of readBackup(path, (await stat(path)).size)) {
        if (part.kind === 'rows') await file.write(`${part.lines.join('\n')}\n`);
        else if (part.kind === 'table') await file.write(`${JSON.stringify(part.head)}\n`);
        else await file.write(`${JSON.stringify({ manifest: { ...part.manifest, ...change(part.manifest) } })}\n`);
      }
      await file.finish();
      return at(name);
    };
    const refusal = (file: string): Promise<unknown> =>
      restore(target, options({ path: file })).then(
        () => null,
        (error: unknown) => error,
      );
    expect(await refusal(await changed('same.gz', () => ({})))).toBeNull();
    expect(await refusal(path)).toMatchObject({ hindrance: 'not-empty', values: { table: 'feature' } });
    await target.query(sqlText('delete from feature'));
    await restore(target, options({ mayReplace: true }));
    await expectEqual(target, made);
    expect(await refusal(await changed('newer.gz', () => ({ product: '1.10.0' })))).toMatchObject({
      hindrance: 'newer-product',
    });
    const unknown = { name: '999_later.sql', checksum: '' };
    expect(
      await refusal(await changed('later.gz', ({ migrations }) => ({ migrations: [...migrations, unknown] }))),
    ).toMatchObject({ hindrance: 'newer-product' });
    expect(
      await refusal(await changed('city2.gz', () => ({ city: { code: 'other', zh: '别处', en: 'Elsewhere' } }))),
    ).toMatchObject({ hindrance: 'other-city' });
    expect(
      await refusal(
        await changed('rows.gz', ({ tables }) => ({ tables: tables.map((table) => ({ ...table, rows: 1 })) })),
      ),
    ).toMatchObject({ name: 'BackupUnreadable', fault: 'damaged' });
  });

  it('of an older product is restored into an empty database, and brought up to date', async () => {
    const target = await open('backup older');
    await target.query(sqlText('create schema older; create schema newer'));
    const [older, newer] = [await openBeside(target, 'older'), await openBeside(target, 'newer')];
    suites.unshift(older, newer);
    await migrate(older, { until: '017_city.sql' });
    await older.query(
      sqlText(`select ensure_layer('toilets'); insert into feature
      (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      values ('toilets', 'a', 'srid=4326;point(120 36)', '{}', 'x', 'public', 'official')`),
    );
    const { manifest } = await backup(older, { path: at('older.gz'), mayReplace: false, product: '1.0.0' });
    expect(manifest.migrations.at(-1)?.name).toBe('017_city.sql');
    await restore(newer, options({ path: at('older.gz') }));
    expect(await newer.query(sqlText('select layer_id, edits from layer'))).toEqual([
      { layer_id: 'toilets', edits: '1' },
    ]);
    expect(await migrate(newer)).toEqual([]);
    // Tables of another version are not mended by replacing their rows.
    await expect(restore(target, options({ path: at('older.gz'), mayReplace: true }))).rejects.toMatchObject({
      hindrance: 'other-version',
    });
  });

  it('leaves the database as it was where the restore ends in the middle', async () => {
    const target = await open('backup ended');
    await restore(target, options());
    await target.query(sqlText("update feature set owner = 'mine'"));
    const before = await contents(target);
    const stop = new AbortController();
    await expect(
      restore(
        target,
        options({
          mayReplace: true,
          signal: stop.signal,
          onProgress: (phase) => void (phase === 'load' && stop.abort()),
        }),
      ),
    ).rejects.toThrow();
    await expectEqual(target, before);
    // As where the process is killed: the server finds the connection closed.
    await expect(
      restore(
        target,
        options({
          mayReplace: true,
          onProgress: async (phase) => {
            if (phase === 'finish')
              await source.administrate(`select pg_terminate_backend(pid) from pg_stat_activity
                where datname = '${databaseOf(target)}' and state like 'idle in transaction%'`);
          },
        }),
      ),
    ).rejects.toThrow();
    await expectEqual(target, before);
  });

  it('leaves the embedded database as it was where its process is killed in the middle', async () => {
    await embedded.query(sqlText("update feature set owner = 'mine'"));
    const before = await contents(embedded);
    const { pid } = (await readLock(home)) ?? { pid: NaN };
    await expect(
      restore(
        embedded,
        options({
          mayReplace: true,
          onProgress: (phase) => void (phase === 'compare' && process.kill(pid, 'SIGKILL')),
        }),
      ),
    ).rejects.toThrow();
    await expect.poll(() => embedded.query(sqlText('select 1 as one')).catch(() => null)).toEqual([{ one: 1 }]);
    // Sequences leave some values out after a crash.
    expect((await contents(embedded)).tables).toEqual(before.tables);
  });

  it('appears whole or not at all, and replaces a file only where that is asked for', async () => {
    const stop = new AbortController();
    const names = await readdir(folder);
    await expect(
      backup(source, {
        path: at('stopped.gz'),
        mayReplace: false,
        product: PRODUCT,
        signal: stop.signal,
        onProgress: () => stop.abort(),
      }),
    ).rejects.toThrow();
    expect(await readdir(folder)).toEqual(names);
    await expect(backup(source, { path, mayReplace: false, product: PRODUCT })).rejects.toMatchObject({
      name: 'BackupExists',
      isPlainFile: true,
    });
    await expect(backup(source, { path: folder, mayReplace: true, product: PRODUCT })).rejects.toMatchObject({
      isPlainFile: false,
    });
    expect((await checkBackup(path)).manifest).toEqual(made);
    // It holds what not everybody may see.
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('finds the sessions that use a database', async () => {
    const target = await open('backup in use');
    expect(await countOtherSessions(target)).toBe(0);
    const other = await openBeside(target);
    try {
      expect(await countOtherSessions(target)).toBe(1);
    } finally {
      await other.close();
    }
  });
});

function databaseOf({ url }: Database): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}
