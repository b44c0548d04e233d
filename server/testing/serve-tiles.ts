import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Catalogue } from '../layers/catalogue.ts';
import { registryOf } from '../layers/registry.ts';
import type { Database } from '../platform/db/types.ts';
import { ChangePoller } from '../changes/change-poller.ts';
import { SILENT } from '../platform/log/log.ts';
import { executeTile } from '../tiles/request.ts';
import { TileHandler } from '../tiles/handler.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As sent: `fetch` would undo its coding, and ask for one of its own accord. */
  readonly body: Buffer;
}

export interface TileService {
  readonly url: string;
  readonly handler: TileHandler;
  readonly poller: ChangePoller;
  /** How often each tile was made, by the key of its request. */
  readonly made: ReadonlyMap<string, number>;
  ask(path: string, headers?: Readonly<Record<string, string>>): Promise<RawAnswer>;
  close(): Promise<void>;
}

/** A tile handler alone on a free port, as one process of several has it. */
export async function serveTiles(db: Database, catalogue: Catalogue): Promise<TileService> {
  const registry = registryOf(catalogue);
  const made = new Map<string, number>();
  const poller = new ChangePoller(db.background, registry, SILENT);
  const handler = new TileHandler({
    registry,
    poller,
    log: SILENT,
    observer: { answered: () => undefined },
    config: { tileCacheMb: 64 },
    refuses: (principal) => db.refuses(principal),
    make: (request, { signal, principal }) => {
      made.set(request.key, (made.get(request.key) ?? 0) + 1);
      return executeTile(db.as(principal, { signal }), request);
    },
  });
  // A test may think for longer than node keeps a connection.
  const server = createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
    if (!handler.handle(req, res)) res.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1000 });
  return {
    url: `http://127.0.0.1:${port}`,
    handler,
    poller,
    made,
    ask: (path, headers = {}) =>
      new Promise((resolve, reject) => {
        httpRequest({ port, host: '127.0.0.1', path, headers, agent }, (res) => {
          const chunks: Buffer[] = [];
          res.on('data', (chunk: Buffer) => chunks.push(chunk));
          res.on('end', () =>
            resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }),
          );
        })
          .on('error', reject)
          .end();
      }),
    close: async () => {
      agent.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await poller.close();
    },
  };
}
