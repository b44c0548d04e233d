import pg from 'pg';
import { DatabaseUnavailable, isConnectionLost, QueryCancelled, QueryTimeout } from './errors.ts';
import { QueryQueue, type QueueOptions } from './query-queue.ts';
import { RawClient } from './raw-rows.ts';
import { bounded, run, runRaw, type Bounds, type StatementNames } from './statement.ts';
import type {
  Database,
  DatabaseStats,
  QueryOptions,
  RawValue,
  Row,
  Session,
  SqlFile,
  SqlValue,
  TransactionOptions,
} from './types.ts';

export interface ConnectionsOptions extends Omit<QueueOptions, 'slots'> {
  readonly kind: Database['kind'];
  readonly names: StatementNames;
  readonly config: pg.PoolConfig;
  readonly connections: number;
  /** Called once for every connection, before its first statement. */
  readonly prepare: (client: RawClient) => void;
  /**
   * Time that a statement may take; 0 is any. PostgreSQL ends it itself (`statement_timeout`); should it not even do
   * that within `HUNG_AFTER_MS` more, its connection is cut off. The embedded database has no timers and cannot be
   * interrupted: there the caller is told in time, the statement goes on, and its connection is taken until its end.
   */
  readonly statementTimeoutMs: number;
}

const HUNG_AFTER_MS = 2000;

// Not set_config: a transaction that is to see another one's snapshot must say so before its first query.
const UNLIMITED = 'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0';

/** The connections that requests share. Never more statements and transactions at once than connections. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #pool: pg.Pool;
  readonly #queue: QueryQueue;
  #cancelled = 0;
  #timedOut = 0;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#queue = new QueryQueue({ ...options, slots: options.connections });
    this.#pool = new pg.Pool({ ...options.config, max: options.connections, Client: RawClient });
    // A lost idle connection is no failure of a request: the pool drops it and makes another one when asked.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => options.prepare(rawClient(client)));
  }

  query(sql: SqlFile, params?: readonly SqlValue[], { signal }: QueryOptions = {}): Promise<readonly Row[]> {
    return this.#statement((client) => run(client, this.#options.names, sql, params), signal);
  }

  queryRaw(
    sql: SqlFile,
    params?: readonly SqlValue[],
    { signal }: QueryOptions = {},
  ): Promise<readonly (readonly RawValue[])[]> {
    return this.#statement((client) => runRaw(client, this.#options.names, sql, params), signal);
  }

  transaction<T>(fn: (tx: Session) => Promise<T>, { unlimited = false }: TransactionOptions = {}): Promise<T> {
    return this.#counted(this.#use((client) => this.#inTransaction(client, fn, unlimited), { unlimited }));
  }

  refuses(): boolean {
    return this.#queue.refuses();
  }

  stats(): DatabaseStats {
    const { inside, waiting, refused } = this.#queue;
    return {
      connections: this.#pool.totalCount,
      busy: inside,
      waiting,
      refused,
      cancelled: this.#cancelled,
      timedOut: this.#timedOut,
    };
  }

  async end(): Promise<void> {
    this.#queue.close();
    await this.#pool.end();
  }

  /**
   * The caller is answered when the signal is aborted or the time is over; the connection is given back when it is
   * free.
   */
  #statement<T>(send: (client: RawClient) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const { kind, statementTimeoutMs } = this.#options;
    return this.#counted(
      new Promise((resolve, reject) => {
        const abort = (): void => reject(new QueryCancelled());
        const late = (): void => reject(new QueryTimeout());
        let timer: NodeJS.Timeout | undefined;
        signal?.addEventListener('abort', abort);
        this.#use(
          (client) => {
            if (kind === 'embedded' && statementTimeoutMs > 0) timer = setTimeout(late, statementTimeoutMs);
            return bounded(client, () => send(client), this.#bounds(signal));
          },
          { signal },
        )
          .then(resolve, reject)
          .finally(() => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', abort);
          });
      }),
    );
  }

  #bounds(signal?: AbortSignal): Bounds {
    const { kind, statementTimeoutMs } = this.#options;
    const server = kind === 'server';
    return {
      signal,
      limitMs: server && statementTimeoutMs > 0 ? statementTimeoutMs + HUNG_AFTER_MS : 0,
      canCancel: server,
    };
  }

  async #inTransaction<T>(client: RawClient, fn: (tx: Session) => Promise<T>, unlimited: boolean): Promise<T> {
    const { kind, names } = this.#options;
    const bounds = (signal?: AbortSignal): Bounds =>
      unlimited ? { ...this.#bounds(signal), limitMs: 0 } : this.#bounds(signal);
    const send = (text: string): Promise<unknown> => bounded(client, () => client.query(text), bounds());
    await send('begin');
    try {
      if (unlimited && kind === 'server') await send(UNLIMITED);
      const result = await fn({
        query: (sql, params, options) =>
          bounded(client, () => run(client, names, sql, params), bounds(options?.signal)),
        queryRaw: (sql, params, options) =>
          bounded(client, () => runRaw(client, names, sql, params), bounds(options?.signal)),
      });
      await send('commit');
      return result;
    } catch (error) {
      // Where the connection is lost the rollback fails as well, and the first error is the one that tells.
      await send('rollback').catch(() => undefined);
      throw error;
    }
  }

  async #use<T>(
    work: (client: RawClient) => Promise<T>,
    options: { readonly signal?: AbortSignal | undefined; readonly unlimited?: boolean },
  ): Promise<T> {
    await this.#queue.enter(options);
    try {
      return await this.#withClient(work);
    } finally {
      this.#queue.leave();
    }
  }

  async #withClient<T>(work: (client: RawClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | null = null;
    try {
      client = await this.#pool.connect();
      const result = await work(rawClient(client));
      client.release(rawClient(client).isLost);
      return result;
    } catch (error) {
      const cutOff = client !== null && rawClient(client).isLost;
      if (cutOff) this.#timedOut += 1;
      const lost = cutOff || isConnectionLost(error);
      // A connection that failed is closed, not given back.
      client?.release(lost);
      throw lost ? new DatabaseUnavailable(error) : error;
    }
  }

  /** Counts how it ended for the caller. */
  async #counted<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof QueryCancelled) this.#cancelled += 1;
      if (error instanceof QueryTimeout) this.#timedOut += 1;
      throw error;
    }
  }
}

function rawClient(client: pg.PoolClient): RawClient {
  if (client instanceof RawClient) return client;
  throw new TypeError('The pool made a connection of another kind.');
}
