import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../layers/catalogue.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './pool.ts';
import type { Database } from './types.ts';
import { CORNER, insertFixtures } from '../../testing/fixtures.ts';
import { copyEmbedded } from '../../testing/embedded-template.ts';
import { until } from '../../testing/moments.ts';
import { createCluster, type PostgresCluster } from '../../testing/postgres.ts';
import { makeRoles } from '../../testing/roles.ts';
import { serve, type TestService } from '../../testing/serve.ts';
import { tileAt } from '../../../tiles/tile/tile.ts';

const ITEM = '/layers/toilets/items/fixture-0';
const { z, x, y } = tileAt(CORNER, 12);
const ASK_EVERY_MS = 50;
const tile = (column: number): string => `/tiles/toilets,districts/${z}/${column}/${y}.mvt`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chengtu-lost-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const statusOf = async (service: TestService, path: string): Promise<number> => (await service.get(path)).status;

async function start(db: Database): Promise<TestService> {
  const catalogue = await loadCatalogue();
  await migrate(db);
  await insertFixtures(db, catalogue);
  return serve({ db, catalogue });
}

/** A tile in memory is answered all the same, marked as what may be old; one that is not has to wait. */
async function expectTiles(service: TestService, isLost: boolean): Promise<void> {
  // For a moment what the last look saw still holds; how soon that ends is shown in change-poller.test.ts.
  if (isLost) await until(async () => (await service.get(tile(x))).headers.get('x-cache') === 'stale', ASK_EVERY_MS);
  const known = await service.get(tile(x));
  expect([known.status, known.headers.get('x-cache') === 'stale', known.headers.get('warning')]).toEqual([
    200,
    isLost,
    isLost ? '110 - "Response is Stale"' : null,
  ]);
  expect((await known.arrayBuffer()).byteLength).toBeGreaterThan(0);
  if (!isLost) return;
  const unknown = await service.get(tile(x + 9));
  expect([unknown.status, unknown.headers.get('retry-after'), await unknown.json()]).toEqual([
    503,
    '2',
    expect.objectContaining({ code: 'database-unavailable' }),
  ]);
}

async function expectLost(service: TestService): Promise<void> {
  await expectTiles(service, true);
  const [ready, health, item] = await Promise.all([
    service.get('/readyz'),
    service.get('/healthz'),
    service.get(`${ITEM}?lang=en`),
  ]);
  expect([ready.status, health.status, item.status]).toEqual([503, 200, 503]);
  expect(await ready.json()).toMatchObject({ status: 'unavailable', database: 'down' });
  expect(await health.json()).toMatchObject({ status: 'ok', database: 'down' });
  expect(item.headers.get('retry-after')).toBe('2');
  expect(await item.json()).toMatchObject({
    code: 'database-unavailable',
    detail: expect.stringContaining('database'),
    requestId: expect.any(String),
  });
}

describe('while PostgreSQL is stopped', () => {
  let cluster: PostgresCluster;
  let db: Database;
  let service: TestService;

  beforeAll(async () => {
    cluster = await createCluster(join(folder, 'postgres'));
    const { ownerUrl } = await makeRoles(cluster.url, 'lost');
    db = await openDatabase({ url: ownerUrl, home: folder });
    service = await start(db);
  });
  afterAll(async () => {
    await service.close();
    await db.close();
    await cluster.remove();
  });

  it.each(['fast', 'immediate'] as const)(
    '(%s) the service says so, keeps running, and is back by itself',
    async (mode) => {
      expect(await statusOf(service, ITEM)).toBe(200);
      await expectTiles(service, false);
      await cluster.stop(mode);
      await until(async () => (await statusOf(service, '/readyz')) === 503, ASK_EVERY_MS);
      await expectLost(service);
      await cluster.start();
      await until(async () => (await statusOf(service, '/readyz')) === 200, ASK_EVERY_MS);
      expect(await statusOf(service, ITEM)).toBe(200);
      await expectTiles(service, false);
    },
  );
});

describe('after the embedded database was killed', () => {
  let home: string;
  let db: Database;
  let service: TestService;

  beforeAll(async () => {
    home = join(folder, 'embedded');
    await copyEmbedded(home);
    db = await openDatabase({ home });
    service = await start(db);
  });
  afterAll(async () => {
    await service.close();
    await db.close();
  });

  it('the service says so, keeps running, and is back by itself with all its data', async () => {
    expect(await statusOf(service, ITEM)).toBe(200);
    await expectTiles(service, false);
    const { pid } = JSON.parse(readFileSync(join(home, 'database.lock'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await until(async () => (await statusOf(service, '/readyz')) === 503, ASK_EVERY_MS);
    await expectLost(service);
    await until(async () => (await statusOf(service, '/readyz')) === 200, ASK_EVERY_MS);
    expect(await statusOf(service, ITEM)).toBe(200);
    await expectTiles(service, false);
  });
});
