import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tileBounds3857 } from '../../tiles/tile/tile.ts';
import type { Row } from '../platform/db/types.ts';
import { ChangePoller } from '../changes/change-poller.ts';
import type { RateLimit } from '../platform/http/rate-limit.ts';
import type { AnsweredRequest } from '../platform/metrics/requests.ts';
import { createLog } from '../platform/log/log.ts';
import type { EncodedTile } from '../layers/source.ts';
import { TileHandler } from '../tiles/handler.ts';
import { ErrorLogThrottle } from '../platform/log/error-log-throttle.ts';
import type { TileRequest } from '../tiles/request.ts';
import { registryOf } from '../layers/registry.ts';
import { testCatalogue } from './layers.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export const TILE = '/tiles/toilets/12/3400/1600.mvt';
export const FAR = '/tiles/toilets/12/100/100.mvt';

/** A tile handler on a free port, at a database that does as a test says. */
export class TileRig {
  readonly made: TileRequest[] = [];
  readonly signals: AbortSignal[] = [];
  readonly observed: AnsweredRequest[] = [];
  readonly lines: string[] = [];
  /** Revision of every layer, and what the next tiles hold. */
  revision = 1;
  content = 'tile '.repeat(500);
  look: () => Promise<readonly Row[]> = () => Promise.resolve([]);
  make: (request: TileRequest) => Promise<EncodedTile> = () =>
    Promise.resolve({
      bytes: Buffer.from(this.content),
      revisions: new Map([
        ['toilets', this.revision],
        ['zones', this.revision],
      ]),
    });
  refuses = false;
  /** Clock of the log of errors, in milliseconds: it stands still but for what a test adds. */
  errorClockMs = 0;
  readonly registry = registryOf(testCatalogue);
  readonly poller: ChangePoller;
  readonly handler: TileHandler;
  readonly server: Server;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 300 });

  constructor(rateLimit?: RateLimit) {
    const log = createLog((line) => this.lines.push(line));
    this.poller = new ChangePoller({ query: () => this.look() }, this.registry, log);
    this.handler = new TileHandler({
      registry: this.registry,
      config: { tileCacheMb: 8 },
      poller: this.poller,
      log,
      observer: { answered: (request) => void this.observed.push(request) },
      ...(rateLimit === undefined ? {} : { rateLimit }),
      errorLog: new ErrorLogThrottle(log, () => this.errorClockMs),
      refuses: () => (this.refuses ? 'full' : null),
      make: (request, { signal }) => {
        this.made.push(request);
        this.signals.push(signal);
        return this.make(request);
      },
    });
    // What is not a tile shows by its status.
    this.server = createServer((req, res) => {
      if (!this.handler.handle(req, res)) res.writeHead(418).end();
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
    await this.poller.close();
  }

  ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
    const { port } = this.server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      httpRequest({ port, host: '127.0.0.1', path, headers, method, agent: this.#agent }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }),
        );
      })
        .on('error', reject)
        .end();
    });
  }

  /** The next look tells of a change in the middle of `TILE`; one that `withdraws` takes something out of sight. */
  changeTile({ withdraws = false } = {}): void {
    const { west, south, east, north } = tileBounds3857({ z: 12, x: 3400, y: 1600 });
    const [x, y] = [(west + east) / 2, (south + north) / 2];
    this.revision += 1;
    const row = { layer_id: 'toilets', revision: String(this.revision), boxes: [x, y, x, y], withdraws };
    this.look = () => {
      this.look = () => Promise.resolve([]);
      return Promise.resolve([row]);
    };
  }

  lose(): void {
    this.look = () => Promise.reject(new Error('lost'));
  }
}
