/** A value that can be bound to a parameter. Objects go through JSON.stringify at the caller. */
export type SqlValue = string | number | bigint | boolean | null | Date | Buffer | readonly SqlValue[];

/** One SQL statement: named ones are prepared once a connection. */
export interface SqlFile {
  /** Absent for text that runs once, such as a migration. */
  readonly name?: string;
  readonly text: string;
}

/** A row as the driver gives it: read its columns with the functions of `rows.ts`. */
export type Row = Readonly<Record<string, unknown>>;

export interface QueryOptions {
  /** Aborting takes a waiting statement out of the queue, and cancels a running one where the database can. */
  readonly signal?: AbortSignal;
}

/** A column as the database sent it in the binary format. */
export type RawValue = Buffer | null;

export interface Queryable {
  /** Rejects with `DatabaseUnavailable` where the database is lost, else with the driver's own error. */
  query(sql: SqlFile, params?: readonly SqlValue[], options?: QueryOptions): Promise<readonly Row[]>;
}

/** The state of the connections now, and counts since the start. */
export interface DatabaseStats {
  readonly connections: number;
  readonly busy: number;
  readonly waiting: number;
  readonly refused: number;
  readonly cancelled: number;
  readonly timedOut: number;
}

export interface Database extends Queryable {
  /** `embedded` is PGlite in a child process; `server` is PostgreSQL reached by a URL. */
  readonly kind: 'embedded' | 'server';
  /** False where PostGIS was built without protobuf-c, and tiles are encoded by `tiles/mvt`. */
  readonly hasAsMvt: boolean;
  /** Connection URL, for tools such as psql and for tests. */
  readonly url: string;
  /** Commits when `fn` resolves, rolls back when it rejects. Inside, query `tx` only. */
  transaction<T>(fn: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Rows by position, every column as its bytes: text as UTF-8, bytea as it is, integers big-endian. */
  queryRaw(sql: SqlFile, params?: readonly SqlValue[], options?: QueryOptions): Promise<readonly (readonly RawValue[])[]>;
  /** A connection of its own that waits behind no request, for the service's own short questions. */
  readonly background: Queryable;
  stats(): DatabaseStats;
  close(): Promise<void>;
}
