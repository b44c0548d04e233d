import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer as createAppServer, type Server as AppServer } from './app.ts';
import { readConfig } from './platform/config.ts';
import { SILENT } from './platform/log/log.ts';
import { emptyCatalogue } from './testing/city.ts';
import { fakeDatabase } from './testing/fake-database.ts';

let app: AppServer;
let server: Server;
beforeAll(async () => {
  const db = fakeDatabase(() => Promise.reject(new Error('no database')));
  app = createAppServer({ config: readConfig({}), db, catalogue: emptyCatalogue, cases: [], log: SILENT });
  server = createServer(app.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await app.close();
});

/** No client of Node sends a target in this form. */
function ask(target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    socket.write(`GET ${target} HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n`);
  });
}

describe('a request in absolute form, as proxies send it', () => {
  it('is answered, by addresses of the host that it names', async () => {
    const answer = await ask('http://city.example:8080/tileMatrixSets?lang=en');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('http://city.example:8080/tileMatrixSets/WebMercatorQuad');
    expect(answer).not.toContain('other.example');
  });

  it.each([
    ['HTTP://city.example/config.json', 200],
    ['http://city.example/layers/unknown', 404],
    ['http://city.example/tiles/unknown/9/1/2.mvt', 404],
    ['http://user@city.example/config.json', 400],
    ['ftp://city.example/config.json', 400],
    ['*', 400],
  ])('%s is answered with %i', async (target, status) => {
    expect(await ask(target)).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
  });
});
