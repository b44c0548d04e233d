/** A PostgreSQL whose log is archived, its backups, and how it is lost and restored: all in one folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, chownSync, copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { runningPostmaster } from '../../../server/testing/postgres.ts';
import { until } from '../../../server/testing/moments.ts';
import type { Undo } from '../../testing/at-signal.ts';
import { childrenOf, signalTo } from '../../torture/site.ts';
import type { Log } from './options.ts';
import { bytesIn, isRunning, runAs, userOfServers, type User } from './processes.ts';

const OPERATIONS = fileURLToPath(new URL('../../../data/operations/', import.meta.url));
const SCRIPTS = ['archive-wal.sh', 'base-backup.sh'] as const;
const ASK_EVERY_MS = 50;
/** Of the server's log, where it does not start. */
const LAST_LINES = 20;
/** Name of the slot, and what `pg_receivewal` calls itself. */
const RECEIVER = 'receiver';

export interface ClusterParts {
  /** A folder that is there, which whoever runs the server can pass through. */
  readonly folder: string;
  /** Of PostgreSQL's programs. */
  readonly bin: string;
  readonly log: Log;
  readonly archiveTimeoutS: number;
  readonly defer: (undo: Undo) => void;
}

export interface Restored {
  /** Seconds until the files of the backup are there again, and until all of the log is replayed. */
  readonly copyS: number;
  readonly replayS: number;
}

export class ArchivedCluster {
  /** Leads to whatever server is the primary: a restored one takes the place of the lost one. */
  readonly url: string;
  readonly #parts: ClusterParts;
  readonly #root: string;
  readonly #data: string;
  readonly #user: User;
  #receiver: ChildProcess | null = null;

  private constructor(parts: ClusterParts) {
    this.#parts = parts;
    this.#root = join(parts.folder, 'postgres');
    this.#data = join(this.#root, 'data');
    this.#user = userOfServers();
    this.url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(this.#root)}`;
  }

  /** Makes it and starts it. Nothing is archived yet: nobody needs the log of before the first backup. */
  static async start(parts: ClusterParts): Promise<ArchivedCluster> {
    const cluster = new ArchivedCluster(parts);
    for (const folder of ['', 'backups', 'backups/wal', 'stream']) cluster.#makeFolder(folder);
    for (const script of SCRIPTS) copyFileSync(OPERATIONS + script, join(cluster.#root, script));
    await cluster.#run('initdb', [
      '-D',
      cluster.#data,
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '-A',
      'trust',
      '-U',
      'postgres',
    ]);
    cluster.#configure([
      "listen_addresses = ''",
      `unix_socket_directories = '${cluster.#root}'`,
      'shared_buffers = 512MB',
      'max_wal_size = 4GB',
      'max_connections = 200',
      'archive_mode = on',
      "archive_command = '/bin/true'",
      `archive_timeout = ${String(parts.archiveTimeoutS)}`,
    ]);
    parts.defer(() => cluster.#end());
    await cluster.#startServer();
    return cluster;
  }

