import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { asError } from '../../platform/as-error.ts';
import { BucketClient, BucketError, valueOf } from './s3-client.ts';
import type { S3Place } from './s3-place.ts';
import type { ArchiveStore, StoredObject, StoredText } from './store.ts';

const MIB = 1024 * 1024;
/** S3 takes parts of 5 MiB and more, and 10,000 of them. */
const PART = { bytes: 16 * MIB, most: 10_000 } as const;
const PARTS_AT_A_TIME = 4;
const CACHE = { archive: 'public, max-age=31536000, immutable', text: 'public, max-age=60' } as const;

/** An upload in parts, as far as it has come. */
interface Upload {
  readonly key: string;
  readonly size: number;
  readonly id: string;
  /** ETags by number of part, from 1. */
  readonly parts: Readonly<Record<string, string>>;
}

export interface S3StoreOptions {
  readonly place: S3Place;
  /** Where uploads in parts are noted, so that another process goes on with them. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  /** For tests. */
  readonly firstPauseMs?: number;
  readonly partBytes?: number;
}

/** A bucket of Amazon S3, or of a server that answers like it. */
export class S3Store implements ArchiveStore {
  readonly #client: BucketClient;
  readonly #options: S3StoreOptions;

  constructor(options: S3StoreOptions) {
    this.#options = options;
    this.#client = new BucketClient(options.place, options.signal, options.firstPauseMs);
  }

