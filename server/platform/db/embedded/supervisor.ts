import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FIRST_BEAT_MS, HangWatch } from '../../hang-watch.ts';
import { RUN } from '../../run.ts';
import { DatabaseDamaged, DatabaseLocked, type DatabaseDiskFull } from '../errors.ts';
import { BEAT_FD, STUCK } from './beats.ts';
import type { ChildMessage } from './child.ts';
import { dataFolderOf } from './data-folder.ts';
import { isOrphan, isRunning, readLock } from './lock.ts';
import { reasonOf } from './reason.ts';
import { findFullDisk } from './room.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));

/** A running embedded database. */
export interface Embedded {
  readonly socketFolder: string;
  /** Process that runs the database now; null while it is being restarted or belongs to another process. */
  pid(): number | null;
  close(): Promise<void>;
}

/** The database ended by itself, or could not be started again, and will be. */
export interface Restart {
  readonly waitMs: number;
  readonly reason: string;
  /** Its disk, where that is full: the database is started again once there is room. */
  readonly fullDisk: DatabaseDiskFull | null;
  /** Why it was ended by force, where it was. */
  readonly hang: DatabaseHang | null;
}

/** `silent`: its process gave no sign of life. `statement`: it did not come back from a statement. */
export interface DatabaseHang {
  readonly kind: 'silent' | 'statement';
  readonly seconds: number;
}

export interface EmbeddedOptions {
  readonly home: string;
  /**
   * What to do where another process already runs the database of this home. `expect`: another process keeps it
   * running, and starts it again where it died; it is never started from here.
   */
  readonly whenRunning: 'attach' | 'fail' | 'expect';
  readonly onRestart?: (restart: Restart) => void;
  /** A process that gives no sign of life for this long is ended and started again; 0 is never. */
  readonly hungAfterMs: number;
  /** The same of a statement outside a transaction: nobody waits for it any more. */
  readonly statementLimitMs: number;
}

const BACKOFF_MS = [100, 500, 1000, 2000, 5000] as const;
/** A database that ran this long before it died is started again at once. */
const HEALTHY_AFTER_MS = 30_000;
/** How often to look for room on a full disk. */
const ROOM_EVERY_MS = 500;
const CLOSE_TIMEOUT_MS = 15_000;
/** `sun_path` of a Unix socket's address holds 108 bytes, one of them the final zero. */
const MAX_SOCKET_PATH = 107;

/**
 * Starts the embedded database and keeps it running: when its process dies it is started again. Rejects with
 * `DatabaseLocked`, `DatabaseDiskFull` or `DatabaseDamaged`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const home = resolve(options.home);
  const socketFolder = socketFolderFor(home);
  if (options.whenRunning === 'expect') return { socketFolder, pid: () => null, close: () => Promise.resolve() };
  if (options.whenRunning === 'fail') await refuseOwned(home);
  await mkdir(home, { recursive: true });
  const first = await launch(home, socketFolder, options);
  if ('holder' in first) {
    if (options.whenRunning === 'fail') throw new DatabaseLocked(first.holder.pid, home);
    return { socketFolder: first.holder.socketFolder, pid: () => null, close: () => Promise.resolve() };
  }
  return new Supervisor(first, home, socketFolder, options);
}

/** Rejects with `DatabaseLocked` where a living service owns the database of a home, without starting anything. */
export async function refuseOwned(home: string): Promise<void> {
  const holder = await readLock(home);
  if (holder !== null && isRunning(holder) && !isOrphan(holder)) throw new DatabaseLocked(holder.pid, home);
}

/** A running process, and why it had to be ended by force, where it had. */
interface Running {
  readonly child: ChildProcess;
  readonly hang: () => DatabaseHang | null;
}

type Launch = Running | { readonly holder: { readonly pid: number; readonly socketFolder: string } };

