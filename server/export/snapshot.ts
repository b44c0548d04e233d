import { onlyRow, readText } from '../platform/db/rows.ts';
import { loadSql, sqlText } from '../platform/db/sql.ts';
import type { Database, Queryable } from '../platform/db/types.ts';

const SNAPSHOT = loadSql('export/sql/snapshot');
/** As long as the export takes. */
const ONE_MOMENT = { unlimited: true, isSnapshot: true } as const;

/**
 * Gives `use` some sessions that all see the database as of one moment, whatever is written meanwhile, for as long as
 * it takes. The embedded database has one session only, which a transaction would keep from everybody else: there the
 * sessions see every change, and `isFixed` is false.
 */
export async function withSnapshot<T>(
  db: Database,
  count: number,
  use: (sessions: readonly Database[], isFixed: boolean) => Promise<T>,
): Promise<T> {
  if (db.kind === 'embedded')
    return use(
      Array.from({ length: count }, () => db),
      false,
    );
  return db.transaction(async (tx) => {
    const snapshot = readText(onlyRow(await tx.query(SNAPSHOT)), 'snapshot');
    return join(db, { snapshot, count, sessions: [sessionOf(db, tx)], use: (sessions) => use(sessions, true) });
  }, ONE_MOMENT);
}

interface Joining<T> {
  readonly snapshot: string;
  readonly count: number;
  readonly sessions: readonly Database[];
  readonly use: (sessions: readonly Database[]) => Promise<T>;
}

/** Opens one transaction inside another, so that all of them end together, however `use` ends. */
function join<T>(db: Database, joining: Joining<T>): Promise<T> {
  const { snapshot, count, sessions, use } = joining;
  if (sessions.length >= count) return use(sessions);
  return db.transaction(async (tx) => {
    await tx.query(seeing(snapshot));
    return join(db, { ...joining, sessions: [...sessions, sessionOf(db, tx)] });
  }, ONE_MOMENT);
}

/** This statement takes no parameters. The name is PostgreSQL's own, such as 00000003-0000001B-1. */
function seeing(snapshot: string): ReturnType<typeof sqlText> {
  if (!/^[0-9A-F-]+$/.test(snapshot)) throw new Error(`${snapshot} is no name of a snapshot.`);
  return sqlText(`set transaction snapshot '${snapshot}'`);
}

function sessionOf(db: Database, tx: Queryable): Database {
  return {
    ...db,
    query: (sql, params, options) => tx.query(sql, params, options),
  };
}
