import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compress, negotiateCoding } from './content.ts';

describe('the content coding', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['GZIP;q=1.0, br;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['*', 'br'],
    ['*;q=0.1, gzip;q=0.5', 'gzip'],
    ['deflate, identity', 'identity'],
    ['br;q=nonsense', 'identity'],
  ])('for Accept-Encoding %j is %s', (header, coding) => {
    expect(negotiateCoding(header)).toBe(coding);
  });

  it('can be undone', async () => {
    const body = Buffer.from('城图'.repeat(100));
    expect(brotliDecompressSync(await compress(body, 'br'))).toEqual(body);
    expect(gunzipSync(await compress(body, 'gzip'))).toEqual(body);
    expect(await compress(body, 'identity')).toBe(body);
  });
});
