import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CONNECT_CAUSES } from '../../server/platform/db/connect-problem.ts';
import { DatabaseDiskFull, DatabaseUnavailable } from '../../server/platform/db/errors.ts';
import { openDatabase } from '../../server/platform/db/pool.ts';
import { sqlText } from '../../server/platform/db/sql.ts';
import { createCluster, type PostgresCluster } from '../../server/testing/postgres.ts';
import { administrate, urlOf } from '../../server/testing/roles.ts';
import { DATABASE } from '../cli/messages/database.ts';
import { explain } from './explain.ts';

let folder: string;
let cluster: PostgresCluster;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chengtu-explain-'));
  chmodSync(folder, 0o755);
  cluster = await createCluster(join(folder, 'postgres'));
  await administrate(
    cluster.url,
    `create role keeper login password 'right';
     create role guest login;
     create role stranger login;
     create role reader login;
     alter role reader set default_transaction_read_only = on`,
    'create database town',
    'create database bare',
    'revoke create on database bare from public',
  );
  writeFileSync(
    join(folder, 'postgres/data/pg_hba.conf'),
    'local all keeper scram-sha-256\nlocal all stranger reject\nlocal all all trust\n',
  );
  await administrate(cluster.url, 'select pg_reload_conf()');
});
afterAll(async () => {
  await cluster.remove();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

const urlAs = (user: string, database: string): string => {
  const url = new URL(urlOf(cluster.url, database));
  const [name = '', password = ''] = user.split(':');
  url.username = name;
  url.password = password;
  return url.href;
};

/** What a start prints about a database, in both languages. */
async function sentences(
  url: string,
  use: (db: Awaited<ReturnType<typeof openDatabase>>) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ error: unknown; zh: string; en: string }> {
  vi.stubEnv('DATABASE_URL', url);
  const error = await openDatabase({ url, home: '' }).then(
    async (db) => {
      const outcome = await use(db).catch((reason: unknown) => reason);
      await db.close();
      return outcome;
    },
    (reason: unknown) => reason,
  );
  const inLanguage = (lang: string): string => {
    vi.stubEnv('CHENGTU_LANG', lang);
    return explain(error);
  };
  return { error, zh: inLanguage('zh'), en: inLanguage('en') };
}

/** A server that does with each connection what `answer` does. @returns its port */
async function withServer(answer: (socket: Socket) => void, test: (port: number) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    answer(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await test((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('a start that gets no further with its database prints', () => {
  it.each([
    ['a wrong password', 'keeper:secret', 'postgres', 'keeper', '口令不对', /password of the database user keeper/],
    ['a missing password', 'keeper', 'postgres', 'keeper', '需要口令', /user keeper at .* needs a password/],
    ['a user that is not let in', 'stranger', 'postgres', 'stranger', 'pg_hba.conf', /not admit the user stranger/],
    ['a user that does not exist', 'nobody', 'postgres', 'nobody', '用户名', /the user nobody/],
    ['a missing database', 'postgres', 'nowhere', 'nowhere', 'createdb', /no database nowhere.*createdb/],
    ['missing rights', 'guest', 'bare', 'guest', 'create extension postgis', /role guest may not.*superuser runs/],
    ['a database that is read only', 'reader', 'town', 'town', '只读', /database town .* read only/],
  ])('what to do about %s', async (_, user, database, value, zh, en) => {
    const said = await sentences(urlAs(user, database));
    expect(said.zh).toContain(value);
    expect(said.zh).toContain(zh);
    expect(said.en).toMatch(en);
    expect(`${said.zh}${said.en}`).not.toContain('secret');
    // Waiting would not help.
    expect(said.error).not.toBeInstanceOf(DatabaseUnavailable);
  });

  it('what to do about an extension that is not installed there', async () => {
    const said = await sentences(urlAs('postgres', 'town'), (db) => db.query(sqlText('create extension nosuch')));
    expect(said.zh).toMatch(/没有安装所需的扩展：.*nosuch.*apt-get install/);
    expect(said.en).toMatch(/lacks an extension: .*nosuch.*apt-get install/);
  });

  it('that the server has no connection left', async () => {
    await administrate(cluster.url, 'alter role guest connection limit 0');
    const said = await sentences(urlAs('guest', 'town'));
    await administrate(cluster.url, 'alter role guest connection limit -1');
    expect(said.zh).toContain('max_connections');
    expect(said.en).toMatch(/no connection left.*DATABASE_CONNECTIONS/);
    expect(said.error).toBeInstanceOf(DatabaseUnavailable);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['answers HTTP', (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))],
    ['speaks first, as SSH', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')],
    ['speaks first, as MySQL', (socket) => socket.write(Buffer.from([0x4a, 0, 0, 0, 0x0a, 0x38, 0x2e, 0x30]))],
    ['answers in words, as Redis', (socket) => socket.on('data', () => socket.write('-ERR unknown command\r\n'))],
  ])('that the port is not that of PostgreSQL: what is there %s', async (_, answer) => {
    await withServer(answer, async (port) => {
      const said = await sentences(`postgres://planner@127.0.0.1:${port}/town`);
      expect(said.zh).toContain(`127.0.0.1:${port} 上的程序不是 PostgreSQL`);
      expect(said.en).toContain(`at 127.0.0.1:${port} is not PostgreSQL`);
    });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['closes', (socket) => socket.once('data', () => socket.end())],
    ['resets', (socket) => socket.once('data', () => socket.resetAndDestroy())],
  ])('that what is there %s the connection without a word, as a proxy without a database', async (_, answer) => {
    await withServer(answer, async (port) => {
      const said = await sentences(`postgres://planner@127.0.0.1:${port}/town`);
      expect(said.zh).toContain(`127.0.0.1:${port} 接受连接后随即断开`);
      expect(said.en).toContain(`127.0.0.1:${port} takes a connection and ends it without a word`);
    });
  });

  it('that a server takes connections and does not answer', async () => {
    await withServer(
      () => undefined,
      async (port) => {
        const said = await sentences(`postgres://planner@127.0.0.1:${port}/town`);
        expect(said.zh).toMatch(new RegExp(`127.0.0.1:${port} 接受了连接，却一直不回应`));
        expect(said.en).toMatch(/accepts connections and then says nothing/);
        expect(said.error).toBeInstanceOf(DatabaseUnavailable);
      },
    );
  });

  it('that nothing listens, that a host has no name, and that a socket is missing', async () => {
    let free = 0;
    await withServer(
      () => undefined,
      (port) => {
        free = port;
        return Promise.resolve();
      },
    );
    const refused = await sentences(`postgres://planner@127.0.0.1:${free}/town`);
    expect(refused.zh).toContain(`127.0.0.1:${free} 拒绝连接`);
    expect(refused.en).toContain(`127.0.0.1:${free} refuses connections`);
    const unnamed = await sentences('postgres://planner@no-such-host.invalid/town');
    expect(unnamed.zh).toContain('no-such-host.invalid');
    expect(unnamed.en).toContain('host no-such-host.invalid is not known');
    const socket = await sentences('postgres://planner@localhost:5499/town?host=%2Fnowhere');
    expect(socket.zh).toContain('/nowhere/.s.PGSQL.5499');
    expect(socket.en).toContain('/nowhere/.s.PGSQL.5499');
  });

  it('that encryption is required and not offered', async () => {
    await withServer(
      (socket) => socket.once('data', () => socket.write('N')),
      async (port) => {
        const said = await sentences(`postgres://planner@127.0.0.1:${port}/town?sslmode=require`);
        expect(said.en).toMatch(/does not offer encryption/);
        expect(said.zh).toMatch(/不支持加密连接/);
      },
    );
  });

  it('whose connection failed where it migrates as the owner of the database', () => {
    vi.stubEnv('DATABASE_URL', 'postgres://web@db.example/town');
    vi.stubEnv('DATABASE_OWNER_URL', 'postgres://keeper@db.example/town');
    vi.stubEnv('CHENGTU_LANG', 'en');
    const denied = Object.assign(new Error('permission denied for table layer'), { code: '42501' });
    expect(explain(denied)).toMatch(/^The user keeper lacks rights .* permission denied for table layer/);
  });

  it('which server has a full disk', () => {
    vi.stubEnv('DATABASE_URL', 'postgres://planner@db.example/town');
    const cause = Object.assign(new Error('could not extend file'), { code: '53100' });
    const error = new DatabaseDiskFull({ folder: null, freeBytes: null }, cause);
    for (const [lang, sentence] of [
      ['zh', 'db.example:5432 的数据库磁盘已满：could not extend file'],
      ['en', 'The disk of the database at db.example:5432 is full: could not extend file'],
    ] as const) {
      vi.stubEnv('CHENGTU_LANG', lang);
      expect(explain(error)).toContain(sentence);
    }
  });

  it('every cause with where it was met, in both languages', () => {
    for (const why of CONNECT_CAUSES)
      for (const text of [DATABASE[why].zh, DATABASE[why].en]) expect(text).toContain('{host}');
  });
});
