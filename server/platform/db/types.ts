import type { Principal } from '../auth/principal.ts';
import type { Refusal } from '../fairness/fair-queue.ts';
import type { DatabaseDiskFull } from './errors.ts';
import type { StatementKind } from './time-limits.ts';

/** A value that can be bound to a parameter. Objects go through JSON.stringify at the caller. */
export type SqlValue = string | number | bigint | boolean | null | Date | Buffer | readonly SqlValue[];

/** One SQL statement: named ones are prepared once a connection. */
export interface SqlFile {
  /** Absent for text that runs once, such as a migration. */
  readonly name?: string;
  /** May hold `{in_time}`, see `withTimeCheck`. */
  readonly text: string;
  /**
   * Its last so many parameters are lists, and it gives a row for each place of them, with `place` (from 1). A caller
   * gives one value for each list and gets the row of these: what is asked for at the same time goes as one statement,
   * which takes a fraction of the time of several. Its plan is made once, and looks by indexes whatever the tables held
   * then.
   */
  readonly lists?: number;
  /** Its plan is made once, and looks by indexes: what `lists` does, where a caller gives the lists itself. */
  readonly plansOnce?: true;
  /** It can run in no transaction, and names its tables with their schema: see `outsideTransactions`. */
  readonly isAlone?: true;
}

/** A row as the driver gives it: read its columns with the functions of `rows.ts`. */
export type Row = Readonly<Record<string, unknown>>;

export interface QueryOptions {
  /**
   * Aborting rejects with `QueryCancelled` at once. A waiting statement leaves the queue. A running one is cancelled on
   * PostgreSQL; on the embedded database, which cannot be interrupted, it ends by itself, and until then its connection
   * is given to nobody else.
   */
  readonly signal?: AbortSignal | undefined;
  /** Clients that wait for the answer: they share the connections by turns. Absent for the service itself. */
  readonly clients?: ReadonlySet<string> | undefined;
  /**
   * What the statement is for, which decides on its time limit; `other` where absent. In a transaction all have the
   * limit of `other`.
   */
  readonly kind?: StatementKind | undefined;
}

export interface TransactionOptions {
  /**
   * For migrations and loads: waits however long for its turn, is never refused as `Overloaded`, and neither its
   * statements nor the pauses between them have a limit.
   */
  readonly unlimited?: boolean;
  /** Sees the data of one moment, and writes nothing. */
  readonly isSnapshot?: boolean;
  /** Clients that wait for it, as with `QueryOptions`. Absent for the service itself. */
  readonly clients?: ReadonlySet<string> | undefined;
  /** Aborting while it waits for its turn rejects with `QueryCancelled`; statements take signals of their own. */
  readonly signal?: AbortSignal | undefined;
}

export interface Queryable {
  /**
   * Rejects with `DatabaseUnavailable` where the database is lost or does not answer, `QueryTimeout` where the
   * statement took too long, `Overloaded` where too many wait, `QueryCancelled`, else with the driver's own error.
   */
  query(sql: SqlFile, params?: readonly SqlValue[], options?: QueryOptions): Promise<readonly Row[]>;
}

/** Reads for a principal. */
export interface Session extends Queryable, Pick<Database, 'kind' | 'hasAsMvt' | 'keepsPlans'> {
  /**
   * Several statements that see the data of one moment. The embedded database has one session, which a transaction
   * would keep from everybody else: there each sees the data of its own moment.
   */
  snapshot<T>(use: (snapshot: Queryable) => Promise<T>): Promise<T>;
}

/** The state of the connections now, and counts since the start. */
export interface DatabaseStats {
  /** Open connections, without that of `background`. */
  readonly connections: number;
  /** Statements and transactions in progress, including those whose caller has given up. */
  readonly busy: number;
  readonly waiting: number;
  /** Rejected with `Overloaded`. */
  readonly refused: number;
  /** Rejected with `QueryCancelled`. */
  readonly cancelled: number;
  /** Rejected with `QueryTimeout`, or cut off because the database did not answer at all. */
  readonly timedOut: number;
}

export interface Database extends Queryable {
  /**
   * The data as a principal sees it, in the turn of its clients: everything that reads data for a request reads through
   * this, with the signal of the request, so that its statements end when the client leaves. Nobody signs in yet, and
   * the SQL itself leaves out what is not public.
   */
  as(principal: Principal, options: Pick<QueryOptions, 'signal'>): Session;
  /** `embedded` is PGlite in a child process; `server` is PostgreSQL reached by a URL. */
  readonly kind: 'embedded' | 'server';
  /** False where PostGIS was built without protobuf-c, and tiles are encoded by `tiles/mvt`. */
  readonly hasAsMvt: boolean;
  /** Whether connections keep the plans of named statements; those of a pooler do not. False where absent. */
  readonly keepsPlans?: boolean;
  /** Connection URL, for tools such as psql and for tests. */
  readonly url: string;
  /** Commits when `fn` resolves, rolls back when it rejects. Inside, query `tx` only. */
  transaction<T>(fn: (tx: Queryable) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * A connection of its own that waits behind no request, for the service's own short questions. Rejects with
   * `DatabaseUnavailable` within two seconds where the database does not answer.
   */
  readonly background: Queryable;
  /**
   * Why a statement of a principal would be `Overloaded` now, which then counts as refused: asking costs less than
   * being refused. Null where it would not.
   */
  refuses(principal: Principal): Refusal | null;
  stats(): DatabaseStats;
  /**
   * What is known of the disk of the embedded database where it has no room for what the engine writes next; null where
   * it has, and for PostgreSQL, which looks after its own.
   */
  fullDisk(): Promise<DatabaseDiskFull | null>;
  close(): Promise<void>;
}
