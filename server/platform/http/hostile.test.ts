import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { SILENT } from '../log/log.ts';
import { startServer, type Service } from '../../main.ts';
import { emptyAnswer, fakeDatabase } from '../../testing/fake-database.ts';
import { testCatalogue } from '../../testing/layers.ts';

const EMPTY = fakeDatabase(emptyAnswer);

describe('hostile requests', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startServer(readConfig({ PORT: '0' }), {
      db: EMPTY,
      city: { catalogue: testCatalogue, cases: [] },
      log: SILENT,
    });
  });
  afterAll(() => service.close());

  /** What the service answers to bytes that `fetch` would not send. */
  const send = (text: string) =>
    new Promise<{ status: number; head: string; body: string }>((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.write(text));
      socket
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', reject)
        .on('close', () => {
          const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
          resolve({ status: Number(head.split(' ')[1]), head, body });
        });
    });
  const get = (path: string, headers: string, version = '1.1') =>
    send(`GET ${path} HTTP/${version}\r\nConnection: close\r\n${headers}\r\n`);

  it.each([
    '/layers/toilets/items/%00',
    '/layers/toilets/items/a%00b',
    '/search?q=a%00',
    '/nearby?layer=toilets&lon=120&lat=36&name=%00',
    '/cases/%00',
    '/%00',
  ])('with a zero byte, such as %s, are refused before the database sees it', async (path) => {
    const response = await fetch(service.url + path);
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'malformed-request' }),
    ]);
  });

  it('with a zero byte in the address of the page get the page all the same', async () => {
    const response = await fetch(`${service.url}/?layers=%00`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it.each(['lon=0x78&lat=36', 'lon=120&lat=1e999', 'lon=NaN&lat=36', 'lon=Infinity&lat=36', 'lon=1_0&lat=36'])(
    'with a number in another notation (%s) are refused',
    async (position) => {
      const response = await fetch(`${service.url}/nearby?layer=toilets&${position}`);
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ code: 'bad-parameter' }),
      ]);
    },
  );

  it.each(['user@evil.example', 'a b', '"><script>', 'evil.example/x?', '[::1', 'host:99999999'])(
    'from the host %s do not bring it into the addresses of tiles',
    async (host) => {
      expect(await get('/tiles/toilets.json', `Host: ${host}\r\n`)).toMatchObject({
        status: 400,
        body: expect.stringContaining('malformed-request'),
      });
    },
  );

  it('without a host, as HTTP/1.0 may send them, get addresses by that of the connection', async () => {
    const { status, body } = await get('/tiles/toilets.json', '', '1.0');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ tiles: [`${service.url}/tiles/toilets/{z}/{x}/{y}.mvt`] });
  });

  it('with an endless address, or that are not HTTP, get an error in the form of every other', async () => {
    const long = await get(`/search?q=${'a'.repeat(70_000)}`, 'Host: x\r\n');
    expect(long.status).toBe(431);
    expect(JSON.parse(long.body)).toEqual({
      type: 'about:blank',
      title: expect.any(String),
      status: 431,
      detail: expect.stringMatching(/64 KB.*POST/),
      code: 'request-too-long',
      requestId: expect.any(String),
    });
    const garbage = await send('garbage\r\n\r\n');
    expect(garbage.status).toBe(400);
    expect(JSON.parse(garbage.body)).toMatchObject({ code: 'malformed-request' });
  });

  it.each([
    ['a little', 70_000, 'Accept: text/html,*/*\r\n'],
    // Of these nobody knows what they accept.
    ['far', 200_000, ''],
  ])(
    'with an address that is %s too long get a page that says what to do, in both languages',
    async (_, chars, accept) => {
      const { status, head, body } = await get(`/plan?plan=${'a'.repeat(chars)}`, `Host: x\r\n${accept}`);
      expect(status).toBe(431);
      expect(head.toLowerCase()).toContain('content-type: text/html');
      for (const text of ['链接太长', '我的规划', 'The link is too long', 'My plans', '64 KB'])
        expect(body).toContain(text);
    },
  );

  it.each([
    ['GET /layers HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['GET /tiles/toilets/12/3412/1593.mvt HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['GET /layers HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n', 417],
    ['POST /analysis/studies HTTP/1.1\r\nHost: x\r\nExpect: <b>\r\nContent-Length: 2\r\n\r\n{}', 417],
  ])('that Node would refuse without a word (%j) learn why', async (text, status) => {
    const answer = await send(text);
    expect(answer.status).toBe(status);
    expect(answer.head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ status, detail: expect.stringMatching(/\p{L}/u) });
  });
});