  /** Begins to archive the log, and to receive it where that is wanted. */
  async protect(): Promise<void> {
    const { log } = this.#parts;
    this.#configure([
      `archive_command = 'sh ${join(this.#root, 'archive-wal.sh')} "%p" "%f" ${join(this.#root, 'backups/wal')}'`,
    ]);
    await this.#ask('select pg_reload_conf()');
    if (log === 'archive') return;
    const args = [...this.#connection(), '--directory', join(this.#root, 'stream'), '--slot', RECEIVER];
    await this.#run('pg_receivewal', [...args, '--create-slot']);
    this.#receiver = spawn(join(this.#parts.bin, 'pg_receivewal'), [...args, '--synchronous', '--no-loop'], {
      cwd: '/',
      stdio: 'ignore',
      env: { ...process.env, PGAPPNAME: RECEIVER },
      ...this.#user,
    });
    this.#receiver.on('error', () => undefined);
    await until(async () => (await this.#ask('select from pg_stat_replication')).length > 0, ASK_EVERY_MS);
    if (log !== 'sync') return;
    this.#configure([`synchronous_standby_names = '${RECEIVER}'`]);
    await this.#ask('select pg_reload_conf()');
  }

  /** Makes a base backup and verifies it, by the script that users run. */
  async backUp(): Promise<{ readonly seconds: number; readonly bytes: number }> {
    const startedAt = performance.now();
    await runAs(this.#user, 'sh', [join(this.#root, 'base-backup.sh'), join(this.#root, 'backups'), '2'], {
      PATH: `${this.#parts.bin}:${process.env['PATH'] ?? ''}`,
      PGHOST: this.#root,
      PGUSER: 'postgres',
    });
    return { seconds: (performance.now() - startedAt) / 1000, bytes: bytesIn(this.#backup()) };
  }

  /** Until all that is written by now is in the archive. */
  async untilArchived(): Promise<void> {
    const [row] = await this.#ask('select pg_walfile_name(pg_current_wal_lsn()) as name');
    const name = String(row?.['name']);
    const isThere = `select last_archived_wal >= '${name}' as is_there from pg_stat_archiver`;
    await until(async () => (await this.#ask(isThere))[0]?.['is_there'] === true, ASK_EVERY_MS);
  }

  /** The time of the server, in text that it reads again. */
  async now(): Promise<string> {
    const [row] = await this.#ask('select clock_timestamp()::text as now');
    return String(row?.['now']);
  }

  /** Bytes of the log that are in the archive. */
  archivedBytes(): number {
    return bytesIn(join(this.#root, 'backups/wal'));
  }

  /** Ends all of its processes at once, and removes its data. */
  async lose(): Promise<void> {
    const server = runningPostmaster(this.#data);
    const all = server === null ? [] : [server, ...childrenOf(server)];
    for (const pid of all) signalTo(pid, 'SIGKILL');
    await until(() => !all.some(isRunning), ASK_EVERY_MS);
    await this.#endReceiver();
    await rm(this.#data, { recursive: true, force: true });
    // A process that nobody has asked how it ended still has its number, and its lock would count.
    for (const name of readdirSync(this.#root).filter((each) => each.startsWith('.s.PGSQL.')))
      await rm(join(this.#root, name), { force: true });
  }

  /** Restores the last backup and replays the log: to a moment, or to its end where there is none. */
  async restore(moment: string | null): Promise<Restored> {
    const startedAt = performance.now();
    await runAs(this.#user, 'cp', ['-a', this.#backup(), this.#data]);
    const from = (name: string): string => `cp ${join(this.#root, name)} "%p"`;
    const places = ['backups/wal/%f', 'stream/%f', 'stream/%f.partial'];
    this.#configure([
      "synchronous_standby_names = ''",
      `restore_command = '${places.map(from).join(' 2>/dev/null || ')} 2>/dev/null'`,
      ...(moment === null ? [] : [`recovery_target_time = '${moment}'`, "recovery_target_action = 'promote'"]),
    ]);
    await runAs(this.#user, 'touch', [join(this.#data, 'recovery.signal')]);
    const copiedAt = performance.now();
    await this.#startServer();
    await until(
      async () => (await this.#ask('select pg_is_in_recovery() as is_in'))[0]?.['is_in'] === false,
      ASK_EVERY_MS,
    );
    return { copyS: (copiedAt - startedAt) / 1000, replayS: (performance.now() - copiedAt) / 1000 };
  }

  /** The timeline that it writes, once the archive knows of it: so no later restore takes its number again. */
  async timeline(): Promise<number> {
    const [row] = await this.#ask('select current_timeline()::int as id');
    const id = Number(row?.['id']);
    const history = `${id.toString(16).toUpperCase().padStart(8, '0')}.history`;
    if (id > 1) {
      const archive = join(this.#root, 'backups/wal');
      await until(() => readdirSync(archive).includes(history), ASK_EVERY_MS);
    }
    return id;
  }

  async #ask(statement: string): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  #backup(): string {
    const folder = join(this.#root, 'backups');
    const [last] = readdirSync(folder)
      .filter((name) => name.startsWith('base-'))
      .sort()
      .slice(-1);
    if (last === undefined) throw new Error('There is no backup.');
    return join(folder, last);
  }

  #connection(): string[] {
    return ['-h', this.#root, '-U', 'postgres'];
  }

  #configure(lines: readonly string[]): void {
    appendFileSync(join(this.#data, 'postgresql.conf'), `${lines.join('\n')}\n`);
  }

  #makeFolder(name: string): void {
    const folder = join(this.#root, name);
    mkdirSync(folder, { mode: 0o755 });
    const { uid, gid } = this.#user;
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  }

  async #startServer(): Promise<void> {
    // A long replay is no reason to give up.
    const args = ['-D', this.#data, '-l', join(this.#root, 'server.log'), '-w', '-t', '86400', 'start'];
    try {
      await this.#run('pg_ctl', args);
    } catch (error) {
      // pg_ctl says no more than where to look, and the folder is about to be removed.
      const said = readFileSync(join(this.#root, 'server.log'), 'utf8').trimEnd().split('\n').slice(-LAST_LINES);
      throw new Error(said.join('\n'), { cause: error });
    }
  }

  async #endReceiver(): Promise<void> {
    const receiver = this.#receiver;
    if (receiver === null) return;
    receiver.kill('SIGTERM');
    await until(() => receiver.exitCode !== null || receiver.signalCode !== null, ASK_EVERY_MS);
    this.#receiver = null;
  }

  async #end(): Promise<void> {
    await this.#endReceiver();
    const server = runningPostmaster(this.#data);
    for (const pid of server === null ? [] : [server, ...childrenOf(server)]) signalTo(pid, 'SIGKILL');
  }

  #run(program: string, args: readonly string[]): Promise<void> {
    return runAs(this.#user, join(this.#parts.bin, program), args);
  }
}
