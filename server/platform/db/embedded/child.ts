/**
 * The embedded database: PGlite with PostGIS and pg_trgm behind a Unix socket, in a process of its own so that no
 * query blocks the event loop that answers requests. Started by `supervisor.ts`; arguments: home folder, socket folder.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { postgis } from '@electric-sql/pglite-postgis';
import { isOrphan, isRunning, readLock, releaseLock, takeLock } from './lock.ts';
import type { LockHolder } from './lock.ts';
import { Sessions } from './sessions.ts';

/** What the child tells its parent, once. */
export type ChildMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'locked'; readonly holder: LockHolder }
  | { readonly type: 'failed'; readonly message: string };

/** The name `pg` looks for in a socket folder. */
export const SOCKET_NAME = '.s.PGSQL.5432';

const ORPHAN_WAIT_MS = 15_000;

async function run(home: string, socketFolder: string): Promise<void> {
  const holder = await waitForLock(home, socketFolder);
  if (holder !== null) {
    tell({ type: 'locked', holder });
    process.disconnect();
    return;
  }
  let sessions: Sessions | null = null;
  let engine: PGlite | null = null;
  let ending = false;
  const end = async (status: number): Promise<void> => {
    if (ending) return;
    ending = true;
    await sessions?.close();
    await engine?.close();
    await rm(join(socketFolder, SOCKET_NAME), { force: true });
    await releaseLock(home);
    process.exit(status);
  };
  const finish = (): void => void end(0).catch(() => process.exit(1));
  process.on('SIGTERM', finish);
  process.on('disconnect', finish);
  // Ctrl-C reaches the whole process group; the parent decides when the database ends.
  process.on('SIGINT', () => undefined);

  engine = await PGlite.create({ dataDir: join(home, 'pgdata'), extensions: { postgis, pg_trgm } });
  sessions = new Sessions(engine, (error) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    // The engine is broken: do not let it write again. The write-ahead log brings the data back at the next start.
    process.exit(1);
  });
  await mkdir(socketFolder, { recursive: true, mode: 0o700 });
  await rm(join(socketFolder, SOCKET_NAME), { force: true });
  await sessions.listen(join(socketFolder, SOCKET_NAME));
  tell({ type: 'ready' });
}

async function waitForLock(home: string, socketFolder: string): Promise<LockHolder | null> {
  const deadline = Date.now() + ORPHAN_WAIT_MS;
  for (;;) {
    const holder = await takeLock(home, socketFolder);
    if (holder === null || !isOrphan(holder) || Date.now() > deadline) return holder;
    while (isRunning(holder) && (await readLock(home)) !== null && Date.now() <= deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function tell(message: ChildMessage): void {
  process.send?.(message);
}

const [home, socketFolder] = process.argv.slice(2);
if (process.send !== undefined && home !== undefined && socketFolder !== undefined) {
  run(home, socketFolder).catch((error: unknown) => {
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    void releaseLock(home).finally(() => process.exit(1));
  });
}
