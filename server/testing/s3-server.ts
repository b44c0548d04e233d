/** A bucket in memory that answers as Amazon S3 does, checks signatures as it does, and fails as a network does. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signatureProblem } from './aws-signature.ts';

/** What happens to a request instead of an answer: a status, or the connection is cut. */
export type Fault = number | 'cut' | 'cut-after' | null;

interface Stored {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  modifiedAt: Date;
}

export class S3Server {
  /** What requests must be signed with. */
  static readonly KEY = { id: 'key', secret: 'a-secret/with+signs' } as const;
  readonly url: string;
  readonly objects = new Map<string, Stored>();
  readonly requests: string[] = [];
  /** Decides on each request. */
  fault: (request: string) => Fault = () => null;
  readonly #server: Server;
  readonly #uploads = new Map<string, Map<number, Buffer>>();

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }

  static async start(bucket: string): Promise<S3Server> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const s3 = new S3Server(server);
    server.on('request', (req, res) => void s3.#answer(bucket, req, res));
    return s3;
  }

  /** Uploads in parts that are not finished. */
  get uploads(): number {
    return this.#uploads.size;
  }

  forgetUploads(): void {
    this.#uploads.clear();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(bucket: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(req.url ?? '', this.url);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of req) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks);
    const name = `${req.method ?? ''} ${pathname}${[...searchParams.keys()].map((key) => ` ${key}`).join('')}`;
    this.requests.push(name);
    const fault = this.fault(name);
    if (fault === 'cut') return void req.socket.destroy();
    if (typeof fault === 'number') return void res.writeHead(fault).end(errorOf('InternalError'));
    const problem = signatureProblem(req, body, S3Server.KEY);
    const [status, headers, answer] =
      problem !== null
        ? ([403, {}, errorOf(problem)] as const)
        : pathname.split('/')[1] === bucket
          ? this.#handle(req, pathname.slice(bucket.length + 2), searchParams, body)
          : ([404, {}, errorOf('NoSuchBucket')] as const);
    // The server has done it, and the client does not get to know.
    if (fault === 'cut-after') return void req.socket.destroy();
    res.writeHead(status, { 'content-length': Buffer.byteLength(answer), ...headers });
    res.end(req.method === 'HEAD' ? undefined : answer);
  }

  #handle(
    { method, headers }: IncomingMessage,
    key: string,
    query: URLSearchParams,
    body: Buffer,
  ): readonly [status: number, headers: Readonly<Record<string, string | number>>, body: string | Buffer] {
    const found = this.objects.get(key);
    const id = query.get('uploadId') ?? '';
    if (query.has('list-type')) return [200, {}, this.#list(query)];
    if (method === 'POST' && query.has('uploads')) {
      const created = `upload-${String(this.requests.length)}`;
      this.#uploads.set(created, new Map());
      return [200, {}, `<R><UploadId>${created}</UploadId></R>`];
    }
    if (id !== '') {
      const parts = this.#uploads.get(id);
      if (parts === undefined) return [404, {}, errorOf('NoSuchUpload')];
      if (method === 'PUT') {
        parts.set(Number(query.get('partNumber')), body);
        return [200, { etag: etagOf(body) }, ''];
      }
      const listed = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]*)</g)];
      const bytes = listed.map(([, number, etag]) => {
        const part = parts.get(Number(number));
        return part !== undefined && etagOf(part) === etag ? part : null;
      });
      if (bytes.includes(null)) return [400, {}, errorOf('InvalidPart')];
      this.#uploads.delete(id);
      this.#put(key, Buffer.concat(bytes.filter((part) => part !== null)), headers);
      return [200, {}, '<R></R>'];
    }
    switch (method) {
      case 'PUT': {
        const match = headers['if-match'];
        if (match !== undefined && (found === undefined || etagOf(found.bytes) !== match))
          return [412, {}, errorOf('PreconditionFailed')];
        if (headers['if-none-match'] === '*' && found !== undefined) return [412, {}, errorOf('PreconditionFailed')];
        this.#put(key, body, headers);
        return [200, { etag: etagOf(body) }, ''];
      }
      case 'DELETE':
        this.objects.delete(key);
        return [204, {}, ''];
      default:
        return found === undefined
          ? [404, {}, errorOf('NoSuchKey')]
          : [200, { etag: etagOf(found.bytes) }, found.bytes];
    }
  }

  #put(key: string, bytes: Buffer, headers: IncomingMessage['headers']): void {
    const kept = Object.entries(headers).flatMap(([name, value]) =>
      ['content-type', 'cache-control'].includes(name) && typeof value === 'string' ? [[name, value] as const] : [],
    );
    this.objects.set(key, { bytes, headers: Object.fromEntries(kept), modifiedAt: new Date() });
  }

  /** Two at a time, so that whoever lists must go on. */
  #list(query: URLSearchParams): string {
    const after = query.get('continuation-token') ?? '';
    const keys = [...this.objects.keys()]
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
      .sort();
    const page = keys.slice(0, 2);
    const objects = page.map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>${this.objects.get(key)?.modifiedAt.toISOString() ?? ''}</LastModified></Contents>`,
    );
    const isMore = keys.length > page.length;
    return `<R><IsTruncated>${String(isMore)}</IsTruncated>${isMore ? `<NextContinuationToken>${page.at(-1) ?? ''}</NextContinuationToken>` : ''}${objects.join('')}</R>`;
  }
}

function errorOf(code: string): string {
  return `<Error><Code>${code}</Code><Message>no</Message></Error>`;
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
