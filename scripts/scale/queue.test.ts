import { describe, expect, it } from 'vitest';
import { hitRate, zipf } from './cache.ts';
import { erlangC, meanWaitS, serversFor, utilisation, waitQuantileS, type Queue } from './queue.ts';
import { simulateCache, simulateQueue } from './simulate.ts';

const queue = (servers: number, rho: number, scv: number): Queue => ({
  perSecond: (servers * rho) / 0.01,
  serviceS: 0.01,
  scv,
  servers,
});

describe('the wait of a request', () => {
  it('of one server is that of Pollaczek and Khinchine', () => {
    // M/M/1: rho / (1 - rho) services; M/D/1 half of that.
    expect(meanWaitS(queue(1, 0.8, 1))).toBeCloseTo(0.04, 10);
    expect(meanWaitS(queue(1, 0.8, 0))).toBeCloseTo(0.02, 10);
    expect(erlangC(queue(1, 0.8, 1))).toBeCloseTo(0.8, 10);
  });

  it('of several is that of the published tables of Erlang', () => {
    // c = 2: C = 2 rho² / (1 + rho); c = 10 at a load of 8: 0.4092 (Gross and Harris, Fundamentals of Queueing Theory).
    expect(erlangC(queue(2, 0.5, 1))).toBeCloseTo(1 / 3, 10);
    expect(erlangC(queue(10, 0.8, 1))).toBeCloseTo(0.4092, 4);
  });

  it('has no end where the servers cannot keep up', () => {
    expect([erlangC(queue(3, 1, 1)), meanWaitS(queue(3, 1.2, 1)), waitQuantileS(queue(3, 1, 1), 0.95)]).toEqual([
      1,
      Infinity,
      Infinity,
    ]);
  });

  it.each([
    [1, 0.5, 1],
    [1, 0.8, 0],
    [1, 0.7, 2],
    [2, 0.8, 1],
    [8, 0.7, 1],
    [16, 0.85, 1],
  ])('of %i servers at %d with a variance of %d is what the simulation finds', (servers, rho, scv) => {
    const asked = queue(servers, rho, scv);
    const { meanWaitS: found, marginS, p95WaitS } = simulateQueue(asked, 400_000, 17);
    expect(Math.abs(found - meanWaitS(asked))).toBeLessThan(marginS);
    expect(marginS).toBeLessThan(0.12 * found);
    if (scv === 1) expect(p95WaitS / waitQuantileS(asked, 0.95)).toBeCloseTo(1, 0);
  });

  it.each([
    [4, 0.7, 2],
    [12, 0.7, 2],
    [24, 0.65, 1.5],
  ])(
    'of %i servers at %d with a variance of %d is at least what the simulation finds, and not much more',
    (servers, rho, scv) => {
      const asked = queue(servers, rho, scv);
      const { meanWaitS: found } = simulateQueue(asked, 400_000, 17);
      // The more servers there are, the more the approximation is on the safe side.
      expect(found / meanWaitS(asked)).toBeGreaterThan(0.7);
      expect(found / meanWaitS(asked)).toBeLessThan(1.05);
    },
  );
});

it('as few servers as keep to the goal are counted, and one less does not', () => {
  const goal = { mostUtilisation: 0.7, mostWaitS: 0.02 };
  for (const perSecond of [1, 30, 400, 9000]) {
    const asked = { perSecond, serviceS: 0.01, scv: 1.5 };
    const servers = serversFor(asked, goal);
    const isEnough = (count: number): boolean =>
      utilisation({ ...asked, servers: count }) <= goal.mostUtilisation + 1e-9 &&
      waitQuantileS({ ...asked, servers: count }, 0.95) <= goal.mostWaitS;
    expect(isEnough(servers)).toBe(true);
    if (servers > 1) expect(isEnough(servers - 1)).toBe(false);
  }
});

describe('what a cache answers', () => {
  it.each([
    [2000, 0.8, 100],
    [2000, 0.8, 500],
    [20_000, 1, 1000],
    [500, 0, 100],
  ])('of %i tiles with a skew of %d and room for %i is what the simulation finds', (items, skew, room) => {
    const shares = zipf(items, skew);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(hitRate(shares, room)).toBeCloseTo(simulateCache(shares, room, 600_000, 17), 2);
  });

  it('is all where it has room for all', () => {
    expect(hitRate(zipf(10, 1), 10)).toBe(1);
  });
});
