import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './platform/config.ts';
import type { Database } from './platform/db/types.ts';
import { SILENT } from './platform/log/log.ts';
import { createHttpServer, startServer, type Service } from './main.ts';
import { emptyAnswer, fakeDatabase } from './testing/fake-database.ts';
import { testCatalogue } from './testing/layers.ts';
import { emptyCatalogue } from './testing/city.ts';

/** A statement that takes until it is let go. */
class Gate {
  letGo: () => void = () => undefined;
  readonly #open = new Promise<void>((resolve) => (this.letGo = resolve));
  reach: () => void = () => undefined;
  /** Resolves once a request waits for the statement. */
  readonly reached = new Promise<void>((resolve) => (this.reach = resolve));

  async pass<T>(answer: T): Promise<T> {
    this.reach();
    await this.#open;
    return answer;
  }
}

let gate = new Gate();
beforeEach(() => {
  gate = new Gate();
});

const DATABASE: Database = {
  ...fakeDatabase(async (sql) => gate.pass(await emptyAnswer(sql))),
  // The poller's statements pass.
  background: { query: () => Promise.resolve([]) },
  close: () => Promise.reject(new Error('not ours to close')),
};
const OPTIONS = { db: DATABASE, city: { catalogue: emptyCatalogue, cases: [] }, log: SILENT };

let service: Service | null = null;
afterEach(() => service?.close());

describe('the service', () => {
  it('says where it answers', async () => {
    service = await startServer(readConfig({ PORT: '0' }), OPTIONS);
    expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${service.url}/config.json`)).status).toBe(200);
  });

  it('lets requests in progress finish before it stops, and takes no new ones', async () => {
    service = await startServer(readConfig({ PORT: '0' }), OPTIONS);
    const answer = fetch(`${service.url}/layers`);
    await gate.reached;
    const closed = service.close();
    expect(service.close()).toBe(closed);
    await expect(fetch(`${service.url}/config.json`)).rejects.toThrow();
    gate.letGo();
    expect((await answer).status).toBe(200);
    await closed;
  });

  it('gives the tiles it has accepted, and ends what would never end, before it stops', async () => {
    service = await startServer(readConfig({ PORT: '0' }), {
      ...OPTIONS,
      city: { catalogue: testCatalogue, cases: [] },
      db: {
        ...DATABASE,
        query: () => gate.pass([{ tile: Buffer.from('tile').toString('base64'), revisions: '1' }]),
      },
    });
    const stream = await fetch(`${service.url}/events`);
    const answer = fetch(`${service.url}/tiles/toilets/1/0/0.mvt`);
    await gate.reached;
    const closed = service.close();
    gate.letGo();
    await closed;
    expect([(await answer).status, await (await answer).text()]).toEqual([200, 'tile']);
    expect(await stream.text()).toContain('event: hello');
  });

  it('rejects where its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(startServer(readConfig({ PORT: String(port) }), OPTIONS)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    other.close();
  });
});

// Other systems have one address on the loopback interface.
describe.skipIf(process.platform !== 'linux')('connections', () => {
  it('of one client leave room for those of another', async () => {
    const server = createHttpServer((_req, res) => res.end('ok'), 4);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const sockets: Socket[] = [];
    const open = async (localAddress: string): Promise<Socket> => {
      const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => undefined);
      sockets.push(socket);
      await new Promise((resolve) => socket.once('connect', resolve));
      return socket;
    };
    const many: Socket[] = [];
    for (let i = 0; i < 4; i += 1) many.push(await open('127.0.0.2'));
    const ended = new Promise((resolve) => many.at(-1)?.once('close', resolve));
    const other = await open('127.0.0.3');
    const answer = new Promise<string>((resolve) => other.once('data', (data) => resolve(data.toString())));
    other.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1.1 200/);
    await ended;
    // One more of the first has no place.
    await new Promise((resolve) => void open('127.0.0.2').then((socket) => socket.once('close', resolve)));
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});
