import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tileAt } from '../../tiles/tile/tile.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { registryOf } from '../layers/registry.ts';
import { migrate } from '../platform/db/migrate.ts';
import { openDatabase, openReadOnly } from '../platform/db/pool.ts';
import { onlyRow, readText } from '../platform/db/rows.ts';
import { loadSql, sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { testCity } from '../testing/city.ts';
import { testCatalogue } from '../testing/layers.ts';
import { passed, until } from '../testing/moments.ts';
import { createCluster, createStandby, type PostgresCluster } from '../testing/postgres.ts';
import { openRelay, type Relay } from '../testing/relay.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { decideTile, executeTile } from '../tiles/request.ts';

const PROMISE_MS = 250;
const ASK_EVERY_MS = 50;
const PLACE = { lon: 120.5, lat: 36.2 };
const Z = 14;
const { x, y } = tileAt(PLACE, Z);
const TILE = `/tiles/toilets/${String(Z)}/${String(x)}/${String(y)}.mvt`;
const WRITE = sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  values ('toilets', $1, ST_SetSRID(ST_MakePoint($2::float8, ${String(PLACE.lat)}), 4326), '{}', 'test', 'public', 'synthetic')
  on conflict (layer_id, feature_id) do update set geom = excluded.geom`);

const catalogue = createCatalogue(
  testCatalogue.layers.filter(({ id }) => id === 'toilets'),
  testCity,
);

let folder: string;
let clusters: { readonly lost: PostgresCluster; readonly next: PostgresCluster; readonly behind: PostgresCluster };
let relay: Relay;
let db: Database;
let service: TestService;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chengtu-failover-'));
  chmodSync(folder, 0o755);
  const lost = await createCluster(join(folder, 'lost'));
  db = await openDatabase({ url: lost.url, home: '' });
  await migrate(db);
  await ensureLayers(db, catalogue);
  await db.query(WRITE, ['first', PLACE.lon]);
  await db.close();
  clusters = {
    lost,
    next: await createStandby(join(folder, 'lost'), join(folder, 'next')),
    behind: await createStandby(join(folder, 'lost'), join(folder, 'behind')),
  };
  relay = await openRelay(lost.url);
  db = await openDatabase({ url: relay.url, home: '' });
});
afterEach(async () => {
  await service.close();
  await db.close();
  await relay.close();
  for (const cluster of Object.values(clusters)) await cluster.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function tell(cluster: PostgresCluster, statement: string): Promise<void> {
  const client = new pg.Client(cluster.url);
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function tile(): Promise<{ readonly bytes: Buffer; readonly cache: string | null }> {
  const answer = await service.get(TILE, { 'accept-encoding': 'identity' });
  expect([200, 204]).toContain(answer.status);
  return { bytes: Buffer.from(await answer.arrayBuffer()), cache: answer.headers.get('x-cache') };
}

/** What the primary holds, and nothing that came never to it. */
async function expectFresh(): Promise<void> {
  const path = { layers: 'toilets', z: String(Z), x: String(x), y: String(y), matrixSet: 'WebMercatorQuad' as const };
  const { bytes } = await executeTile(db, decideTile(path, new URLSearchParams(), registryOf(catalogue)));
  let answer = await tile();
  while (answer.cache === 'stale') answer = await tile();
  expect(answer.bytes.equals(bytes)).toBe(true);
}

/** The primary goes on alone, and dies with what no standby has; one that did not see it takes over. */
async function failOver(edits: number): Promise<void> {
  // Nobody receives what comes now.
  for (const standby of [clusters.next, clusters.behind])
    await tell(standby, `alter system set primary_conninfo = ''`).then(() => tell(standby, 'select pg_reload_conf()'));
  await tell(clusters.lost, 'select pg_terminate_backend(pid) from pg_stat_replication');
  for (let edit = 0; edit < edits; edit += 1) await db.query(WRITE, [`lost-${String(edit)}`, PLACE.lon + edit * 1e-4]);
  await passed(PROMISE_MS);
  await expectFresh();
  await clusters.lost.stop('immediate');
  await tell(clusters.next, 'select pg_promote()');
}

it.each([
  { name: 'no edit has come', after: 0 },
  { name: 'as many edits have come', after: 3 },
  { name: 'more edits have come', after: 5 },
])('nothing of what a lost primary alone had is shown, also where $name before anybody looks', async ({ after }) => {
  service = await serve({ db, catalogue }, { DATABASE_URL: relay.url });
  await tile();
  await failOver(3);
  const next = await openDatabase({ url: clusters.next.url, home: '' });
  // Elsewhere in the layer: what is in the tile has to go though none of these touches it.
  for (let edit = 0; edit < after; edit += 1) await next.query(WRITE, [`next-${String(edit)}`, PLACE.lon + 1]);
  await next.close();
  relay.turnTo(clusters.next.url);
  await until(async () => (await service.get('/readyz')).ok, ASK_EVERY_MS);
  await passed(PROMISE_MS);
  await expectFresh();
});

it('a standby that still follows a lost primary is not read', async () => {
  service = await serve({ db, catalogue }, { DATABASE_URL: relay.url, DATABASE_READ_URLS: clusters.lost.url });
  const up = async (): Promise<number> => {
    const { standbys } = (await (await service.get('/healthz')).json()) as { standbys?: { up: number } };
    return standbys?.up ?? 0;
  };
  await until(async () => (await up()) === 1, ASK_EVERY_MS);
  // It lives on, as a standby behind it would, with more than the new primary ever had.
  for (const standby of [clusters.next, clusters.behind])
    await tell(standby, `alter system set primary_conninfo = ''`).then(() => tell(standby, 'select pg_reload_conf()'));
  await tell(clusters.lost, 'select pg_terminate_backend(pid) from pg_stat_replication');
  for (let edit = 0; edit < 3; edit += 1) await db.query(WRITE, [`lost-${String(edit)}`, PLACE.lon]);
  await tell(clusters.next, 'select pg_promote()');
  relay.turnTo(clusters.next.url);
  await until(async () => (await service.get('/readyz')).ok, ASK_EVERY_MS);
  await passed(PROMISE_MS);
  expect(await up()).toBe(1);
  await expectFresh();
});

it('what was exported of a lost primary is told from what the next one has, as soon as it has taken over', async () => {
  service = await serve({ db, catalogue }, { DATABASE_URL: relay.url });
  const originOf = async ({ url }: PostgresCluster): Promise<string> => {
    const asked = await openReadOnly({ url, schema: undefined, source: null, connections: 1 });
    const row = onlyRow(await asked.query(loadSql('export/sql/origin')));
    await asked.close();
    return readText(row, 'origin');
  };
  const lost = await originOf(clusters.lost);
  // An export that reads a standby goes on from one of its primary.
  expect(await originOf(clusters.next)).toBe(lost);
  await tell(clusters.next, 'select pg_promote()');
  expect(await originOf(clusters.next)).not.toBe(lost);
});

it('an address that leads to a standby for a moment is no primary', async () => {
  service = await serve({ db, catalogue }, { DATABASE_URL: relay.url });
  relay.turnTo(clusters.next.url);
  await until(async () => !(await service.get('/readyz')).ok, ASK_EVERY_MS);
  await expect(db.query(WRITE, ['second', PLACE.lon])).rejects.toMatchObject({ status: 503 });
  relay.turnTo(clusters.lost.url, 'keep');
  await until(async () => (await service.get('/readyz')).ok, ASK_EVERY_MS);
  await until(async () => {
    try {
      await db.query(WRITE, ['second', PLACE.lon]);
      return true;
    } catch {
      return false;
    }
  }, ASK_EVERY_MS);
});