  async size(key: string): Promise<number | null> {
    return this.#client.send({ method: 'HEAD', key }, [404], (response) =>
      Promise.resolve(response.status === 404 ? null : Number(response.headers.get('content-length'))),
    );
  }

  async put(key: string, path: string): Promise<void> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const partBytes = Math.max(this.#options.partBytes ?? PART.bytes, Math.ceil(size / PART.most));
      const headers = { 'content-type': 'application/vnd.pmtiles', 'cache-control': CACHE.archive };
      if (size > partBytes) await this.#putInParts(key, file, size, partBytes, headers);
      else await this.#send({ method: 'PUT', key, headers, body: await readPart(file, 0, size) });
      const stored = await this.size(key);
      if (stored !== size) throw new BucketError(0, '', `${key}: ${String(stored)} ≠ ${String(size)} B`);
    } finally {
      await file.close();
    }
  }

  async fetch(key: string, path: string): Promise<void> {
    await this.#client.send({ method: 'GET', key }, [], async ({ body }) => {
      if (body !== null) await pipeline(Readable.fromWeb(body), createWriteStream(path));
    });
  }

  readText(key: string): Promise<StoredText | null> {
    return this.#client.send({ method: 'GET', key }, [404], async (response) => {
      const text = await response.text();
      if (response.status !== 404) return { text, version: response.headers.get('etag') };
      // A bucket that is not there is no bucket without a manifest.
      if (valueOf(text, 'Code') === 'NoSuchBucket')
        throw new BucketError(404, 'NoSuchBucket', valueOf(text, 'Message') ?? '');
      return null;
    });
  }

  async replaceText(key: string, text: string, before: StoredText | null): Promise<boolean> {
    const headers = { 'content-type': 'application/json', 'cache-control': CACHE.text };
    const version =
      before === null ? { 'if-none-match': '*' } : before.version === null ? {} : { 'if-match': before.version };
    const request = { method: 'PUT', key, body: Buffer.from(text) } as const;
    const status = await this.#client.send(
      { ...request, headers: { ...headers, ...version } },
      [409, 412, 501],
      (response) => Promise.resolve(response.status),
    );
    // Servers without conditions.
    if (status === 501) await this.#send({ ...request, headers });
    return status !== 409 && status !== 412;
  }

  async list(prefix: string): Promise<StoredObject[]> {
    const { prefix: own } = this.#options.place;
    const objects: StoredObject[] = [];
    for (let token: string | null = ''; token !== null; ) {
      const query: Record<string, string> = { 'list-type': '2', prefix: `${own}${prefix}` };
      if (token !== '') query['continuation-token'] = token;
      const xml: string = await this.#client.send({ method: 'GET', query }, [], (response) => response.text());
      for (const object of xml.split('<Contents>').slice(1)) {
        const key = valueOf(object, 'Key') ?? '';
        objects.push({ key: key.slice(own.length), modifiedAt: new Date(valueOf(object, 'LastModified') ?? '') });
      }
      token = valueOf(xml, 'IsTruncated') === 'true' ? valueOf(xml, 'NextContinuationToken') : null;
    }
    return objects;
  }

  remove(key: string): Promise<void> {
    return this.#send({ method: 'DELETE', key });
  }

  #send(request: Parameters<BucketClient['send']>[0]): Promise<void> {
    return this.#client.send(request, [], async (response) => {
      await response.arrayBuffer();
    });
  }

  /** Goes on with an upload that another process has begun of the same content, which is what its key tells. */
  async #putInParts(
    key: string,
    file: FileHandle,
    size: number,
    partBytes: number,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const note = join(
      this.#options.folder,
      `upload-${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`,
    );
    await mkdir(this.#options.folder, { recursive: true });
    let upload = await readUpload(note);
    if (upload?.key !== key || upload.size !== size) upload = null;
    for (;;) {
      const isBegunHere = upload === null;
      upload ??= { key, size, id: await this.#begin(key, headers), parts: {} };
      try {
        await this.#finishUpload(upload, file, partBytes, note);
        await rm(note, { force: true });
        return;
      } catch (error) {
        if (!(error instanceof BucketError && error.code === 'NoSuchUpload')) throw error;
        await rm(note, { force: true });
        // It was finished, and the answer was lost.
        if ((await this.size(key)) === size) return;
        // The server has forgotten it, as buckets do with what is never finished.
        if (isBegunHere) throw error;
        upload = null;
      }
    }
  }

  #begin(key: string, headers: Readonly<Record<string, string>>): Promise<string> {
    return this.#client.send({ method: 'POST', key, query: { uploads: '' }, headers }, [], async (response) => {
      const id = valueOf(await response.text(), 'UploadId');
      if (id === null) throw new BucketError(response.status, '', 'UploadId?');
      return id;
    });
  }

  async #finishUpload(
    { key, size, id, ...begun }: Upload,
    file: FileHandle,
    partBytes: number,
    note: string,
  ): Promise<void> {
    const parts: Record<string, string> = { ...begun.parts };
    const count = Math.ceil(size / partBytes);
    const missing = Array.from({ length: count }, (_, index) => index + 1).filter(
      (number) => parts[number] === undefined,
    );
    let noted = Promise.resolve();
    const putNext = async (): Promise<void> => {
      for (let number = missing.shift(); number !== undefined; number = missing.shift()) {
        const body = await readPart(
          file,
          (number - 1) * partBytes,
          Math.min(partBytes, size - (number - 1) * partBytes),
        );
        const query = { partNumber: String(number), uploadId: id };
        parts[number] = await this.#client.send({ method: 'PUT', key, query, body }, [], async (response) => {
          await response.arrayBuffer();
          return response.headers.get('etag') ?? '';
        });
        // One after the other, and each at once: a killed process leaves the one before.
        noted = noted.then(async () => {
          await writeFile(`${note}.part`, JSON.stringify({ key, size, id, parts } satisfies Upload));
          await rename(`${note}.part`, note);
        });
        await noted;
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: PARTS_AT_A_TIME }, putNext));
    for (const each of ended) if (each.status === 'rejected') throw asError(each.reason);
    const list = Array.from(
      { length: count },
      (_, index) => `<Part><PartNumber>${String(index + 1)}</PartNumber><ETag>${parts[index + 1] ?? ''}</ETag></Part>`,
    );
    const body = Buffer.from(`<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`);
    await this.#client.send({ method: 'POST', key, query: { uploadId: id }, body }, [], async (response) => {
      // It may fail after the head of the answer was sent.
      const text = await response.text();
      if (text.includes('<Error>'))
        throw new BucketError(500, valueOf(text, 'Code') ?? '', valueOf(text, 'Message') ?? '');
    });
  }
}

async function readPart(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) throw new Error('The archive is shorter than it was.');
    at += bytesRead;
  }
  return bytes;
}

async function readUpload(path: string): Promise<Upload | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Upload;
  } catch {
    return null;
  }
}
