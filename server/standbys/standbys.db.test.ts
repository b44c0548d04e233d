import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../platform/db/pool.ts';
import { onlyRow, readNumber } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { RandomEditor, randomFrom } from '../testing/edits.ts';
import { runs } from '../testing/effort.ts';
import { CORNER } from '../testing/fixtures.ts';
import { passed, until } from '../testing/moments.ts';
import { openRelay, type Relay } from '../testing/relay.ts';
import { serve, type TestService } from '../testing/serve.ts';
import {
  ASK_EVERY_MS,
  expectFresh,
  figureOf,
  healthOf,
  PROMISE_MS,
  SPAN_DEG,
  StandbyRig,
  tileOf,
} from '../testing/standby-rig.ts';
import { AT_ONCE, COUNT, editUnderTroubles, type Trouble } from '../testing/standby-troubles.ts';

const EDITS = runs({ daily: 1000, full: 10_000 });

const random = randomFrom(20_261_130);

let rig: StandbyRig;
let relays: { readonly primary: Relay; readonly near: Relay; readonly far: Relay };
let db: Database;
let service: TestService;
let editor: RandomEditor;

beforeAll(async () => {
  rig = await StandbyRig.open();
  relays = {
    primary: await openRelay(rig.cluster(0).url),
    near: await openRelay(rig.cluster(1).url),
    far: await openRelay(rig.cluster(2).url),
  };
  db = await openDatabase({ url: relays.primary.url, home: '' });
  editor = new RandomEditor(db, rig.catalogue, random, CORNER, SPAN_DEG);
  service = await serve(
    { db, catalogue: rig.catalogue },
    { DATABASE_URL: relays.primary.url, DATABASE_READ_URLS: `${relays.near.url} ${relays.far.url}` },
  );
  await bothAreUp();
});
afterAll(async () => {
  await service.close();
  await db.close();
  for (const relay of Object.values(relays)) await relay.close();
  await rig.close();
});

async function bothAreUp(): Promise<void> {
  await until(async () => (await healthOf(service)).standbys?.up === 2, ASK_EVERY_MS);
}

const NAMED = sqlText(`
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  values ('toilets', $1, ST_SetSRID(ST_Point($3::float8, $4::float8), 4326), jsonb_build_object('name', $2::text),
    'test', 'public', 'synthetic')`);

const SEARCH = `/search?q=${encodeURIComponent('孤山书院')}`;
/** Questions whose answers are read from the database. */
const ANSWERS = [
  '/layers/toilets',
  '/layers/toilets/items/gushan',
  '/counts?layers=toilets',
  `/nearby?layer=toilets&lon=${String(CORNER.lon)}&lat=${String(CORNER.lat)}`,
  '/ogc/collections/toilets/items?limit=1',
  SEARCH,
];

/** Id of the feature that the search finds first. */
async function found(): Promise<unknown> {
  const answer = await service.get(SEARCH);
  return ((await answer.json()) as { readonly hits: readonly { readonly id: string }[] }).hits[0]?.id;
}

async function marks(path: string): Promise<readonly unknown[]> {
  const { status, headers } = await service.get(path);
  return [status, headers.get('x-cache'), headers.get('warning')];
}

async function atBoth(statement: string): Promise<void> {
  for (const standby of [1, 2]) await rig.tell(standby, statement);
}

/** Notes of terms that a cluster lacks. */
async function staleTerms(cluster: number): Promise<number> {
  const at = new pg.Client(rig.cluster(cluster).url);
  await at.connect();
  const { rows } = await at.query<{ readonly n: number }>('select count(*)::int as n from search_stale');
  await at.end();
  return rows[0]?.n ?? 0;
}

/** What happens to the standbys, and how it ends. */
const TROUBLES: readonly Trouble[] = [
  { begin: () => rig.tell(1, 'select pg_wal_replay_pause()'), end: () => rig.tell(1, 'select pg_wal_replay_resume()') },
  { begin: () => relays.far.hold(), end: () => relays.far.resume() },
  {
    begin: () => rig.delay(2, "'300ms'"),
    end: () => rig.delay(2, '0'),
  },
  {
    begin: async () => {
      await rig.tell(1, 'select pg_wal_replay_pause()');
      await rig.tell(2, 'select pg_wal_replay_pause()');
    },
    end: async () => {
      await rig.tell(1, 'select pg_wal_replay_resume()');
      await rig.tell(2, 'select pg_wal_replay_resume()');
    },
  },
  { begin: () => rig.cluster(1).stop('immediate'), end: () => rig.cluster(1).start() },
  { begin: () => relays.near.turnTo(rig.cluster(2).url), end: () => relays.near.turnTo(rig.cluster(1).url) },
];

