import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeDatabase } from './testing/fake-database.ts';
import { testCatalogue } from './testing/layers.ts';
import { serve, type TestService } from './testing/serve.ts';

/** What pages of other sites may not read: the public's own pages and their forms, and what is for operators. */
const OWN_SITE = [
  'GET /facilities/:layer/:id',
  'GET /facilities/:layer/:id/sign',
  'GET /facility-checks',
  'GET /find',
  'GET /sources',
  'POST /facilities/:layer/:id/checks',
];
/** What a browser shows to a page of another site beside the few headers that it always shows. */
const EXPOSED = [
  'Content-Crs',
  'Content-Disposition',
  'ETag',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Cache',
  'X-Request-Id',
];
/** What clients that others wrote send, and what makes a browser ask first. */
const SENT = ['authorization', 'content-type', 'if-none-match', 'range', 'x-request-id', 'last-event-id', 'accept'];

let service: TestService;
beforeAll(async () => {
  service = await serve({ db: fakeDatabase(() => Promise.resolve([])), catalogue: testCatalogue });
});
afterAll(() => service.close());

interface Seen {
  readonly status: number;
  readonly headers: Headers;
}

/** As a browser asks for a page of another site. The body is not waited for: a stream has no end. */
async function ask(name: string, headers: Record<string, string> = {}, preflight = false): Promise<Seen> {
  const [method = '', path = ''] = name.split(' ');
  const address = path
    .replaceAll(/:(layers?)\b/g, 'toilets')
    .replaceAll(/:[zxy]\b/g, '1')
    .replaceAll(/:\w+/g, 'a');
  const leaving = new AbortController();
  const answer = await fetch(service.url + address.replace('{*path}', 'a'), {
    method: preflight ? 'OPTIONS' : method,
    headers: {
      Origin: 'https://department.example',
      'Sec-Fetch-Site': 'cross-site',
      ...(preflight ? { 'Access-Control-Request-Method': method } : {}),
      ...headers,
    },
    ...(method === 'POST' && !preflight ? { body: '{' } : {}),
    signal: leaving.signal,
  });
  leaving.abort();
  return answer;
}

const list = (headers: Headers, name: string): string[] =>
  (headers.get(name) ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

const names = (): string[] => [
  ...service.server.routes.map(({ method, path }) => `${method} ${path}`),
  'GET /tiles/:layers/:z/:x/:y.mvt',
  'GET /tiles/:layers/:matrixSet/:z/:x/:y.mvt',
];

describe('pages of other sites', () => {
  it('may ask every route by every header they need, but for those of our own pages', async () => {
    const closed: string[] = [];
    for (const name of names()) {
      const [method = ''] = name.split(' ');
      const { status, headers } = await ask(name, { 'Access-Control-Request-Headers': SENT.join() }, true);
      expect([name, status]).toEqual([name, 204]);
      expect(list(headers, 'allow'), name).toContain(method);
      expect(headers.get('access-control-allow-credentials'), name).toBeNull();
      if (headers.get('access-control-allow-origin') === null) {
        expect(headers.get('access-control-allow-methods'), name).toBeNull();
        closed.push(name);
        continue;
      }
      expect(headers.get('access-control-allow-origin'), name).toBe('*');
      expect(list(headers, 'access-control-allow-methods'), name).toContain(method);
      const taken = list(headers, 'access-control-allow-headers').map((each) => each.toLowerCase());
      expect(taken, name).toEqual(expect.arrayContaining(SENT));
    }
    expect(closed.sort()).toEqual(OWN_SITE);
  });

  it('may read the answer of every route and its headers, errors as well, but for those of our own pages', async () => {
    const closed: string[] = [];
    for (const name of names()) {
      const { headers } = await ask(name);
      expect(headers.get('access-control-allow-credentials'), name).toBeNull();
      if (headers.get('access-control-allow-origin') === null) {
        expect(headers.get('cross-origin-resource-policy'), name).toBe('same-origin');
        closed.push(name);
        continue;
      }
      expect([name, headers.get('access-control-allow-origin')]).toEqual([name, '*']);
      expect(list(headers, 'access-control-expose-headers').sort(), name).toEqual(EXPOSED);
      expect(headers.get('cross-origin-resource-policy'), name).toBe('cross-origin');
    }
    expect(closed.sort()).toEqual(OWN_SITE);
  });

  it('may read why a method is refused', async () => {
    const { status, headers } = await ask('DELETE /layers');
    expect([status, headers.get('allow'), headers.get('access-control-allow-origin')]).toEqual([
      405,
      'GET, HEAD, OPTIONS',
      '*',
    ]);
  });
});
