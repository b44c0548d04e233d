import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogue.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/pool.ts';
import type { Database } from './db/types.ts';
import { insertFixtures } from './testing/fixtures.ts';
import { createCluster, type PostgresCluster } from './testing/postgres.ts';
import { serve, type TestService } from './testing/serve.ts';

/** The service must tell of a lost database within this time. */
const NOTICE_MS = 2000;
const ITEM = '/layers/toilets/items/fixture-0';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chengtu-lost-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function until(what: () => Promise<boolean>, timeoutMs: number): Promise<number> {
  const start = Date.now();
  while (!(await what())) {
    if (Date.now() - start > timeoutMs) throw new Error(`Not within ${String(timeoutMs)} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return Date.now() - start;
}

const statusOf = async (service: TestService, path: string): Promise<number> => (await service.get(path)).status;

async function start(db: Database): Promise<TestService> {
  const catalogue = await loadCatalogue();
  await migrate(db);
  await insertFixtures(db, catalogue);
  return serve({ db, catalogue });
}

async function expectLost(service: TestService): Promise<void> {
  const [ready, health, item] = await Promise.all([service.get('/readyz'), service.get('/healthz'), service.get(`${ITEM}?lang=en`)]);
  expect([ready.status, health.status, item.status]).toEqual([503, 200, 503]);
  expect(await ready.json()).toMatchObject({ status: 'unavailable', database: 'down' });
  expect(await health.json()).toMatchObject({ status: 'ok', database: 'down' });
  expect(item.headers.get('retry-after')).toBe('2');
  expect(await item.json()).toMatchObject({ error: { code: 'database-unavailable', message: expect.stringContaining('database'), requestId: expect.any(String) } });
}

describe('while PostgreSQL is stopped', () => {
  let cluster: PostgresCluster;
  let db: Database;
  let service: TestService;

  beforeAll(async () => {
    cluster = await createCluster(join(folder, 'postgres'));
    db = await openDatabase({ url: cluster.url, home: folder });
    service = await start(db);
  });
  afterAll(async () => {
    await service.close();
    await db.close();
    await cluster.remove();
  });

  it.each(['fast', 'immediate'] as const)('(%s) the service says so, keeps running, and is back by itself', async (mode) => {
    expect(await statusOf(service, ITEM)).toBe(200);
    await cluster.stop(mode);
    expect(await until(async () => await statusOf(service, '/readyz') === 503, NOTICE_MS)).toBeLessThanOrEqual(NOTICE_MS);
    await expectLost(service);
    await cluster.start();
    await until(async () => await statusOf(service, '/readyz') === 200, 10_000);
    expect(await statusOf(service, ITEM)).toBe(200);
  });
});

describe('after the embedded database was killed', () => {
  let home: string;
  let db: Database;
  let service: TestService;

  beforeAll(async () => {
    home = join(folder, 'embedded');
    db = await openDatabase({ home });
    service = await start(db);
  });
  afterAll(async () => {
    await service.close();
    await db.close();
  });

  it('the service says so, keeps running, and is back by itself with all its data', async () => {
    expect(await statusOf(service, ITEM)).toBe(200);
    const { pid } = JSON.parse(readFileSync(join(home, 'database.lock'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await until(async () => await statusOf(service, '/readyz') === 503, NOTICE_MS);
    await expectLost(service);
    await until(async () => await statusOf(service, '/readyz') === 200, 30_000);
    expect(await statusOf(service, ITEM)).toBe(200);
  });
});