describe('reads from standbys', () => {
  it('are never older than what is known, whatever the standbys are at', async () => {
    const tiles = rig.addresses(random);
    await editUnderTroubles({ service, db, tiles, editor, random, troubles: TROUBLES, edits: EDITS });
    await bothAreUp();
    // Without these, a test that read the primary alone would pass.
    expect(await figureOf(service, 'standby_reads_total')).toBeGreaterThan(tiles.length);
    expect(await figureOf(service, 'standby_primary_total')).toBeGreaterThan(10);
  });

  it('go to another database where a standby hangs while it is asked', async () => {
    relays.near.hold();
    relays.far.hold();
    const { n } = onlyRow(await db.query(COUNT));
    const answers = await Promise.all(
      rig
        .addresses(random)
        .slice(0, 4)
        .map(({ path }) => tileOf(service, `${path}?properties=name`)),
    );
    expect(answers).toHaveLength(4);
    expect(await (await service.get('/layers/toilets')).json()).toMatchObject({ count: n });
    relays.near.resume();
    relays.far.resume();
    await bothAreUp();
  });

  it('do not take one server for another behind the same address', async () => {
    const tiles = rig.addresses(random);
    await rig.tell(2, 'select pg_wal_replay_pause()');
    // The look goes on by the connection that it has; those of requests are new.
    relays.near.turnTo(rig.cluster(2).url, 'keep');
    relays.far.hold();
    for (let round = 0; round < 3; round += 1) {
      await editor.commit(AT_ONCE);
      await passed(PROMISE_MS);
      // At once, so that more connections are opened.
      await Promise.all(
        tiles.map((each) => expectFresh(service, db, [each], `behind one address, round ${String(round)}`)),
      );
    }
    relays.near.turnTo(rig.cluster(1).url);
    relays.far.resume();
    await rig.tell(2, 'select pg_wal_replay_resume()');
    await bothAreUp();
  });

  it('find by search what was edited just now, also where a standby has the edit and not yet its terms', async () => {
    // A search waits for the terms of a moment ago, and not for those of all edits of this test.
    await until(async () => (await found()) === undefined && (await staleTerms(0)) === 0, ASK_EVERY_MS);
    await db.query(NAMED, ['gushan', '孤山书院', CORNER.lon, CORNER.lat]);
    await until(async () => (await staleTerms(1)) > 0 && (await staleTerms(2)) > 0, ASK_EVERY_MS);
    onTestFinished(() => atBoth('select pg_wal_replay_resume()'));
    await atBoth('select pg_wal_replay_pause()');
    expect(await found()).toBe('gushan');
    expect(await staleTerms(1)).toBeGreaterThan(0);
    await atBoth('select pg_wal_replay_resume()');
    expect(await found()).toBe('gushan');
  });

  it('go on without the primary, said to be stale, and are fresh again after a standby was promoted', async () => {
    const tiles = rig.addresses(random);
    await passed(PROMISE_MS);
    expect(await found()).toBe('gushan');
    await until(async () => (await staleTerms(1)) === 0 && (await staleTerms(2)) === 0, ASK_EVERY_MS);
    for (const path of ANSWERS) expect(await marks(path)).toEqual([200, null, null]);
    await rig.cluster(0).stop('immediate');
    await until(async () => (await healthOf(service, '/readyz')).status === 'read-only', ASK_EVERY_MS);
    expect([(await service.get('/readyz')).status, (await service.get('/readyz?for=writes')).status]).toEqual([
      200, 503,
    ]);
    // For so long the last poll before the loss holds.
    await passed(PROMISE_MS);
    for (const { path } of tiles.slice(0, 10)) {
      expect((await tileOf(service, `${path}?properties=name`)).cache).toBe('stale');
    }
    for (const path of ANSWERS) expect(await marks(path)).toEqual([200, 'stale', '110 - "Response is Stale"']);
    expect(await found()).toBe('gushan');
    // What is read nowhere is not out of date.
    expect(await marks('/config.json')).toEqual([200, null, null]);

    await rig.tell(1, 'select pg_promote()');
    relays.primary.turnTo(rig.cluster(1).url);
    await until(async () => (await healthOf(service, '/readyz')).status === 'ok', ASK_EVERY_MS);
    // The other one follows nobody: it falls behind for good.
    for (let round = 0; round < 5; round += 1) {
      await editor.commit(AT_ONCE);
      await passed(PROMISE_MS);
      await expectFresh(service, db, tiles, `after the promotion, round ${String(round)}`);
    }
    const before = await figureOf(service, 'standbys_behind');
    expect([before, readNumber(onlyRow(await db.query(COUNT)), 'n') > 0]).toEqual([1, true]);
  });
});
