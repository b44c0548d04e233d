import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyone, PUBLIC, type Principal, type Rights } from '../auth/principal.ts';
import { DatabaseUnavailable } from '../db/errors.ts';
import { createLog, SILENT } from '../log/log.ts';
import { toApiError } from './errors.ts';
import { createApp } from './express.ts';
import { json, nothing, route } from './route.ts';
import { empty } from './respond.ts';

const EDITOR: Principal = { visibilityKey: 'department-7' };
const editors: Rights = { name: 'editors', allows: ({ visibilityKey }) => visibilityKey === EDITOR.visibilityKey };
const Answer = json(Type.Object({ seenBy: Type.String(), limit: Type.Number() }));
const common = { auth: anyone, cors: 'any-site', cache: 'revalidate' } as const;

const ROUTES = [
  route({
    ...common,
    method: 'GET',
    path: '/things/:id',
    params: Type.Object({ id: Type.String() }),
    query: Type.Object({ limit: Type.Integer({ minimum: 1, default: 3 }) }),
    answer: Answer,
    vary: ['language'],
    handle: ({ params, query, principal }) => ({
      seenBy: `${principal.visibilityKey} ${params.id}`,
      limit: query.limit,
    }),
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/things/:id',
    auth: editors,
    cache: 'no-store',
    answer: nothing({ zh: '已删除。', en: 'Deleted.' }),
    handle: () => empty(),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/own',
    cors: 'own-site',
    answer: Answer,
    handle: () => ({ seenBy: '', limit: 1 }),
  }),
  // @ts-expect-error: a route without rights does not compile.
  route({
    method: 'GET',
    path: '/open',
    cors: 'any-site',
    cache: 'no-store',
    answer: Answer,
    handle: () => ({ seenBy: '', limit: 1 }),
  }),
];

let url: string;
const app = createApp(ROUTES.slice(0, 3), {
  authenticate: (req) => (req.headers.authorization === undefined ? PUBLIC : EDITOR),
  observer: { answered: () => undefined },
  log: SILENT,
  toApiError,
  trustProxy: false,
});
const server = createServer(app);
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => void server.close());

const SIGNED_IN = { headers: { authorization: 'Bearer x' } };

