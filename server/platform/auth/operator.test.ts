import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isFromOperator } from './operator.ts';

function request(
  headers: IncomingHttpHeaders,
  remoteAddress = '127.0.0.1',
): Pick<IncomingMessage, 'headers' | 'socket'> {
  return { headers, socket: { remoteAddress } as IncomingMessage['socket'] };
}
const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('without a token', () => {
  it.each<[string, IncomingHttpHeaders, string?]>([
    ['this machine', { host: '127.0.0.1:8080' }],
    ['its name', { host: 'localhost:8080' }],
    ['IPv6', { host: '[::1]:8080' }, '::1'],
    ['IPv4 in the form of IPv6', { host: 'localhost' }, '::ffff:127.0.0.1'],
    ['an address typed into a browser', { host: 'localhost:8080', 'sec-fetch-site': 'none' }],
    ['our own page', { host: 'localhost:8080', 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080' }],
  ])('is the operator: %s', (_name, headers, address) => {
    expect(isFromOperator(request(headers, address), undefined)).toBe(true);
  });

  it.each<[string, IncomingHttpHeaders, string?]>([
    ['another machine', { host: '127.0.0.1:8080' }, '192.168.1.7'],
    ['another machine that says it is this one', { host: 'localhost' }, '10.0.0.1'],
    ['a proxy on this machine', { host: 'localhost:8080', 'x-forwarded-for': '203.0.113.5' }],
    ['a proxy that tells its name', { host: 'localhost:8080', via: '1.1 nginx' }],
    ['a proxy that keeps the host', { host: 'map.example.org' }],
    ['a page of another site', { host: 'localhost:8080', 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { host: 'localhost:8080', 'sec-fetch-site': 'same-site' }],
    ['a script of another site', { host: 'localhost:8080', origin: 'https://evil.example' }],
    ['a name that leads here', { host: 'rebound.example:8080' }],
    ['no host', {}],
    ['a token that nobody has set', { host: 'map.example.org', authorization: 'Bearer ' }],
  ])('is not the operator: %s', (_name, headers, address) => {
    expect(isFromOperator(request(headers, address), undefined)).toBe(false);
  });
});

describe('with a token', () => {
  const token = 'a-long-token:with/signs+';
  it.each([`Bearer ${token}`, `bearer ${token}`, basic(`operator:${token}`), basic(`:${token}`)])(
    'takes %s',
    (given) => {
      expect(isFromOperator(request({ authorization: given }, '203.0.113.5'), token)).toBe(true);
    },
  );

  it.each([undefined, '', token, 'Bearer', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, basic(token), basic('a:b')])(
    'refuses %s, on this machine too',
    (given) => {
      const headers = { host: 'localhost', ...(given === undefined ? {} : { authorization: given }) };
      expect(isFromOperator(request(headers), token)).toBe(false);
    },
  );
});
