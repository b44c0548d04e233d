import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyCatalogue } from '../testing/city.ts';
import { readConfig } from '../platform/config.ts';
import { createServer as createAppServer, type Server as AppServer } from '../app.ts';
import { SILENT } from '../platform/log/log.ts';
import { fakeDatabase } from '../testing/fake-database.ts';

/** The client needs no database. */
const NO_DATABASE = fakeDatabase(() => Promise.reject(new Error('no database')));

let folder: string;
let app: AppServer;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-site-'));
  const clientFolder = join(folder, 'client');
  const config = {
    ...readConfig({ BASEMAP_URL: 'https://tiles.example/{z}/{x}/{y}.png', BASEMAP_ATTRIBUTION: '©' }),
    clientFolder,
  };
  app = createAppServer({ config, db: NO_DATABASE, catalogue: emptyCatalogue, cases: [], log: SILENT });
  server = createServer(app.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string): Promise<Response> => fetch(url + path);

describe('the web client', () => {
  it('where it is not built, is a page that says what to do', async () => {
    const response = await get('/');
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('npm run build');
    expect(await (await get('/?lang=en')).text()).toContain('not built yet');
    expect((await get('/plan')).status).toBe(503);
  });

  it('once it is built, is served with types, caching and a policy for its pages', async () => {
    await mkdir(join(folder, 'client/assets'), { recursive: true });
    await writeFile(join(folder, 'client/index.html'), '<!doctype html>map');
    await writeFile(join(folder, 'client/plan.html'), '<!doctype html>plan');
    await writeFile(join(folder, 'client/assets/index-Bk3Zr9aQ.js'), 'let map;');
    await writeFile(join(folder, 'client/.secret'), 'no');
    await writeFile(join(folder, 'beside.txt'), 'no');

    const page = await get('/');
    expect(await page.text()).toBe('<!doctype html>map');
    expect(page.headers.get('cache-control')).toBe('public, no-cache');
    expect(page.headers.get('content-security-policy')).toMatch(
      /worker-src 'self' blob:.*connect-src 'self' data: blob: https:\/\/tiles\.example/,
    );
    const plan = await get('/plan');
    expect(await plan.text()).toBe('<!doctype html>plan');
    expect(plan.headers.get('content-security-policy')).toBe(page.headers.get('content-security-policy'));
    expect(page.headers.get('content-security-policy')).toContain('frame-ancestors *');

    const script = await get('/assets/index-Bk3Zr9aQ.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-encoding')).toBe('gzip');
    expect((await fetch(`${url}/`, { headers: { 'If-None-Match': page.headers.get('etag') ?? '' } })).status).toBe(304);
  });

  it('gives what the build made smaller to whoever reads brotli, unless that is of an older file', async () => {
    const file = join(folder, 'client/assets/part-Ck3Zr9aQ.js');
    const script = 'let part = 1;'.repeat(100);
    await writeFile(file, script);
    const made = brotliCompressSync(`${script}// made by the build`);
    await writeFile(`${file}.br`, made);
    const ask = (coding: string): Promise<Response> =>
      fetch(`${url}/assets/part-Ck3Zr9aQ.js`, { headers: { 'Accept-Encoding': coding } });
    const small = await ask('br');
    expect(small.headers.get('content-encoding')).toBe('br');
    expect(await small.text()).toContain('// made by the build');
    expect(await (await ask('gzip')).text()).toBe(script);
    await utimes(file, new Date(), new Date(Date.now() + 4000));
    expect(await (await ask('br')).text()).toBe(script);
  });

  it('behind a path prefix has addresses that begin with it, whatever the page is called there', async () => {
    const page = '<!doctype html><meta name="chengtu-base" content="./"><script src="./assets/a.js"></script>';
    await writeFile(join(folder, 'client/index.html'), page);
    const prefixed = page.replaceAll('./', '/map/');
    const own = createAppServer({
      config: { ...readConfig({ BASE_PATH: '/map', TRUST_PROXY: 'true' }), clientFolder: join(folder, 'client') },
      db: NO_DATABASE,
      catalogue: emptyCatalogue,
      cases: [],
      log: SILENT,
    });
    const behind = createServer(own.listener);
    await new Promise<void>((resolve) => behind.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${String((behind.address() as AddressInfo).port)}`;
    const text = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
      (await fetch(at + path, { headers })).text();
    for (const path of ['/', '/map', '/map/', '/map?lang=en']) expect(await text(path)).toBe(prefixed);
    expect(await text('/', { 'X-Forwarded-Prefix': '/other' })).toBe(page.replaceAll('./', '/other/'));
    expect(await text('/other/', { 'X-Forwarded-Prefix': '/other' })).toBe(page.replaceAll('./', '/other/'));
    expect(await text('/', { 'X-Forwarded-Prefix': '/' })).toBe(page);
    expect((await fetch(`${at}/`, { headers: { 'X-Forwarded-Prefix': '//evil.example' } })).status).toBe(400);
    // However many prefixes a proxy passes on from its clients.
    for (let turn = 0; turn < 50; turn += 1)
      expect(await text('/', { 'X-Forwarded-Prefix': `/p${String(turn)}` })).toContain(`/p${String(turn)}/assets`);
    behind.close();
    behind.closeAllConnections();
    await own.close();
    // Who nobody tells of a prefix answers with addresses relative to the page.
    await utimes(join(folder, 'client/index.html'), new Date(), new Date(Date.now() + 4000));
    expect(await (await get('/')).text()).toBe(page);
  });

  it('is read anew when it was built anew', async () => {
    await writeFile(join(folder, 'client/index.html'), '<!doctype html>new');
    await utimes(join(folder, 'client/index.html'), new Date(), new Date(Date.now() + 5000));
    expect(await (await get('/')).text()).toBe('<!doctype html>new');
  });

  it.each(['/.secret', '/../beside.txt', '/%2e%2e/beside.txt', '/..%2fbeside.txt', '/assets', '/nothing.js'])(
    'gives nothing for %s',
    async (path) => {
      const response = await fetch(url + path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'unknown-route' });
    },
  );

  it('refuses a zero byte, which no name of a file holds', async () => {
    expect((await fetch(`${url}/%00`)).status).toBe(400);
  });
});

describe('without a database that answers', () => {
  it('an unexpected error is an internal error', async () => {
    expect((await get('/layers')).status).toBe(500);
  });
});
