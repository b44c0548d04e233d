import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { Framing } from './framing.ts';

/** The part of PGlite that is used here. */
export interface Engine {
  execProtocolRawStream(message: Uint8Array, options: { onRawData: (data: Uint8Array) => void }): Promise<void>;
}

interface Waiting {
  readonly session: Session;
  readonly bytes: Uint8Array;
}

interface Session {
  readonly socket: Socket;
  open: boolean;
}

const READY_FOR_QUERY = 0x5a;
const READY_LENGTH = 6;
const IDLE = 0x49;
const ROLLBACK = simpleQuery('ROLLBACK');
const CHECKPOINT = simpleQuery('CHECKPOINT');

/**
 * PGlite has no process that makes checkpoints: without ours the write-ahead log grows until the database is closed
 * (1.1 GB after loading 100,000 features a few times), and a killed one takes half a minute to read it again.
 */
const CHECKPOINTS = {
  /** So many received bytes mean a load rather than queries. */
  largeBytes: 1_000_000,
  afterLargeMs: 500,
  afterAnyMs: 30_000,
} as const;

/**
 * Lets several connections share PGlite's single session: whole units only (see `Framing`), and while one connection
 * is in a transaction the others wait. (pglite-socket 0.2.11 mixes the messages of different connections, and its
 * queue stops for good after one failure; hence our own.)
 */
export class Sessions {
  readonly #engine: Engine;
  readonly #onFatal: (error: unknown) => void;
  readonly #server: Server;
  readonly #sessions = new Set<Session>();
  #waiting: Waiting[] = [];
  #working = false;
  /** The session in whose transaction the database is. */
  #owner: Session | null = null;
  #closing = false;
  #bytes = 0;
  #checkpointDue = false;
  #timer: { readonly handle: NodeJS.Timeout; readonly atMs: number } | null = null;

  /** `onFatal` is told when the engine itself fails, after which nothing can be expected of it. */
  constructor(engine: Engine, onFatal: (error: unknown) => void) {
    this.#engine = engine;
    this.#onFatal = onFatal;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, () => resolve());
    });
  }

  /** Ends all connections and waits for the unit that is being worked on. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#server.close();
    this.#waiting = [];
    if (this.#timer !== null) clearTimeout(this.#timer.handle);
    for (const session of this.#sessions) session.socket.destroy();
    while (this.#working) await new Promise((resolve) => setTimeout(resolve, 10));
    if (this.#owner !== null) await this.#run(ROLLBACK, null);
    this.#owner = null;
  }

  #accept(socket: Socket): void {
    const session: Session = { socket, open: true };
    const framing = new Framing();
    this.#sessions.add(session);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#leave(session));
    socket.on('data', (chunk) => {
      for (const unit of framing.push(chunk)) {
        if (unit.kind === 'end') socket.end();
        else if (unit.kind === 'refuse-encryption') socket.write('N');
        else this.#waiting.push({ session, bytes: unit.bytes });
      }
      void this.#work();
    });
  }

  #leave(session: Session): void {
    session.open = false;
    this.#sessions.delete(session);
    this.#waiting = this.#waiting.filter((unit) => unit.session !== session);
    void this.#work();
  }

  async #work(): Promise<void> {
    // After closing has begun, events of sockets would reach a closed engine.
    if (this.#working || this.#closing) return;
    this.#working = true;
    try {
      for (;;) {
        if (this.#owner !== null && !this.#owner.open) {
          await this.#run(ROLLBACK, null);
          this.#owner = null;
        }
        if (this.#owner === null && this.#checkpointDue) {
          this.#checkpointDue = false;
          await this.#run(CHECKPOINT, null);
        }
        const unit = this.#takeNext();
        if (unit === null) break;
        const idle = await this.#run(unit.bytes, unit.session.socket);
        this.#owner = idle ? null : unit.session;
        this.#planCheckpoint(unit.bytes.length);
      }
    } catch (error) {
      this.#onFatal(error);
    } finally {
      this.#working = false;
    }
  }

  #planCheckpoint(bytes: number): void {
    this.#bytes += bytes;
    const waitMs = this.#bytes < CHECKPOINTS.largeBytes ? CHECKPOINTS.afterAnyMs : CHECKPOINTS.afterLargeMs;
    const atMs = performance.now() + waitMs;
    // An earlier timer stays, so that steady traffic cannot put the checkpoint off for ever.
    if (this.#checkpointDue || (this.#timer !== null && this.#timer.atMs <= atMs)) return;
    if (this.#timer !== null) clearTimeout(this.#timer.handle);
    const handle = setTimeout(() => {
      this.#timer = null;
      this.#bytes = 0;
      this.#checkpointDue = true;
      void this.#work();
    }, waitMs);
    this.#timer = { handle, atMs };
  }

  #takeNext(): Waiting | null {
    const index = this.#owner === null ? 0 : this.#waiting.findIndex((unit) => unit.session === this.#owner);
    return index < 0 ? null : (this.#waiting.splice(index, 1)[0] ?? null);
  }

  /** Runs one unit and returns whether the database is outside a transaction after it. */
  async #run(bytes: Uint8Array, socket: Socket | null): Promise<boolean> {
    const chunks: Buffer[] = [];
    await this.#engine.execProtocolRawStream(bytes, {
      // The engine reuses its memory, so the bytes are copied.
      onRawData: (data) => chunks.push(Buffer.from(data)),
    });
    const { answer, state } = endOnce(
      chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks),
    );
    if (socket?.writable === true) socket.write(answer);
    return state === IDLE;
  }
}

/**
 * The answer with its last ReadyForQuery only, and the transaction's state it tells. After an error PGlite sends one
 * at once and another at Sync; a client takes the second for the end of its next query, and all later answers are
 * then those of the query before.
 */
export function endOnce(answer: Buffer): { answer: Buffer; state: number } {
  const ends: number[] = [];
  for (let at = 0; at + 5 <= answer.length; at += 1 + answer.readInt32BE(at + 1)) {
    if (answer[at] === READY_FOR_QUERY) ends.push(at);
  }
  const last = ends.at(-1);
  const state = last === undefined ? IDLE : (answer[last + 5] ?? IDLE);
  if (ends.length < 2) return { answer, state };
  const parts = ends.map((end, index) => answer.subarray(index === 0 ? 0 : (ends[index - 1] ?? 0) + READY_LENGTH, end));
  return { answer: Buffer.concat([...parts, answer.subarray(last)]), state };
}

function simpleQuery(text: string): Uint8Array {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head[0] = 0x51;
  head.writeInt32BE(body.length + 4, 1);
  return new Uint8Array(Buffer.concat([head, body]));
}
