import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../platform/db/pool.ts';
import type { Database } from '../platform/db/types.ts';
import { addressOf } from '../platform/db/address.ts';
import { RandomEditor, randomFrom } from '../testing/edits.ts';
import { runs } from '../testing/effort.ts';
import { CORNER } from '../testing/fixtures.ts';
import { hasHaproxy, startHaproxy, type Haproxy } from '../testing/haproxy.ts';
import { passed, until } from '../testing/moments.ts';
import { hasPgBouncer, startPgBouncer, type PgBouncer } from '../testing/pgbouncer.ts';
import { serve, type TestService } from '../testing/serve.ts';
import {
  ASK_EVERY_MS,
  expectFresh,
  figureOf,
  healthOf,
  PROMISE_MS,
  SPAN_DEG,
  StandbyRig,
  type Address,
} from '../testing/standby-rig.ts';
import { AT_ONCE, editUnderTroubles, type Trouble } from '../testing/standby-troubles.ts';

const EDITS = runs({ daily: 1000, full: 10_000 });

describe.skipIf(!hasHaproxy())('standbys behind one address (apt-get install haproxy)', () => {
  const random = randomFrom(20_261_201);
  let rig: StandbyRig;
  let haproxy: Haproxy;
  let db: Database;
  let editor: RandomEditor;
  let url: string;
  let service: TestService;
  let tiles: readonly Address[];
  let bouncer: PgBouncer | null = null;
  const ports = { near: 0, far: 0 };

  beforeAll(async () => {
    rig = await StandbyRig.open({ hasPorts: true });
    ports.near = addressOf(rig.cluster(1).url).port;
    ports.far = addressOf(rig.cluster(2).url).port;
    haproxy = await startHaproxy(ports);
    url = haproxy.urlOf(rig.cluster(1).url);
    db = await openDatabase({ url: rig.cluster(0).url, home: '' });
    editor = new RandomEditor(db, rig.catalogue, random, CORNER, SPAN_DEG);
    tiles = rig.addresses(random);
  });
  afterAll(async () => {
    await db.close();
    await haproxy.stop();
    await rig.close();
  });
  afterEach(async () => {
    await service.close();
    await bouncer?.stop();
    bouncer = null;
  });

  const serveFrom = (address: string): Promise<TestService> =>
    serve({ db, catalogue: rig.catalogue }, { DATABASE_URL: rig.cluster(0).url, DATABASE_READ_URLS: address });
  const serversAre = (count: number): Promise<void> =>
    until(async () => (await healthOf(service)).standbys?.servers === count, ASK_EVERY_MS);
  const readsOf = (port: number): Promise<number> =>
    figureOf(
      service,
      `standby_server_reads_total{standby="127.0.0.1:${String(addressOf(url).port)}",server="127.0.0.1:${String(port)}"}`,
    );
  const edit = async (when: string): Promise<void> => {
    await editor.commit(AT_ONCE);
    await passed(PROMISE_MS);
    // At once, so that more connections are opened, and lead to either.
    await Promise.all(tiles.map((each) => expectFresh(service, db, [each], when)));
  };

  /** What happens to the standbys, and how it ends. */
  const troubles: readonly Trouble[] = [
    {
      begin: () => rig.tell(1, 'select pg_wal_replay_pause()'),
      end: () => rig.tell(1, 'select pg_wal_replay_resume()'),
    },
    { begin: () => rig.delay(2, "'300ms'"), end: () => rig.delay(2, '0') },
    { begin: () => haproxy.takeOut('near', 'cut'), end: () => haproxy.putBack('near') },
    {
      begin: () => rig.tell(2, 'select pg_wal_replay_pause()'),
      end: () => rig.tell(2, 'select pg_wal_replay_resume()'),
    },
    { begin: () => rig.cluster(1).stop('immediate'), end: () => rig.cluster(1).start() },
    { begin: () => haproxy.takeOut('far', 'leave'), end: () => haproxy.putBack('far') },
    {
      begin: async () => {
        await rig.delay(1, "'700ms'");
        await haproxy.restart();
      },
      end: () => rig.delay(1, '0'),
    },
  ];

  it('are never older than what is known, whichever of them a connection leads to', async () => {
    service = await serveFrom(url);
    await serversAre(2);
    await editUnderTroubles({ service, db, tiles, editor, random, troubles, edits: EDITS });
    await serversAre(2);
    // Without these, a test that read the primary alone would pass.
    expect(await figureOf(service, 'standby_reads_total')).toBeGreaterThan(tiles.length);
  });

  it('are both read, and one alone where the other falls behind', async () => {
    service = await serveFrom(url);
    await serversAre(2);
    await edit('with both');
    await until(async () => (await figureOf(service, 'standbys_behind')) === 0, ASK_EVERY_MS);
    await edit('with both again');
    const before = [await readsOf(ports.near), await readsOf(ports.far)];
    expect(Math.min(...before)).toBeGreaterThan(0);
    onTestFinished(() => rig.tell(1, 'select pg_wal_replay_resume()'));
    await rig.tell(1, 'select pg_wal_replay_pause()');
    const primary = await figureOf(service, 'standby_primary_total');
    for (let round = 0; round < 3; round += 1) await edit(`with one behind, round ${String(round)}`);
    expect(await readsOf(ports.near)).toBe(before[0]);
    expect(await readsOf(ports.far)).toBeGreaterThan((before[1] ?? 0) + tiles.length);
    expect([await figureOf(service, 'standby_primary_total'), await figureOf(service, 'standbys_behind')]).toEqual([
      primary,
      1,
    ]);
  });

  it.skipIf(!hasPgBouncer())('are read through PgBouncer that gives sessions, each with its server', async () => {
    bouncer = await startPgBouncer({ url, mode: 'session', poolSize: 40, users: ['postgres'] });
    service = await serveFrom(bouncer.urlOf(url));
    await until(async () => ((await healthOf(service)).standbys?.servers ?? 0) > 0, ASK_EVERY_MS);
    onTestFinished(() => rig.tell(2, 'select pg_wal_replay_resume()'));
    await rig.tell(2, 'select pg_wal_replay_pause()');
    for (let round = 0; round < 4; round += 1) await edit(`behind PgBouncer, round ${String(round)}`);
    expect(await figureOf(service, 'standby_reads_total')).toBeGreaterThan(tiles.length);
    expect(service.log.join('\n')).not.toContain('standby-pooler');
  });

  it.skipIf(!hasPgBouncer())('are never taken for another where PgBouncer gives transactions to any', async () => {
    bouncer = await startPgBouncer({ url, mode: 'transaction', poolSize: 8, users: ['postgres'] });
    service = await serveFrom(bouncer.urlOf(url));
    await until(async () => ((await healthOf(service)).standbys?.servers ?? 0) > 0, ASK_EVERY_MS);
    onTestFinished(() => rig.tell(2, 'select pg_wal_replay_resume()'));
    await rig.tell(2, 'select pg_wal_replay_pause()');
    for (let round = 0; round < 4; round += 1) await edit(`behind PgBouncer, round ${String(round)}`);
    await rig.tell(2, 'select pg_wal_replay_resume()');
    for (let round = 0; round < 4; round += 1) await edit(`behind PgBouncer, with both, round ${String(round)}`);
    expect(service.log.join('\n')).toContain('standby-pooler');
  });
});
