/** An answer that is made while it is sent: kept in pieces, so that several clients read it, each at its own pace. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { SharedWork } from '../db/shared-work.ts';
import { codingFor, holds, QUALITY, type Coding } from './content.ts';
import { signalOf, type AnswerHeaders } from './respond.ts';

/** Pieces so far, and those to come. */
class GrowingBytes {
  readonly #pieces: Buffer[] = [];
  #length = 0;
  #isComplete = false;
  #failure: { readonly error: unknown } | null = null;
  #waiting: (() => void)[] = [];

  get length(): number {
    return this.#length;
  }

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.#wake();
  }

  complete(): void {
    this.#isComplete = true;
    this.#wake();
  }

  /** Readers get the error after the pieces before it. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.#wake();
  }

  /** All pieces from the first on. */
  async *read(): AsyncGenerator<Buffer, void> {
    for (let index = 0; ; ) {
      const piece = this.#pieces[index];
      if (piece !== undefined) {
        index += 1;
        yield piece;
      } else if (this.#failure !== null) {
        throw this.#failure.error;
      } else if (this.#isComplete) {
        return;
      } else {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}

export interface GrowingOptions {
  readonly type: string;
  /** Gives the body to `emit`, and stops when the signal is aborted: when all clients have left. */
  readonly write: (emit: (piece: string | Buffer) => void, signal: AbortSignal) => Promise<void>;
}

/** A body in the making, with its compressed forms, each made once. */
export class GrowingContent {
  readonly #plain = new GrowingBytes();
  readonly #coded = new Map<Coding, GrowingBytes>();
  readonly #type: string;
  readonly #writing: SharedWork<void>;
  #hasFailed = false;

  constructor({ type, write }: GrowingOptions) {
    this.#type = type;
    this.#coded.set('identity', this.#plain);
    this.#writing = new SharedWork(async (signal) => {
      try {
        await write((piece) => this.#plain.add(typeof piece === 'string' ? Buffer.from(piece) : piece), signal);
        this.#plain.complete();
      } catch (error) {
        this.#hasFailed = true;
        this.#plain.fail(error);
        throw error;
      }
    });
  }

  /** It will never be whole: it failed, or all clients have left. */
  get isBroken(): boolean {
    return this.#hasFailed || this.#writing.isAborted;
  }

  /** Bytes kept so far, in all codings. */
  get length(): number {
    return [...this.#coded.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * Answers with the body as it comes. Rejects before anything is sent where nothing of it could be made. Where the
   * rest could not, the connection is cut, as a client would take less for the whole.
   */
  async send(req: Request, res: Response, coding: Coding): Promise<void> {
    const signal = signalOf(res);
    const written = this.#writing.join(signal);
    written.catch(() => undefined);
    const body = this.#bytes(coding).read();
    // Errors of the first part have an answer of their own.
    const first = await body.next();
    if (signal.aborted) return;
    if (coding !== 'identity') res.set('Content-Encoding', coding);
    res.set('Content-Type', this.#type);
    if (req.method === 'HEAD' || first.done === true) {
      await body.return();
      res.end();
      return;
    }
    res.write(first.value);
    try {
      await pipeline(Readable.from(body), res);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #bytes(coding: Coding): GrowingBytes {
    const known = this.#coded.get(coding);
    if (known !== undefined) return known;
    const made = new GrowingBytes();
    this.#coded.set(coding, made);
    // Flushed piece by piece: brotli alone keeps eight megabytes before it gives anything.
    const coder =
      coding === 'br'
        ? createBrotliCompress({
            flush: constants.BROTLI_OPERATION_FLUSH,
            params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY },
          })
        : createGzip({ flush: constants.Z_SYNC_FLUSH, level: QUALITY });
    pipeline(Readable.from(this.#plain.read()), coder, async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) made.add(piece);
    }).then(
      () => made.complete(),
      (error: unknown) => made.fail(error),
    );
    return made;
  }
}

/**
 * Answers with a body that `open` begins or finds, or 304 where the client holds it: then nothing is made. `tag` names
 * the exact bytes before they are known, so it is made from all that they are made from.
 */
export async function sendGrowing(
  req: Request,
  res: Response,
  { tag, open }: { readonly tag: string; readonly open: () => Promise<GrowingContent> },
  { cacheControl, vary }: AnswerHeaders,
): Promise<void> {
  const coding = codingFor(req.headers['accept-encoding']);
  const etag = coding === 'identity' ? `"${tag}"` : `"${tag}-${coding}"`;
  res.set({ 'Cache-Control': cacheControl, ETag: etag });
  res.vary(['Accept-Encoding', ...vary].join(', '));
  if (holds(req.headers['if-none-match'], etag)) {
    res.status(304).end();
    return;
  }
  await (await open()).send(req, res, coding);
}
