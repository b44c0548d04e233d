import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { RawClient } from './raw-rows.ts';

/** A server that has not taken a request to cancel within this time is as good as lost. */
const LIMIT_MS = 2000;

/** Pauses between requests to cancel the same statement: it may be in a part that cannot be interrupted at once. */
const PAUSES_MS = [50, 100, 200, 400, 800, 1600] as const;

/**
 * Cancels what the client's connection runs, until `ended` settles: a request that overtakes the statement on its way
 * finds nothing to end, and the server forgets it. Never rejects.
 */
export async function cancelUntilEnded(client: RawClient, ended: Promise<unknown>): Promise<void> {
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
 * Asks the server to end what the client's connection runs now: by a connection of its own to the same address,
 * encrypted where the client's is, as the protocol has it. Resolves once the server has closed that connection: it has
 * signalled by then, so that the request can reach no later statement of the client. Where this cannot be known the
 * client's connection is cut off. Where the server refuses the connection the statement ends by itself. Never rejects.
 */
export async function cancelRunning(client: RawClient, limitMs: number = LIMIT_MS): Promise<void> {
  const key = keyOf(client);
  if (key !== null && !(await send(client, key, limitMs))) client.lose();
}

interface Key {
  readonly processID: number;
  readonly secretKey: number;
}

/** Resolves with false where the request may still be on its way. */
function send(client: RawClient, { processID, secretKey }: Key, limitMs: number): Promise<boolean> {
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
    // What went wrong ends the connection as well, at times by a reset although the server has read the request.
    connection.on('error', () => connection.stream.destroy());
    connection.on('end', () => {
      clearTimeout(timer);
      resolve(over);
    });
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
}

function keyOf(client: RawClient): Key | null {
  const { processID, secretKey } = client as { readonly processID?: unknown; readonly secretKey?: unknown };
  return typeof processID === 'number' && typeof secretKey === 'number' ? { processID, secretKey } : null;
}

/** The driver's own connection, of whose methods its types tell a part. */
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
