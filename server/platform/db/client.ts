/** One connection: how a statement is sent, bounded and cancelled on it, and how it is cut off. */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import pg from 'pg';
import { IncompleteAnswer, isEndedByDatabase, QueryCancelled, QueryTimeout, type TimeoutDetails } from './errors.ts';
import { messageSocket } from './message-socket.ts';
import { pause } from '../pause.ts';
import type { Row, SqlFile, SqlValue } from './types.ts';

// A plan for any tile is thought dear, as nothing is known of it: not so dear that compiling it would pay.
const PLANS_ONCE = 'set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off';
const PLANS_USUALLY = 'reset plan_cache_mode; reset enable_seqscan; reset jit';

/** The driver asks for it with its settings. An encrypted connection is read as node reads it. */
const streamOf = (...[settings]: readonly unknown[]): Socket => (hasSsl(settings) ? new Socket() : messageSocket());

function hasSsl(settings: unknown): boolean {
  return typeof settings === 'object' && settings !== null && 'ssl' in settings && Boolean(settings.ssl);
}

/** The driver's pool hides the password from everything that lists a configuration, as a copy of one does. */
function allOf(config: pg.ClientConfig): pg.ClientConfig {
  const { password } = config;
  return { ...config, ...(password === undefined ? {} : { password }) };
}

/** A connection that can be cut off. */
export class DatabaseClient extends pg.Client {
  #lost = false;
  #statementTimeoutMs: number | null = null;
  #plansOnce: boolean | null = false;

  constructor(config: string | pg.ClientConfig = {}) {
    super({ ...(typeof config === 'string' ? { connectionString: config } : allOf(config)), stream: streamOf });
  }

  /** True once `lose` was called: the connection is not to be used again. */
  get isLost(): boolean {
    return this.#lost;
  }

  /** Cuts the connection off. Its running query rejects with an error for which `isConnectionLost` is true. */
  lose(): void {
    this.#lost = true;
    this.connection.stream.destroy();
  }

