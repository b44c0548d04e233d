import { availableParallelism } from 'node:os';
import pg from 'pg';
import { addressOf, isOnThisMachine } from './address.ts';
import { BackgroundConnection } from './background.ts';
import { dial } from './connect.ts';
import { ConnectProblem, explainedConnect } from './connect-problem.ts';
import { DriverPool, type ClientPool } from './client-pool.ts';
import { asPrincipal, BEGIN, Connections, type LocalSettings } from './connections.ts';
import { diskFullOf, findFullDisk } from './embedded/room.ts';
import { startEmbedded, type Embedded, type Restart } from './embedded/supervisor.ts';
import { type DatabaseDiskFull, DatabaseTooOld, DatabaseUnavailable, isConnectionLost, isDiskFull } from './errors.ts';
import { DatabaseClient, StatementNames, type SessionKind } from './client.ts';
import { ensureExtension } from './rights.ts';
import { onlyRow, readNumber, readText } from './rows.ts';
import { askServer } from './server.ts';
import { setAll, setEach, settingsOf } from './settings.ts';
import { sqlText } from './sql.ts';
import { longestMs } from './time-limits.ts';
import type { Database, Queryable } from './types.ts';

export interface DatabaseConfig {
  /** `postgres://…`; absent for the embedded database. */
  readonly url?: string | undefined;
  /** Folder of the embedded database; ignored with a URL. */
  readonly home: string;
  /**
   * What to do where another process already runs the embedded database of this home; default `fail`. `expect`: only
   * use one that another process keeps.
   */
  readonly whenRunning?: 'attach' | 'fail' | 'expect';
  /** Connections that requests share, and with it statements and transactions at once; one more is for `background`. */
  readonly connections?: number;
  /** Processes that share the database, each by connections of its own. Default: one. */
  readonly processes?: number;
  /** How many statements may wait for a connection before others are refused as `Overloaded`. */
  readonly maxWaiting?: number;
  /**
   * Time that a statement may take before it ends with `QueryTimeout`; 0 is any. See `ConnectionsOptions` for the
   * embedded database.
   */
  readonly statementTimeoutMs?: number;
  /** Schema that the service has for itself; without one it uses that in which the role makes its tables. */
  readonly schema?: string | undefined;
  /** Makes that schema on PostgreSQL where it is missing; default: rejects with `MissingSchema`. */
  readonly makeSchema?: boolean;
  /** An embedded database whose process gives no sign of life for this long is started again; 0 is never. */
  readonly hungAfterMs?: number;
  /** Told when the embedded database ended by itself, why, and when it will be started again. */
  readonly onRestart?: (restart: Restart) => void;
}

/**
 * Opening a connection to the embedded database waits for the statement it works on; to PostgreSQL it takes
 * milliseconds.
 */
export const CONNECT_TIMEOUT_MS = { embedded: 10_000, server: 5000 } as const;

const DEFAULTS = {
  statementTimeoutMs: 30_000,
  hungAfterMs: 10_000,
  /**
   * The embedded database cannot end a statement. Whoever sent it was told after its time; when it goes on for longer
   * than any statement may, and for this long at least, the database is started again, as all others wait for it.
   */
  embeddedLimitAtLeastMs: 60_000,
  /**
   * A new connection has all statements to prepare again. Those of the embedded database stay: they are in one session
   * anyway.
   */
  idleConnectionMs: { embedded: 0, server: 300_000 },
  /** A server that lets somebody in, and then answers nothing for so long, hangs or waits for a session of a pooler. */
  answerMs: 30_000,
  /** A hung database is told from a working one within two seconds. */
  backgroundLimitMs: 1500,
  /** PGlite works on one statement at a time; a few connections keep it busy while answers are read. */
  connections: { embedded: 4, server: 10 },
  /**
   * A statement of a tile takes about 30 ms: so many waiting statements are a second of work. Nobody should wait
   * longer.
   */
  maxWaitingPerConnection: 30,
  maxWaitMs: 10_000,
  /** The next statement of an answer comes a millisecond or two after the one before, on a busy machine some more. */
  lingerMs: { embedded: 5, server: 0 },
  /**
   * A process that stopped in the middle of a transaction must not hold its locks for ever.
   */
  idleInTransactionMs: 60_000,
} as const;

