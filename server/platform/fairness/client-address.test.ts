import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { clientAt, clientOf } from './client-address.ts';

describe('a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:0:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:3:4:192.0.2.7', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
  ])('at %s is %s', (address, client) => expect(clientAt(address)).toBe(client));

  it.each(['', 'unknown', '_hidden', '192.0.2', '192.0.2.7.8', '2001:db8', '::ffff:999.0.2.7'])(
    'is not at %j',
    (address) => expect(clientAt(address)).toBeNull(),
  );
});

describe('the client of a request', () => {
  const request = (forwarded: string | string[] | undefined, remoteAddress?: string) => {
    const socket = new Socket();
    Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
    return { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded as string }, socket };
  };

  it.each([
    ['203.0.113.5', '203.0.113.5'],
    // What stands before the proxy's own word is the client's.
    ['198.51.100.1, 203.0.113.5', '203.0.113.5'],
    ['junk,203.0.113.5', '203.0.113.5'],
    [['198.51.100.1', '203.0.113.5'], '203.0.113.5'],
    ['203.0.113.5:4711', '203.0.113.5'],
    ['[2001:db8:1:2::9]:4711', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['::ffff:203.0.113.5', '203.0.113.5'],
    // A proxy that adds no address, or none at all.
    ['203.0.113.5, unknown', '192.0.2.1'],
    ['', '192.0.2.1'],
    [undefined, '192.0.2.1'],
  ])('behind a proxy that sends %j is %s', (forwarded, client) =>
    expect(clientOf(request(forwarded, '192.0.2.1'), true)).toBe(client),
  );

  it('is the peer of the connection where no proxy is trusted, and nobody once the connection is gone', () => {
    expect(clientOf(request('203.0.113.5', '::ffff:192.0.2.1'), false)).toBe('192.0.2.1');
    expect(clientOf(request('203.0.113.5'), false)).toBe('');
  });
});