describe('a declared route', () => {
  it('reads its parameters, with their defaults, and refuses what its schema does', async () => {
    expect(await (await fetch(`${url}/things/a`)).json()).toEqual({ seenBy: 'public a', limit: 3 });
    expect(await (await fetch(`${url}/things/a?limit=7`)).json()).toEqual({ seenBy: 'public a', limit: 7 });
    const wrong = await fetch(`${url}/things/a?limit=0`);
    expect([wrong.status, await wrong.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'bad-parameter', parameter: 'limit', status: 400 }),
    ]);
  });

  it('may be kept by shared caches for the public, and only by its reader for anybody else', async () => {
    const open = await fetch(`${url}/things/a`);
    expect([open.headers.get('cache-control'), open.headers.get('vary')]).toEqual([
      'public, no-cache',
      'Accept-Encoding, Accept-Language',
    ]);
    const own = await fetch(`${url}/things/a`, SIGNED_IN);
    expect([own.headers.get('cache-control'), own.headers.get('vary'), await own.json()]).toEqual([
      'private, no-cache',
      'Accept-Encoding, Accept-Language, Authorization, Cookie',
      { seenBy: 'department-7 a', limit: 3 },
    ]);
  });

  it('is refused to those without the rights that it names', async () => {
    const refused = await fetch(`${url}/things/a`, { method: 'DELETE' });
    expect([refused.status, refused.headers.get('content-type'), await refused.json()]).toEqual([
      403,
      'application/problem+json; charset=utf-8',
      expect.objectContaining({ code: 'forbidden' }),
    ]);
    expect((await fetch(`${url}/things/a`, { method: 'DELETE', ...SIGNED_IN })).status).toBe(204);
  });

  it('tells browsers which methods and sites it takes', async () => {
    const preflight = await fetch(`${url}/things/a`, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
      204,
      'GET, HEAD, OPTIONS, DELETE',
    ]);
    // Gateways in front of the service ask for it, and a star does not stand for it.
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/^Authorization, .*, \*$/);
    expect((await fetch(`${url}/things/a`)).headers.get('access-control-allow-origin')).toBe('*');
    const own = await fetch(`${url}/own`);
    expect([own.headers.get('access-control-allow-origin'), own.headers.get('cross-origin-resource-policy')]).toEqual([
      null,
      'same-origin',
    ]);
    const refused = await fetch(`${url}/own`, { method: 'POST' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

describe('absolute addresses', () => {
  const origin = route({
    ...common,
    method: 'GET',
    path: '/origin',
    answer: json(Type.Object({ origin: Type.String() })),
    vary: ['language', 'host'],
    handle: ({ base }) => ({ origin: base }),
  });

  async function originFor(trustProxy: boolean, headers: Record<string, string | string[]>) {
    const parts = { authenticate: () => PUBLIC, observer: { answered: () => undefined }, log: SILENT, toApiError };
    const own = createServer(createApp([origin], { ...parts, trustProxy }));
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
    const { port } = own.address() as AddressInfo;
    try {
      const { status, headers: answered, body } = await ask(port, headers);
      return { status, vary: answered.vary, origin: body['origin'], base: `http://127.0.0.1:${port}` };
    } finally {
      own.close();
    }
  }

  /** `fetch` sends no header twice. */
  const ask = (port: number, headers: Record<string, string | string[]>) =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; body: Record<string, unknown> }>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path: '/origin', headers, agent: false }, (res) => {
        let text = '';
        res.on('data', (chunk: Buffer) => (text += chunk.toString()));
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: JSON.parse(text) as Record<string, unknown>,
          }),
        );
      })
        .once('error', reject)
        .end();
    });

  it.each<[string, Record<string, string | string[]>, string | null]>([
    ['one value', { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'map.example' }, 'https://map.example'],
    [
      'what the client put before the words of the proxy',
      { 'X-Forwarded-Proto': 'javascript, https', 'X-Forwarded-Host': 'evil.example, map.example:8443' },
      'https://map.example:8443',
    ],
    [
      'the same in headers sent twice',
      { 'X-Forwarded-Host': ['evil.example', 'map.example'], 'X-Forwarded-Proto': ['https', 'http'] },
      'http://map.example',
    ],
    ['capitals', { 'X-Forwarded-Proto': 'HTTPS', 'X-Forwarded-Host': 'map.example' }, 'https://map.example'],
    ['a scheme alone', { 'X-Forwarded-Proto': 'https', Host: 'map.example' }, 'https://map.example'],
    ...['javascript', 'data', 'ftp', 'https:', 'http://x', '', ' , '].map(
      (scheme): [string, Record<string, string>, string] => [
        `the scheme ${JSON.stringify(scheme)}, which is none`,
        { 'X-Forwarded-Proto': scheme, 'X-Forwarded-Host': 'map.example' },
        'http://map.example',
      ],
    ),
    ['a path prefix', { 'X-Forwarded-Prefix': '/evil, /map/', Host: 'map.example' }, 'http://map.example/map'],
    ['nothing', {}, null],
  ])('behind a trusted proxy follow %s', async (_, headers, expected) => {
    const answer = await originFor(true, headers);
    expect([answer.status, answer.origin]).toEqual([200, expected ?? answer.base]);
    expect(answer.vary).toBe(
      'Accept-Encoding, Accept-Language, Host, X-Forwarded-Host, X-Forwarded-Proto, X-Forwarded-Prefix',
    );
  });

  it('refuse a host that would change what comes after it', async () => {
    for (const host of ['map.example/x', 'a@b', 'map.example?x', 'a b', '"><script>'])
      expect((await originFor(true, { 'X-Forwarded-Host': `map.example, ${host}` })).status).toBe(400);
  });

  it('refuse a prefix that is no path', async () => {
    for (const prefix of ['//evil.example', 'map', '/..', '/a?b', '/"><script>'])
      expect((await originFor(true, { 'X-Forwarded-Prefix': `/map, ${prefix}` })).status).toBe(400);
  });

  it('believe no forwarded header without one', async () => {
    const answer = await originFor(false, {
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Prefix': '/evil',
    });
    expect([answer.origin, answer.vary]).toEqual([answer.base, 'Accept-Encoding, Accept-Language, Host']);
  });
});

describe('the log of errors', () => {
  it('has a line a second for each kind, however many requests fail', async () => {
    const lines: string[] = [];
    const failing = (path: string, error: () => Error) =>
      route({ ...common, method: 'GET', path, answer: Answer, handle: () => Promise.reject(error()) });
    const own = createServer(
      createApp(
        [
          failing('/lost/:id', () => new DatabaseUnavailable(new Error('refused'))),
          failing('/lost-too', () => new DatabaseUnavailable(new Error('refused'))),
          failing('/broken', () => new TypeError('a mistake')),
          failing('/broken-too', () => new RangeError('another')),
        ],
        {
          authenticate: () => PUBLIC,
          observer: { answered: () => undefined },
          log: createLog((line) => lines.push(line)),
          toApiError,
          trustProxy: false,
        },
      ),
    );
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
    const startedMs = performance.now();
    const paths = ['/lost/1', '/lost/2', '/lost-too', '/broken', '/broken-too'];
    const storm = Array.from({ length: 500 }, (_, n) => paths[n % paths.length] ?? '');
    const statuses = await Promise.all(storm.map(async (path) => (await fetch(base + path)).status));
    own.close();
    expect(new Set(statuses)).toEqual(new Set([500, 503]));
    const seconds = Math.ceil((performance.now() - startedMs) / 1000);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.length).toBeLessThanOrEqual(3 * (seconds + 1));
    for (const cause of ['refused', 'a mistake', 'another'])
      expect(lines.filter((line) => line.includes(cause)).length).toBeGreaterThan(0);
  });
});
