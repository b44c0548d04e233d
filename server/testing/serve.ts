import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CaseRecord } from '../../tiles/case.ts';
import { createApp } from '../app.ts';
import type { Catalogue } from '../catalogue.ts';
import { readConfig } from '../config.ts';
import type { Database } from '../db/types.ts';
import { createLog } from '../log.ts';

export interface TestService {
  readonly url: string;
  /** Lines of the log so far. */
  readonly log: string[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** The app on a free port. */
export async function serve(
  parts: { readonly db: Database; readonly catalogue: Catalogue; readonly cases?: readonly CaseRecord[] }, env: Record<string, string> = {},
): Promise<TestService> {
  const log: string[] = [];
  const { db, catalogue, cases = [] } = parts;
  const app = createApp({ config: readConfig(env), db, catalogue, cases, log: createLog((line) => log.push(line)) });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url, log,
    get: (path, headers = {}) => fetch(url + path, { headers }),
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
