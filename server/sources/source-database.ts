/** A database of somebody else's: opened to be read, and nothing is made or written in it. */
import { ConnectProblem, explainedConnect } from '../platform/db/connect-problem.ts';
import { asPrincipal } from '../platform/db/connections.ts';
import { ASK_FOR_MVT, openReadOnly } from '../platform/db/pool.ts';
import { onlyRow, readBoolean, readNumber, readText, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import { DatabaseUnavailable, Overloaded, QueryTimeout } from '../platform/db/errors.ts';
import type { Database, DatabaseStats, Queryable } from '../platform/db/types.ts';
import type { SourceSettings } from './settings.ts';

/** What a source says of itself. */
export interface SourceFacts {
  readonly database: string;
  readonly role: string;
  /** 150004 is 15.4. */
  readonly postgresVersion: number;
  readonly postgisVersion: string;
  readonly postgisSchema: string;
  readonly isStandby: boolean;
}

/** Why nothing of a database can be served. */
export type UnusableReason = 'no-postgis' | 'no-postgis-rights' | 'too-old';

/** The database answers, but cannot be a source. */
export class UnusableSource extends Error {
  override readonly name = 'UnusableSource';
  readonly reason: UnusableReason;
  /** Names for the message and its SQL. */
  readonly values: Readonly<Record<'source' | 'database' | 'role' | 'schema' | 'found', string>>;

  constructor(reason: UnusableReason, values: UnusableSource['values']) {
    super(`Source ${values.source}: ${reason}`);
    this.reason = reason;
    this.values = values;
  }
}

export interface SourceDatabase extends Database {
  readonly settings: SourceSettings;
  /**
   * Asks the database what it is. Rejects with `UnusableSource`, or with `DatabaseUnavailable`, whose cause may be a
   * `ConnectProblem`.
   */
  ask(): Promise<SourceFacts>;
}

type Pool = Awaited<ReturnType<typeof openReadOnly>>;

const UNOPENED: DatabaseStats = { connections: 0, busy: 0, waiting: 0, refused: 0, cancelled: 0, timedOut: 0 };

const FACTS = loadSql('sources/sql/facts');

/** Oldest version whose catalogs and functions the SQL of sources reads. */
const LEAST_POSTGRES = 130_000;

/** Connects when it is first asked what it is, and again by itself after the database was lost. */
export function openSource(settings: SourceSettings, statementTimeoutMs: number): SourceDatabase {
  const { name, url, connections } = settings;
  let pool: Pool | null = null;
  let opening: Promise<Pool> | null = null;
  let isClosed = false;
  // Almost every PostGIS can; until the source was asked nothing is read from it.
  let hasAsMvt = true;
  const opened = (): Promise<Pool> =>
    pool === null ? Promise.reject(new DatabaseUnavailable(undefined, name)) : Promise.resolve(pool);
  const open = async (): Promise<Pool> => {
    opening ??= openReadOnly({ url, source: name, connections, statementTimeoutMs }).finally(() => (opening = null));
    const made = await opening;
    if (isClosed) await made.close();
    else pool ??= made;
    return made;
  };
  return {
    kind: 'server',
    url,
    settings,
    get hasAsMvt() {
      return hasAsMvt;
    },
    get keepsPlans() {
      return pool?.keepsPlans === true;
    },
    as: asPrincipal,
    query: async (...statement) => (await opened()).query(...statement),
    transaction: async (use, options) => (await opened()).transaction(use, options),
    background: { query: async (...statement) => (await opened()).background.query(...statement) },
    refuses: (principal) => pool?.refuses(principal) ?? null,
    stats: () => pool?.stats() ?? UNOPENED,
    fullDisk: () => Promise.resolve(null),
    close: async () => {
      isClosed = true;
      await pool?.close();
    },
    ask: async () => {
      try {
        const db = pool ?? (await open());
        const facts = await factsOf(db, name).catch(async (error: unknown) => {
          throw await explainedConnect(error, url);
        });
        hasAsMvt = await encodes(db);
        return facts;
      } catch (error) {
        // What keeps a source from being reached may pass by itself, whoever can mend it.
        if (error instanceof ConnectProblem) throw new DatabaseUnavailable(error, name);
        throw error instanceof DatabaseUnavailable ? new DatabaseUnavailable(error.cause, name) : error;
      }
    },
  };
}

async function factsOf(db: Queryable, name: string): Promise<SourceFacts> {
  const row = onlyRow(await db.query(FACTS));
  const postgisVersion = readTextOrNull(row, 'postgis');
  const postgisSchema = readTextOrNull(row, 'postgis_schema');
  const postgresVersion = readNumber(row, 'version');
  const values = {
    source: name,
    database: readText(row, 'database'),
    role: readText(row, 'role'),
    schema: postgisSchema ?? '',
    found: String(Math.floor(postgresVersion / 10_000)),
  };
  if (postgresVersion < LEAST_POSTGRES) throw new UnusableSource('too-old', values);
  if (postgisVersion === null || postgisSchema === null) throw new UnusableSource('no-postgis', values);
  if (!readBoolean(row, 'may_use')) throw new UnusableSource('no-postgis-rights', values);
  return {
    database: values.database,
    role: values.role,
    postgresVersion,
    postgisVersion,
    postgisSchema,
    isStandby: readBoolean(row, 'is_standby'),
  };
}

async function encodes(db: Queryable): Promise<boolean> {
  try {
    await db.query(ASK_FOR_MVT);
    return true;
  } catch (error) {
    // Says nothing of PostGIS.
    if (error instanceof DatabaseUnavailable || error instanceof Overloaded || error instanceof QueryTimeout)
      throw error;
    return false;
  }
}