  /**
   * Sets what the server lets the next statements take, in milliseconds, and whether their plans are made once and to
   * use indexes (`SqlFile.lists`). Nothing is sent where it is set already.
   */
  async prepareFor(ms: number, plansOnce = false): Promise<void> {
    const isLimited = this.#statementTimeoutMs === ms;
    if (isLimited && this.#plansOnce === plansOnce) return;
    const texts = isLimited ? [] : [`set statement_timeout = ${String(ms)}`];
    if (this.#plansOnce !== plansOnce) texts.push(plansOnce ? PLANS_ONCE : PLANS_USUALLY);
    // Where it fails nobody knows what holds.
    this.#statementTimeoutMs = null;
    this.#plansOnce = null;
    await this.query(texts.join('; '));
    this.#statementTimeoutMs = ms;
    this.#plansOnce = plansOnce;
  }
}

/**
 * Whose sessions connections have: each one of its own (`own`), all the same one, as in the embedded database (`one`),
 * or any that a pooler has free, another one after each transaction (`pooled`).
 */
export type SessionKind = 'own' | 'one' | 'pooled';

/**
 * Names of prepared statements. In one session a name can be prepared only once, so every connection there has names of
 * its own; in pooled ones a name says nothing, and nothing is named.
 */
export class StatementNames {
  readonly #sessions: SessionKind;
  readonly #tags = new WeakMap<DatabaseClient, string>();

  constructor(sessions: SessionKind) {
    this.#sessions = sessions;
  }

  of(client: DatabaseClient, name: string): string | undefined {
    if (this.#sessions === 'pooled') return undefined;
    if (this.#sessions === 'own') return name;
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
  const name = sql.name === undefined ? undefined : names.of(client, sql.name);
  return {
    text: sql.text,
    ...(name === undefined ? {} : { name }),
    ...(params === undefined ? {} : { values: [...params] }),
  };
}

/**
 * Sends a statement. Rejects with `IncompleteAnswer` where the database does not say that it gave all rows, else with
 * the driver's error.
 */
export async function run(
  client: DatabaseClient,
  names: StatementNames,
  sql: SqlFile,
  params?: readonly SqlValue[],
): Promise<readonly Row[]> {
  const result: unknown = await client.query<Row>(queryOf(client, names, sql, params));
  // Several statements in one text give several results.
  if (Array.isArray(result)) return [];
  return completeRows(result);
}

/** Runs something between `begin`, which may have settings behind it, and a commit. Rolls back where it rejects. */
export async function inTransaction<T>(client: DatabaseClient, begin: string, work: () => Promise<T>): Promise<T> {
  try {
    await client.query(begin);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // On a lost connection the rollback fails as well; the first error says why.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/**
 * The rows of a result, which the database has said to be all. Where it broke while it answered, the driver has a
 * result without the database's word for its end: rows may be missing, or all of them.
 */
export function completeRows(result: unknown): readonly Row[] {
  if (!isResult(result)) throw new TypeError('The driver gave no result.');
  const { command, rowCount, fields, rows } = result;
  if (command === null) throw new IncompleteAnswer('The statement has no end.');
  // Not every statement with rows has a count, and not every one with a count gives its rows.
  const givesRows = command === 'SELECT' || fields.length > 0;
  if (givesRows && rowCount !== null && rowCount !== rows.length)
    throw new IncompleteAnswer(`The statement gives ${String(rowCount)} rows, and ${String(rows.length)} came.`);
  return rows;
}

/** What the driver knows of a statement: `command` and `rowCount` are from the database's word for its end. */
interface StatementResult {
  readonly command: string | null;
  readonly rowCount: number | null;
  readonly fields: readonly unknown[];
  readonly rows: readonly Row[];
}

function isResult(value: unknown): value is StatementResult {
  return (
    typeof value === 'object' &&
    value !== null &&
    'command' in value &&
    'fields' in value &&
    Array.isArray(value.fields) &&
    'rows' in value &&
    Array.isArray(value.rows)
  );
}

export interface Bounds {
  readonly signal?: AbortSignal | undefined;
  /** Time after which a connection without an answer is cut off; 0 is none. */
  readonly limitMs: number;
  /** What to tell the caller where the database ends the statement. */
  readonly timeout: TimeoutDetails;
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
  { signal, limitMs, timeout, canCancel }: Bounds,
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
    throw isEndedByDatabase(error) ? new QueryTimeout(timeout, error) : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    await Promise.all(cancelling);
  }
}

/** A server that has not taken a request to cancel within this time is as good as lost. */
const LIMIT_MS = 2000;

/** Pauses between requests to cancel the same statement: it may be in a part that cannot be interrupted at once. */
const PAUSES_MS = [50, 100, 200, 400, 800, 1600] as const;

/**
 * Asks the server again and again to cancel what the client's connection runs, until `ended` settles: the server
 * forgets a request that overtakes its statement on the way. Never rejects.
 */
export async function cancelUntilEnded(client: DatabaseClient, ended: Promise<unknown>): Promise<void> {
  let over = false;
  const end = ended.then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  for (let tries = 0; !over; tries += 1) {
    await cancelRunning(client);
    const { done, stop } = pause(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0);
    await Promise.race([end, done]);
    stop();
  }
}

/**
 * Asks the server to end what the client's connection runs now. The protocol wants a second connection to the same
 * address for that, encrypted where the client's is. Resolves once the server has closed it: by then it has sent its
 * signal, so the request can reach no later statement of the client. Where that cannot be known, the client's
 * connection is cut off. Where the server refuses the second connection, the statement ends by itself. Never rejects.
 */
export async function cancelRunning(client: DatabaseClient, limitMs: number = LIMIT_MS): Promise<void> {
  const key = keyOf(client);
  if (key !== null && !(await sendCancel(client, key, limitMs))) client.lose();
}

interface Key {
  readonly processID: number;
  readonly secretKey: number;
}

/** Resolves with false where the request may still be on its way. */
function sendCancel(client: DatabaseClient, { processID, secretKey }: Key, limitMs: number): Promise<boolean> {
  const { ssl, host, port } = client;
  const direct = 'sslNegotiation' in client && client.sslNegotiation === 'direct';
  const connection: unknown = new pg.Connection({ ssl, ...(direct ? { sslNegotiation: 'direct' } : {}) });
  if (!isCancelling(connection)) throw new Error('This release of pg has no way to cancel: see cancelRunning.');
  return new Promise((resolve) => {
    let over = true;
    const timer = setTimeout(() => {
      over = false;
      connection.stream.destroy();
    }, limitMs);
    const cancel = (): void => connection.cancel(processID, secretKey);
    connection.on('connect', () => {
      if (!ssl) cancel();
      else if (!direct) connection.requestSsl();
    });
    connection.on('sslconnect', cancel);
    // An error ends the connection as well, at times by a reset although the server has read the request.
    connection.on('error', () => connection.stream.destroy());
    connection.on('end', () => {
      clearTimeout(timer);
      resolve(over);
    });
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
}

function keyOf(client: DatabaseClient): Key | null {
  const { processID, secretKey } = client as { readonly processID?: unknown; readonly secretKey?: unknown };
  return typeof processID === 'number' && typeof secretKey === 'number' ? { processID, secretKey } : null;
}

/** The driver's own connection; its types declare only some of these methods. */
interface CancellingConnection extends EventEmitter {
  readonly stream: { destroy(): void };
  connect(portOrPath: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

function isCancelling(value: unknown): value is CancellingConnection {
  return (
    value instanceof EventEmitter &&
    ['connect', 'requestSsl', 'cancel'].every((name) => typeof Reflect.get(value, name) === 'function')
  );
}
