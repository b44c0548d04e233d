import { EventEmitter } from 'node:events';
import pg from 'pg';

/**
 * Binary results. `pg` asks the database for them where a query says `binary: true`, but its parser decodes every
 * value as UTF-8 first, which destroys bytes above 127. This client reads rows of binary results itself, as buffers,
 * and leaves every other message to the driver's parser, in the order in which they came.
 */
export class RawClient extends pg.Client {
  #lost = false;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const connection: unknown = this.connection;
    if (!isAttachable(connection))
      throw new Error('This release of pg has no place to read binary results: see RawClient.');
    const attach = connection.attachListeners.bind(connection);
    // Called once for every connection: with its socket, or where it is encrypted with its TLS stream.
    connection.attachListeners = (stream) => attach(tapRows(stream, connection));
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
}

interface Attachable extends EventEmitter {
  attachListeners(stream: EventEmitter): void;
}

function isAttachable(value: unknown): value is Attachable {
  return value instanceof EventEmitter && 'attachListeners' in value && typeof value.attachListeners === 'function';
}

/**
 * Emits rows of binary results as `dataRow` at `target`. Returns a stream of everything else, for the driver's parser.
 */
export function tapRows(stream: EventEmitter, target: EventEmitter): EventEmitter {
  const rest = new EventEmitter();
  const tap = new RowTap(rest, target);
  stream.on('data', (chunk: Buffer) => tap.push(chunk));
  stream.on('end', () => rest.emit('end'));
  return rest;
}

const DATA_ROW = 0x44;
const ROW_DESCRIPTION = 0x54;
/** Type of the message (1 byte) and its length (4), which counts itself and what follows. */
const HEAD_LENGTH = 5;
const LENGTH_LENGTH = 4;

class RowTap {
  readonly #rest: EventEmitter;
  readonly #target: EventEmitter;
  /** Whether the rows to come are binary. The driver asks for all columns of a result in one format. */
  #binary = false;
  readonly #head = Buffer.alloc(HEAD_LENGTH);
  #headFilled = 0;
  /** Bytes still to come of a message that goes to the parser. */
  #passing = 0;
  #describing = false;
  #row: { readonly body: Buffer; filled: number } | null = null;
  /** Nothing can be read any more after a message that breaks the protocol. */
  #broken = false;

  constructor(rest: EventEmitter, target: EventEmitter) {
    this.#rest = rest;
    this.#target = target;
    target.on('rowDescription', ({ fields }: { readonly fields: readonly { readonly format: string }[] }) => {
      this.#binary = fields.length > 0 && fields.every(({ format }) => format === 'binary');
    });
  }

  push(chunk: Buffer): void {
    /** Everything before is with the parser or in a row. */
    let done = 0;
    let at = 0;
    const pass = (): void => {
      if (at > done) this.#rest.emit('data', done === 0 && at === chunk.length ? chunk : chunk.subarray(done, at));
      done = at;
    };
    while (at < chunk.length && !this.#broken) {
      if (this.#row !== null) {
        at += this.#fill(this.#row, chunk, at);
        done = at;
      } else if (this.#passing > 0) {
        const step = Math.min(this.#passing, chunk.length - at);
        this.#passing -= step;
        at += step;
        // The parser must have read the description before the first row is looked at.
        if (this.#passing === 0 && this.#describing) pass();
      } else if (this.#headFilled === 0 && chunk.length - at >= HEAD_LENGTH) {
        if (this.#begin(chunk, at)) pass();
        at += HEAD_LENGTH;
        if (this.#row !== null) done = at;
      } else {
        pass();
        const step = chunk.copy(this.#head, this.#headFilled, at, at + HEAD_LENGTH - this.#headFilled);
        this.#headFilled += step;
        at += step;
        done = at;
        if (this.#headFilled === HEAD_LENGTH) {
          this.#headFilled = 0;
          if (!this.#begin(this.#head, 0) && !this.#broken) this.#rest.emit('data', Buffer.from(this.#head));
        }
      }
    }
    if (!this.#broken) pass();
  }

  /** Reads the head of a message. True where it is a binary row. */
  #begin(bytes: Buffer, at: number): boolean {
    const type = bytes[at];
    const length = bytes.readUInt32BE(at + 1) - LENGTH_LENGTH;
    if (length < 0) {
      this.#break('The database sent a message of an impossible length.');
      return false;
    }
    if (type === DATA_ROW && this.#binary) {
      // A buffer of its own: a part of the chunk would keep all of the chunk in memory for as long as the value lives.
      this.#row = { body: Buffer.allocUnsafe(length), filled: 0 };
      return true;
    }
    this.#passing = length;
    this.#describing = type === ROW_DESCRIPTION;
    return false;
  }

  #fill(row: { readonly body: Buffer; filled: number }, chunk: Buffer, at: number): number {
    const step = chunk.copy(row.body, row.filled, at);
    row.filled += step;
    if (row.filled === row.body.length) {
      this.#row = null;
      const fields = readFields(row.body);
      if (fields === null) this.#break('The database sent a row that is longer than its message.');
      else this.#target.emit('dataRow', { name: 'dataRow', length: row.body.length + LENGTH_LENGTH, fields });
    }
    return step;
  }

  #break(message: string): void {
    this.#broken = true;
    this.#target.emit('error', new Error(message));
  }
}

const COUNT_LENGTH = 2;
const NULL_LENGTH = -1;

/** Columns of a row's body, or null where its lengths do not fit it. */
function readFields(body: Buffer): (Buffer | null)[] | null {
  if (body.length < COUNT_LENGTH) return null;
  const fields = new Array<Buffer | null>(body.readUInt16BE(0));
  let at = COUNT_LENGTH;
  for (let index = 0; index < fields.length; index += 1) {
    if (at + LENGTH_LENGTH > body.length) return null;
    const length = body.readInt32BE(at);
    at += LENGTH_LENGTH;
    if (length < NULL_LENGTH || at + length > body.length) return null;
    fields[index] = length === NULL_LENGTH ? null : body.subarray(at, at + length);
    at += Math.max(length, 0);
  }
  return fields;
}
