import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CoverageKeyFollower, type KeyedNames } from './coverage-keys.ts';
import type { CoverageKeys } from './protocol.ts';

const NAMES: KeyedNames = ['roads', 'people', 'toilets', null];
const FRESH_MS = 250;

describe('keys of a coverage', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  let reads: boolean[] = [];
  let network = 'a';
  let fails = false;
  const answer = (): CoverageKeys => ({ network, demand: 'd', facilities: '1', transit: '' });
  const follow = (freshMs = FRESH_MS): CoverageKeyFollower => {
    [reads, network, fails] = [[], 'a', false];
    return new CoverageKeyFollower((_names, isAhead) => {
      reads.push(isAhead);
      return fails ? Promise.reject(new Error('lost')) : Promise.resolve(answer());
    }, freshMs);
  };
  const asked = (): number => reads.filter((isAhead) => !isAhead).length;

  it('are read by the first step of a drag, and by no other, however slow it is', async () => {
    const keys = follow();
    for (const waitMs of [0, 16, 16, 100, 300, 700, 2000, 9000, 16, 16]) {
      await vi.advanceTimersByTimeAsync(waitMs);
      expect(await keys.get(NAMES, undefined)).toEqual(answer());
    }
    expect(asked()).toBe(1);
    keys.close();
  });

  it('are those of a commit as soon as a poll for changes would see it', async () => {
    const keys = follow();
    await keys.get(NAMES, undefined);
    for (const name of ['b', 'c', 'd']) {
      await vi.advanceTimersByTimeAsync(333);
      network = name;
      await vi.advanceTimersByTimeAsync(FRESH_MS);
      expect((await keys.get(NAMES, undefined)).network).toBe(name);
    }
    expect(asked()).toBe(1);
    keys.close();
  });

  it('are read ahead no more once nobody has asked for a while, or it is closed', async () => {
    const keys = follow();
    await keys.get(NAMES, undefined);
    await vi.advanceTimersByTimeAsync(60_000);
    const { length } = reads;
    expect(length).toBeGreaterThan(10);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([reads.length, vi.getTimerCount()]).toEqual([length, 0]);
    await keys.get(NAMES, undefined);
    expect(asked()).toBe(2);
    keys.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reads).toHaveLength(length + 1);
  });

  it('that cannot be read fail for whoever asks, and are read again by the next', async () => {
    const keys = follow();
    await keys.get(NAMES, undefined);
    fails = true;
    await vi.advanceTimersByTimeAsync(2 * FRESH_MS);
    await expect(keys.get(NAMES, undefined)).rejects.toThrow('lost');
    fails = false;
    expect(await keys.get(NAMES, undefined)).toEqual(answer());
    keys.close();
  });

  it('are read each time where nothing says how long they are valid', async () => {
    const keys = follow(0);
    for (let i = 0; i < 3; i += 1) await keys.get(NAMES, undefined);
    expect([asked(), reads.length, vi.getTimerCount()]).toEqual([3, 3, 0]);
  });
});
