import pg from 'pg';
import { isConnectionLost, isDiskFull, QueryCancelled, QueryTimeout, type DatabaseUnavailable } from './errors.ts';
import { QueryQueue, type EnterOptions, type QueueOptions } from './query-queue.ts';
import { DatabaseClient, bounded, run, type Bounds, type StatementNames } from './client.ts';
import { PUBLIC, type Principal } from '../auth/principal.ts';
import type {
  Database,
  DatabaseStats,
  QueryOptions,
  Row,
  Queryable,
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
  readonly prepare: (client: DatabaseClient) => void;
  /** The error to give for a lost connection or a full disk; it knows why. */
  readonly unavailable: (cause: unknown) => Promise<DatabaseUnavailable>;
  /**
   * Time that a statement may take; 0 means any. PostgreSQL ends the statement itself (`statement_timeout`). Where it
   * has not even done that `HUNG_AFTER_MS` later, the connection is cut off. The embedded database has no timers and
   * cannot be interrupted: there the caller is told in time, and the statement goes on and keeps its connection.
   */
  readonly statementTimeoutMs: number;
}

const HUNG_AFTER_MS = 2000;

// Not set_config: a transaction that is to see another one's snapshot must say so before its first query.
const UNLIMITED = 'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0';

/** The connections that requests share. There are never more statements and transactions at once than connections. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #pool: pg.Pool;
  readonly #queue: QueryQueue;
  #cancelled = 0;
  #timedOut = 0;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#queue = new QueryQueue({ ...options, slots: options.connections });
    this.#pool = new pg.Pool({ ...options.config, max: options.connections, Client: DatabaseClient });
    // No request fails with an idle connection that is lost: the pool drops it and opens another when needed.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => options.prepare(databaseClient(client)));
  }

  readonly query = (sql: SqlFile, params?: readonly SqlValue[], options: QueryOptions = {}): Promise<readonly Row[]> =>
    this.#statement((client) => run(client, this.#options.names, sql, params), options);

  /** `Database.as`. Nobody signs in yet, so everybody reads the same: the SQL leaves out what is not public. */
  readonly as = ({ clients }: Principal): Queryable => ({
    query: (sql, params, options) =>
      this.query(sql, params, { ...options, ...(clients === undefined ? {} : { clients }) }),
  });

  readonly transaction = <T>(
    fn: (tx: Queryable) => Promise<T>,
    { unlimited = false }: TransactionOptions = {},
  ): Promise<T> => this.#counted(this.#use((client) => this.#inTransaction(client, fn, unlimited), { unlimited }));

  readonly refuses: Database['refuses'] = ({ clients } = PUBLIC) => this.#queue.refuses(clients);

  readonly stats = (): DatabaseStats => {
    const { inside, waiting, refused } = this.#queue;
    return {
      connections: this.#pool.totalCount,
      busy: inside,
      waiting,
      refused,
      cancelled: this.#cancelled,
      timedOut: this.#timedOut,
    };
  };

  async end(): Promise<void> {
    this.#queue.close();
    await this.#pool.end();
  }

  /**
   * The caller gets its answer at once when the signal is aborted or the time is over. The connection goes back to the
   * pool when it is free.
   */
  #statement<T>(send: (client: DatabaseClient) => Promise<T>, { signal, clients }: QueryOptions): Promise<T> {
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
          { signal, clients },
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

  async #inTransaction<T>(client: DatabaseClient, fn: (tx: Queryable) => Promise<T>, unlimited: boolean): Promise<T> {
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
      });
      await send('commit');
      return result;
    } catch (error) {
      // On a lost connection the rollback fails as well; the first error says why.
      await send('rollback').catch(() => undefined);
      throw error;
    }
  }

  async #use<T>(work: (client: DatabaseClient) => Promise<T>, options: EnterOptions): Promise<T> {
    const ticket = await this.#queue.enter(options);
    try {
      return await this.#withClient(work);
    } finally {
      this.#queue.leave(ticket);
    }
  }

  async #withClient<T>(work: (client: DatabaseClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | null = null;
    try {
      client = await this.#pool.connect();
      const result = await work(databaseClient(client));
      client.release(databaseClient(client).isLost);
      return result;
    } catch (error) {
      const cutOff = client !== null && databaseClient(client).isLost;
      if (cutOff) this.#timedOut += 1;
      const lost = cutOff || isConnectionLost(error);
      // A connection that failed is closed, not given back.
      client?.release(lost);
      throw lost || isDiskFull(error) ? await this.#options.unavailable(error) : error;
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

function databaseClient(client: pg.PoolClient): DatabaseClient {
  if (client instanceof DatabaseClient) return client;
  throw new TypeError('The pool made a connection of another kind.');
}
