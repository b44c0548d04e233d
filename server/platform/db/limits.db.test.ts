import { afterEach, describe, expect, inject, it } from 'vitest';
import { openSuite, openTestDatabase } from '../../testing/databases.ts';
import { publicAt, type Principal } from '../auth/principal.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { openRelay, type Relay } from '../../testing/relay.ts';
import { DatabaseUnavailable, Overloaded, QueryCancelled, QueryTimeout } from './errors.ts';
import { openDatabase, type DatabaseConfig } from './pool.ts';
import { onlyRow } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Database } from './types.ts';

const SLEEP = sqlText('select pg_sleep(120)');
const ONE = sqlText('select 1');

describe('limits on PostgreSQL', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });
  const open = async (config: Partial<DatabaseConfig>): Promise<Database> => {
    const db = await openDatabase({ url: inject('serverUrl'), home: '', ...config });
    opened.push(db);
    return db;
  };
  const relay = async (): Promise<Relay> => {
    const made = await openRelay(inject('serverUrl'));
    opened.push(made);
    return made;
  };

  it('a statement over its time is ended by the database', async () => {
    const db = await open({ statementTimeoutMs: 300, connections: 1 });
    await expect(db.query(SLEEP)).rejects.toBeInstanceOf(QueryTimeout);
    await expect(db.query({ name: 'test/sleep', ...SLEEP })).rejects.toBeInstanceOf(QueryTimeout);
    await expect(db.transaction((tx) => tx.query(SLEEP))).rejects.toBeInstanceOf(QueryTimeout);
    expect(db.stats()).toMatchObject({ connections: 1, busy: 0, timedOut: 3, cancelled: 0 });
  });

  it('a load has none, and leaves its connection as it was', async () => {
    const db = await open({ statementTimeoutMs: 300, connections: 1 });
    const limits = sqlText(
      "select current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle",
    );
    expect(
      await db.transaction(
        async (tx) => {
          await tx.query(sqlText('select pg_sleep(0.7)'));
          return onlyRow(await tx.query(limits));
        },
        { unlimited: true },
      ),
    ).toEqual({ statement: '0', idle: '0' });
    // A busy machine may take longer than the limit for this too.
    await expect.poll(() => db.query(limits)).toEqual([{ statement: '300ms', idle: '1min' }]);
  });

  it('each kind of statement has its own, also after another one and in a transaction after it', async () => {
    const db = await open({ statementTimeoutMs: 8000, connections: 1 });
    const limit = { name: 'test/limit', text: "select current_setting('statement_timeout') as t" };
    const seen: unknown[] = [];
    for (const kind of ['tile', 'nearby', 'nearby', 'analysis', 'other', 'search'] as const)
      seen.push(onlyRow(await db.query(limit, [], { kind })).t);
    seen.push(onlyRow(await db.transaction((tx) => tx.query(limit))).t);
    expect(seen).toEqual(['8s', '4s', '4s', '24s', '8s', '4s', '8s']);
  });

  it('a statement over its time says what it was for and what it might have taken', async () => {
    const db = await open({ statementTimeoutMs: 1000, connections: 1 });
    await expect(db.query(SLEEP, [], { kind: 'nearby' })).rejects.toMatchObject({
      details: { kind: 'nearby', limitMs: 500, isEmbedded: false },
    });
  });

  it('no time given is any time', async () => {
    const db = await open({ statementTimeoutMs: 0 });
    expect(onlyRow(await db.query(sqlText("select current_setting('statement_timeout') as t"))).t).toBe('0');
  });

  it('what the queue has no room for is refused at once, but never a load', async () => {
    const db = await open({ connections: 2, maxWaiting: 3 });
    const controllers = Array.from({ length: 5 }, () => new AbortController());
    const answers = controllers.map(({ signal }) => db.query(SLEEP, [], { signal }));
    expect(db.stats()).toMatchObject({ busy: 2, waiting: 3 });
    await expect(db.query(SLEEP)).rejects.toBeInstanceOf(Overloaded);
    await expect(db.transaction((tx) => tx.query(SLEEP))).rejects.toBeInstanceOf(Overloaded);
    const load = db.transaction((tx) => tx.query(sqlText('select 7 as n')), { unlimited: true });
    for (const controller of controllers) controller.abort();
    for (const answer of await Promise.allSettled(answers))
      expect(answer).toMatchObject({ reason: expect.any(QueryCancelled) });
    expect(await load).toEqual([{ n: 7 }]);
    expect(db.stats()).toMatchObject({ waiting: 0, refused: 2, cancelled: 5 });
  });

  it('clients take turns, and a full queue refuses whoever has the most in it', async () => {
    const db = await open({ connections: 1, maxWaiting: 10 });
    const [many, other] = [publicAt('192.0.2.1'), publicAt('192.0.2.2')];
    const order: string[] = [];
    const ask = (principal: Principal, name: string): Promise<string> =>
      db
        .as(principal, {})
        .query(sqlText('select pg_sleep(0.02)'))
        .then(
          () => void order.push(name),
          (error: unknown) => error instanceof Overloaded && order.push(`${name} ${error.refusal}`),
        )
        .then(() => name);
    const all = Array.from({ length: 11 }, (_, n) => ask(many, `a${String(n)}`));
    expect([db.refuses(many), db.refuses(other)]).toEqual(['full', null]);
    all.push(ask(other, 'b'));
    await Promise.all(all);
    expect(order.slice(0, 3)).toEqual(['a10 share', 'a0', 'b']);
  });

  it('a database that stops answering keeps nobody waiting, and is used again when it answers', async () => {
    const through = await relay();
    const db = await open({ url: through.url, statementTimeoutMs: 500, connections: 2 });
    await expect.poll(() => Promise.all([ONE, ONE].map((one) => db.query(one)))).toHaveLength(2);
    // A connection that served another kind is told the limit of the next before anything else.
    const nearby = (): Promise<unknown> => db.query(sqlText('select 1'), [], { kind: 'nearby' });
    await Promise.all([nearby(), nearby()]);
    const { timedOut } = db.stats();
    through.hold();
    const answers = await Promise.allSettled([
      db.query(sqlText('select 1')),
      db.query({ name: 'test/one', text: 'select 1' }),
      db.transaction((tx) => tx.query(sqlText('select 1'))),
    ]);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailable) });
    expect(db.stats()).toMatchObject({ busy: 0, waiting: 0, connections: 0 });
    expect(db.stats().timedOut - timedOut).toBeGreaterThanOrEqual(2);
    await expect(db.background.query(sqlText('select 1'))).rejects.toBeInstanceOf(DatabaseUnavailable);
    through.resume();
    await expect.poll(() => db.query(sqlText('select 7 as n')).catch(() => null)).toEqual([{ n: 7 }]);
    await expect.poll(() => db.background.query(sqlText('select 7 as n')).catch(() => null)).toEqual([{ n: 7 }]);
  });
});

