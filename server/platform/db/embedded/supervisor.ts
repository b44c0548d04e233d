import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DatabaseLocked } from '../errors.ts';
import type { ChildMessage } from './child.ts';

/** A running embedded database. */
export interface Embedded {
  readonly socketFolder: string;
  /** Process that runs the database now; null while it is being restarted or belongs to another process. */
  pid(): number | null;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly home: string;
  /**
   * What to do where another process already runs the database of this home. `expect`: another process keeps it
   * running, and starts it again where it died; it is never started from here.
   */
  readonly whenRunning: 'attach' | 'fail' | 'expect';
  /** Told when the database died and how long it takes until it is started again. */
  readonly onRestart?: (waitMs: number) => void;
}

const BACKOFF_MS = [100, 500, 1000, 2000, 5000] as const;
/** A database that ran this long before it died is started again at once. */
const HEALTHY_AFTER_MS = 30_000;
const CLOSE_TIMEOUT_MS = 15_000;
/** `sun_path` of a Unix socket's address holds 108 bytes, one of them the final zero. */
const MAX_SOCKET_PATH = 107;

/** Starts the embedded database and keeps it running: when its process dies it is started again. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const home = resolve(options.home);
  await mkdir(home, { recursive: true });
  const socketFolder = socketFolderFor(home);
  if (options.whenRunning === 'expect') return { socketFolder, pid: () => null, close: () => Promise.resolve() };
  const first = await launch(home, socketFolder);
  if ('holder' in first) {
    if (options.whenRunning === 'fail') throw new DatabaseLocked(first.holder.pid, home);
    return { socketFolder: first.holder.socketFolder, pid: () => null, close: () => Promise.resolve() };
  }
  return supervise(first.child, () => launch(home, socketFolder), socketFolder, options.onRestart);
}

type Launch =
  | { readonly child: ChildProcess }
  | { readonly holder: { readonly pid: number; readonly socketFolder: string } };

function supervise(
  first: ChildProcess,
  again: () => Promise<Launch>,
  socketFolder: string,
  onRestart?: (waitMs: number) => void,
): Embedded {
  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failures = 0;
  let closing = false;

  const watch = (running: ChildProcess): void => {
    child = running;
    const startedAt = Date.now();
    running.once('exit', () => {
      child = null;
      if (Date.now() - startedAt > HEALTHY_AFTER_MS) failures = 0;
      if (!closing) restartLater();
    });
  };
  const restartLater = (): void => {
    const waitMs = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 0;
    failures += 1;
    onRestart?.(waitMs);
    timer = setTimeout(() => void restart(), waitMs);
  };
  const restart = async (): Promise<void> => {
    try {
      const launched = await again();
      if ('child' in launched) {
        watch(launched.child);
        if (closing) await stop(launched.child);
      } else if (!closing) restartLater();
    } catch {
      if (!closing) restartLater();
    }
  };

  watch(first);
  return {
    socketFolder,
    pid: () => child?.pid ?? null,
    close: async () => {
      closing = true;
      if (timer !== null) clearTimeout(timer);
      if (child !== null) await stop(child);
    },
  };
}

function launch(home: string, socketFolder: string): Promise<Launch> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), [home, socketFolder], {
    execArgv: ['--import', tsx],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolveLaunch, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`The embedded database ended while starting (${signal ?? `status ${code}`}).`)),
    );
    child.once('message', (message: ChildMessage) => {
      if (message.type === 'ready') resolveLaunch({ child });
      else if (message.type === 'locked') resolveLaunch({ holder: message.holder });
      else reject(new Error(`The embedded database did not start: ${message.message}`));
    });
  });
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
