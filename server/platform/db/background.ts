import { DatabaseUnavailable, isConnectionLost, isDiskFull, isEndedByDatabase, QueryCancelled } from './errors.ts';
import { type DatabaseClient, inTransaction, run, type StatementNames } from './client.ts';
import type { Queryable, QueryOptions, Row, SqlFile, SqlValue } from './types.ts';

export interface BackgroundOptions {
  readonly names: StatementNames;
  /** What each statement begins its own transaction with; null where a connection keeps its settings. */
  readonly begin: string | null;
  /** A connection that is not open yet. */
  readonly create: () => DatabaseClient;
  /** Called once for every connection, before its first statement. */
  readonly prepare: (client: DatabaseClient) => void;
  /** The error to give where the database is lost or its disk is full; it knows why. */
  readonly unavailable: (cause: unknown) => Promise<DatabaseUnavailable>;
  /** Time that a statement may take, counted from the call: waiting for earlier ones and connecting are part of it. */
  readonly limitMs: number;
  /** What to do with a connection that did not answer in time: see `BackgroundConnection`. */
  readonly whenLate: 'close' | 'keep';
}

interface Ask {
  /** The caller has its answer: the statement took too long, or was cancelled. */
  over: boolean;
  client: DatabaseClient | null;
}

/**
 * One connection for the service's own short statements, which wait behind no request. It opens with the first
 * statement, and again after it was lost, and runs one statement at a time. A database that does not answer within the
 * limit counts as lost: the caller gets `DatabaseUnavailable`, and `whenLate: 'close'` closes the connection. The
 * embedded database answers late whenever it works on something long, and closing would leave the statement running
 * there: `keep` lets it go on, and later statements wait for it, each up to the limit.
 */
export class BackgroundConnection implements Queryable {
  readonly #options: BackgroundOptions;
  #client: DatabaseClient | null = null;
  #opening: DatabaseClient | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: BackgroundOptions) {
    this.#options = options;
  }

  /** A statement whose signal is aborted is not sent any more; one that runs ends by itself, or at the limit. */
  query(sql: SqlFile, params?: readonly SqlValue[], { signal }: QueryOptions = {}): Promise<readonly Row[]> {
    const { limitMs, whenLate } = this.#options;
    const ask: Ask = { over: signal?.aborted === true, client: null };
    const turn = this.#last.then(() => this.#answer(ask, sql, params));
    this.#last = turn.catch(() => undefined);
    return new Promise((resolve, reject) => {
      const giveUp = (error: Error): void => {
        ask.over = true;
        reject(error);
      };
      const abort = (): void => giveUp(new QueryCancelled());
      const timer = setTimeout(() => {
        if (whenLate === 'close') ask.client?.lose();
        giveUp(new DatabaseUnavailable(new Error(`No answer within ${limitMs} ms.`)));
      }, limitMs);
      if (signal?.aborted === true) abort();
      signal?.addEventListener('abort', abort);
      turn.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#opening?.lose();
    // This cuts off a statement that still runs, and its caller is told.
    await this.#client?.end();
  }

  async #answer(ask: Ask, sql: SqlFile, params?: readonly SqlValue[]): Promise<readonly Row[]> {
    if (ask.over || this.#closed) throw new DatabaseUnavailable(new Error('The connection is closed.'));
    try {
      const client = this.#client ?? (await this.#open(ask));
      ask.client = client;
      const { names, begin } = this.#options;
      const send = (): Promise<readonly Row[]> => run(client, names, sql, params);
      return await (begin === null ? send() : inTransaction(client, begin, send));
    } catch (error) {
      if (!isConnectionLost(error) && !isEndedByDatabase(error) && !isDiskFull(error)) throw error;
      throw await this.#options.unavailable(error);
    } finally {
      ask.client = null;
    }
  }

  async #open(ask: Ask): Promise<DatabaseClient> {
    const client = this.#options.create();
    const forget = (): void => {
      if (this.#client === client) this.#client = null;
    };
    client.on('error', forget);
    client.on('end', forget);
    ask.client = client;
    this.#opening = client;
    try {
      await client.connect();
    } finally {
      this.#opening = null;
    }
    this.#options.prepare(client);
    this.#client = client;
    return client;
  }
}
