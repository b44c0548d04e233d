import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tileAt } from '../../../tiles/tile/tile.ts';
import { loadCatalogue } from '../../layers/catalogue.ts';
import { copyEmbedded } from '../../testing/embedded-template.ts';
import { CORNER, insertFixtures } from '../../testing/fixtures.ts';
import { until } from '../../testing/moments.ts';
import { serve, type TestService } from '../../testing/serve.ts';
import { findFullDisk } from './embedded/room.ts';
import { DatabaseDiskFull, DatabaseUnavailable } from './errors.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './pool.ts';
import { sqlText } from './sql.ts';
import type { Database } from './types.ts';

const SIZE_MB = 400;
const { z, x, y } = tileAt(CORNER, 12);
const ASK_EVERY_MS = 50;
const READS = [
  '/layers/toilets/items/fixture-0',
  '/counts?layers=toilets&bbox=119,35,122,38',
  '/layers/toilets/columns?properties=name',
  `/nearby?layer=toilets&lon=${CORNER.lon}&lat=${CORNER.lat}&radius=50000`,
  '/layers',
  `/tiles/toilets,districts/${z}/${x}/${y}.mvt`,
] as const;

/** Makes a folder a small disk of its own. @returns whether one can be mounted here */
function mountDisk(folder: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', folder]).status === 0;
}

function unmountDisk(folder: string): void {
  spawnSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
}

/** Leaves not a byte. */
function fill(folder: string): void {
  const file = openSync(join(folder, 'filler'), 'w');
  for (const size of [2 ** 20, 4096, 1]) {
    const bytes = Buffer.alloc(size);
    for (let isFull = false; !isFull; ) {
      try {
        writeSync(file, bytes);
      } catch {
        isFull = true;
      }
    }
  }
  closeSync(file);
}

const clear = (folder: string): void => rmSync(join(folder, 'filler'), { force: true });

describe('the embedded database on a full disk', () => {
  let folder: string;
  let isMounted = false;
  let home: string;
  let db: Database;
  let service: TestService;
  const restarts: string[] = [];
  const read = async (path: string) => {
    const answer = await service.get(path);
    return { status: answer.status, body: await answer.text() };
  };
  const ready = async (): Promise<number> => (await service.get('/readyz')).status;
  let before: readonly { readonly status: number; readonly body: string }[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chengtu-disk-'));
    isMounted = mountDisk(folder);
    if (!isMounted) return;
    home = join(folder, 'home');
    mkdirSync(home);
    await copyEmbedded(home);
    db = await openDatabase({ home, onRestart: (restart) => restarts.push(restart.fullDisk?.name ?? restart.reason) });
    const catalogue = await loadCatalogue();
    await migrate(db);
    await insertFixtures(db, catalogue);
    // Tiles are made anew each time, so that none is answered from memory.
    service = await serve({ db, catalogue }, { TILE_CACHE_MB: '0' });
    before = await Promise.all(READS.map(read));
  });
  afterAll(async () => {
    try {
      if (!isMounted) return;
      await service.close();
      await db.close();
    } finally {
      unmountDisk(folder);
    }
  });
  // The disk itself is what is tested; there is no other way to make one that small.
  beforeEach(({ skip }) => skip(!isMounted, 'no tmpfs can be mounted here, which takes root'));

  it('answers what it reads as before, and is not ready, as nothing can be written', async () => {
    expect(before.map(({ status }) => status)).toEqual(READS.map(() => 200));
    fill(folder);
    const answer = await service.get('/readyz?lang=en');
    expect([answer.status, await answer.json()]).toEqual([
      503,
      expect.objectContaining({
        status: 'unavailable',
        database: 'up',
        problem: expect.stringContaining('full (folder home'),
      }),
    ]);
    expect(await Promise.all(READS.map(read))).toEqual(before);
  });

  it('is unavailable with the reason once the engine broke over it, and no answer is wrong', async () => {
    await expect(db.query(sqlText('checkpoint'))).rejects.toBeInstanceOf(DatabaseDiskFull);
    // The service is asked all the time meanwhile.
    for (let round = 0; round < 20; round += 1) {
      for (const [index, path] of READS.entries()) {
        const { status, body } = await read(path);
        if (status === 200) expect(body).toBe(before[index]?.body);
        else
          expect([status, JSON.parse(body)]).toEqual([
            503,
            expect.objectContaining({ code: 'database-unavailable', detail: expect.stringContaining('磁盘已满') }),
          ]);
      }
    }
    expect(await ready()).toBe(503);
    await until(() => restarts.length > 0);
    expect(restarts).toEqual(['DatabaseDiskFull']);
    await expect(db.query(sqlText('select 1'))).rejects.toMatchObject({ disk: { folder: home } });
  });

  it('is back by itself with everything once there is room', async () => {
    clear(folder);
    expect(await findFullDisk(home)).toBeNull();
    await until(async () => (await ready()) === 200, ASK_EVERY_MS);
    expect(await Promise.all(READS.map(read))).toEqual(before);
  });

  it('tells a statement that finds no room from a wrong one, and goes on', async () => {
    fill(folder);
    await expect(
      db.query(sqlText('create table big as select repeat(n::text, 200) as t from generate_series(1, 100000) as n')),
    ).rejects.toBeInstanceOf(DatabaseUnavailable);
    clear(folder);
    await until(async () => (await ready()) === 200, ASK_EVERY_MS);
    expect(await Promise.all(READS.map(read))).toEqual(before);
  });

  it('is not started there, and the reason names the folder', async () => {
    fill(folder);
    const other = join(folder, 'other');
    mkdirSync(other);
    await expect(openDatabase({ home: other })).rejects.toMatchObject({
      name: 'DatabaseDiskFull',
      message: expect.stringContaining(other),
    });
    clear(folder);
  });
});
