import pg from 'pg';
import { BackgroundConnection } from './background.ts';
import { Connections } from './connections.ts';
import { startEmbedded } from './embedded/supervisor.ts';
import type { Embedded } from './embedded/supervisor.ts';
import { DatabaseUnavailable } from './errors.ts';
import { RawClient } from './raw-rows.ts';
import { sqlText } from './sql.ts';
import { run, runRaw, StatementNames } from './statement.ts';
import { checkPostgis, checkPostgres } from './versions.ts';
import type { Database, Queryable, Session } from './types.ts';

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
  /** A hung database is told from a working one within two seconds. */
  backgroundLimitMs: 1500,
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
  const settings = (statementTimeoutMs: number): pg.ClientConfig => ({
    connectionString: url,
    application_name: 'chengtu',
    // PGlite has one session and no timers: settings of one connection would reach all others.
    ...(kind === 'server' ? { statement_timeout: statementTimeoutMs } : {}),
  });
  const prepare = (client: RawClient): void => {
    client.on('error', () => undefined);
    if (config.schema !== undefined) {
      client.query(`set search_path to ${pg.escapeIdentifier(config.schema)}, public`).catch(() => undefined);
    }
  };
  const pool = new Connections({
    ...settings(config.statementTimeoutMs ?? DEFAULTS.statementTimeoutMs),
    max: DEFAULTS.connections[kind],
    connectionTimeoutMillis: DEFAULTS.connectTimeoutMs,
    ...(kind === 'server' ? {} : { idleTimeoutMillis: 0 }),
  }, prepare);
  const background = new BackgroundConnection({
    names, prepare,
    create: () => new RawClient(settings(DEFAULTS.backgroundLimitMs)),
    limitMs: DEFAULTS.backgroundLimitMs,
    whenLate: kind === 'server' ? 'close' : 'keep',
  });
  const db: Omit<Database, 'hasAsMvt'> = {
    kind,
    url,
    query: (sql, params) => pool.use((client) => run(client, names, sql, params)),
    queryRaw: (sql, params) => pool.use((client) => runRaw(client, names, sql, params)),
    transaction: (fn) => pool.use((client) => inTransaction(client, names, fn)),
    background,
    stats: () => pool.stats(),
    close: async () => {
      await Promise.all([pool.end(), background.close()]);
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

async function inTransaction<T>(client: RawClient, names: StatementNames, fn: (tx: Session) => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await fn({
      query: (sql, params) => run(client, names, sql, params),
      queryRaw: (sql, params) => runRaw(client, names, sql, params),
    });
    await client.query('commit');
    return result;
  } catch (error) {
    // Where the connection is lost the rollback fails as well, and the first error is the one that tells.
    await client.query('rollback').catch(() => undefined);
    throw error;
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
