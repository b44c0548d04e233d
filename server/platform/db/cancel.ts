import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { DatabaseClient } from './client.ts';

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
    const { promise: pause, stop } = pausing(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0);
    await Promise.race([end, pause]);
    stop();
  }
}

function pausing(ms: number): { readonly promise: Promise<void>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return { promise, stop: () => clearTimeout(timer) };
}

/**
 * Asks the server to end what the client's connection runs now. The protocol wants a second connection to the same
 * address for that, encrypted where the client's is. Resolves once the server has closed it: by then it has sent its
 * signal, so the request can reach no later statement of the client. Where that cannot be known, the client's
 * connection is cut off. Where the server refuses the second connection, the statement ends by itself. Never rejects.
 */
export async function cancelRunning(client: DatabaseClient, limitMs: number = LIMIT_MS): Promise<void> {
  const key = keyOf(client);
  if (key !== null && !(await send(client, key, limitMs))) client.lose();
}

interface Key {
  readonly processID: number;
  readonly secretKey: number;
}

/** Resolves with false where the request may still be on its way. */
function send(client: DatabaseClient, { processID, secretKey }: Key, limitMs: number): Promise<boolean> {
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