/** A connection to PostgreSQL that nobody has used for so long is closed. */
export const IDLE_CONNECTION_MS = DEFAULTS.idleConnectionMs.server;

/**
 * Connects, and starts the embedded database first where no URL is given. Rejects with `DatabaseUnavailable`,
 * `DatabaseLocked`, `DatabaseTooOld`, `MissingSchema`, `MissingRights` or `ExtensionMissing`, and with `ConnectProblem`
 * where whoever runs the service can mend the cause. Where the cause may pass by itself, the problem is the cause of a
 * `DatabaseUnavailable`.
 */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  if (config.url !== undefined) return openPool(config, config.url, null);
  const timeoutMs = config.statementTimeoutMs ?? DEFAULTS.statementTimeoutMs;
  const embedded = await startEmbedded({
    home: config.home,
    hungAfterMs: config.hungAfterMs ?? DEFAULTS.hungAfterMs,
    statementLimitMs: timeoutMs === 0 ? 0 : Math.max(DEFAULTS.embeddedLimitAtLeastMs, longestMs(timeoutMs)),
    whenRunning: config.whenRunning ?? 'fail',
    ...(config.onRestart === undefined ? {} : { onRestart: config.onRestart }),
  });
  try {
    return await openPool(
      config,
      `postgres://postgres@localhost:5432/postgres?host=${encodeURIComponent(embedded.socketFolder)}`,
      embedded,
    );
  } catch (error) {
    await embedded.close();
    throw error;
  }
}

/** What a database of somebody else's is read by. */
export interface ReadOnlyConfig
  extends Pick<DatabaseConfig, 'connections' | 'statementTimeoutMs' | 'schema' | 'processes'> {
  readonly url: string;
  /** Name of the source, which errors bring; null for the service's own database. */
  readonly source: string | null;
}

/**
 * Connects to a database that nothing is made or written in; it may be a standby. Rejects as `openDatabase` does for
 * one that cannot be reached.
 */
export async function openReadOnly({ url, source, ...own }: ReadOnlyConfig): Promise<Omit<Database, 'hasAsMvt'>> {
  const config = { ...own, home: '' };
  const way = await wayToServer({ ...config, isReadOnly: true }, url);
  return makePool(config, way, { url, embedded: null, source, mayWrite: false });
}

async function openPool(config: DatabaseConfig, url: string, embedded: Embedded | null): Promise<Database> {
  const way = embedded === null ? await wayToServer(config, url) : wayToEmbedded(config, url);
  const db = makePool(config, way, { url, embedded, source: null, mayWrite: true });
  try {
    return { ...db, hasAsMvt: await detectAsMvt(db) };
  } catch (error) {
    // Whoever started the embedded database ends it.
    await db.closeConnections();
    throw db.kind === 'server' ? await explainedConnect(error, url) : error;
  }
}

export interface Pool extends Omit<Database, 'hasAsMvt'> {
  /** Closes these alone, and leaves the embedded database as it is. */
  closeConnections(): Promise<void>;
}

export interface PoolParts {
  readonly url: string;
  readonly embedded: Embedded | null;
  readonly source: string | null;
  readonly mayWrite: boolean;
  /** Connections that are opened and prepared elsewhere; default: opened by the way. */
  readonly pool?: ClientPool;
  readonly background?: Queryable & { close(): Promise<void> };
}

