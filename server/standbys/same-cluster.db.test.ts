import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { ensureLayers } from '../ingest/layers.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { migrate } from '../platform/db/migrate.ts';
import { openDatabase } from '../platform/db/pool.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { testCity } from '../testing/city.ts';
import { testCatalogue } from '../testing/layers.ts';
import { until } from '../testing/moments.ts';
import { createCluster, createStandby, type PostgresCluster } from '../testing/postgres.ts';
import { administrate } from '../testing/roles.ts';
import { serve } from '../testing/serve.ts';
import { healthOf } from '../testing/standby-rig.ts';

const catalogue = createCatalogue(
  testCatalogue.layers.filter(({ id }) => id === 'toilets'),
  testCity,
);

let folder: string;
let clusters: { readonly primary: PostgresCluster; readonly standby: PostgresCluster; readonly other: PostgresCluster };
let db: Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chengtu-cluster-'));
  chmodSync(folder, 0o755);
  const primary = await createCluster(join(folder, 'primary'));
  db = await openDatabase({ url: primary.url, home: '' });
  await fill(db);
  clusters = {
    primary,
    standby: await createStandby(join(folder, 'primary'), join(folder, 'standby')),
    other: await createCluster(join(folder, 'other')),
  };
  const other = await openDatabase({ url: clusters.other.url, home: '' });
  await fill(other);
  // It is ahead in number.
  await other.query(sqlText('update layer set revision = revision + 1000'));
  await other.close();
});
afterAll(async () => {
  await db.close();
  for (const name of ['standby', 'other', 'primary'] as const) await clusters[name].remove();
  rmSync(folder, { recursive: true, force: true });
});

async function fill(empty: Database): Promise<void> {
  await migrate(empty);
  await ensureLayers(empty, catalogue);
}

it('a database with the same tables that is no copy of the primary is not read', async () => {
  const { primary, standby, other } = clusters;
  const service = await serve(
    { db, catalogue },
    { DATABASE_URL: primary.url, DATABASE_READ_URLS: `${standby.url} ${other.url}` },
  );
  onTestFinished(() => service.close());
  await until(() => service.log.filter((line) => /standby-(?:up|lost)/.test(line)).length >= 2);
  expect(service.log.find((line) => line.includes('standby-lost'))).toMatch(/another cluster/);
  expect((await healthOf(service)).standbys).toMatchObject({ set: 2, up: 1, servers: 1 });
});

it('a standby is not read by a role that may read some tables and not others', async () => {
  const { primary, standby } = clusters;
  await administrate(primary.url, 'create role some_tables login', 'grant select on layer, timeline to some_tables');
  const url = new URL(standby.url);
  url.username = 'some_tables';
  const service = await serve({ db, catalogue }, { DATABASE_URL: primary.url, DATABASE_READ_URLS: url.href });
  onTestFinished(() => service.close());
  await until(() => service.log.some((line) => /standby-up|lacks rights/.test(line)));
  expect(service.log.join('\n')).toMatch(/lacks rights.*grant select on .*feature/);
  expect((await healthOf(service)).standbys).toMatchObject({ up: 0 });
});