describeDatabases('the queue', { embedded: 'daily' }, (database, kind) => {
  it('takes more statements than there are connections, and answers each', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => database().query(sqlText('select $1::int as n'), [n])),
    );
    expect(answers).toEqual(Array.from({ length: 100 }, (_, n) => [{ n }]));
    expect(database().stats()).toMatchObject({
      connections: kind === 'embedded' ? 4 : 10,
      busy: 0,
      waiting: 0,
      refused: 0,
    });
  });
});

describe('the embedded database', () => {
  it('tells the caller of a statement in time, and lets the statement end by itself before its connection is used', async () => {
    // Holds the turn at the embedded database.
    const first = await openTestDatabase('embedded', 'public');
    const home = inject('embeddedHome');
    const db = await openDatabase({ home, whenRunning: 'attach', connections: 1, statementTimeoutMs: 20 });
    expect(db.url).toBe(first.url);
    // A second of work at least.
    const slow = sqlText(
      'select count(*) from generate_series(1, 3000000) as a where md5(a::text) < md5((a + 1)::text)',
    );
    await expect(db.query(slow)).rejects.toBeInstanceOf(QueryTimeout);
    expect(db.stats()).toMatchObject({ busy: 1, timedOut: 1, connections: 1 });
    await expect.poll(() => db.stats().busy).toBe(0);
    expect(db.stats().connections).toBe(1);
    await db.close();
    await first.close();
  });
  it('ends a statement that looks at many rows by itself, and the next one is answered', async () => {
    const suite = await openSuite('embedded', 'hold');
    const { schema } = suite;
    const home = inject('embeddedHome');
    const db = await openDatabase({ home, whenRunning: 'attach', connections: 1, statementTimeoutMs: 2500, schema });
    const pairs = (side: number, start: string): string =>
      `select count(*) as n from (
        select a.n * b.n as fid from generate_series(1, ${side}::bigint) as a (n), generate_series(1, ${side}::bigint) as b (n)
      ) as f where {in_time} and md5(f.fid::text) like '${start}%'`;
    // An hour of work.
    const many = { name: 'test/many', text: pairs(100_000, 'none') };
    for (const statement of [many, { text: many.text }]) {
      // An analysis has the longest limit: the statement ends long before its caller would be told.
      await expect(db.query(statement, [], { kind: 'analysis' })).rejects.toMatchObject({
        name: 'QueryTimeout',
        details: { kind: 'analysis', limitMs: 500, isEmbedded: true },
      });
      expect(onlyRow(await db.query(sqlText('select 7 as n'))).n).toBe(7);
    }
    expect(onlyRow(await db.query({ name: 'test/few', text: pairs(7, '') })).n).toBe('49');
    await db.close();
    await suite.close();
  });
});
