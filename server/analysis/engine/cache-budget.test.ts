import { describe, expect, it } from 'vitest';
import { CacheBudget, Kept } from './cache-budget.ts';
import { DerivedCache } from './caches.ts';
import { AnalysisError } from '../errors.ts';
import { MatrixCosts } from '../study/costs.ts';

const cacheOf = (budget: CacheBudget): DerivedCache<Uint8Array> =>
  new DerivedCache({ maxEntries: 8, budget, bytesOf: ({ byteLength }) => byteLength });
const make = (bytes: number) => () => new Uint8Array(bytes);

describe('caches within one limit of memory', () => {
  it('give way to each other, whichever was used least recently first', () => {
    const budget = new CacheBudget();
    const [one, other] = [cacheOf(budget), cacheOf(budget)];
    const owner = {};
    one.get([owner], 'a', make(40));
    other.get([owner], 'b', make(40));
    one.get([owner], 'a', make(40));
    budget.begin(100);
    other.get([owner], 'c', make(50));
    expect([one.size, other.size, budget.bytes]).toEqual([{ entries: 1, bytes: 40 }, { entries: 1, bytes: 50 }, 90]);
  });

  it('keep what the work at hand uses, as letting go of it would free nothing', () => {
    const budget = new CacheBudget();
    const cache = cacheOf(budget);
    const [graph, before] = [{}, {}];
    cache.get([graph], 'a', make(60));
    cache.get([before], 'b', make(30));
    budget.begin(100);
    budget.touch(graph);
    budget.makeRoom(80);
    expect(cache.size).toEqual({ entries: 1, bytes: 60 });
    budget.begin(100);
    budget.makeRoom(80);
    expect(cache.size.bytes).toBe(0);
  });

  it('let a study take the whole limit, however large the data that it is about, and not a byte more', () => {
    const budget = new CacheBudget();
    const cache = cacheOf(budget);
    const [graph, before] = [{}, {}];
    cache.get([graph], 'a', make(90_000));
    cache.get([before], 'b', make(9_000));
    const rows = (count: number): number[][] => Array.from({ length: count }, () => [1]);
    const costs = (count: number): unknown => new MatrixCosts(rows(count), 1, budget).existing(Infinity);
    budget.begin(100_000);
    budget.touch(graph);
    // Pairs of twelve bytes, twice as many while they grow: more than half of the limit, and more than it holds.
    expect(costs(4000)).toMatchObject({ facilityCount: 1 });
    expect(cache.size).toEqual({ entries: 1, bytes: 90_000 });
    expect(() => costs(5000)).toThrow(AnalysisError);
  });

  it('give way to a study, as far as its costs grow, before it is refused', () => {
    const budget = new CacheBudget();
    const cache = cacheOf(budget);
    const owner = {};
    for (const name of ['a', 'b', 'c', 'd']) cache.get([owner], name, make(20_000));
    budget.begin(100_000);
    const rows = (count: number): number[][] => Array.from({ length: count }, () => [1]);
    // 1,024 pairs of twelve bytes, and twice as many while they grow, beside the old ones.
    new MatrixCosts(rows(1500), 1, budget).existing(Infinity);
    expect(cache.size.entries).toBe(3);
    new MatrixCosts(rows(4000), 1, budget).existing(Infinity);
    expect(cache.size.entries).toBeLessThan(2);
    expect(() => new MatrixCosts(rows(5000), 1, budget).existing(Infinity)).toThrow(AnalysisError);
    expect(cache.size.entries).toBeLessThan(2);
  });
});

describe('what a cache keeps by name', () => {
  const keptOf = (names: readonly string[]): Kept<number> => {
    const kept = new Kept<number>({ budget: new CacheBudget(), bytesOf: (value) => value });
    names.forEach((name, n) => kept.set(name, n + 1));
    return kept;
  };

  it.each([
    [3, ['a', 'b', 'c']],
    [2, ['a', 'c']],
    [1, ['a']],
    [0, []],
  ])('is at most %d of those chosen, the ones used last', (most, left) => {
    const kept = keptOf(['a', 'b', 'c', 'other']);
    expect(kept.get('a')).toBe(1);
    kept.keep(most, (name) => name !== 'other');
    expect(['a', 'b', 'c'].filter((name) => kept.get(name) !== undefined)).toEqual(left);
    expect(kept.get('other')).toBe(4);
  });

  it('counts from when it was used', () => {
    const budget = new CacheBudget();
    const kept = new Kept<number>({ budget, bytesOf: (value) => value });
    kept.set('a', 10);
    kept.set('b', 20);
    expect(kept.size).toEqual({ entries: 2, bytes: 30 });
    kept.oldest()?.drop();
    expect(kept.get('a')).toBeUndefined();
  });
});
