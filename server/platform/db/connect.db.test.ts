/** What a URL means, compared with what it means to psql. */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { explain } from '../../../scripts/start/explain.ts';
import { freePort } from '../../testing/free-port.ts';
import { createCluster, findPostgres, type PostgresCluster } from '../../testing/postgres.ts';
import { administrate } from '../../testing/roles.ts';
import { SSL_MODES } from './address.ts';
import { dial } from './connect.ts';
import { openDatabase } from './pool.ts';
import { sqlText } from './sql.ts';

/** Signs that a URL, a password file or both have a meaning for. */
const PASSWORD = 'p@ss:w/rd#?%1 x\\\'"é密';
const HBA = [
  'local all all trust',
  'host all keeper all scram-sha-256',
  'hostssl all secure all trust',
  'hostnossl all plain all trust',
  'host all postgres all trust',
];

let folder: string;
let cluster: PostgresCluster;
let port: number;

/** A certificate that has signed itself, for `localhost`, and its key. */
function makeCertificate(name: string): void {
  const made = spawnSync('openssl', [
    ...['req', '-new', '-x509', '-days', '2', '-nodes', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost', '-newkey', 'rsa:2048'],
    ...['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)],
  ]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chengtu-connect-'));
  chmodSync(folder, 0o755);
  for (const home of ['empty', 'home']) mkdirSync(join(folder, home));
  makeCertificate('server');
  makeCertificate('other');
  port = await freePort();
  cluster = await createCluster(join(folder, 'postgres'), { more: `-p ${String(port)} -c listen_addresses=127.0.0.1` });
  const data = join(folder, 'postgres/data');
  for (const file of ['server.key', 'server.crt']) cpSync(join(folder, file), join(data, file));
  spawnSync('chown', ['--reference', data, join(data, 'server.key'), join(data, 'server.crt')]);
  chmodSync(join(data, 'server.key'), 0o600);
  writeFileSync(join(data, 'pg_hba.conf'), `${HBA.join('\n')}\n`);
  await administrate(
    socketUrl(),
    `create role keeper login password '${PASSWORD.replaceAll("'", "''")}'`,
    'create role secure login; create role plain login',
    'create database "Town #1/2 å"',
    'alter system set ssl = on',
    'select pg_reload_conf()',
  );
});
afterAll(async () => {
  await cluster.remove();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

function socketUrl(): string {
  return `postgres://postgres@localhost:${String(port)}/postgres?host=${encodeURIComponent(join(folder, 'postgres'))}`;
}

/** No file of whoever runs the tests counts. */
function useHome(home: string, env: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries({ HOME: join(folder, home), ...env })) vi.stubEnv(name, value);
}

const WHAT =
  "select current_user || '|' || current_database() || '|' || ssl from pg_stat_ssl where pid = pg_backend_pid()";

/** Who is connected to what, and whether encrypted; null where nobody is. */
async function ours(url: string): Promise<string | null> {
  try {
    const { client } = await dial(url);
    const { rows } = await client.query<{ readonly said: string }>(`select (${WHAT}) as said`);
    await client.end();
    return rows[0]?.said ?? null;
  } catch {
    return null;
  }
}

/** The same by psql. */
function theirs(url: string): Promise<string | null> {
  return new Promise((resolve) => {
    const bin = findPostgres() ?? '';
    execFile(join(bin, 'psql'), ['-w', '-X', '-At', '-c', WHAT, url], { env: process.env }, (error, out) =>
      resolve(error === null ? out.trim() : null),
    );
  });
}

describe('sslmode', () => {
  const at = (user: string, host: string, query: Record<string, string>): string =>
    `postgres://${user}@${host}:${String(port)}/postgres?${new URLSearchParams(query).toString()}`;

  it.each(['on', 'off'])('means what it means to psql, where the server has ssl = %s', async (ssl) => {
    useHome('empty');
    await administrate(socketUrl(), `alter system set ssl = ${ssl}`, 'select pg_reload_conf()');
    const roots = [{}, { sslrootcert: join(folder, 'server.crt') }, { sslrootcert: join(folder, 'other.crt') }];
    const different: unknown[] = [];
    let connected = 0;
    for (const sslmode of SSL_MODES)
      for (const root of roots)
        for (const [user, host] of [
          ['postgres', 'localhost'],
          ['postgres', '127.0.0.1'],
          ['secure', 'localhost'],
          ['plain', 'localhost'],
        ] as const) {
          const url = at(user, host, { sslmode, ...root });
          const [mine, other] = await Promise.all([ours(url), theirs(url)]);
          if (mine !== null) connected += 1;
          if (mine !== other) different.push({ url, mine, other });
        }
    await administrate(socketUrl(), 'alter system set ssl = on', 'select pg_reload_conf()');
    expect(different).toEqual([]);
    expect(connected).toBeGreaterThan(10);
  });

  it('is that of PGSSLMODE, with the certificate in ~/.postgresql, where the URL has none', async () => {
    useHome('home', { PGSSLMODE: 'verify-full' });
    mkdirSync(join(folder, 'home/.postgresql'), { recursive: true });
    cpSync(join(folder, 'server.crt'), join(folder, 'home/.postgresql/root.crt'));
    for (const [host, said] of [
      ['localhost', 'postgres|postgres|true'],
      ['127.0.0.1', null],
    ] as const) {
      const url = at('postgres', host, {});
      expect([await ours(url), await theirs(url)]).toEqual([said, said]);
    }
    rmSync(join(folder, 'home/.postgresql'), { recursive: true });
  });

  it('that nobody gives encrypts where the server wants it; to this machine itself not otherwise', async () => {
    useHome('empty');
    expect(await ours(at('secure', '127.0.0.1', {}))).toBe('secure|postgres|true');
    expect(await ours(at('postgres', '127.0.0.1', {}))).toBe('postgres|postgres|false');
    // A Unix socket has nothing to encrypt, whatever is asked for.
    const url = `${socketUrl()}&sslmode=verify-full`;
    expect([await ours(url), await theirs(url)]).toEqual(['postgres|postgres|false', 'postgres|postgres|false']);
  });

  it.each([
    ['verify-full', 'localhost', 'other', 'tls-untrusted', /no known authority.*sslrootcert=FILE.*sslmode=require/i],
    ['verify-full', '127.0.0.1', 'server', 'tls-other-name', /another host name.*sslmode=verify-ca/],
    ['verify-ca', 'localhost', null, 'tls-root-missing', /sslmode=verify-ca .* needs .*sslrootcert=FILE/],
    ['require', 'localhost', 'nowhere', 'tls-file', /cannot be read: .*nowhere\.crt.*sslrootcert/],
  ])('%s of %s with the certificate %s is refused with the cure: %s', async (sslmode, host, root, why, sentence) => {
    useHome('empty', { CHENGTU_LANG: 'en' });
    const url = at('postgres', host, {
      sslmode,
      ...(root === null ? {} : { sslrootcert: join(folder, `${root}.crt`) }),
    });
    vi.stubEnv('DATABASE_URL', url);
    const error: unknown = await openDatabase({ url, home: '' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ why });
    expect(explain(error)).toMatch(sentence);
  });
});

describe('a password', () => {
  const keeper = (password: string, host = '127.0.0.1'): string =>
    `postgres://keeper${password}@${host}:${String(port)}/postgres`;

  it('with any sign is written in percent, as psql wants it', async () => {
    useHome('empty');
    const url = keeper(`:${encodeURIComponent(PASSWORD)}`);
    expect([await ours(url), await theirs(url)]).toEqual(['keeper|postgres|false', 'keeper|postgres|true']);
    expect(await ours(keeper(`:${encodeURIComponent('wrong')}`))).toBeNull();
  });

  it('is given for every connection of a database, not only for the first one', async () => {
    useHome('empty');
    await administrate(socketUrl(), 'create extension postgis');
    const db = await openDatabase({ url: keeper(`:${encodeURIComponent(PASSWORD)}`), home: '', connections: 2 });
    try {
      const asked = sqlText('select current_user as role, pg_sleep(0.1)');
      const answers = await Promise.all([db.query(asked), db.query(asked)]);
      expect(answers.map(([row]) => row?.['role'])).toEqual(['keeper', 'keeper']);
    } finally {
      await db.close();
    }
  });

  it('with signs that psql would have in percent is understood where it is clear', async () => {
    useHome('empty');
    await administrate(socketUrl(), "create role lax login password '100%sure@home:#1'");
    expect(await ours(`postgres://lax:100%sure@home:#1@127.0.0.1:${String(port)}/postgres`)).toBeNull();
    const hba = join(folder, 'postgres/data/pg_hba.conf');
    writeFileSync(hba, `${HBA.join('\n')}\nhost all lax all scram-sha-256\n`);
    await administrate(socketUrl(), 'select pg_reload_conf()');
    await expect
      .poll(() => ours(`postgres://lax:100%sure@home:#1@127.0.0.1:${String(port)}/postgres`))
      .toBe('lax|postgres|false');
  });

  const escaped = PASSWORD.replaceAll(/[:\\]/g, '\\$&');
  it.each([
    ['*:*:*:*', 0o600],
    ['127.0.0.1:PORT:postgres:keeper', 0o600],
    ['# a note\nother:*:*:*:x\n127.0.0.1:*:*:*', 0o600],
    ['localhost:PORT:*:keeper', 0o600],
    ['127.0.0.1:1:*:keeper', 0o600],
    ['127.0.0.1:*:other:keeper', 0o600],
    ['*:*:*:stranger', 0o600],
    ['*:*:*:*', 0o644],
    ['127.0.0.1:PORT:postgres', 0o600],
  ])('is found in a password file as psql finds it: %j with rights %o', async (head, mode) => {
    useHome('home');
    const file = join(folder, 'home/.pgpass');
    writeFileSync(file, `${head.replaceAll('PORT', String(port))}:${escaped}\n`);
    chmodSync(file, mode);
    const url = `${keeper('')}?sslmode=disable`;
    const [mine, other] = [await ours(url), await theirs(url)];
    rmSync(file);
    expect(mine).toBe(other);
    const isThere = mode === 0o600 && /^(?:\*:\*:\*:\*|127.*keeper|# a)/.test(head) && !/:1:|other:k/.test(head);
    expect(mine).toBe(isThere ? 'keeper|postgres|false' : null);
  });

  it('is that of PGPASSWORD, or of the file that PGPASSFILE or passfile names', async () => {
    const file = join(folder, 'home/passwords');
    writeFileSync(file, `*:*:*:*:${escaped}\n`, { mode: 0o600 });
    const url = `${keeper('')}?sslmode=disable`;
    useHome('empty');
    expect(await ours(`${url}&passfile=${encodeURIComponent(file)}`)).toBe('keeper|postgres|false');
    useHome('empty', { PGPASSFILE: file });
    expect([await ours(url), await theirs(url)]).toEqual(['keeper|postgres|false', 'keeper|postgres|false']);
    useHome('empty', { PGPASSFILE: '', PGPASSWORD: PASSWORD });
    expect([await ours(url), await theirs(url)]).toEqual(['keeper|postgres|false', 'keeper|postgres|false']);
  });
});

describe('what a URL leaves out', () => {
  it('is what psql takes: PGHOST and its like', async () => {
    const socket = join(folder, 'postgres');
    useHome('empty', { PGHOST: socket, PGPORT: String(port), PGUSER: 'plain', PGDATABASE: 'postgres' });
    for (const url of [
      'postgres://',
      'postgresql:///postgres',
      'postgres://postgres@/',
      `postgres://postgres@${encodeURIComponent(socket)}/postgres`,
      `postgres://postgres@/postgres?host=${encodeURIComponent(socket)}`,
      `postgres:///?host=127.0.0.1&user=postgres&dbname=postgres&sslmode=disable&application_name=x`,
      `postgres://postgres@/${encodeURIComponent('Town #1/2 å')}`,
      `postgres://postgres@/postgres?options=${encodeURIComponent('-c work_mem=5MB')}`,
    ]) {
      const [mine, other] = [await ours(url), await theirs(url)];
      expect(mine, url).not.toBeNull();
      expect(mine, url).toBe(other);
    }
  });
});
