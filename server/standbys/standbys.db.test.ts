import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tileAt } from '../../tiles/tile/tile.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { registryOf } from '../layers/registry.ts';
import { migrate } from '../platform/db/migrate.ts';
import { openDatabase } from '../platform/db/pool.ts';
import { onlyRow, readNumber } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { testCity } from '../testing/city.ts';
import { RandomEditor, randomFrom, type Random } from '../testing/edits.ts';
import { runs } from '../testing/effort.ts';
import { CORNER } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { passed, until } from '../testing/moments.ts';
import { createCluster, createStandby, type PostgresCluster } from '../testing/postgres.ts';
import { openRelay, type Relay } from '../testing/relay.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { decideTile, executeTile, type TileRequest } from '../tiles/request.ts';

const SPAN_DEG = 0.3;
const PROMISE_MS = 250;
const ASK_EVERY_MS = 50;
const EDITS = runs({ daily: 1000, full: 10_000 });
const AT_ONCE = 40;
const CHECK_EVERY = 5;

const catalogue = createCatalogue(
  testCatalogue.layers.filter(({ id }) => id === 'toilets' || id === 'zones'),
  testCity,
);
const random = randomFrom(20_261_130);

let folder: string;
let clusters: PostgresCluster[];
let relays: { readonly primary: Relay; readonly near: Relay; readonly far: Relay };
let db: Database;
let service: TestService;
let editor: RandomEditor;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chengtu-standbys-'));
  chmodSync(folder, 0o755);
  const primary = await createCluster(join(folder, 'primary'));
  clusters = [primary];
  db = await openDatabase({ url: primary.url, home: '' });
  await migrate(db);
  await ensureLayers(db, catalogue);
  for (const name of ['near', 'far']) clusters.push(await createStandby(join(folder, 'primary'), join(folder, name)));
  await db.close();
  relays = {
    primary: await openRelay(clusterAt(0).url),
    near: await openRelay(clusterAt(1).url),
    far: await openRelay(clusterAt(2).url),
  };
  db = await openDatabase({ url: relays.primary.url, home: '' });
  editor = new RandomEditor(db, catalogue, random, CORNER, SPAN_DEG);
  service = await serve(
    { db, catalogue },
    { DATABASE_URL: relays.primary.url, DATABASE_READ_URLS: `${relays.near.url} ${relays.far.url}` },
  );
  await until(async () => (await health()).standbys?.up === 2, ASK_EVERY_MS);
});
afterAll(async () => {
  await service.close();
  await db.close();
  for (const relay of Object.values(relays)) await relay.close();
  for (const cluster of clusters.reverse()) await cluster.remove();
  rmSync(folder, { recursive: true, force: true });
});

function clusterAt(index: number): PostgresCluster {
  const cluster = clusters[index];
  if (cluster === undefined) throw new Error(`No cluster ${String(index)}.`);
  return cluster;
}

interface Health {
  readonly status: string;
  readonly standbys?: { readonly set: number; readonly up: number };
}

async function health(path = '/healthz'): Promise<Health> {
  return (await (await service.get(path)).json()) as Health;
}

