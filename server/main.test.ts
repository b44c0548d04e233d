import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createCatalogue } from './layers/catalogue.ts';
import { readConfig } from './platform/config.ts';
import type { Database } from './platform/db/types.ts';
import { SILENT } from './platform/log/log.ts';
import { startServer, type Service } from './main.ts';
import { fakeDatabase } from './testing/fake-database.ts';
import { testCatalogue } from './testing/layers.ts';

const SLOW: Database = {
  ...fakeDatabase(() => new Promise((resolve) => setTimeout(resolve, 200, []))),
  close: () => Promise.reject(new Error('not ours to close')),
};
const OPTIONS = { db: SLOW, catalogue: createCatalogue([]), log: SILENT };

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
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = service.close();
    expect(service.close()).toBe(closed);
    await expect(fetch(`${service.url}/config.json`)).rejects.toThrow();
    expect((await answer).status).toBe(200);
    await closed;
  });

  it('gives the tiles it has accepted, and ends what would never end, before it stops', async () => {
    const tile = () =>
      new Promise<readonly Buffer[][]>((resolve) =>
        setTimeout(resolve, 200, [[Buffer.from('tile'), Buffer.from('1')]]),
      );
    service = await startServer(readConfig({ PORT: '0' }), {
      ...OPTIONS,
      catalogue: testCatalogue,
      db: { ...SLOW, background: { query: () => Promise.resolve([]) }, queryRaw: tile },
    });
    const stream = await fetch(`${service.url}/events`);
    const answer = fetch(`${service.url}/tiles/toilets/1/0/0.mvt`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await service.close();
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
