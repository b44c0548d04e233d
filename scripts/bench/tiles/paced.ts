/**
 * Requests at an even pace over many connections, whether or not answers come back in time, as from many independent
 * clients. A closed loop (`load.ts`) would only measure how long the queue is.
 */
import { connect, type Socket } from 'node:net';
import { percentileOf } from '../statistics.ts';

export interface Pace {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Milliseconds of every answer, by status. */
  readonly byStatus: ReadonlyMap<number, readonly number[]>;
  readonly errors: number;
}

export interface PaceOptions {
  readonly connections: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const TICK_MS = 1;
const DRAIN_MS = 15_000;

export async function pace(
  origin: string,
  paths: readonly string[],
  { connections, seconds, perSecond, headers }: PaceOptions,
): Promise<Pace> {
  const { hostname, port } = new URL(origin);
  const lines = Object.entries({ Host: `${hostname}:${port}`, ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const requests = paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\n${lines}\r\n`));
  const byStatus = new Map<number, number[]>();
  let errors = 0;
  const idle: Connection[] = [];
  const all = await Promise.all(
    Array.from({ length: connections }, () =>
      open(hostname, Number(port), {
        answered: (connection, status, ms) => {
          const known = byStatus.get(status);
          if (known) known.push(ms);
          else byStatus.set(status, [ms]);
          idle.push(connection);
        },
        failed: () => {
          errors += 1;
        },
      }),
    ),
  );
  idle.push(...all);
  const startedAt = performance.now();
  let sent = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsedMs = performance.now() - startedAt;
      if (elapsedMs >= seconds * 1000) {
        clearInterval(timer);
        resolve();
        return;
      }
      const due = Math.floor((elapsedMs / 1000) * perSecond);
      while (sent < due) {
        const connection = idle.shift();
        // Every connection waits for an answer: what is due is sent as soon as one has come.
        if (connection === undefined) break;
        connection.send(requests[sent % requests.length] ?? Buffer.alloc(0));
        sent += 1;
      }
    }, TICK_MS);
  });
  const drainUntil = performance.now() + DRAIN_MS;
  const count = (): number => [...byStatus.values()].reduce((sum, times) => sum + times.length, 0);
  while (count() + errors < sent && performance.now() < drainUntil)
    await new Promise((resolve) => setTimeout(resolve, 20));
  all.forEach((connection) => connection.close());
  return {
    perSecond: sent / seconds,
    p99Ms: percentileOf([...byStatus.values()].flat(), 99),
    byStatus,
    errors: errors + sent - count(),
  };
}

interface Events {
  answered(connection: Connection, status: number, ms: number): void;
  failed(): void;
}

class Connection {
  readonly #socket: Socket;
  #sentAt = 0;
  #closed = false;

  constructor(socket: Socket, events: Events) {
    this.#socket = socket;
    let head = '';
    let status = 0;
    let missing = -1;
    socket.on('data', (chunk) => {
      let bytes = chunk.length;
      if (missing < 0) {
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        status = Number(head.slice(9, 12));
        bytes = head.length - end - 4;
        missing = Number(/\r\ncontent-length: (\d+)/i.exec(head.slice(0, end))?.[1] ?? 0);
        head = '';
      }
      missing -= bytes;
      if (missing > 0) return;
      missing = -1;
      events.answered(this, status, performance.now() - this.#sentAt);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (!this.#closed) events.failed();
    });
  }

  send(request: Buffer): void {
    this.#sentAt = performance.now();
    this.#socket.write(request);
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
  }
}

function open(host: string, port: number, events: Events): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(new Connection(socket, events));
    });
  });
}