export function makePool(config: DatabaseConfig, way: Way, of: PoolParts): Pool {
  const { url, embedded, source, mayWrite } = of;
  const kind = embedded === null ? 'server' : 'embedded';
  const names = new StatementNames(way.sessions);
  const statementTimeoutMs = config.statementTimeoutMs ?? DEFAULTS.statementTimeoutMs;
  const count = config.connections ?? DEFAULTS.connections[kind];
  const settings = { ...way.config, application_name: way.config.application_name ?? 'chengtu' };
  const prepare =
    (timeoutMs: number | null) =>
    (client: DatabaseClient): void => {
      client.on('error', () => undefined);
      const limit = timeoutMs === null ? [] : [`set statement_timeout = ${String(timeoutMs)}`];
      // A pooler would give them to somebody else's next transaction.
      const texts = way.sessions === 'pooled' ? [] : [...way.session, ...(kind === 'server' ? limit : [])];
      // Without its settings a connection gives other answers, or finds other tables: it is not to be used.
      if (texts.length > 0) client.query(texts.join('; ')).catch(() => client.lose());
    };
  const fullDisk = async (cause?: unknown): Promise<DatabaseDiskFull | null> =>
    kind === 'embedded' ? findFullDisk(config.home, cause) : null;
  const unavailable = async (cause: unknown): Promise<DatabaseUnavailable> => {
    if (source !== null) return new DatabaseUnavailable(cause, source);
    // A statement may have needed more than the little that is free.
    if (isDiskFull(cause)) return diskFullOf(kind === 'embedded' ? config.home : null, cause);
    return (await fullDisk(cause)) ?? new DatabaseUnavailable(cause);
  };
  const connections = new Connections({
    kind,
    unavailable,
    names,
    mayWrite,
    local: way.local,
    pool:
      of.pool ??
      new DriverPool(
        {
          ...settings,
          max: count,
          connectionTimeoutMillis: CONNECT_TIMEOUT_MS[kind],
          idleTimeoutMillis: DEFAULTS.idleConnectionMs[kind],
        },
        // What a statement may take is set before each.
        prepare(null),
      ),
    connections: count,
    statementTimeoutMs,
    maxWaiting: config.maxWaiting ?? count * DEFAULTS.maxWaitingPerConnection,
    maxWaitMs: DEFAULTS.maxWaitMs,
    processes: config.processes ?? 1,
    lingerMs: DEFAULTS.lingerMs[kind],
    busySlots: isOnThisMachine(url) ? availableParallelism() : Infinity,
  });
  const background =
    of.background ??
    new BackgroundConnection({
      unavailable,
      names,
      begin:
        way.local === null
          ? null
          : `${BEGIN}; ${way.local.usual}; set local statement_timeout = ${DEFAULTS.backgroundLimitMs}`,
      prepare: prepare(DEFAULTS.backgroundLimitMs),
      create: () => new DatabaseClient(settings),
      limitMs: DEFAULTS.backgroundLimitMs,
      whenLate: kind === 'server' ? 'close' : 'keep',
    });
  const { query, transaction, refuses, stats } = connections;
  const closeConnections = async (): Promise<void> => {
    await Promise.all([connections.end(), background.close()]);
  };
  return {
    kind,
    keepsPlans: way.sessions === 'own',
    url,
    as: asPrincipal,
    query,
    transaction,
    background,
    refuses,
    stats,
    fullDisk: () => fullDisk(),
    closeConnections,
    close: async () => {
      await closeConnections();
      await embedded?.close();
    },
  };
}

/** How connections are opened, and how statements come by their settings. */
export interface Way {
  readonly config: pg.ClientConfig;
  readonly sessions: SessionKind;
  /** Statements that prepare a connection. */
  readonly session: readonly string[];
  /** What every transaction begins by setting, where connections keep nothing. */
  readonly local: LocalSettings | null;
}

/** PGlite has one session and no timers: settings of one connection would reach all others. */
function wayToEmbedded({ schema }: DatabaseConfig, url: string): Way {
  const session = schema === undefined ? [] : [`set search_path to ${pg.escapeIdentifier(schema)}, public`];
  return { config: { connectionString: url, keepAlive: true }, sessions: 'one', session, local: null };
}

