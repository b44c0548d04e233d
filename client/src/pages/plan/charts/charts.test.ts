import { describe, expect, it } from 'vitest';
import { inequality } from '../../../../../server/analysis/measures/inequality.ts';
import { CELLS } from '../fixture.ts';
import { groupFigures } from '../data/groups.ts';
import { sumByCost, sumWithin } from '../data/coverage.ts';
import { areaRows, type AreaOrder } from './AreaChart.tsx';
import { lorenzOf } from './lorenz.ts';
import { axisMinutes, barsOfBand, minuteBars, peopleByMinute } from './minutes.ts';
import { orderByCost } from './session-charts.ts';

/** Mulberry32: the same numbers at every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function randomCity(count: number): { cost: Float32Array; people: Float64Array } {
  const random = generator(7);
  return {
    cost: Float32Array.from({ length: count }, () =>
      random() < 0.05 ? Infinity : random() < 0.05 ? 0 : random() * 3600,
    ),
    people: Float64Array.from({ length: count }, () => (random() < 0.2 ? 0 : random() * 90)),
  };
}

describe('cells by cost', () => {
  it('are sorted nearest first, equal ones by index, unreachable ones left out', () => {
    expect([...orderByCost(Float32Array.of(90, Infinity, 0, 3599.5, 90, 1e-7))]).toEqual([2, 5, 0, 4, 3]);
    const { cost } = randomCity(5000);
    expect([...orderByCost(cost)]).toEqual(
      [...cost.keys()]
        .filter((cell) => cost[cell] !== Infinity)
        .sort((a, b) => (cost[a] === cost[b] ? a - b : (cost[a] ?? 0) - (cost[b] ?? 0))),
    );
  });
});

describe('the Lorenz curve', () => {
  it('matches a worked example: two halves, one of which needs three times as long', () => {
    const cost = Float32Array.of(300, 100);
    const lorenz = lorenzOf(orderByCost(cost), cost, Float64Array.of(10, 10));
    // Differences: half of all pairs differ by 200; 100 / (2 · 200).
    expect(lorenz?.gini).toBe(0.25);
    expect(lorenz?.meanS).toBe(200);
    expect([0, 25, 50, 75, 100].map((k) => lorenz?.curve[k])).toEqual([0, 0.125, 0.25, 0.625, 1]);
  });

  it('is the diagonal where all need the same', () => {
    const cost = new Float32Array(4).fill(120);
    const lorenz = lorenzOf(orderByCost(cost), cost, Float64Array.of(1, 2, 3, 4));
    expect(lorenz?.gini).toBe(0);
    lorenz?.curve.forEach((share, k) => expect(share).toBeCloseTo(k / 100, 12));
  });

  it('matches the service', () => {
    const { cost, people } = randomCity(20_000);
    const reached = people.map((each, cell) => (cost[cell] === Infinity ? 0 : each));
    const server = inequality(
      Float64Array.from(cost, (each) => (each === Infinity ? 0 : each)),
      reached,
    );
    const client = lorenzOf(orderByCost(cost), cost, people);
    expect(client?.gini).toBeCloseTo(server.gini ?? NaN, 12);
    client?.curve.forEach((share, k) => expect(share).toBeCloseTo(server.lorenz?.[k]?.[1] ?? NaN, 11));
  });

  it('counts only the selected people, and is null where nobody gets there or everybody needs no time', () => {
    const cost = Float32Array.of(300, 100, Infinity);
    const people = Float64Array.of(10, 10, 5);
    expect(lorenzOf(orderByCost(cost), cost, people, Uint8Array.of(1, 0, 1))).toMatchObject({
      gini: 0,
      people: 10,
      meanS: 300,
    });
    expect(lorenzOf(orderByCost(cost), cost, people, Uint8Array.of(0, 0, 1))).toBeNull();
    const none = new Float32Array(3);
    expect(lorenzOf(orderByCost(none), none, people)).toBeNull();
  });
});

describe('people by minute', () => {
  it('include the full minute, and people who need no time', () => {
    const bars = peopleByMinute(Float32Array.of(0, 60, 60.5, 120, 3600, Infinity), Float64Array.of(1, 2, 4, 8, 16, 32));
    expect([bars[0], bars[1], bars[59], bars[60]]).toEqual([3, 12, 16, 32]);
  });

  it('add up to the share that the page shows', () => {
    const { cost, people } = randomCity(20_000);
    const bars = peopleByMinute(cost, people);
    const sums = sumByCost(cost, people);
    for (const minutes of [1, 15, 60])
      expect(bars.subarray(0, minutes).reduce((sum, each) => sum + each, 0)).toBeCloseTo(
        sumWithin(sums, minutes * 60),
        6,
      );
  });

  it('keep the time asked for in view, and put what is beyond the axis in one bar', () => {
    const all = new Float64Array(61);
    all[3] = 990;
    all[40] = 4;
    all[60] = 6;
    expect(axisMinutes(all, 3)).toBe(5);
    expect(axisMinutes(all, 15)).toBe(20);
    expect(axisMinutes(all, 60)).toBe(60);
    const bars = minuteBars(5, all, null, null);
    expect(bars).toHaveLength(6);
    expect(bars.at(-1)).toEqual({ fromS: 300, toS: Infinity, people: 10, part: null, other: null });
  });

  it('are found again by the band that was chosen', () => {
    const bars = minuteBars(5, new Float64Array(61), null, null);
    expect(barsOfBand(bars, 60, 180)).toEqual([1, 2]);
    expect(barsOfBand(bars, 240, Infinity)).toEqual([4, 5]);
    expect(barsOfBand(bars, 30, 180)).toBeNull();
  });
});

describe('rows by district', () => {
  const cost = Float32Array.of(0, 100, 200, 300, 400, Infinity);
  const rows = (order: AreaOrder, chosen: Uint8Array | null = null) =>
    areaRows({
      rows: groupFigures(CELLS, cost, 'district', 150),
      other: null,
      order,
      name: (key) => key ?? '—',
      part: chosen === null ? null : { chosen, group: CELLS.district, people: CELLS.people },
    });

  it('are sorted by share, worst first, by people, or by code', () => {
    expect(rows('share').map(({ key, share }) => [key, share])).toEqual([
      ['370203', 0],
      [null, 0],
      ['370202', 0.5],
    ]);
    expect(rows('people').map(({ people }) => people)).toEqual([60, 50, 40]);
    expect(rows('code').map(({ key }) => key)).toEqual(['370202', '370203', null]);
  });

  it('count their selected people', () => {
    expect(rows('code', Uint8Array.of(0, 1, 1, 0, 0, 1)).map(({ part }) => part)).toEqual([50, 0, 50]);
  });
});