async function figure(name: string): Promise<number> {
  const text = await (await service.get('/metrics')).text();
  return Number(new RegExp(`^chengtu_${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

async function tell(index: number, statement: string): Promise<void> {
  const client = new pg.Client(clusterAt(index).url);
  await client.connect();
  await client.query(statement);
  await client.end();
}

interface Address {
  readonly path: string;
  readonly request: TileRequest;
}

function addresses(): Address[] {
  const registry = registryOf(catalogue);
  return Array.from({ length: 60 }, (_, nth): Address => {
    const z = 3 + (nth % 14);
    const span = nth % 3 === 0 ? 0.01 : SPAN_DEG;
    const place = { lon: CORNER.lon + (random() - 0.5) * span, lat: CORNER.lat + (random() - 0.5) * span };
    const { x, y } = tileAt(place, z, 'WebMercatorQuad');
    const layers = ['toilets', 'zones', 'toilets,zones'][nth % 3] ?? '';
    const path = { layers, z: String(z), x: String(x), y: String(y), matrixSet: 'WebMercatorQuad' as const };
    return {
      path: `/tiles/${layers}/${path.z}/${path.x}/${path.y}.mvt`,
      request: decideTile(path, new URLSearchParams(), registry),
    };
  });
}

const oneOf = <T>(list: readonly T[], pick: Random): T => list[Math.floor(pick() * list.length)] as T;

async function tile(path: string): Promise<{ readonly bytes: Buffer; readonly cache: string | null }> {
  const answer = await service.get(path, { 'accept-encoding': 'identity' });
  if (!answer.ok && answer.status !== 204) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isCoded = answer.headers.get('content-encoding') === 'br';
  return { bytes: isCoded ? brotliDecompressSync(bytes) : bytes, cache: answer.headers.get('x-cache') };
}

/** Every tile is what the primary holds, however far the standbys are. */
async function expectFresh(tiles: readonly Address[], when: string): Promise<void> {
  for (const { path, request } of tiles) {
    const { bytes } = await executeTile(db, request);
    let answer = await tile(path);
    // `stale` says only that it may be: the poller has just lost its connection.
    while (answer.cache === 'stale') answer = await tile(path);
    if (!answer.bytes.equals(bytes)) throw new Error(`${path} is stale ${when}: ${String(answer.cache)}`);
  }
}

const COUNT = sqlText(`select count(*)::int as n from feature where layer_id = 'toilets'`);
const DELAY = 'alter system set recovery_min_apply_delay to';

/** What happens to the standbys, and how it ends. */
const TROUBLES: readonly { readonly begin: () => unknown; readonly end: () => unknown }[] = [
  { begin: () => tell(1, 'select pg_wal_replay_pause()'), end: () => tell(1, 'select pg_wal_replay_resume()') },
  { begin: () => relays.far.hold(), end: () => relays.far.resume() },
  {
    begin: () => tell(2, `${DELAY} '300ms'`).then(() => tell(2, 'select pg_reload_conf()')),
    end: () => tell(2, `${DELAY} 0`).then(() => tell(2, 'select pg_reload_conf()')),
  },
  {
    begin: async () => {
      await tell(1, 'select pg_wal_replay_pause()');
      await tell(2, 'select pg_wal_replay_pause()');
    },
    end: async () => {
      await tell(1, 'select pg_wal_replay_resume()');
      await tell(2, 'select pg_wal_replay_resume()');
    },
  },
  { begin: () => clusterAt(1).stop('immediate'), end: () => clusterAt(1).start() },
  { begin: () => relays.near.turnTo(clusterAt(2).url), end: () => relays.near.turnTo(clusterAt(1).url) },
];

describe('reads from standbys', () => {
  it('are never older than what is known, whatever the standbys are at', async () => {
    const tiles = addresses();
    let ending: () => unknown = () => undefined;
    for (let round = 1; round <= EDITS / AT_ONCE; round += 1) {
      const readers = Array.from({ length: 8 }, () => service.get(oneOf(tiles, random).path));
      await editor.commit(AT_ONCE);
      await Promise.all(readers);
      if (round % CHECK_EVERY !== 0) continue;
      await passed(PROMISE_MS);
      await expectFresh(tiles, `after ${String(round)} rounds`);
      const [layer, { n }] = [await service.get('/layers/toilets'), onlyRow(await db.query(COUNT))];
      expect(await layer.json()).toMatchObject({ count: n });
      await ending();
      const trouble = TROUBLES[(round / CHECK_EVERY) % (TROUBLES.length + 1)];
      ending = trouble?.end ?? (() => undefined);
      await trouble?.begin();
    }
    await ending();
    await until(async () => (await health()).standbys?.up === 2, ASK_EVERY_MS);
    // Without these, a test that read the primary alone would pass.
    expect(await figure('standby_reads_total')).toBeGreaterThan(tiles.length);
    expect(await figure('standby_primary_total')).toBeGreaterThan(10);
  });

  it('go to another database where a standby hangs while it is asked', async () => {
    relays.near.hold();
    relays.far.hold();
    const { n } = onlyRow(await db.query(COUNT));
    const answers = await Promise.all(
      addresses()
        .slice(0, 4)
        .map(({ path }) => tile(`${path}?properties=name`)),
    );
    expect(answers).toHaveLength(4);
    expect(await (await service.get('/layers/toilets')).json()).toMatchObject({ count: n });
    relays.near.resume();
    relays.far.resume();
    await until(async () => (await health()).standbys?.up === 2, ASK_EVERY_MS);
  });

  it('do not take one server for another behind the same address', async () => {
    const tiles = addresses();
    await tell(2, 'select pg_wal_replay_pause()');
    // The look goes on by the connection that it has; those of requests are new.
    relays.near.turnTo(clusterAt(2).url, 'keep');
    relays.far.hold();
    for (let round = 0; round < 3; round += 1) {
      await editor.commit(AT_ONCE);
      await passed(PROMISE_MS);
      // At once, so that more connections are opened.
      await Promise.all(tiles.map((each) => expectFresh([each], `behind one address, round ${String(round)}`)));
    }
    relays.near.turnTo(clusterAt(1).url);
    relays.far.resume();
    await tell(2, 'select pg_wal_replay_resume()');
    await until(async () => (await health()).standbys?.up === 2, ASK_EVERY_MS);
  });

  it('go on without the primary, said to be stale, and are fresh again after a standby was promoted', async () => {
    const tiles = addresses();
    await passed(PROMISE_MS);
    await clusterAt(0).stop('immediate');
    await until(async () => (await health('/readyz')).status === 'read-only', ASK_EVERY_MS);
    expect([(await service.get('/readyz')).status, (await service.get('/readyz?for=writes')).status]).toEqual([
      200, 503,
    ]);
    // For so long the last poll before the loss holds.
    await passed(PROMISE_MS);
    for (const { path } of tiles.slice(0, 10)) {
      expect((await tile(`${path}?properties=name`)).cache).toBe('stale');
    }
    expect((await service.get('/layers/toilets')).status).toBe(200);

    await tell(1, 'select pg_promote()');
    relays.primary.turnTo(clusterAt(1).url);
    await until(async () => (await health('/readyz')).status === 'ok', ASK_EVERY_MS);
    // The other one follows nobody: it falls behind for good.
    for (let round = 0; round < 5; round += 1) {
      await editor.commit(AT_ONCE);
      await passed(PROMISE_MS);
      await expectFresh(tiles, `after the promotion, round ${String(round)}`);
    }
    const before = await figure('standbys_behind');
    expect([before, readNumber(onlyRow(await db.query(COUNT)), 'n') > 0]).toEqual([1, true]);
  });
});