class Supervisor implements Embedded {
  readonly socketFolder: string;
  readonly #home: string;
  readonly #options: EmbeddedOptions;
  #child: ChildProcess | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failures = 0;
  #waitsForRoom = false;
  #restarting: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(first: Running, home: string, socketFolder: string, options: EmbeddedOptions) {
    this.socketFolder = socketFolder;
    this.#home = home;
    this.#options = options;
    this.#watch(first);
  }

  pid(): number | null {
    return this.#child?.pid ?? null;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#restarting;
    if (this.#child !== null) await stop(this.#child);
  }

  #watch({ child: running, hang }: Running): void {
    this.#child = running;
    const startedAtMs = performance.now();
    let reason: string | null = null;
    running.on('message', (message: ChildMessage) => {
      if (message.type === 'broken') reason = message.message;
    });
    running.once('exit', (code, signal) => {
      this.#child = null;
      if (performance.now() - startedAtMs > HEALTHY_AFTER_MS) this.#failures = 0;
      void this.#restartLater(reason ?? signal ?? `status ${String(code)}`, hang());
    });
  }

  async #restartLater(reason: string, hang: DatabaseHang | null = null): Promise<void> {
    const fullDisk = await findFullDisk(this.#home);
    if (this.#closing.signal.aborted) return;
    const backoffMs = BACKOFF_MS[Math.min(this.#failures, BACKOFF_MS.length - 1)] ?? 0;
    const waitMs = fullDisk === null ? backoffMs : ROOM_EVERY_MS;
    // A disk may stay full for days, and is told of once.
    if (fullDisk === null || !this.#waitsForRoom) this.#options.onRestart?.({ waitMs, reason, fullDisk, hang });
    this.#waitsForRoom = fullDisk !== null;
    if (fullDisk === null) this.#failures += 1;
    this.#timer = setTimeout(() => {
      this.#restarting = this.#restart();
    }, waitMs);
  }

  async #restart(): Promise<void> {
    try {
      const launched = await launch(this.#home, this.socketFolder, this.#options, this.#closing.signal);
      if ('holder' in launched) return await this.#restartLater(`process ${String(launched.holder.pid)} owns it`);
      this.#waitsForRoom = false;
      this.#watch(launched);
    } catch (error) {
      await this.#restartLater(reasonOf(error));
    }
  }
}

/**
 * Rejects with `DatabaseDiskFull` where there is no room to start in, or where that was why the start failed. Aborting
 * the signal ends the start.
 */
async function launch(
  home: string,
  socketFolder: string,
  options: EmbeddedOptions,
  signal?: AbortSignal,
): Promise<Launch> {
  const full = await findFullDisk(home);
  if (full !== null) throw full;
  signal?.throwIfAborted();
  try {
    return await forkChild(home, socketFolder, options, signal);
  } catch (error) {
    throw (await findFullDisk(home, error)) ?? error;
  }
}

function forkChild(
  home: string,
  socketFolder: string,
  options: EmbeddedOptions,
  signal?: AbortSignal,
): Promise<Launch> {
  const args = [CHILD, home, socketFolder, String(options.statementLimitMs)];
  const child = fork(RUN, args, {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc', 'pipe'],
  });
  const hang = endWhereItHangs(child, options);
  const end = (): void => void child.kill('SIGTERM');
  signal?.addEventListener('abort', end, { once: true });
  return new Promise<Launch>((resolveLaunch, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`The embedded database ended while starting (${signal ?? `status ${code}`}).`)),
    );
    child.once('message', (message: ChildMessage) => {
      if (message.type === 'ready') resolveLaunch({ child, hang });
      else if (message.type === 'locked') resolveLaunch({ holder: message.holder });
      else if (message.type === 'damaged')
        reject(new DatabaseDamaged(dataFolderOf(home), message.path, message.damage, message.detail));
      else reject(new Error(`The embedded database did not start: ${message.message}`));
    });
  }).finally(() => signal?.removeEventListener('abort', end));
}

/** @returns why it was ended by force; null while it was not */
function endWhereItHangs(
  child: ChildProcess,
  { hungAfterMs, statementLimitMs }: EmbeddedOptions,
): () => DatabaseHang | null {
  let hang: DatabaseHang | null = null;
  const end = (kind: DatabaseHang['kind'], ms: number): void => {
    hang ??= { kind, seconds: Math.round(ms / 1000) };
    child.kill('SIGKILL');
  };
  const watch = new HangWatch({
    limitMs: hungAfterMs,
    firstLimitMs: FIRST_BEAT_MS,
    onHang: (silentMs) => end('silent', silentMs),
  });
  child.stdio[BEAT_FD]?.on('data', (beats: Buffer) => {
    watch.heard();
    if (beats.includes(STUCK)) end('statement', statementLimitMs);
  });
  child.once('exit', () => watch.stop());
  return () => hang;
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    child.kill('SIGTERM');
  });
}

function socketFolderFor(home: string): string {
  const inside = join(home, 'run');
  if (Buffer.byteLength(join(inside, '.s.PGSQL.5432')) <= MAX_SOCKET_PATH) return inside;
  return join(tmpdir(), `chengtu-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`);
}
