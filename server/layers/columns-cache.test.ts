import { describe, expect, it } from 'vitest';
import { RevisionCache } from './columns-cache.ts';

function counting<T>(value: T) {
  let made = 0;
  return {
    make: () => {
      made++;
      return Promise.resolve(value);
    },
    made: () => made,
  };
}

describe('a cache by revision', () => {
  it('makes a value once for a revision, also for requests at the same time', async () => {
    const cache = new RevisionCache<string>(2);
    const a = counting('a');
    expect(await Promise.all([cache.get('k', 1, a.make), cache.get('k', 1, a.make)])).toEqual(['a', 'a']);
    expect(a.made()).toBe(1);
    await cache.get('k', 2, a.make);
    expect(a.made()).toBe(2);
  });

  it('keeps no value that could not be made', async () => {
    const cache = new RevisionCache<string>(2);
    await expect(cache.get('k', 1, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(await cache.get('k', 1, () => Promise.resolve('found'))).toBe('found');
  });

  it('lets the longest unused go', async () => {
    const cache = new RevisionCache<string>(2);
    const a = counting('a');
    const b = counting('b');
    await cache.get('a', 1, a.make);
    await cache.get('b', 1, b.make);
    await cache.get('a', 1, a.make);
    await cache.get('c', 1, () => Promise.resolve('c'));
    await cache.get('a', 1, a.make);
    await cache.get('b', 1, b.make);
    expect([a.made(), b.made()]).toEqual([1, 2]);
  });
});
