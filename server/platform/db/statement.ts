import { randomBytes } from 'node:crypto';
import { cancelUntilEnded } from './cancel.ts';
import { isEndedByDatabase, QueryCancelled, QueryTimeout } from './errors.ts';
import type { DatabaseClient } from './client.ts';
import type { Database, Row, SqlFile, SqlValue } from './types.ts';

/**
 * Names of prepared statements. Connections to PGlite share one session, where a name can be prepared only once, so
 * every connection there has names of its own.
 */
export class StatementNames {
  readonly #kind: Database['kind'];
  readonly #tags = new WeakMap<DatabaseClient, string>();

  constructor(kind: Database['kind']) {
    this.#kind = kind;
  }

  of(client: DatabaseClient, name: string): string {
    if (this.#kind === 'server') return name;
    let tag = this.#tags.get(client);
    if (tag === undefined) {
      tag = randomBytes(9).toString('base64url');
      this.#tags.set(client, tag);
    }
    return `${tag}:${name}`;
  }
}

/** What to send: the statement as the driver takes it, by the name it has on this connection. */
function queryOf(client: DatabaseClient, names: StatementNames, sql: SqlFile, params: readonly SqlValue[] | undefined) {
  return {
    text: sql.text,
    ...(sql.name === undefined ? {} : { name: names.of(client, sql.name) }),
    ...(params === undefined ? {} : { values: [...params] }),
  };
}

export async function run(
  client: DatabaseClient,
  names: StatementNames,
  sql: SqlFile,
  params?: readonly SqlValue[],
): Promise<readonly Row[]> {
  const result = await client.query<Row>(queryOf(client, names, sql, params));
  // Several statements in one text give several results.
  return result.rows ?? [];
}

export interface Bounds {
  readonly signal?: AbortSignal | undefined;
  /** Time after which a connection without an answer is cut off; 0 is none. */
  readonly limitMs: number;
  /** Whether the database can be asked to end a running statement. */
  readonly canCancel: boolean;
}

/**
 * Sends a statement and waits for its end. Settles when the connection can take the next statement: after an abort that
 * is when the statement has ended and no request to cancel it can be on its way any more. Rejects with
 * `QueryCancelled`, `QueryTimeout` or the driver's error.
 */
export async function bounded<T>(
  client: DatabaseClient,
  send: () => Promise<T>,
  { signal, limitMs, canCancel }: Bounds,
): Promise<T> {
  const isAborted = (): boolean => signal?.aborted === true;
  if (isAborted()) throw new QueryCancelled();
  const cancelling: Promise<void>[] = [];
  const timer = limitMs === 0 ? undefined : setTimeout(() => client.lose(), limitMs);
  const sent = send();
  const cancel = (): void => {
    if (canCancel) cancelling.push(cancelUntilEnded(client, sent));
  };
  signal?.addEventListener('abort', cancel);
  try {
    const answer = await sent;
    if (isAborted()) throw new QueryCancelled();
    return answer;
  } catch (error) {
    if (isAborted()) throw new QueryCancelled(error);
    throw isEndedByDatabase(error) ? new QueryTimeout(error) : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    await Promise.all(cancelling);
  }
}
