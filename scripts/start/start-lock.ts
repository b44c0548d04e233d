/** Lets one start at a time migrate and fill a database of PostgreSQL. */
import type { DatabaseClient } from '../../server/platform/db/client.ts';
import { dial } from '../../server/platform/db/connect.ts';
import { CONNECT_TIMEOUT_MS } from '../../server/platform/db/pool.ts';

/** Any fixed number, another than that of migrations, which wait for each other inside this lock. */
const LOCK_KEY = 3_702_004;

export interface StartLockOptions {
  /** Absent for the embedded database, which has one owner anyway, and for a start that writes nothing. */
  readonly url: string | undefined;
  /** Called where another start holds the lock. */
  readonly onWait: () => void;
}

/**
 * Waits for other starts on the same database, which would create the same tables and load the same layers. Resolves
 * with a function that lets the next one go on. Where the database cannot be asked it resolves at once: opening the
 * database reports why.
 */
export async function takeStartLock({ url, onWait }: StartLockOptions): Promise<() => Promise<void>> {
  if (url === undefined) return () => Promise.resolve();
  // A lost connection lets go of the lock; the start itself finds its own connections lost.
  const client = await openClient(url);
  if (client === null) return () => Promise.resolve();
  const release = (): Promise<void> => client.end().catch(() => undefined);
  try {
    // A lock of a transaction: a pooler may give the connection to another client between two of them.
    await client.query('begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
    const { rows } = await client.query<{ readonly taken: boolean }>(
      `select pg_try_advisory_xact_lock(${String(LOCK_KEY)}) as taken`,
    );
    if (rows[0]?.taken !== true) {
      onWait();
      await client.query(`select pg_advisory_xact_lock(${String(LOCK_KEY)})`);
    }
  } catch {
    await release();
    return () => Promise.resolve();
  }
  return release;
}

/** Null where the database cannot be reached. */
async function openClient(url: string): Promise<DatabaseClient | null> {
  try {
    const { client } = await dial(url, {
      application_name: 'chengtu start',
      // What accepts connections and says nothing is no database: whoever opens it next says so.
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS.server,
    });
    return client;
  } catch {
    return null;
  }
}
