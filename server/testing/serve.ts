import type { AddressInfo } from 'node:net';
import type { CaseRecord } from '../../tiles/cases/case.ts';
import type { Catalogue } from '../layers/catalogue.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/db/types.ts';
import { createServer, type Server } from '../app.ts';
import { createLog } from '../platform/log/log.ts';
import { createHttpServer } from '../main.ts';
import { openToServe } from './databases.ts';

export interface TestService {
  readonly url: string;
  /** Lines of the log so far. */
  readonly log: string[];
  readonly server: Server;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/**
 * All that answers, on a free port; on a suite's own PostgreSQL database as the role that owns nothing. Whoever changes
 * a handle to serve from it changes that of `openToServe`: one made of the suite's is replaced.
 */
export async function serve(
  parts: { readonly db: Database; readonly catalogue: Catalogue; readonly cases?: readonly CaseRecord[] },
  env: Record<string, string> = {},
): Promise<TestService> {
  const log: string[] = [];
  const { db, catalogue, cases = [] } = parts;
  const served = await openToServe(db);
  const composed = createServer({
    config: readConfig(env),
    db: served ?? db,
    catalogue,
    cases,
    log: createLog((line) => log.push(line)),
  });
  await composed.sources.start();
  const server = createHttpServer(composed.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url,
    log,
    server: composed,
    get: (path, headers = {}) => fetch(url + path, { headers }),
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await composed.close();
      await served?.close();
    },
  };
}
