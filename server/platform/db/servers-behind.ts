/**
 * One address that may lead to several servers, each connection to one of them: HAProxy, a name with several addresses,
 * or PgBouncer. A connection says once, as it is opened, which server it leads to, and stays there for its life.
 */
import pg from 'pg';
import { DatabaseClient, inTransaction, run, StatementNames } from './client.ts';
import { explainedConnect } from './connect-problem.ts';
import { BEGIN } from './connections.ts';
import { DatabaseUnavailable, isConnectionLost } from './errors.ts';
import { CONNECT_TIMEOUT_MS, IDLE_CONNECTION_MS, makePool, wayToServer, type Way } from './pool.ts';
import type { ReadOnlyConfig } from './pool.ts';
import { onlyRow, readText } from './rows.ts';
import { ServerPool } from './server-pool.ts';
import { loadSql } from './sql.ts';
import type { Database, Queryable, Row } from './types.ts';

const WHICH = loadSql('platform/db/sql/which-server');

/** So often another connection is tried where one leads to another server. */
const MOST_TRIES = 6;

/** One server, read-only. Its `background` fails for good once the connection by which the server was found is lost. */
export interface ServerDatabase extends Pick<Database, 'as' | 'background' | 'keepsPlans' | 'stats' | 'close'> {
  /** Address and port as the server itself has them. */
  readonly name: string;
}

export interface ServersBehindOptions extends Omit<ReadOnlyConfig, 'source'> {
  readonly connections: number;
  /** Called for each server that was not known, and again where one was closed. */
  readonly onServer: (server: ServerDatabase) => void;
}

/** A pooler gave a transaction of this connection to another server than the one before. */
export const OTHER_SERVER = 'ZS001';

export class ServersBehind {
  readonly #options: ServersBehindOptions;
  readonly #pools = new Map<string, ServerPool>();
  #way: Way | null = null;
  #isClosed = false;

  constructor(options: ServersBehindOptions) {
    this.#options = options;
  }

  /**
   * Opens one more connection, and keeps it where it leads to a server that was not known. Rejects with
   * `DatabaseUnavailable` or `ConnectProblem` where it leads to none.
   */
  async look(): Promise<void> {
    const found = await this.#connect();
    // Whoever needs another connection to a known one opens it then.
    if (this.#pools.has(found.id)) found.client.end().catch(() => undefined);
    else this.#handOver(found);
  }

  /** Those found are closed by whoever was told of them. */
  close(): void {
    this.#isClosed = true;
  }

  async #connect(): Promise<Connected> {
    const { url, onServer: _, ...config } = this.#options;
    try {
      this.#way ??= await wayToServer({ ...config, home: '', isReadOnly: true }, url);
      return await connected(this.#way);
    } catch (error) {
      // The next try looks anew at how the address is reached.
      this.#way = null;
      throw await explainedConnect(isConnectionLost(error) ? new DatabaseUnavailable(error) : error, url);
    }
  }

  async #connectTo(id: string): Promise<DatabaseClient> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const found = await this.#connect().catch((error: unknown) => {
        throw new DatabaseUnavailable(error);
      });
      if (found.id === id) return found.client;
      this.#handOver(found);
    }
    throw new DatabaseUnavailable(new Error(`No connection of ${String(MOST_TRIES)} leads to this server.`));
  }

  #handOver(found: Connected): void {
    const pool = this.#pools.get(found.id);
    if (!this.#isClosed && pool === undefined) this.#options.onServer(this.#open(found));
    else if (pool !== undefined && pool.size < this.#options.connections) pool.add(found.client);
    else found.client.end().catch(() => undefined);
  }

  #open({ id, name, client, way }: Connected): ServerDatabase {
    const { url, onServer: _, ...config } = this.#options;
    const pool = new ServerPool({ open: () => this.#connectTo(id), idleMs: IDLE_CONNECTION_MS });
    this.#pools.set(id, pool);
    const own = way.local === null ? way : { ...way, local: onlyAt(id, way.local) };
    const background = backgroundOf(client, own);
    const db = makePool({ ...config, home: '' }, own, {
      url,
      embedded: null,
      source: null,
      mayWrite: false,
      pool,
      background,
    });
    return {
      as: (principal, options) => db.as(principal, options),
      background,
      keepsPlans: db.keepsPlans ?? false,
      stats: db.stats,
      name,
      close: async () => {
        if (this.#pools.get(id) === pool) this.#pools.delete(id);
        await db.close();
      },
    };
  }
}

interface Connected {
  readonly client: DatabaseClient;
  readonly id: string;
  readonly name: string;
  readonly way: Way;
}

/** Opens a connection, prepares it, and asks where it leads. Rejects with the driver's error. */
async function connected(way: Way): Promise<Connected> {
  const client = new DatabaseClient({ application_name: 'chengtu', ...way.config });
  client.on('error', () => undefined);
  // A proxy takes connections though the server behind it hangs.
  const timer = setTimeout(() => client.lose(), CONNECT_TIMEOUT_MS.server);
  try {
    await client.connect();
    if (way.session.length > 0) await client.query(way.session.join('; '));
    const { rows } = await client.query<Row>(WHICH.text);
    const row = onlyRow(rows);
    return { client, way, id: readText(row, 'id'), name: readText(row, 'name') };
  } catch (error) {
    client.lose();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Of a pooler that gives each transaction to any server: such a transaction fails before it has read anything. */
function onlyAt(id: string, local: NonNullable<Way['local']>): NonNullable<Way['local']> {
  const which = WHICH.text.replaceAll(/^--.*$/gm, '').trim();
  const check = `do $check$ begin
    if (select id from (${which}) as server) <> ${pg.escapeLiteral(id)} then
      raise exception 'Another server answers.' using errcode = '${OTHER_SERVER}';
    end if; end $check$`;
  return { usual: `${local.usual}; ${check}`, beforeSnapshot: `${local.beforeSnapshot}; ${check}` };
}

/** Statements by one connection of their own, which is not opened again. */
function backgroundOf(client: DatabaseClient, { sessions, local }: Way): Queryable & { close(): Promise<void> } {
  const names = new StatementNames(sessions);
  return {
    query: (sql, params) => {
      const send = (): Promise<readonly Row[]> => run(client, names, sql, params);
      return local === null ? send() : inTransaction(client, `${BEGIN}; ${local.usual}`, send);
    },
    close: () => {
      client.lose();
      return Promise.resolve();
    },
  };
}
