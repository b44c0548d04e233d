/** Whoever has PostgreSQL's own dumps alone can restore them too: into an empty database, with nothing to mend. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { registryOf } from '../layers/registry.ts';
import { checkMigrated, migrate } from '../platform/db/migrate.ts';
import { openDatabase } from '../platform/db/pool.ts';
import { onlyRow, readNumber, readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { RandomEditor, randomFrom } from '../testing/edits.ts';
import { CORNER, FIXTURE_TILES, insertFixtures } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { findPostgres } from '../testing/postgres.ts';
import { administrate, urlOf } from '../testing/roles.ts';
import { decideTile, executeTile } from '../tiles/request.ts';

const NAMES = { from: `chengtu_dumped_${process.pid}`, to: `chengtu_undumped_${process.pid}` };
const SPAN_DEG = 0.05;
const COUNTS = sqlText(`
  select (select count(*)::int from feature) as features, (select count(*)::int from change) as changes,
    (select sum(revision)::float8 from layer) as revisions`);
const UNSOUND = sqlText('select l.layer_id, problem from layer l, check_pyramid(l.layer_id) as problem');
const registry = registryOf(testCatalogue);
const bin = findPostgres();

let folder: string;
const opened: Database[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chengtu-dump-'));
  for (const name of Object.values(NAMES)) await administrate(inject('adminUrl'), `create database ${name}`);
});
afterAll(async () => {
  for (const db of opened) await db.close();
  for (const name of Object.values(NAMES)) await administrate(inject('adminUrl'), `drop database ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

async function open(name: string): Promise<Database> {
  const db = await openDatabase({ url: urlOf(inject('adminUrl'), name), home: '' });
  opened.push(db);
  return db;
}

function run(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(`${bin ?? ''}/${program}`, args, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

async function tilesOf(db: Database): Promise<readonly string[]> {
  const tiles: string[] = [];
  for (const { z, x, y } of FIXTURE_TILES) {
    const path = { layers: 'toilets', z: String(z), x: String(x), y: String(y), matrixSet: 'WebMercatorQuad' as const };
    const { bytes } = await executeTile(db, decideTile(path, new URLSearchParams(), registry));
    tiles.push(Buffer.from(bytes).toString('base64'));
  }
  return tiles;
}

it.skipIf(bin === undefined)('pg_restore of pg_dump gives the same database, which goes on counting', async () => {
  const from = await open(NAMES.from);
  await migrate(from);
  await insertFixtures(from, testCatalogue);
  const editor = new RandomEditor(from, testCatalogue, randomFrom(17), CORNER, SPAN_DEG);
  for (let edit = 0; edit < 5; edit += 1) await editor.commit(20);
  const before = { counts: onlyRow(await from.query(COUNTS)), tiles: await tilesOf(from) };

  const file = join(folder, 'city.dump');
  run('pg_dump', '--format=custom', '--file', file, urlOf(inject('adminUrl'), NAMES.from));
  run('pg_restore', '--exit-on-error', '--single-transaction', '-d', urlOf(inject('adminUrl'), NAMES.to), file);

  const to = await open(NAMES.to);
  await checkMigrated(to);
  expect({ counts: onlyRow(await to.query(COUNTS)), tiles: await tilesOf(to) }).toEqual(before);
  // Triggers count on: with changes that differ from those of the old one.
  const other = new RandomEditor(to, testCatalogue, randomFrom(18), CORNER, SPAN_DEG);
  for (let edit = 0; edit < 5; edit += 1) await other.commit(20);
  expect(readNumber(onlyRow(await to.query(COUNTS)), 'revisions')).toBeGreaterThan(
    readNumber(before.counts, 'revisions'),
  );
  expect((await to.query(UNSOUND)).map((row) => readText(row, 'problem'))).toEqual([]);
});
