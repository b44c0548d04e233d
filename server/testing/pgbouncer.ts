/** PgBouncer in front of a cluster: Debian's package, as many run it. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { addressOf } from '../platform/db/address.ts';
import { freePort } from './free-port.ts';

const PROGRAM = '/usr/sbin/pgbouncer';

export interface PgBouncer {
  /** The address of a database through it, for a URL of the cluster itself. */
  readonly urlOf: (url: string) => string;
  stop(): Promise<void>;
}

export interface PgBouncerOptions {
  /** URL of the cluster. */
  readonly url: string;
  readonly mode: 'session' | 'transaction' | 'statement';
  /** Sessions of PostgreSQL for each database and user. */
  readonly poolSize: number;
  /** Roles that connect; the cluster trusts them. */
  readonly users: readonly string[];
}

export function hasPgBouncer(): boolean {
  return existsSync(PROGRAM);
}

/** Starts it on a free port, with no setting that would make anything easier for a client. */
export async function startPgBouncer({ url, mode, poolSize, users }: PgBouncerOptions): Promise<PgBouncer> {
  const { host, port } = addressOf(url);
  const folder = mkdtempSync(join(tmpdir(), 'chengtu-pgbouncer-'));
  const own = await freePort();
  const settings = join(folder, 'pgbouncer.ini');
  writeFileSync(join(folder, 'users'), users.map((user) => `"${user}" ""\n`).join(''));
  writeFileSync(
    settings,
    `[databases]\n* = host=${host} port=${String(port)}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n` +
      `listen_port = ${String(own)}\nunix_socket_dir =\nauth_type = trust\nauth_file = ${folder}/users\n` +
      `pool_mode = ${mode}\ndefault_pool_size = ${String(poolSize)}\nmax_client_conn = 200\n`,
  );
  // It refuses to run as root.
  chmodSync(folder, 0o755);
  const isRoot = process.getuid?.() === 0;
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());
  const child = spawn(PROGRAM, ['-q', settings], {
    stdio: 'ignore',
    cwd: '/',
    ...(isRoot ? { uid: id('-u'), gid: id('-g') } : {}),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const through = (target: string): string => {
    const { user, database } = addressOf(target);
    return `postgres://${encodeURIComponent(user)}@127.0.0.1:${String(own)}/${encodeURIComponent(database)}`;
  };
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  while (!(await isListening(through(url)))) {
    if (child.exitCode === null) continue;
    await stop();
    throw new Error(`PgBouncer ended with status ${String(child.exitCode)}.`);
  }
  return { urlOf: through, stop };
}

/** Whether it takes connections, if only to refuse them. */
async function isListening(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return !(error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED');
  }
}
