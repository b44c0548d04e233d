import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { checkAnswer } from './answer.ts';
import { Framing } from './framing.ts';

/** The part of PGlite that is used here. */
export interface Engine {
  execProtocolRawStream(message: Uint8Array, options: { onRawData: (data: Uint8Array) => void }): Promise<void>;
}

export interface SessionsOptions {
  /** Told once when the engine itself fails, after which nothing is asked of it any more. */
  readonly onFatal: (error: unknown) => void;
  /** Whether the disk has room for a checkpoint, which is put off where it has not. */
  readonly hasRoom: () => Promise<boolean>;
  /** Told of each unit: one in a transaction may be part of a load, which takes as long as it takes. */
  readonly units?: { began(mayBeLong: boolean): void; ended(): void };
}

interface Waiting {
  readonly session: Session;
  readonly bytes: Uint8Array;
}

interface Session {
  readonly socket: Socket;
  open: boolean;
}

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
  readonly #onFatal: SessionsOptions['onFatal'];
  readonly #hasRoom: SessionsOptions['hasRoom'];
  readonly #units: SessionsOptions['units'];
  readonly #server: Server;
  readonly #sessions = new Set<Session>();
  #waiting: Waiting[] = [];
  #working = false;
  /** The session in whose transaction the database is. */
  #owner: Session | null = null;
  #closing = false;
  #isBroken = false;
  #bytes = 0;
  #checkpointDue = false;
  #timer: { readonly handle: NodeJS.Timeout; readonly atMs: number } | null = null;

  constructor(engine: Engine, { onFatal, hasRoom, units }: SessionsOptions) {
    this.#engine = engine;
    this.#onFatal = onFatal;
    this.#hasRoom = hasRoom;
    this.#units = units;
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
    if (this.#owner !== null && !this.#isBroken) await this.#run(ROLLBACK, null);
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
          if (await this.#hasRoom()) await this.#run(CHECKPOINT, null);
          else this.#planCheckpoint(0);
        }
        const unit = this.#takeNext();
        if (unit === null) break;
        const idle = await this.#run(unit.bytes, unit.session.socket);
        this.#owner = idle ? null : unit.session;
        this.#planCheckpoint(unit.bytes.length);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#working = false;
    }
  }

  /** Clients find their connections closed, which tells them that the database is lost. */
  #fail(error: unknown): void {
    this.#isBroken = true;
    this.#closing = true;
    this.#waiting = [];
    this.#server.close();
    for (const session of this.#sessions) session.socket.destroy();
    this.#onFatal(error);
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

  /**
   * Runs one unit and returns whether the database is outside a transaction after it. Rejects where the engine is
   * broken: no client gets what it then answered.
   */
  async #run(bytes: Uint8Array, socket: Socket | null): Promise<boolean> {
    const chunks: Buffer[] = [];
    this.#units?.began(socket === null || this.#owner !== null);
    await this.#engine.execProtocolRawStream(bytes, {
      // The engine reuses its memory, so the bytes are copied.
      onRawData: (data) => chunks.push(Buffer.from(data)),
    });
    this.#units?.ended();
    const { bytes: answer, isIdle } = checkAnswer(
      bytes,
      chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks),
    );
    if (socket?.writable === true) socket.write(answer);
    return isIdle;
  }
}

function simpleQuery(text: string): Uint8Array {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head[0] = 0x51;
  head.writeInt32BE(body.length + 4, 1);
  return new Uint8Array(Buffer.concat([head, body]));
}
