/** Asks as a hostile client does: any method, path, header and bytes. */
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';

export interface Asked {
  readonly method: string;
  /** As it goes over the line. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
}

export interface Answered {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly ms: number;
}

/** Beyond that a request counts as never answered. */
export const WATCHDOG_MS = 60_000;
/** What a stream of events has said by then is enough. */
const STREAM_MS = 300;
const MOST_BYTES = 64 << 20;

const ours = new Agent({ keepAlive: true, maxSockets: 64 });

/** How a client asks: how long it waits, over which connections, and from which address of the machine. */
export interface Asking {
  readonly limitMs?: number;
  readonly agent?: Agent;
  readonly localAddress?: string;
}

/** Resolves with status 0 where there is no answer. */
export function ask(url: string, whole: Asked, asking: Asking = {}): Promise<Answered> {
  const { method, path, headers, body } = whole;
  const { limitMs = WATCHDOG_MS, agent = ours, localAddress } = asking;
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (status: number, given: Readonly<Record<string, string | string[] | undefined>> = {}): void => {
      clearTimeout(limit);
      resolve({ status, headers: plain(given), body: Buffer.concat(chunks), ms: performance.now() - startedAt });
    };
    const { hostname, port } = new URL(url);
    const asked = httpRequest({ hostname, port, method, path, agent, localAddress });
    const limit = setTimeout(() => asked.destroy(new Error('no answer')), limitMs);
    try {
      for (const [name, value] of headers) asked.appendHeader(name, value);
    } catch {
      // Not even node sends it; what a socket sends is tried by `askRaw`.
    }
    asked.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MOST_BYTES) chunks.push(chunk);
      });
      // It comes after the end, after an error, and after a stream was left.
      answer.on('close', () => end(status, answer.headers));
      answer.on('error', () => undefined);
      if (String(answer.headers['content-type']).startsWith('text/event-stream'))
        setTimeout(() => answer.destroy(), STREAM_MS);
    });
    asked.on('error', () => {
      clearTimeout(limit);
      // A kept connection may be closed at the moment it is used again, which is nobody's fault.
      if (asked.reusedSocket && performance.now() - startedAt < limitMs) resolve(ask(url, whole, asking));
      else end(0);
    });
    asked.on('upgrade', (answer, socket) => {
      socket.destroy();
      end(answer.statusCode ?? 0, answer.headers);
    });
    asked.end(body ?? undefined);
  });
}

export function get(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  asking: Asking = {},
): Promise<Answered> {
  return ask(url, { method: 'GET', path, headers: Object.entries(headers), body: null }, asking);
}

export function post(url: string, path: string, json: unknown, asking: Asking = {}): Promise<Answered> {
  const headers = [['Content-Type', 'application/json']] as const;
  return ask(url, { method: 'POST', path, headers, body: Buffer.from(JSON.stringify(json)) }, asking);
}

/** Sends bytes and reads the answer to the first request among them. */
export function askRaw(url: string, bytes: Buffer, limitMs = WATCHDOG_MS): Promise<Answered> {
  const startedAt = performance.now();
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes);
      // The client has said all it will: no server needs to wait for more.
      socket.end();
    });
    const limit = setTimeout(() => socket.destroy(), limitMs);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(limit);
      resolve({ ...read(Buffer.concat(chunks)), ms: performance.now() - startedAt });
    });
  });
}

function read(all: Buffer): Omit<Answered, 'ms'> {
  // What comes before the answer itself: 100 Continue.
  const bytes = all.subarray(0, 10).toString('latin1').startsWith('HTTP/1.1 1')
    ? all.subarray(all.indexOf('\r\n\r\n') + 4)
    : all;
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes
    .subarray(0, end < 0 ? bytes.length : end)
    .toString('latin1')
    .split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const length = Number(headers['content-length'] ?? NaN);
  const rest = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4);
  return {
    status: Number(first.split(' ')[1] ?? 0) || 0,
    headers,
    body: Number.isNaN(length) ? rest : rest.subarray(0, length),
  };
}

function plain(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}

/** Whether the service says that it can be used. */
export async function isReady(url: string): Promise<boolean> {
  return (
    (await ask(url, { method: 'GET', path: '/readyz', headers: [], body: null }, { limitMs: 5000 })).status === 200
  );
}

/** Asks until something holds. @returns how long it took, in milliseconds, or null where it did not within the limit */
export async function waitFor(what: () => Promise<boolean>, limitMs: number, everyMs = 50): Promise<number | null> {
  const startedAt = performance.now();
  while (!(await what())) {
    if (performance.now() - startedAt > limitMs) return null;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return performance.now() - startedAt;
}
