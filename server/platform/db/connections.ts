import {
  isConnectionLost,
  isDiskFull,
  isReadOnly,
  QueryCancelled,
  QueryTimeout,
  type DatabaseUnavailable,
} from './errors.ts';
import { JointStatements, listed } from './joint-statements.ts';
import { TurnQueue, type EnterOptions, type TurnQueueOptions } from '../fairness/turn-queue.ts';
import { traced } from '../tracing/tracer.ts';
import { bounded, inTransaction, run, type Bounds, type DatabaseClient, type StatementNames } from './client.ts';
import type { ClientPool, TakenClient } from './client-pool.ts';
import { withTimeCheck } from './time-check.ts';
import { holdMsOf, limitMsOf, type StatementKind } from './time-limits.ts';
import type { Principal } from '../auth/principal.ts';
import { THE_SERVICE } from '../fairness/client-address.ts';
import type {
  Database,
  DatabaseStats,
  QueryOptions,
  Row,
  Queryable,
  Session,
  SqlFile,
  SqlValue,
  TransactionOptions,
} from './types.ts';

export interface ConnectionsOptions extends Omit<TurnQueueOptions, 'slots'> {
  readonly kind: Database['kind'];
  readonly names: StatementNames;
  readonly pool: ClientPool;
  readonly connections: number;
  /** Where a server refuses to write it is the primary no more, and another connection may lead to the one that is. */
  readonly mayWrite: boolean;
  /**
   * What a transaction begins by setting for itself, where a pooler gives each to another session; null where a
   * connection keeps what it was prepared with.
   */
  readonly local: LocalSettings | null;
  /** The error to give for a lost connection or a full disk; it knows why. */
  readonly unavailable: (cause: unknown) => Promise<DatabaseUnavailable>;
  /**
   * Time that a statement may take, in proportion to its kind (`time-limits.ts`); 0 means any. PostgreSQL ends the
   * statement itself (`statement_timeout`). Where it has not even done that `HUNG_AFTER_MS` later, the connection is
   * cut off. The embedded database has no timers and cannot be interrupted: statements that look at many rows end by
   * themselves (`withTimeCheck`). Of others the caller is told in time, and the statement goes on and keeps its
   * connection.
   */
  readonly statementTimeoutMs: number;
}

/** Statements that set the transaction they stand in. */
export interface LocalSettings {
  readonly usual: string;
  /** After which it can still take another one's snapshot, which wants no query before. */
  readonly beforeSnapshot: string;
}

const HUNG_AFTER_MS = 2000;

/** Whatever the role, or in a session of a pooler somebody else, has set for transactions. */
export const BEGIN = 'begin isolation level read committed';
// Not set_config: a transaction that is to see another one's snapshot must say so before its first query.
const UNLIMITED = 'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0';
const PLANS_ONCE =
  'set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off; set local jit = off';
const PLANS_USUALLY =
  'set local plan_cache_mode to default; set local enable_seqscan to default; set local jit to default';
const limited = (ms: number): string => `set local statement_timeout = ${String(ms)}`;

