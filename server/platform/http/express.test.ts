import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyone, PUBLIC, type Principal, type Rights } from '../auth/principal.ts';
import { SILENT } from '../log/log.ts';
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

  it('is kept by everybody for the public, and by its own reader alone for anybody else', async () => {
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
