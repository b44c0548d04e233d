import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestDatabase } from '../../testing/databases.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { BackgroundConnection } from './background.ts';
import { DatabaseUnavailable } from './errors.ts';
import { DatabaseClient, StatementNames } from './client.ts';
import { onlyRow, readNumber } from './rows.ts';
import { sqlText } from './sql.ts';

const PID = sqlText('select pg_backend_pid() as pid');

describeDatabases('the background connection', { embedded: 'daily' }, (database) => {
  it('answers one question at a time, in order, also after one that failed', async () => {
    const ended: number[] = [];
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        database()
          .background.query(sqlText('select 1 / $1::int as n'), [n % 5])
          .finally(() => ended.push(n)),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(
      Array.from({ length: 20 }, (_, n) => (n % 5 === 0 ? 'rejected' : 'fulfilled')),
    );
    expect(ended).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('cancels what is not sent yet, and answers the others', async () => {
    const controller = new AbortController();
    const answers = [undefined, controller.signal, undefined, AbortSignal.abort()].map((signal, n) =>
      database().background.query(sqlText('select $1::int as n'), [n], signal === undefined ? {} : { signal }),
    );
    controller.abort();
    expect(
      (await Promise.allSettled(answers)).map((each) => (each.status === 'fulfilled' ? each.value : each.reason.name)),
    ).toEqual([[{ n: 0 }], 'QueryCancelled', [{ n: 2 }], 'QueryCancelled']);
  });

  it('prepares named statements beside those of the other connections', async () => {
    const named = { name: 'test/background', text: 'select $1::int as n' };
    for (let n = 0; n < 3; n += 1) {
      expect(await database().background.query(named, [n])).toEqual([{ n }]);
      expect(await database().query(named, [n])).toEqual([{ n }]);
    }
  });
});

const unavailable = (cause: unknown): Promise<DatabaseUnavailable> => Promise.resolve(new DatabaseUnavailable(cause));

describe('the background connection to PostgreSQL', () => {
  it('answers while requests hold all other connections', async () => {
    const db = await openTestDatabase('server', 'public');
    let letGo = (): void => undefined;
    const free = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const held = Array.from({ length: 30 }, () =>
      db.transaction(async (tx) => {
        await tx.query(PID);
        await free;
      }),
    );
    await expect.poll(() => db.stats()).toMatchObject({ busy: 10, waiting: 20 });
    expect(await db.background.query(sqlText('select $1::int as n'), [7])).toEqual([{ n: 7 }]);
    letGo();
    await Promise.all(held);
    await db.close();
  });

  it('is opened again after it was ended', async () => {
    const db = await openTestDatabase('server', 'public');
    const pid = async () => readNumber(onlyRow(await db.background.query(PID)), 'pid');
    const first = await pid();
    expect(await pid()).toBe(first);
    await db.query(sqlText('select pg_terminate_backend($1::int, 5000)'), [first]);
    await expect.poll(() => pid().catch(() => first)).not.toBe(first);
    await db.close();
  });
});

describe('the background connection to a database that hangs', () => {
  let server: Server;
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.add(
        socket
          .resume()
          .on('error', () => undefined)
          .on('close', () => sockets.delete(socket)),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const silent = () => `postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none`;
  const open = (url: () => string, limitMs: number, whenLate: 'close' | 'keep') =>
    new BackgroundConnection({
      names: new StatementNames('own'),
      begin: null,
      create: () => new DatabaseClient(url()),
      prepare: () => undefined,
      unavailable,
      limitMs,
      whenLate,
    });

  it('says so within its limit, closes what hangs, and works again when the database does', async () => {
    let url = silent();
    const background = open(() => url, 50, 'close');
    const answers = await Promise.allSettled(Array.from({ length: 3 }, () => background.query(PID)));
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailable) });
    await expect.poll(() => sockets.size).toBe(0);
    url = inject('serverUrl');
    await expect.poll(() => background.query(PID).catch(() => null)).toEqual([{ pid: expect.any(Number) }]);
    await background.close();
  });

  it('closes a statement that takes too long, and keeps it where it is told to', async () => {
    // Takes until the test lets go of its lock.
    const slow = sqlText('select pg_advisory_xact_lock(8), pg_backend_pid() as pid');
    for (const [whenLate, same] of [
      ['close', false],
      ['keep', true],
    ] as const) {
      const background = open(() => inject('serverUrl'), 600_000, whenLate);
      const [first] = await background.query(PID);
      const hurried = new BackgroundConnection({
        names: new StatementNames('own'),
        begin: null,
        create: () => new DatabaseClient(inject('serverUrl')),
        prepare: () => undefined,
        unavailable,
        limitMs: 250,
        whenLate,
      });
      const [mine] = await poll(() => hurried.query(PID));
      await background.query(sqlText('select pg_advisory_lock(8)'));
      await expect(hurried.query(slow)).rejects.toBeInstanceOf(DatabaseUnavailable);
      await background.query(sqlText('select pg_advisory_unlock(8)'));
      const [then] = await poll(() => hurried.query(PID));
      expect(then?.pid === mine?.pid).toBe(same);
      expect(await background.query(PID)).toEqual([first]);
      await Promise.all([background.close(), hurried.close()]);
    }
  });

  it('can be closed while it is being opened', async () => {
    const background = open(silent, 60_000, 'keep');
    const answer = expect(background.query(PID)).rejects.toBeInstanceOf(DatabaseUnavailable);
    await expect.poll(() => sockets.size).toBe(1);
    await background.close();
    await answer;
  });
});

/** A busy machine may take longer than the limit to open a connection. */
async function poll<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
  }
}
