/** Requests to a bucket: signed, and tried again where the server or the way to it fails. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import type { S3Place } from './s3-place.ts';

const TRIES = 7;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** A request that has not ended by then is given up: at 100 kB/s a part takes less. */
const REQUEST_MS = 180_000;

/** The bucket refuses, or cannot be reached, however often it is asked. */
export class BucketError extends Error {
  override readonly name = 'BucketError';
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** Of S3, such as `NoSuchBucket`; empty where the answer has none. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface BucketRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Below the place; absent for the bucket itself. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export class BucketClient {
  readonly #client: AwsClient;
  readonly #place: S3Place;
  readonly #signal: AbortSignal | undefined;
  readonly #firstPauseMs: number;

  constructor(place: S3Place, signal?: AbortSignal, firstPauseMs = FIRST_PAUSE_MS) {
    this.#place = place;
    this.#signal = signal;
    this.#firstPauseMs = firstPauseMs;
    const { accessKeyId, secretAccessKey, sessionToken, region } = place;
    this.#client = new AwsClient({
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
      region,
      service: 's3',
      retries: 0,
    });
  }

  /** Resolves with an answer below 300, or one of `expected`. Rejects with `BucketError`, or the signal's reason. */
  async send<T>(
    request: BucketRequest,
    expected: readonly number[],
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      this.#signal?.throwIfAborted();
      const failed = await this.#try(request, expected, read);
      if (!(failed instanceof BucketError)) return failed.value;
      const isPassing = failed.status === 0 || failed.status >= 500 || failed.status === 429 || failed.status === 408;
      if (!isPassing || failed.status === 501 || attempt === TRIES) throw failed;
      const longest = Math.min(LONGEST_PAUSE_MS, this.#firstPauseMs * 2 ** attempt);
      await pause(longest * (0.5 + Math.random() / 2), undefined, { signal: this.#signal });
    }
  }

  async #try<T>(
    { method, key, query = {}, headers = {}, body }: BucketRequest,
    expected: readonly number[],
    read: (response: Response) => Promise<T>,
  ): Promise<{ readonly value: T } | BucketError> {
    const url = new URL(key === undefined ? this.#place.bucketUrl : `${this.#place.url}${key}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    try {
      const signed = await this.#client.sign(url.href, {
        method,
        // Without TLS nothing else keeps what is sent from being changed on the way.
        headers: { ...headers, 'x-amz-content-sha256': sha256(body) },
        ...(body === undefined ? {} : { body: Uint8Array.from(body) }),
      });
      const timeout = AbortSignal.timeout(REQUEST_MS);
      const response = await fetch(signed, {
        signal: this.#signal === undefined ? timeout : AbortSignal.any([timeout, this.#signal]),
      });
      if (response.ok || expected.includes(response.status)) return { value: await read(response) };
      const text = await response.text();
      const code = valueOf(text, 'Code') ?? '';
      return new BucketError(response.status, code, valueOf(text, 'Message') ?? response.statusText);
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (error instanceof BucketError) return error;
      // Of `fetch` the cause says more. Neither names what the request was signed with.
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return new BucketError(0, '', cause instanceof Error ? cause.message : String(cause));
    }
  }
}

function sha256(body: Buffer | undefined): string {
  return createHash('sha256')
    .update(body ?? '')
    .digest('hex');
}

/** Text of the first element of that name in an answer; null where there is none. */
export function valueOf(xml: string, name: string): string | null {
  const begin = xml.indexOf(`<${name}>`);
  const end = begin < 0 ? -1 : xml.indexOf(`</${name}>`, begin);
  return end < 0 ? null : unescaped(xml.slice(begin + name.length + 2, end));
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescaped(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
