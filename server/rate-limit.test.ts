import { afterEach, describe, expect, it } from 'vitest';
import { fakeDatabase } from './testing/fake-database.ts';
import { testCatalogue } from './testing/layers.ts';
import { serve, type TestService } from './testing/serve.ts';

const ASKED = '/cases';

let services: TestService[] = [];
const served = async (env: Record<string, string>): Promise<TestService> => {
  const db = fakeDatabase(() => Promise.resolve([]));
  const service = await serve({ db, catalogue: testCatalogue }, { CHENGTU_LANG: 'en', ...env });
  services.push(service);
  return service;
};
afterEach(async () => {
  await Promise.all(services.map((service) => service.close()));
  services = [];
});

/** Behind a proxy that adds the address which it sees at the end. */
const from = (forwarded: string): Record<string, string> => ({ 'x-forwarded-for': forwarded });
const BEHIND = { TRUST_PROXY: 'true', RATE_LIMIT: '2' };

describe('an address that has asked for all it may', () => {
  it('is told so, and until when, in its language', async () => {
    const service = await served(BEHIND);
    const left: (string | null)[] = [];
    for (let n = 0; n < 2; n += 1) {
      const answer = await service.get(ASKED, from('203.0.113.5'));
      expect([answer.status, answer.headers.get('ratelimit-policy')]).toEqual([200, '"address";q=2;w=60']);
      left.push(answer.headers.get('ratelimit'));
    }
    expect(left).toEqual([
      expect.stringMatching(/^"address";r=1;t=\d\d$/),
      expect.stringMatching(/^"address";r=0;t=\d\d$/),
    ]);
    const refused = await service.get(`${ASKED}?lang=zh`, from('203.0.113.5'));
    const { headers } = refused;
    expect([refused.status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      429,
      'application/problem+json; charset=utf-8',
      'no-store',
    ]);
    expect([
      headers.get('ratelimit'),
      headers.get('ratelimit-policy'),
      headers.get('access-control-allow-origin'),
    ]).toEqual([expect.stringMatching(/^"address";r=0;t=\d\d$/), '"address";q=2;w=60', '*']);
    const retryAfter = Number(headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(await refused.json()).toMatchObject({
      status: 429,
      code: 'rate-limited',
      retryAfterS: retryAfter,
      detail: `您的网络地址在一分钟内的请求已达上限，请 ${String(retryAfter)} 秒后再试。大量取数请用下载，一次取一个图层；缓存中的瓦片不计入。`,
      requestId: headers.get('x-request-id'),
    });
    expect((await service.get(ASKED, from('203.0.113.6'))).status).toBe(200);
  });

  it('still gets the page, its files and the state of the service, which count nothing', async () => {
    const service = await served(BEHIND);
    for (let n = 0; n < 3; n += 1) await service.get(ASKED, from('203.0.113.5'));
    for (const path of ['/', '/no-such-file', '/healthz', '/readyz', '/metrics', '/basemap/9/427/201.mvt']) {
      const answer = await service.get(path, from('203.0.113.5'));
      expect([path, answer.headers.get('ratelimit')]).toEqual([path, null]);
      expect(answer.status, path).not.toBe(429);
    }
    for (const method of ['OPTIONS', 'PUT']) {
      const { status } = await fetch(service.url + ASKED, { method, headers: from('203.0.113.5') });
      expect(status).toBe(method === 'PUT' ? 405 : 204);
    }
  });

  it.each([
    [
      'what a client says of itself, before what the proxy saw',
      '198.51.100.1, 203.0.113.5',
      '198.51.100.2, 203.0.113.5',
    ],
    ['a port', '203.0.113.5:4711', '203.0.113.5:4712'],
    ['IPv4 in the form of IPv6', '203.0.113.5', '::ffff:203.0.113.5'],
    ['the rest of a /64', '2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff'],
    ['what is no address, for which the proxy counts', 'unknown', "'; drop table feature; --"],
    ['a header as long as may be', 'x'.repeat(8000), `${'1.2.3.4, '.repeat(800)}x`],
  ])('does not become another one by %s', async (_name, one, other) => {
    const service = await served(BEHIND);
    const statuses = [];
    for (const forwarded of [one, other, one]) statuses.push((await service.get(ASKED, from(forwarded))).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('does not become another one by any header where no proxy is trusted', async () => {
    const service = await served({ RATE_LIMIT: '2' });
    const statuses = [];
    for (const headers of [
      from('203.0.113.5'),
      { 'x-real-ip': '203.0.113.6' },
      { ...from('203.0.113.7'), forwarded: 'for=203.0.113.8' },
    ])
      statuses.push((await service.get(ASKED, headers)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe('whoever runs the service', () => {
  it('is not counted: straight from this machine, or with the token', async () => {
    const service = await served({ RATE_LIMIT: '1' });
    const guarded = await served({ RATE_LIMIT: '1', OPERATOR_TOKEN: 'a-long-enough-token' });
    const token = { authorization: 'Bearer a-long-enough-token' };
    for (let n = 0; n < 3; n += 1) {
      expect((await service.get(ASKED)).headers.get('ratelimit')).toBeNull();
      expect((await guarded.get(ASKED, token)).status).toBe(200);
    }
    expect([(await guarded.get(ASKED)).status, (await guarded.get(ASKED)).status]).toEqual([200, 429]);
    expect((await guarded.get(ASKED, { authorization: 'Bearer a-wrong-enough-token' })).status).toBe(429);
  });
});

it('counts nothing at 0', async () => {
  const service = await served({ TRUST_PROXY: 'true', RATE_LIMIT: '0' });
  for (let n = 0; n < 3; n += 1)
    expect((await service.get(ASKED, from('203.0.113.5'))).headers.get('ratelimit-policy')).toBeNull();
});
