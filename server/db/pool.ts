import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startEmbedded } from './embedded/supervisor.ts';
import type { Embedded } from './embedded/supervisor.ts';
import { DatabaseUnavailable, isConnectionLost } from './errors.ts';
import { sqlText } from './sql.ts';
import { checkPostgis, checkPostgres } from './versions.ts';
import type { Database, Queryable, Row, SqlFile, SqlValue } from './types.ts';

export interface DatabaseConfig {
  /** `postgres://…`; absent for the embedded database. */
  readonly url?: string | undefined;
  /** Folder of the embedded database; ignored with a URL. */
  readonly home: string;
  /** What to do where another process already runs the embedded database of this home; default `fail`. */
  readonly whenRunning?: 'attach' | 'fail';
  readonly statementTimeoutMs?: number;
  /** Schema to work in instead of `public`: one a test suite. */
  readonly schema?: string;
  /** Told when the embedded database died and when it will be started again. */
  readonly onRestart?: (waitMs: number) => void;
}

const DEFAULTS = {
  statementTimeoutMs: 30_000,
  connectTimeoutMs: 10_000,
  /** PGlite works on one statement at a time; a few connections keep it busy while answers are read. */
  connections: { embedded: 4, server: 10 },
} as const;

/** Connects, and starts the embedded database first where no URL is given. Rejects with `DatabaseUnavailable`, `DatabaseLocked` or `DatabaseTooOld`. */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  if (config.url !== undefined) return openPool(config, config.url, null);
  const embedded = await startEmbedded({
    home: config.home,
    whenRunning: config.whenRunning ?? 'fail',
    ...(config.onRestart === undefined ? {} : { onRestart: config.onRestart }),
  });
  try {
    return await openPool(config, `postgres://postgres@localhost:5432/postgres?host=${encodeURIComponent(embedded.socketFolder)}`, embedded);
  } catch (error) {
    await embedded.close();
    throw error;
  }
}

async function openPool(config: DatabaseConfig, url: string, embedded: Embedded | null): Promise<Database> {
  const kind = embedded === null ? 'server' : 'embedded';
  const names = new StatementNames(kind);
  const pool = new pg.Pool({
    connectionString: url,
    max: DEFAULTS.connections[kind],
    connectionTimeoutMillis: DEFAULTS.connectTimeoutMs,
    // PGlite has one session and no timers: settings of one connection would reach all others.
    ...(kind === 'server' ? { statement_timeout: config.statementTimeoutMs ?? DEFAULTS.statementTimeoutMs } : { idleTimeoutMillis: 0 }),
    application_name: 'chengtu',
  });
  // A lost idle connection is no failure of a request: the pool drops it and makes another one when asked.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    if (config.schema !== undefined) {
      client.query(`set search_path to ${pg.escapeIdentifier(config.schema)}, public`).catch(() => undefined);
    }
  });
  const db: Omit<Database, 'hasAsMvt'> = {
    kind,
    url,
    query: (sql, params) => withClient(pool, (client) => run(client, names, sql, params)),
    transaction: (fn) => withClient(pool, (client) => inTransaction(client, names, fn)),
    queryRaw: async (sql, params) => {
      const rows = await withClient(pool, (client) => run(client, names, sql, params));
      return rows.map((row) => Object.values(row).map((value) => (value === null ? null : Buffer.isBuffer(value) ? value : Buffer.from(String(value)))));
    },
    background: { query: (sql, params) => withClient(pool, (client) => run(client, names, sql, params)) },
    stats: () => ({ connections: pool.totalCount, busy: pool.totalCount - pool.idleCount, waiting: pool.waitingCount, refused: 0, cancelled: 0, timedOut: 0 }),
    close: async () => {
      await pool.end();
      await embedded?.close();
    },
  };
  try {
    return { ...db, hasAsMvt: await detectAsMvt(db) };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function withClient<T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  let client: pg.PoolClient | null = null;
  try {
    client = await pool.connect();
    const result = await use(client);
    client.release();
    return result;
  } catch (error) {
    const lost = isConnectionLost(error);
    // A connection that failed is closed, not given back.
    client?.release(lost);
    throw lost ? new DatabaseUnavailable(error) : error;
  }
}

async function inTransaction<T>(client: pg.PoolClient, names: StatementNames, fn: (tx: Queryable) => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await fn({ query: (sql, params) => run(client, names, sql, params) });
    await client.query('commit');
    return result;
  } catch (error) {
    // Where the connection is lost the rollback fails as well, and the first error is the one that tells.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function run(client: pg.PoolClient, names: StatementNames, sql: SqlFile, params?: readonly SqlValue[]): Promise<readonly Row[]> {
  const result = await client.query<Row>({
    text: sql.text,
    ...(sql.name === undefined ? {} : { name: names.of(client, sql.name) }),
    ...(params === undefined ? {} : { values: [...params] }),
  });
  return result.rows ?? [];
}

/**
 * Names of prepared statements. Connections to PGlite share one session, where a name can be prepared once only, so
 * that every connection there has names of its own.
 */
class StatementNames {
  readonly #kind: Database['kind'];
  readonly #tags = new WeakMap<pg.PoolClient, string>();

  constructor(kind: Database['kind']) {
    this.#kind = kind;
  }

  of(client: pg.PoolClient, name: string): string {
    if (this.#kind === 'server') return name;
    let tag = this.#tags.get(client);
    if (tag === undefined) {
      tag = randomBytes(9).toString('base64url');
      this.#tags.set(client, tag);
    }
    return `${tag}:${name}`;
  }
}

const ASK_FOR_MVT = sqlText("select ST_AsMVT(tile, 'probe') from (select ST_Point(0, 0) as geom) as tile");

/** True where PostGIS can encode tiles. It may be missing altogether before the first migration: then the extension is made. */
async function detectAsMvt(db: Queryable): Promise<boolean> {
  await checkPostgres(db);
  await db.query(sqlText('create extension if not exists postgis schema public'));
  await checkPostgis(db);
  try {
    await db.query(ASK_FOR_MVT);
    return true;
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    return false;
  }
}
