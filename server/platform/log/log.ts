import { writeSync } from 'node:fs';
import { activeTraceId } from '../tracing/tracer.ts';
import { mayHoldSecret, redactField } from './redact.ts';

/** Structured log: one JSON object a line. */
export type LogLevel = 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/**
 * `write` is given each line with its line end; standard error where absent, as standard output is for people.
 * `always` are fields of every line. Where a trace is in progress its id is one, too. Secrets are left out, at any
 * depth (`redact.ts`).
 */
export function createLog(
  write: (line: string, level: LogLevel) => void = writeStandardError,
  always: LogFields = {},
): Log {
  const entry =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}): void => {
      const traceId = activeTraceId();
      const trace = traceId === null ? null : { traceId };
      write(`${lineOf({ at: CLOCK.now(), level, event, ...always, ...trace, ...fields })}\n`, level);
    };
  return { info: entry('info'), warn: entry('warn'), error: entry('error') };
}

export const SILENT: Log = createLog(() => undefined);

/** Warnings and errors are written at once: they may be the last lines. */
function writeStandardError(line: string, level: LogLevel): void {
  const lines = LineWriter.ofStandardError();
  lines.add(line);
  if (level !== 'info') lines.flush();
}

/** Many lines are of the same millisecond, and a date takes longer to write than to compare. */
class IsoClock {
  #atMs = 0;
  #text = '';

  now(): string {
    const nowMs = Date.now();
    if (nowMs !== this.#atMs) {
      this.#atMs = nowMs;
      this.#text = new Date(nowMs).toISOString();
    }
    return this.#text;
  }
}

const CLOCK = new IsoClock();

/** A replacer makes JSON several times slower, and most lines hold texts and numbers only, and no secret. */
function lineOf(entry: LogFields): string {
  const line = JSON.stringify(entry, hasObject(entry) ? plainErrors : undefined);
  return mayHoldSecret(line) ? JSON.stringify(entry, withoutSecrets) : line;
}

function hasObject(fields: LogFields): boolean {
  for (const name in fields) {
    if (typeof fields[name] === 'object') return true;
  }
  return false;
}

/** JSON leaves errors empty, as their properties are not enumerable. */
function plainErrors(_name: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const told = isOfData(value) ? withoutQuoted : (text: string | undefined) => text;
  return {
    name: value.name,
    message: told(value.message),
    stack: told(value.stack),
    ...(value.cause === undefined ? {} : { cause: value.cause }),
  };
}

/** Data exceptions of PostgreSQL (class 22) quote the value that somebody has given. */
function isOfData(error: Error): boolean {
  return 'severity' in error && 'code' in error && String(error.code).startsWith('22');
}

function withoutQuoted(text: string | undefined): string | undefined {
  return text?.replace(/"[^"]*"/g, '"…"');
}

function withoutSecrets(name: string, value: unknown): unknown {
  return redactField(name, plainErrors(name, value));
}

/** Where a line writer writes to. */
export interface LineSink {
  /** Writes as many bytes as fit without waiting. @returns the bytes written; throws `EAGAIN` where none fits. */
  write(bytes: Buffer): number;
}

export interface LineWriterOptions {
  /** Time for which lines are gathered before they are written together. */
  readonly gatherMs?: number;
  /** Bytes of lines that may wait for a reader that stalls; further lines are left out. */
  readonly maxWaitingBytes?: number;
  /** Time that a full pipe has to be emptied when the process ends. */
  readonly lastFlushMs?: number;
}

const DEFAULTS = { gatherMs: 20, maxWaitingBytes: 8 * 1024 * 1024, lastFlushMs: 1000 } as const;
/** `PIPE_BUF`: a pipe takes this much in one piece, so that lines of several processes do not mix. */
const ATOMIC_BYTES = 4096;
/** Wait before a full pipe is tried again. */
const RETRY_MS = 20;

/**
 * Gathers lines and writes them together, in order, without ever waiting for the reader: a line costs a place in a
 * list, and a reader that stalls holds up only the log. The rest is written when the process ends.
 */
export class LineWriter {
  static #standardError: LineWriter | null = null;
  readonly #sink: LineSink;
  readonly #gatherMs: number;
  readonly #maxWaitingBytes: number;
  readonly #lastFlushMs: number;
  #lines: Buffer[] = [];
  #waitingBytes = 0;
  #leftOut = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(sink: LineSink, options: LineWriterOptions = {}) {
    this.#sink = sink;
    this.#gatherMs = options.gatherMs ?? DEFAULTS.gatherMs;
    this.#maxWaitingBytes = options.maxWaitingBytes ?? DEFAULTS.maxWaitingBytes;
    this.#lastFlushMs = options.lastFlushMs ?? DEFAULTS.lastFlushMs;
  }

  /**
   * The writer of the log; one for the whole process, so that lines keep their order. The options are those of whoever
   * asks first.
   */
  static ofStandardError(options?: LineWriterOptions): LineWriter {
    LineWriter.#standardError ??= LineWriter.#openStandardError(options);
    return LineWriter.#standardError;
  }

  static #openStandardError(options?: LineWriterOptions): LineWriter {
    // Node makes a pipe non-blocking when it opens the stream, and only then.
    const { fd } = process.stderr;
    const writer = new LineWriter({ write: (bytes) => writeSync(fd, bytes) }, options);
    // `exit` comes after an uncaught error as well.
    process.on('exit', () => writer.flushAtEnd());
    return writer;
  }

  /** Takes a line with its line end. */
  add(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#waitingBytes + bytes.length > this.#maxWaitingBytes) {
      this.#leftOut += 1;
      return;
    }
    if (this.#leftOut > 0) this.#tellLeftOut();
    this.#push(bytes);
    this.#later(this.#gatherMs);
  }

  /** Writes waiting lines as far as there is room. @returns true once no line waits any more */
  flush(): boolean {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    try {
      while (this.#lines.length > 0) this.#writePiece();
      return true;
    } catch (error) {
      if (isFull(error)) {
        this.#later(RETRY_MS);
        return false;
      }
      // The reader has gone, and no other place takes the message.
      this.#lines = [];
      this.#waitingBytes = 0;
      return true;
    }
  }

  /** For the end of the process: writes waiting lines, and waits for a slow reader up to `lastFlushMs`. */
  flushAtEnd(): void {
    const deadlineMs = performance.now() + this.#lastFlushMs;
    const nothing = new Int32Array(new SharedArrayBuffer(4));
    if (this.#leftOut > 0) this.#tellLeftOut();
    while (!this.flush() && performance.now() < deadlineMs) Atomics.wait(nothing, 0, 0, 2);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #writePiece(): void {
    let count = 0;
    let size = 0;
    for (const line of this.#lines) {
      if (count > 0 && size + line.length > ATOMIC_BYTES) break;
      count += 1;
      size += line.length;
    }
    const piece = count === 1 ? (this.#lines[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#lines.slice(0, count), size);
    const written = this.#sink.write(piece);
    this.#waitingBytes -= written;
    // Where a part of the piece was written, the rest is next.
    this.#lines.splice(0, count, ...(written < size ? [piece.subarray(written)] : []));
  }

  #tellLeftOut(): void {
    this.#push(
      Buffer.from(
        `${JSON.stringify({ at: new Date().toISOString(), level: 'warn', event: 'log-lines-left-out', lines: this.#leftOut })}\n`,
      ),
    );
    this.#leftOut = 0;
  }

  #push(bytes: Buffer): void {
    this.#lines.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  #later(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.flush();
    }, ms).unref();
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
