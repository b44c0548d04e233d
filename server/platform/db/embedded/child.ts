/**
 * The embedded database: PGlite with PostGIS and pg_trgm behind a Unix socket, in a process of its own so that no
 * query blocks the event loop that answers requests. Started by `supervisor.ts`; arguments: home folder, socket folder,
 * milliseconds that a statement outside a transaction may take.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { postgis } from '@electric-sql/pglite-postgis';
import { whenParentEnds } from '../../parent.ts';
import { Beats } from './beats.ts';
import { DatabaseDamaged, type Damage } from '../errors.ts';
import { dataFolderOf, prepareDataFolder } from './data-folder.ts';
import { isOrphan, isRunning, killHolder, readLock, releaseLock, takeLock } from './lock.ts';
import type { LockHolder } from './lock.ts';
import { reasonOf } from './reason.ts';
import { findFullDisk } from './room.ts';
import { Sessions } from './sessions.ts';

/** What the child tells its parent: how its start ended, and why it ends where the engine broke later. */
export type ChildMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'locked'; readonly holder: LockHolder }
  | { readonly type: 'damaged'; readonly path: string; readonly damage: Damage; readonly detail: string }
  | { readonly type: 'failed' | 'broken'; readonly message: string };

/** The name `pg` looks for in a socket folder. */
export const SOCKET_NAME = '.s.PGSQL.5432';

/** An orphan closes within seconds, unless it works on a long statement, whose answer nobody waits for any more. */
const ORPHAN_WAIT_MS = 15_000;
const LOOK_EVERY_MS = 100;

async function run(home: string, socketFolder: string, statementLimitMs: number): Promise<void> {
  let sessions: Sessions | null = null;
  let engine: PGlite | null = null;
  let ending = false;
  const end = async (status: number): Promise<void> => {
    if (ending) return;
    ending = true;
    await sessions?.close();
    // Closing makes a checkpoint, which breaks the engine where it finds no room. The write-ahead log has everything.
    if ((await findFullDisk(home)) === null) await engine?.close();
    // Before there are sessions the socket may be another owner's.
    if (sessions !== null) await rm(join(socketFolder, SOCKET_NAME), { force: true });
    await releaseLock(home);
    process.exit(status);
  };
  const finish = (): void => void end(0).catch(() => process.exit(1));
  process.on('SIGTERM', finish);
  whenParentEnds(finish);
  // Ctrl-C reaches the whole process group; the parent decides when the database ends.
  process.on('SIGINT', () => undefined);

  const beats = new Beats(statementLimitMs);
  const holder = await waitForLock(home, socketFolder);
  if (holder !== null) {
    await tell({ type: 'locked', holder });
    process.exit();
  }
  const finishPreparing = await prepareDataFolder(home);
  try {
    engine = await PGlite.create({ dataDir: dataFolderOf(home), extensions: { postgis, pg_trgm } });
  } catch (error) {
    throw new DatabaseDamaged(dataFolderOf(home), dataFolderOf(home), 'engine', reasonOf(error));
  }
  await finishPreparing();
  sessions = new Sessions(engine, {
    hasRoom: async () => (await findFullDisk(home)) === null,
    units: beats,
    onFatal: (error) => {
      const message = reasonOf(error);
      process.stderr.write(`${message}\n`);
      // The engine is broken: do not let it write again. The write-ahead log brings the data back at the next start.
      void tell({ type: 'broken', message }).finally(() => process.exit(1));
    },
  });
  await mkdir(socketFolder, { recursive: true, mode: 0o700 });
  await rm(join(socketFolder, SOCKET_NAME), { force: true });
  await sessions.listen(join(socketFolder, SOCKET_NAME));
  await tell({ type: 'ready' });
}

/** Null once the lock is taken, else its owner. An orphan ends by itself or, where that takes too long, is ended. */
async function waitForLock(home: string, socketFolder: string): Promise<LockHolder | null> {
  for (;;) {
    const holder = await takeLock(home, socketFolder);
    if (holder === null || !isOrphan(holder)) return holder;
    const killAt = performance.now() + ORPHAN_WAIT_MS;
    const giveUpAt = killAt + ORPHAN_WAIT_MS;
    let isKilled = false;
    while (isRunning(holder) && (await readLock(home))?.pid === holder.pid) {
      if (performance.now() > giveUpAt) return holder;
      if (performance.now() > killAt && !isKilled) {
        killHolder(holder);
        isKilled = true;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}

/** Resolves once it is sent, or cannot be. */
function tell(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, {}, () => resolve());
  });
}

const [home, socketFolder, statementLimitMs] = process.argv.slice(2);
if (process.send !== undefined && home !== undefined && socketFolder !== undefined) {
  run(home, socketFolder, Number(statementLimitMs)).catch(async (error: unknown) => {
    process.exitCode = 1;
    await tell(
      error instanceof DatabaseDamaged
        ? { type: 'damaged', path: error.path, damage: error.damage, detail: error.detail }
        : { type: 'failed', message: reasonOf(error) },
    );
    await releaseLock(home).catch(() => undefined);
    process.exit(1);
  });
}
