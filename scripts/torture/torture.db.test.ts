/** The short form of `npm run torture`: the same attacks, a few inputs each. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startServer, type Service } from '../../server/main.ts';
import { ensureLayers } from '../../server/ingest/layers.ts';
import { readConfig } from '../../server/platform/config.ts';
import { readLock } from '../../server/platform/db/embedded/lock.ts';
import { migrate } from '../../server/platform/db/migrate.ts';
import { openDatabase } from '../../server/platform/db/pool.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { SILENT } from '../../server/platform/log/log.ts';
import { runs } from '../../server/testing/effort.ts';
import { openSuite, type Suite } from '../../server/testing/databases.ts';
import { copyEmbedded } from '../../server/testing/embedded-template.ts';
import { insertFixtures } from '../../server/testing/fixtures.ts';
import { testCatalogue } from '../../server/testing/layers.ts';
import { writeTown } from '../../server/testing/small-town.ts';
import type { Outcome } from './attack.ts';
import { attackEdits } from './attacks/kill-edit.ts';
import { attackByNames, differsFiltered, NAMED } from './attacks/names.ts';
import { attackParsers } from './attacks/parsers.ts';
import { attackRoutes } from './attacks/routes.ts';
import { ATTACKS } from './attack.ts';
import { ALL_ATTACKS } from './attacks.ts';
import { firstInputs } from './run.ts';

const SEED = 20261129;
/** It ends what would never end; no input of the test is long enough to need it. */
const HANGS_MS = 600_000;

let folder: string;
let served: Suite;
let service: Service;

const startOn = (db: Database): Promise<Service> =>
  startServer(readConfig({ PORT: '0' }), { db, city: { catalogue: testCatalogue, cases: [] }, log: SILENT });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-torture-'));
  served = await openSuite('server', 'torture');
  await insertFixtures(served, testCatalogue);
  await writeTown(served, testCatalogue);
  service = await startOn(served);
});
afterAll(async () => {
  await service.close();
  await served.close();
  await rm(folder, { recursive: true, force: true });
});

function expectNoHarm({ tried, survived, failures }: Outcome, count: number): void {
  expect(failures).toEqual([]);
  expect([tried, survived]).toEqual([count, count]);
}

describe('torture', () => {
  it('has each of its attacks once, under the name that --only takes', () => {
    expect(ALL_ATTACKS.map(({ name }) => name)).toEqual(ATTACKS);
  });

  it('by hostile requests to every route gives no error of ours and no leak, and changes no answer', async () => {
    const count = runs({ daily: 120, full: 5000 });
    const site = { service: { url: service.url }, secrets: [process.cwd(), folder] };
    expectNoHarm(await attackRoutes(site, { inputs: () => firstInputs(SEED, count) }), count);
  });

  // That each comes back as it is by every route is a test of its own, of the same names.
  it('by more than two hundred names that mean harm finds each alone by CQL2 text', async () => {
    const victim = { db: served, service: { url: service.url, pid: process.pid } };
    expect(NAMED.length).toBeGreaterThan(200);
    expectNoHarm(await attackByNames(victim, [differsFiltered]), NAMED.length);
  });

  it('by nearly right inputs to every reader gets them read or refused', async () => {
    const count = runs({ daily: 100, full: 5000 });
    const limits = { watchdogMs: HANGS_MS, mostBytes: 20_000 };
    const inputs = () => firstInputs(SEED, count);
    expectNoHarm(await attackParsers({ inputs, folder: join(folder, 'files') }, limits), count);
  });

  it('by kill -9 of the database under edits loses no edit that was acknowledged and leaves none half done', async () => {
    const count = runs({ daily: 1, full: 5 });
    const home = join(folder, 'home');
    await copyEmbedded(home);
    const db = await openDatabase({ home });
    onTestFinished(() => db.close());
    await migrate(db);
    await ensureLayers(db, testCatalogue);
    const killed = await startOn(db);
    onTestFinished(() => killed.close());
    const victim = {
      db,
      cluster: null,
      service: { url: killed.url, pid: process.pid },
      databasePids: async () => [(await readLock(home))?.pid ?? 0],
      restart: () => Promise.reject(new Error('The service of a test is never killed.')),
    };
    expectNoHarm(await attackEdits(victim, { inputs: () => firstInputs(SEED, count) }, ['database']), count);
  });
});
