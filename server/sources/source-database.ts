/** A database of somebody else's: opened to be read, and nothing is made or written in it. */
import { ConnectProblem, explainedConnect } from '../platform/db/connect-problem.ts';
import { readOnlyPool } from '../platform/db/pool.ts';
import { onlyRow, readBoolean, readNumber, readText, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql, sqlText } from '../platform/db/sql.ts';
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import type { Database } from '../platform/db/types.ts';
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

const FACTS = loadSql('sources/sql/facts');
const ASK_FOR_MVT = sqlText("select ST_AsMVT(tile, 'probe') from (select ST_Point(0, 0) as geom) as tile");

/** Oldest version whose catalogs and functions the SQL of sources reads. */
const LEAST_POSTGRES = 130_000;

/**
 * What every connection begins with. Functions of PostGIS are found wherever the extension lies; texts of values do not
 * depend on the role's settings.
 */
const SESSION = [
  'set default_transaction_read_only = on',
  "set datestyle = 'ISO, YMD'",
  "set intervalstyle = 'postgres'",
  "set bytea_output = 'hex'",
  'set extra_float_digits = 1',
  `select set_config('search_path', concat_ws(', ', (select quote_ident(namespace.nspname) from pg_catalog.pg_extension as extension join pg_catalog.pg_namespace as namespace on namespace.oid = extension.extnamespace where extension.extname = 'postgis'), nullif(current_setting('search_path'), '')), false)`,
].join('; ');

/** Connects with the first statement, and again after the database was lost. */
export function openSource(settings: SourceSettings, statementTimeoutMs: number): SourceDatabase {
  const pool = readOnlyPool({
    url: settings.url,
    source: settings.name,
    session: SESSION,
    connections: settings.connections,
    statementTimeoutMs,
  });
  // Almost every PostGIS can; until the source was asked nothing is read from it.
  let hasAsMvt = true;
  return {
    ...pool,
    settings,
    get hasAsMvt() {
      return hasAsMvt;
    },
    ask: async () => {
      const facts = await factsOf(pool, settings);
      hasAsMvt = await encodes(pool);
      return facts;
    },
  };
}

async function factsOf(db: Omit<Database, 'hasAsMvt'>, { name, url }: SourceSettings): Promise<SourceFacts> {
  let row;
  try {
    row = onlyRow(await db.query(FACTS));
  } catch (error) {
    const explained = await explainedConnect(error, url);
    if (explained instanceof ConnectProblem) throw new DatabaseUnavailable(explained, name);
    throw explained instanceof DatabaseUnavailable ? new DatabaseUnavailable(explained.cause, name) : explained;
  }
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

async function encodes(db: Omit<Database, 'hasAsMvt'>): Promise<boolean> {
  try {
    await db.query(ASK_FOR_MVT);
    return true;
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    return false;
  }
}
