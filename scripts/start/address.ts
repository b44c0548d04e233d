/** Whether the service can listen on its port. */
import { createServer, type AddressInfo } from 'node:net';
import type { Config } from '../../server/platform/config.ts';

/**
 * The port to answer on: that of the settings or, for port 0, a free one. Rejects where nothing can listen on it. A
 * start asks before anything else, so that nobody waits for a database only to learn that the port is taken.
 */
export function findPort({ port, host }: Pick<Config, 'port' | 'host'>): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const picked = (server.address() as AddressInfo).port;
      server.close(() => resolve(picked));
    });
  });
}