/** Looks at the server of a URL. Rejects with what keeps the service from using it. */
export async function wayToServer(
  { schema, makeSchema = false, isReadOnly = false }: DatabaseConfig & { readonly isReadOnly?: boolean },
  url: string,
): Promise<Way> {
  try {
    const { client, config } = await dial(url, { connectionTimeoutMillis: CONNECT_TIMEOUT_MS.server });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      client.lose();
    }, DEFAULTS.answerMs);
    try {
      const { isPooled, searchPath } = await askServer(client, { url, schema, makeSchema, isReadOnly });
      const settings = settingsOf({ searchPath, isReadOnly, idleInTransactionMs: DEFAULTS.idleInTransactionMs });
      const same = isReadOnly ? [] : [PRIMARY_ALONE];
      if (!isPooled) return { config, sessions: 'own', session: [setAll(settings, 'session'), ...same], local: null };
      // No query may come before a snapshot, which no other server has.
      const local = { usual: [setAll(settings, 'local'), ...same].join('; '), beforeSnapshot: setEach(settings) };
      return { config, sessions: 'pooled', session: [], local };
    } catch (error) {
      if (isLate) throw new DatabaseUnavailable(new ConnectProblem('no-answer', addressOf(url), error));
      throw error;
    } finally {
      clearTimeout(timer);
      client.end().catch(() => undefined);
    }
  } catch (error) {
    throw await explainedConnect(isConnectionLost(error) ? new DatabaseUnavailable(error) : error, url);
  }
}

/**
 * Fails at a standby, which the address may lead to for a moment of a failover: a connection to it would be kept, read
 * old data and fail at each write.
 */
const PRIMARY_ALONE = 'select 1 / (not pg_is_in_recovery())::int';

/** Fails where PostGIS cannot encode tiles. */
export const ASK_FOR_MVT = sqlText("select ST_AsMVT(tile, 'probe') from (select ST_Point(0, 0) as geom) as tile");

/**
 * True where PostGIS can encode tiles. It may be missing altogether before the first migration: then the extension is
 * made.
 */
async function detectAsMvt(db: Pick<Database, 'transaction'>): Promise<boolean> {
  // Making the extension takes seconds, which no request may.
  await db.transaction(
    async (tx) => {
      await checkPostgres(tx);
      await ensureExtension(tx, 'postgis');
      await checkPostgis(tx);
    },
    { unlimited: true },
  );
  try {
    await db.transaction((tx) => tx.query(ASK_FOR_MVT), { unlimited: true });
    return true;
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    return false;
  }
}

/** The oldest versions that the migrations and the SQL are written and tested for. */
const NEEDED = { postgres: 15, postgis: [3, 3] } as const;

const POSTGRES = sqlText(
  "select current_setting('server_version_num')::int as number, current_setting('server_version') as name",
);
const POSTGIS = sqlText('select postgis_lib_version() as name');

/** Rejects with `DatabaseTooOld`; to be called before anything is written. */
export async function checkPostgres(db: Queryable): Promise<void> {
  const row = onlyRow(await db.query(POSTGRES));
  // 150004 is 15.4.
  if (readNumber(row, 'number') < NEEDED.postgres * 10_000)
    throw new DatabaseTooOld('PostgreSQL', readText(row, 'name'), String(NEEDED.postgres));
}

/** The same for PostGIS, which must be installed. */
export async function checkPostgis(db: Queryable): Promise<void> {
  const name = readText(onlyRow(await db.query(POSTGIS)), 'name');
  const [major = 0, minor = 0] = name.split('.').map((part) => parseInt(part, 10));
  const [neededMajor, neededMinor] = NEEDED.postgis;
  if (major < neededMajor || (major === neededMajor && minor < neededMinor))
    throw new DatabaseTooOld('PostGIS', name, NEEDED.postgis.join('.'));
}
