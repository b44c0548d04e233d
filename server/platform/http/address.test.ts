import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { firstSegment, normaliseTarget, originOf, prefixOf, readPrefix, type Reach } from './address.ts';

const NAMES = new Set(['layers', 'tiles', 'styles', 'docs', 'plan', 'assets']);
const TRUSTED: Reach = { trustProxy: true };

interface Target {
  readonly url: string;
  readonly host: string | undefined;
}

function normalised(url: string, headers: Readonly<Record<string, string>>, reach: Reach): Target {
  const req = {
    url,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    rawHeaders: Object.entries(headers).flat(),
  } as unknown as IncomingMessage;
  normaliseTarget(req, reach, NAMES);
  return { url: req.url ?? '', host: req.headers.host };
}

describe('a prefix', () => {
  it.each([
    ['/map', '/map'],
    ['/map/', '/map'],
    ['/city/map', '/city/map'],
    ['/a-b_c.d~1', '/a-b_c.d~1'],
    ['/%E5%9C%B0%E5%9B%BE', '/%E5%9C%B0%E5%9B%BE'],
    ['/', ''],
  ])('%s is %s', (text, prefix) => expect(readPrefix(text)).toBe(prefix));

  it.each([
    'map',
    '//evil.example',
    '/map//x',
    '/..',
    '/map/../x',
    '/./x',
    '/map?x',
    '/map#x',
    '/a b',
    '/"><script>',
    '/%2e%2e',
    '/%2Fevil',
    '/%00',
    '/%ff',
    '/map:8080',
    '/map\\x',
    'http://evil.example/map',
    `/${'x'.repeat(201)}`,
  ])('is not %s', (text) => expect(readPrefix(text)).toBeNull());

  it('is what the trusted proxy says last, else what the settings say', () => {
    const of = (header: string | undefined, reach: Reach) =>
      prefixOf({ headers: header === undefined ? {} : { 'x-forwarded-prefix': header } }, reach);
    expect(of('/map', TRUSTED)).toBe('/map');
    expect(of('/evil, /map/', TRUSTED)).toBe('/map');
    expect(of('/', { ...TRUSTED, basePath: '/map' })).toBe('');
    expect(of(undefined, { ...TRUSTED, basePath: '/map' })).toBe('/map');
    expect(of('/other', { trustProxy: false, basePath: '/map' })).toBe('/map');
    expect(of('/other', { trustProxy: false })).toBe('');
    for (const header of ['//evil.example', '/a, //evil.example', 'map', '/../x'])
      expect(() => of(header, TRUSTED)).toThrow('malformed-request');
  });
});

describe('the target of a request', () => {
  it.each<[string, string, Reach, Readonly<Record<string, string>>, string]>([
    ['a proxy that takes the prefix off', '/layers', TRUSTED, { 'X-Forwarded-Prefix': '/map' }, '/layers'],
    ['a proxy that leaves it', '/map/layers?lang=en', TRUSTED, { 'X-Forwarded-Prefix': '/map' }, '/layers?lang=en'],
    ['one that leaves it and says nothing', '/map/layers', { trustProxy: false, basePath: '/map' }, {}, '/layers'],
    ['one that takes it off and says nothing', '/layers', { trustProxy: false, basePath: '/map' }, {}, '/layers'],
    ['the prefix alone', '/map', { trustProxy: false, basePath: '/map' }, {}, '/'],
    ['the prefix with a slash', '/map/', { trustProxy: false, basePath: '/map' }, {}, '/'],
    ['the prefix with a query', '/map?lang=en', { trustProxy: false, basePath: '/map' }, {}, '/?lang=en'],
    ['a path that only begins alike', '/mapping', { trustProxy: false, basePath: '/map' }, {}, '/mapping'],
    ['a header nobody may send', '/map/layers', { trustProxy: false }, { 'X-Forwarded-Prefix': '/map' }, '/map/layers'],
    [
      'a prefix named like a path of ours',
      '/tiles/tiles/a.json',
      { trustProxy: false, basePath: '/tiles' },
      {},
      '/tiles/a.json',
    ],
    ['the same, taken off', '/tiles/a.json', { trustProxy: false, basePath: '/tiles' }, {}, '/tiles/a.json'],
    ['the same, the page', '/tiles/', { trustProxy: false, basePath: '/tiles' }, {}, '/'],
    ['a prefix that is none', '/x/layers', TRUSTED, { 'X-Forwarded-Prefix': '//x' }, '/x/layers'],
  ])('behind %s: %s', (_, url, reach, headers, expected) => expect(normalised(url, headers, reach).url).toBe(expected));

  it.each([
    ['http://map.example:8080/layers?lang=en', '/layers?lang=en', 'map.example:8080'],
    ['HTTPS://map.example/layers', '/layers', 'map.example'],
    ['http://map.example', '/', 'map.example'],
    ['http://map.example?lang=en', '/?lang=en', 'map.example'],
    ['http://[::1]:8080/', '/', '[::1]:8080'],
    // Not addresses of ours: told as malformed later.
    ['http://user@map.example/layers', 'http://user@map.example/layers', 'other.example'],
    ['ftp://map.example/layers', 'ftp://map.example/layers', 'other.example'],
    ['*', '*', 'other.example'],
  ])('%s is %s of %s', (url, path, host) =>
    expect(normalised(url, { Host: 'other.example' }, { trustProxy: false })).toEqual({ url: path, host }),
  );

  it('names its host, which counts for absolute addresses', () => {
    const socket = {} as IncomingMessage['socket'];
    expect(originOf({ headers: { host: 'map.example' }, socket }, { trustProxy: false })).toBe('http://map.example');
  });

  it('begins with a segment', () => {
    expect(['/layers/toilets?x', '/', '/tiles/:layers.json', 'x'].map(firstSegment)).toEqual([
      'layers',
      '',
      'tiles',
      '',
    ]);
  });
});