/** The connections that requests share. There are never more statements and transactions at once than connections. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #queue: TurnQueue;
  readonly #joint: JointStatements;
  #cancelled = 0;
  #timedOut = 0;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#queue = new TurnQueue({ ...options, slots: options.connections });
    this.#joint = new JointStatements(this.#queue, (sql, lists, { kind = 'other', signal }) =>
      this.#withClient((client) =>
        bounded(
          client,
          async () => {
            await client.prepareFor(limitMsOf(kind, options.statementTimeoutMs), true);
            return run(client, options.names, sql, lists);
          },
          this.#bounds(kind, signal),
        ),
      ),
    );
  }

  readonly query = (sql: SqlFile, params?: readonly SqlValue[], options: QueryOptions = {}): Promise<readonly Row[]> =>
    tracedStatement(sql, () =>
      sql.lists !== undefined && this.#options.local === null && this.#options.kind === 'server'
        ? this.#counted(this.#joint.ask(sql, sql.lists, params ?? [], options))
        : this.#statement(sql, params, options),
    );

  readonly transaction = <T>(fn: (tx: Queryable) => Promise<T>, options: TransactionOptions = {}): Promise<T> =>
    this.#counted(this.#use((client) => this.#inTransaction(client, fn, options), options));

  readonly refuses: Database['refuses'] = ({ clients = THE_SERVICE }) => this.#queue.refuses(clients);

  readonly stats = (): DatabaseStats => {
    const { inside, waiting, refused } = this.#queue;
    return {
      connections: this.#options.pool.size,
      busy: inside,
      waiting,
      refused,
      cancelled: this.#cancelled,
      timedOut: this.#timedOut,
    };
  };

  async end(): Promise<void> {
    this.#queue.close();
    await this.#options.pool.end();
  }

  /**
   * The caller gets its answer at once when the signal is aborted or the time is over. The connection goes back to the
   * pool when it is free.
   */
  #statement(sql: SqlFile, params: readonly SqlValue[] | undefined, options: QueryOptions): Promise<readonly Row[]> {
    const { signal, clients, kind = 'other' } = options;
    const { kind: databaseKind, local, statementTimeoutMs } = this.#options;
    const limitMs = limitMsOf(kind, statementTimeoutMs);
    return this.#counted(
      new Promise((resolve, reject) => {
        const abort = (): void => reject(new QueryCancelled());
        const late = (): void => reject(new QueryTimeout({ kind, limitMs, isEmbedded: true }));
        let timer: NodeJS.Timeout | undefined;
        signal?.addEventListener('abort', abort);
        this.#use(
          (client) => {
            if (databaseKind === 'embedded' && limitMs > 0) timer = setTimeout(late, limitMs);
            const send = async (): Promise<readonly Row[]> => {
              const ask = (): Promise<readonly Row[]> => this.#run(client, sql, params, statementTimeoutMs);
              if (local !== null)
                return sql.isAlone === true
                  ? ask()
                  : inTransaction(client, `${BEGIN}; ${local.usual}; ${limited(limitMs)}`, ask);
              if (databaseKind === 'server') await client.prepareFor(limitMs, sql.plansOnce === true);
              return ask();
            };
            return bounded(client, send, this.#bounds(kind, signal));
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

  #run(
    client: DatabaseClient,
    sql: SqlFile,
    params: readonly SqlValue[] | undefined,
    timeoutMs: number,
  ): Promise<readonly Row[]> {
    const { kind, names } = this.#options;
    return run(client, names, withTimeCheck(sql, kind, holdMsOf(timeoutMs)), listed(sql, params));
  }

  #bounds(kind: StatementKind, signal?: AbortSignal): Bounds {
    const { kind: databaseKind, statementTimeoutMs } = this.#options;
    const isServer = databaseKind === 'server';
    const limitMs = limitMsOf(kind, statementTimeoutMs);
    return {
      signal,
      limitMs: isServer && limitMs > 0 ? limitMs + HUNG_AFTER_MS : 0,
      timeout: { kind, limitMs: isServer ? limitMs : holdMsOf(statementTimeoutMs), isEmbedded: !isServer },
      canCancel: isServer,
    };
  }

  async #inTransaction<T>(
    client: DatabaseClient,
    fn: (tx: Queryable) => Promise<T>,
    { unlimited = false, isSnapshot = false }: TransactionOptions,
  ): Promise<T> {
    const { kind, local, statementTimeoutMs } = this.#options;
    const bounds = ({ kind: of = 'other', signal }: QueryOptions = {}): Bounds => {
      const { limitMs, timeout, ...more } = this.#bounds('other', signal);
      return { ...more, limitMs: unlimited ? 0 : limitMs, timeout: { ...timeout, kind: of } };
    };
    const timeoutMs = unlimited ? 0 : statementTimeoutMs;
    const send = (text: string): Promise<unknown> => bounded(client, () => client.query(text), bounds());
    // A transaction that is taken back would take this with it.
    const limitMs = limitMsOf('other', timeoutMs);
    if (!unlimited && kind === 'server' && local === null)
      await bounded(client, () => client.prepareFor(limitMs), bounds());
    try {
      await send(isSnapshot ? 'begin isolation level repeatable read read only' : BEGIN);
      if (local !== null) await send(`${isSnapshot ? local.beforeSnapshot : local.usual}; ${limited(limitMs)}`);
      if (unlimited && kind === 'server') await send(UNLIMITED);
      let plansOnce = false;
      // Sent before the statement, in the same turn: others may be waiting to be sent.
      const plan = (once: boolean): Promise<unknown> | null => {
        if (kind !== 'server' || once === plansOnce) return null;
        plansOnce = once;
        return client.query(once ? PLANS_ONCE : PLANS_USUALLY);
      };
      const ask = async (sql: SqlFile, params?: readonly SqlValue[]): Promise<readonly Row[]> => {
        const planned = plan(sql.lists !== undefined || sql.plansOnce === true);
        const [rows] = await Promise.all([this.#run(client, sql, params, timeoutMs), planned]);
        return rows;
      };
      const result = await fn({
        query: (sql, params, options) =>
          tracedStatement(sql, () => bounded(client, () => ask(sql, params), bounds(options))),
      });
      await send('commit');
      return result;
    } catch (error) {
      // On a lost connection the rollback fails as well; the first error says why.
      await send('rollback').catch(() => undefined);
      throw error;
    }
  }

  #use<T>(work: (client: DatabaseClient) => Promise<T>, options: EnterOptions): Promise<T> {
    return this.#queue.run(() => this.#withClient(work), options);
  }

  async #withClient<T>(work: (client: DatabaseClient) => Promise<T>): Promise<T> {
    let taken: TakenClient | null = null;
    try {
      taken = await this.#options.pool.take();
      const result = await work(taken.client);
      taken.release(taken.client.isLost);
      return result;
    } catch (error) {
      const cutOff = taken !== null && taken.client.isLost;
      if (cutOff) this.#timedOut += 1;
      const lost = cutOff || isConnectionLost(error) || (this.#options.mayWrite && isReadOnly(error));
      // A connection that failed is closed, not given back.
      taken?.release(lost);
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

/** The wait for a connection is a part of it. Its name says which statement it is: values are of people. */
function tracedStatement<T>({ name = 'sql' }: SqlFile, ask: () => Promise<T>): Promise<T> {
  return traced(name, { 'db.system.name': 'postgresql', 'db.query.summary': name }, ask);
}

/** `Database.as`. Nobody signs in yet, so everybody reads the same: the SQL leaves out what is not public. */
export function asPrincipal(
  this: Pick<Database, 'kind' | 'hasAsMvt' | 'keepsPlans' | 'query' | 'transaction'>,
  { clients }: Principal,
  own: QueryOptions,
): Session {
  const { kind, hasAsMvt, keepsPlans = false } = this;
  const options = { ...own, clients };
  const session = withOptions(this, options);
  return {
    kind,
    hasAsMvt,
    keepsPlans,
    query: session.query,
    snapshot: (use) =>
      kind === 'embedded'
        ? use(session)
        : this.transaction((tx) => use(withOptions(tx, options)), { isSnapshot: true, ...options }),
  };
}

/** Every statement with options of its own, or else with these. Either signal ends it. */
export function withOptions(db: Queryable, options: QueryOptions): Queryable {
  return {
    query: (sql, params, own) => {
      const signals = [options.signal, own?.signal].filter((signal) => signal !== undefined);
      const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
      return db.query(sql, params, { ...options, ...own, signal });
    },
  };
}
