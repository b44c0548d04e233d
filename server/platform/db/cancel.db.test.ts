import { afterEach, describe, expect, inject, it } from 'vitest';
import { CLIENT_TLS, openRelay, type Relay } from '../../testing/relay.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { cancelRunning, cancelUntilEnded, DatabaseClient, run, StatementNames } from './client.ts';
import { QueryCancelled } from './errors.ts';
import { openDatabase } from './pool.ts';
import { onlyRow, readNumber } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Database } from './types.ts';

const SLEEP = sqlText('select pg_sleep(120) /* to be cancelled */');
const SLEEPING = sqlText(
  "select count(*) as n from pg_stat_activity where state = 'active' and query like '%/* to be cancelled */' and pid <> pg_backend_pid()",
);
const PID = sqlText('select pg_backend_pid() as pid');

describe('a statement on PostgreSQL whose signal is aborted', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });
  const open = async (url = inject('serverUrl'), connections = 1): Promise<Database> => {
    const db = await openDatabase({ url, home: '', connections });
    opened.push(db);
    return db;
  };
  const relay = async (...args: Parameters<typeof openRelay>): Promise<Relay> => {
    const made = await openRelay(...args);
    opened.push(made);
    return made;
  };
  const sleeping = async (db: Database) => readNumber(onlyRow(await db.background.query(SLEEPING)), 'n');

  it.each([
    ['for once', SLEEP],
    ['prepared', { name: 'test/sleep', ...SLEEP }],
  ] as const)('is ended in the database (%s), and its connection serves the next', async (_how, statement) => {
    const db = await open();
    const before = onlyRow(await db.query(PID));
    const controller = new AbortController();
    const answer = expect(db.query(statement, [], { signal: controller.signal })).rejects.toBeInstanceOf(
      QueryCancelled,
    );
    await expect.poll(() => sleeping(db)).toBe(1);
    controller.abort();
    await answer;
    await expect.poll(() => sleeping(db)).toBe(0);
    expect(onlyRow(await db.query(PID))).toEqual(before);
    expect(db.stats()).toMatchObject({ connections: 1, busy: 0, waiting: 0, cancelled: 1, timedOut: 0 });
  });

  it('rejects at once, and keeps its connection until it has ended', async () => {
    const through = await relay(inject('serverUrl'));
    const db = await open(through.url);
    const controller = new AbortController();
    const answer = expect(db.query(SLEEP, [], { signal: controller.signal })).rejects.toBeInstanceOf(QueryCancelled);
    await expect.poll(() => sleeping(db)).toBe(1);
    through.hold();
    controller.abort();
    await answer;
    expect(db.stats()).toMatchObject({ busy: 1 });
    const next = db.query(PID);
    expect(db.stats()).toMatchObject({ busy: 1, waiting: 1 });
    through.resume();
    await next;
    await expect.poll(() => sleeping(db)).toBe(0);
  });

  it('leaves the queue at once where it still waits, and is never sent', async () => {
    const db = await open();
    const first = new AbortController();
    const controller = new AbortController();
    const running = expect(db.query(SLEEP, [], { signal: first.signal })).rejects.toBeInstanceOf(QueryCancelled);
    const waiting = db.query(sqlText('create table never_made (n int)'), [], { signal: controller.signal });
    expect(db.stats()).toMatchObject({ busy: 1, waiting: 1 });
    controller.abort();
    expect(db.stats()).toMatchObject({ busy: 1, waiting: 0 });
    await expect(waiting).rejects.toBeInstanceOf(QueryCancelled);
    await expect.poll(() => sleeping(db)).toBe(1);
    first.abort();
    await running;
    expect(onlyRow(await db.query(sqlText("select to_regclass('never_made') as name"))).name).toBeNull();
  });

  it('is not sent where it was aborted before', async () => {
    const db = await open();
    await expect(db.query(PID, [], { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(QueryCancelled);
    expect(db.stats()).toMatchObject({ busy: 0, waiting: 0, cancelled: 1 });
  });

  it('takes its transaction back', async () => {
    const db = await open();
    const controller = new AbortController();
    const answer = expect(
      db.transaction(async (tx) => {
        await tx.query(sqlText('create table taken_back (n int)'));
        await tx.query(SLEEP, [], { signal: controller.signal });
      }),
    ).rejects.toBeInstanceOf(QueryCancelled);
    await expect.poll(() => sleeping(db)).toBe(1);
    controller.abort();
    await answer;
    expect(onlyRow(await db.query(sqlText("select to_regclass('taken_back') as name"))).name).toBeNull();
  });

  it('is ended where the request to cancel overtakes it', async () => {
    const through = await relay(inject('serverUrl'));
    const client = new DatabaseClient(through.url);
    await client.connect();
    const other = await relay(inject('serverUrl'));
    through.hold();
    const answer = client.query('select pg_sleep(120)');
    const ended = expect(answer).rejects.toMatchObject({ code: '57014' });
    // By a way of its own, as if the first one were slow.
    client.port = other.port;
    const cancelled = cancelUntilEnded(client, answer);
    await expect.poll(() => other.count).toBeGreaterThan(1);
    through.resume();
    await cancelled;
    await ended;
    await client.end();
  });

  it('never takes the next one with it, where the request to cancel arrives when it has ended', async () => {
    const through = await relay(inject('serverUrl'));
    const db = await open(through.url);
    const holder = await open();
    // Each statement ends when the test lets go of its lock.
    const locked = (key: number, comment = '') =>
      sqlText(`select pg_advisory_xact_lock(${key}), ${key} as n ${comment}`);
    const hold = (key: number) => holder.query(sqlText(`select pg_advisory_lock(${key})`));
    const letGo = (key: number) => holder.query(sqlText(`select pg_advisory_unlock(${key})`));
    await hold(6);
    await hold(7);
    expect(await sleeping(db)).toBe(0);
    const controller = new AbortController();
    const answer = expect(
      db.query(locked(6, '/* to be cancelled */'), [], { signal: controller.signal }),
    ).rejects.toBeInstanceOf(QueryCancelled);
    await expect.poll(() => sleeping(db)).toBe(1);
    through.holdNew();
    controller.abort();
    await answer;
    await expect.poll(() => through.count).toBe(3);
    const next = db.query(locked(7));
    await letGo(6);
    await expect.poll(() => sleeping(db)).toBe(0);
    through.resume();
    // The request to cancel has time to arrive while the next one runs. One that arrives later can only hide a fault.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await letGo(7);
    expect(onlyRow(await next).n).toBe(7);
  });

  it('never takes the next one with it, however its end and the request to cancel it meet', async () => {
    const db = await open(undefined, 3);
    const short = { name: 'test/short', text: 'select pg_sleep($1::float8), $2::int as n' };
    const random = seeded(20_261_124);
    let cancelled = 0;
    for (let round = 0; round < 150; round += 1) {
      const controller = new AbortController();
      const aborted = db.query(short, [random() * 0.004, round], { signal: controller.signal }).then(
        () => false,
        (error: unknown) => {
          if (error instanceof QueryCancelled) return true;
          throw error;
        },
      );
      // Fills the other connections and the queue, so that the connection of the aborted one is used again at once.
      const others = Array.from({ length: 5 }, (_, n) => db.query(short, [0, n]));
      // Where the abort falls is left to the machine, but for the rounds in which nothing can have ended before.
      if (round % 10 > 0) await new Promise((resolve) => setTimeout(resolve, random() * 6));
      controller.abort();
      if (await aborted) cancelled += 1;
      for (const [n, rows] of (await Promise.all(others)).entries()) expect(onlyRow(rows).n).toBe(n);
    }
    await expect.poll(() => db.stats()).toMatchObject({ busy: 0, cancelled });
    expect(cancelled).toBeGreaterThan(0);
  });

  it('is cancelled through an encrypted connection where its own is encrypted, and rows arrive through it', async () => {
    const through = await relay(inject('serverUrl'), { tls: true, pieceBytes: 7 });
    const client = new DatabaseClient({ connectionString: through.url, ssl: CLIENT_TLS });
    await client.connect();
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, n) => n));
    const echo = sqlText('select $1::bytea as bytes');
    expect(await run(client, new StatementNames('own'), echo, [bytes])).toEqual([{ bytes }]);
    const answer = client.query('select pg_sleep(120)');
    const ended = expect(answer).rejects.toMatchObject({ code: '57014' });
    await cancelUntilEnded(client, answer);
    await ended;
    expect(through.count).toBeGreaterThan(1);
    expect(client.isLost).toBe(false);
    expect((await client.query('select 7 as n')).rows).toEqual([{ n: 7 }]);
    await client.end();
  });

  it('is cut off where the server does not take the request to cancel', async () => {
    const through = await relay(inject('serverUrl'));
    const client = new DatabaseClient(through.url);
    client.on('error', () => undefined);
    await client.connect();
    through.hold();
    await cancelRunning(client, 50);
    expect(client.isLost).toBe(true);
  });
});

describeDatabases('a statement whose signal is aborted', { embedded: 'daily' }, (database, kind) => {
  it('rejects, and the connection is used by others only when it has ended', async () => {
    // Long enough on any machine, and short enough to be waited for where it cannot be interrupted.
    const busy = sqlText(
      'select count(*) from generate_series(1, 400000) as a where md5(a::text) < md5((a + 1)::text)',
    );
    const controllers = Array.from({ length: 12 }, () => new AbortController());
    const answers = controllers.map(({ signal }) => database().query(busy, [], { signal }));
    for (const controller of controllers) controller.abort();
    for (const answer of await Promise.allSettled(answers))
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(QueryCancelled) });
    expect(database().stats()).toMatchObject({ waiting: 0, cancelled: 12 });
    expect(await database().query(sqlText('select 7 as n'))).toEqual([{ n: 7 }]);
    await expect.poll(() => database().stats().busy).toBe(0);
    expect(database().stats().connections).toBe(kind === 'embedded' ? 4 : 10);
  });
});

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
