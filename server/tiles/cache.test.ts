import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PUBLIC } from '../platform/auth/principal.ts';
import { testCatalogue } from '../testing/layers.ts';
import { tileRequest } from '../testing/tile-request.ts';
import { TileCache } from './cache.ts';
import { TileEntry } from './entry.ts';

const layers = testCatalogue.layers.filter(({ id }) => id === 'toilets');

function entry(x: number, size = 1000, y = 0): TileEntry {
  return new TileEntry(PUBLIC, tileRequest(layers, { z: 12, x, y }), {
    bytes: randomBytes(size),
    revisions: new Map([['toilets', 1]]),
  });
}

const url = (each: TileEntry): string => `/tiles/toilets/12/${each.tile.x}/${each.tile.y}.mvt`;

function filled(budget: number, count: number, size = 1000): { cache: TileCache; entries: TileEntry[] } {
  const cache = new TileCache(budget);
  const entries = Array.from({ length: count }, (_, x) => entry(x, size));
  for (const each of entries) {
    cache.put(each);
    cache.addUrl(each, url(each));
  }
  return { cache, entries };
}

/** What is in it, counted anew. */
const counted = (cache: TileCache, entries: readonly TileEntry[]): number =>
  entries.filter((each) => cache.byKey(PUBLIC, each.key) === each).reduce((sum, each) => sum + each.bytes(), 0);

describe('tiles in memory', () => {
  it('stay within the budget, which counts bodies, keys, addresses and the objects that hold them', async () => {
    const { cache, entries } = filled(40_000, 100);
    expect(cache.bytes).toBeLessThanOrEqual(40_000);
    expect(cache.bytes).toBe(counted(cache, entries));
    expect(cache.size).toBeGreaterThan(10);
    expect(cache.evictions).toBe(100 - cache.size);
    for (const each of entries.slice(-5)) {
      await each.coded('br');
      cache.resized(each);
      await each.coded('identity');
      await each.coded('gzip');
      cache.resized(each);
      expect(cache.bytes).toBeLessThanOrEqual(40_000);
      expect(cache.bytes).toBe(counted(cache, entries));
    }
    expect(cache.addresses).toBe(cache.size);
  });

  it('go in the order of their last use', () => {
    const entries = Array.from({ length: 20 }, (_, n) => entry(10 + n));
    const room = entries.reduce((sum, each) => sum + each.bytes(), 0);
    const cache = new TileCache(room);
    for (const each of entries) cache.put(each);
    for (const n of [3, 0, 7, 3]) cache.used(entries[n] as TileEntry);
    const gone: number[] = [];
    for (let x = 30; x < 50; x += 1) {
      cache.put(entry(x));
      const next = entries.filter((each) => !each.isKept && !gone.includes(each.tile.x));
      expect(next).toHaveLength(1);
      gone.push(...next.map(({ tile }) => tile.x));
    }
    expect(gone).toEqual([...entries.map(({ tile }) => tile.x).filter((x) => ![10, 13, 17].includes(x)), 10, 17, 13]);
    expect([cache.bytes, cache.size, cache.evictions]).toEqual([room, 20, 20]);
  });

  it('are found by their addresses for as long as they are there', () => {
    const {
      cache,
      entries: [first, second],
    } = filled(1_000_000, 2);
    if (!first || !second) throw new Error('No entries.');
    expect(cache.byUrl(PUBLIC, url(first))).toBe(first);
    const anew = entry(0);
    cache.put(anew);
    expect([cache.byUrl(PUBLIC, url(first)), cache.byKey(PUBLIC, first.key), first.isKept, cache.size]).toEqual([
      anew,
      anew,
      false,
      2,
    ]);
    cache.addUrl(first, '/tiles/other');
    expect(cache.byUrl(PUBLIC, '/tiles/other')).toBeUndefined();
  });

  it('keep few addresses each, and no long one, however many they are asked by', () => {
    const {
      cache,
      entries: [first],
    } = filled(1_000_000, 1);
    if (!first) throw new Error('No entry.');
    const before = cache.bytes;
    for (let n = 0; n < 10_000; n += 1) cache.addUrl(first, `${url(first)}?v=${n}`);
    cache.addUrl(first, `${url(first)}?v=${'x'.repeat(5000)}`);
    expect(cache.addresses).toBe(4);
    expect(cache.bytes).toBeLessThan(before + 1000);
    expect(cache.byUrl(PUBLIC, `${url(first)}?v=9999`)).toBe(first);
  });

  it('are not kept where they alone would take more than an eighth', () => {
    const { cache } = filled(100_000, 10);
    const before = cache.size;
    const large = entry(50, 20_000);
    cache.put(large);
    cache.addUrl(large, url(large));
    expect([cache.byKey(PUBLIC, large.key), cache.byUrl(PUBLIC, url(large)), cache.size, cache.evictions]).toEqual([
      undefined,
      undefined,
      before,
      0,
    ]);
    const none = new TileCache(0);
    none.put(entry(1));
    expect([none.size, none.bytes]).toEqual([0, 0]);
  });

  it('are found only by principals of the visibility that they were made for', () => {
    const member = { visibilityKey: 'member' };
    const cache = new TileCache(100_000);
    const shared = entry(1);
    const own = new TileEntry(member, tileRequest(layers, { z: 12, x: 1, y: 0 }), {
      bytes: randomBytes(9),
      revisions: new Map(),
    });
    for (const each of [shared, own]) {
      cache.put(each);
      cache.addUrl(each, url(each));
    }
    expect([own.key, cache.size, cache.addresses]).toEqual([shared.key, 2, 2]);
    expect([cache.byKey(PUBLIC, own.key), cache.byUrl(PUBLIC, url(own))]).toEqual([shared, shared]);
    expect([cache.byKey(member, own.key), cache.byUrl(member, url(own))]).toEqual([own, own]);
    expect(cache.byUrl({ visibilityKey: 'nobody' }, url(own))).toBeUndefined();
    expect([cache.removeLayer('zones'), cache.removeLayer('toilets'), cache.size, cache.bytes]).toEqual([0, 2, 0, 0]);
  });

  it('give up the plain bytes once a coded form is there, and restore them for a client that takes them', async () => {
    const bytes = Buffer.concat([randomBytes(500), Buffer.alloc(5000)]);
    const each = new TileEntry(PUBLIC, tileRequest(layers, { z: 1, x: 0, y: 0 }), { bytes, revisions: new Map() });
    const [one, two] = await Promise.all([each.coded('br'), each.coded('br')]);
    expect(one).toBe(two);
    expect([each.identity, each.br?.bytes.length === each.br?.bytes.buffer.byteLength]).toEqual([null, true]);
    expect((await each.coded('identity')).bytes).toEqual(bytes);
    await each.coded('gzip');
    expect(each.identity?.bytes).toEqual(bytes);
    expect(new Set([each.br?.etag, each.gzip?.etag, each.identity?.etag]).size).toBe(3);
  });

  it('hand their compressed forms on to a tile made anew of the same bytes', async () => {
    const bytes = randomBytes(1000);
    const make = (): TileEntry =>
      new TileEntry(PUBLIC, tileRequest(layers, { z: 1, x: 0, y: 0 }), { bytes, revisions: new Map() });
    const [before, after, other] = [make(), make(), entry(5)];
    await before.coded('br');
    after.adopt(before);
    other.adopt(before);
    expect([after.br, other.br]).toEqual([before.br, null]);
  });
});
