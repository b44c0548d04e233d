import { describe, expect, it } from 'vitest';
import { runs } from '../../testing/effort.ts';
import { randomFrom, type Random } from '../../testing/random.ts';
import { quietTask } from '../../testing/siting-problems.ts';
import type { Touching } from '../measures/types.ts';
import { solveDistricts } from './index.ts';
import { transport } from './transport.ts';
import type { DistrictOutcome, DistrictProblem } from './types.ts';

function gridTouching(columns: number, rows: number): Touching {
  const around = Array.from({ length: columns * rows }, (_, u) => {
    const [c, r] = [u % columns, Math.floor(u / columns)];
    return [
      ...(r > 0 ? [u - columns] : []),
      ...(c > 0 ? [u - 1] : []),
      ...(c < columns - 1 ? [u + 1] : []),
      ...(r < rows - 1 ? [u + columns] : []),
    ];
  });
  const start = [0];
  for (const list of around) start.push((start.at(-1) as number) + list.length);
  return { start: Uint32Array.from(start), index: Uint32Array.from(around.flat()) };
}

interface Shape {
  readonly columns: number;
  readonly rows: number;
  readonly zones: number;
  /** Room of all zones by people; Infinity for no limits. */
  readonly room: number;
  /** Share of its equal part that a zone has at least. */
  readonly least: number;
}

/** Costs are distances with some noise, people from 0 to 20. */
function randomProblem(random: Random, { columns, rows, zones, room, least }: Shape): DistrictProblem {
  const units = columns * rows;
  const people = Float64Array.from({ length: units }, () => (random.below(6) === 0 ? 0 : 1 + random.below(20)));
  const total = people.reduce((sum, each) => sum + each, 0);
  const seat: number[] = [];
  while (seat.length < zones) {
    const unit = random.below(units);
    if (!seat.includes(unit)) seat.push(unit);
  }
  const cost = Float64Array.from({ length: units * zones }, (_, k) => {
    const [unit, at] = [Math.floor(k / zones), seat[k % zones] as number];
    const far =
      Math.abs((unit % columns) - (at % columns)) + Math.abs(Math.floor(unit / columns) - Math.floor(at / columns));
    return far + random.below(30) / 10;
  });
  return {
    people,
    seat: Uint32Array.from(seat),
    cost,
    touching: gridTouching(columns, rows),
    lower: new Float64Array(zones).fill(Math.floor((least * total) / zones)),
    upper: new Float64Array(zones).fill(room === Infinity ? Infinity : Math.ceil((room * total) / zones)),
    gap: 0,
  };
}

/** Whether every zone hangs together around its seat, by the plainest means. */
function isContiguous({ seat, touching }: DistrictProblem, zone: ArrayLike<number>): boolean {
  const reached = new Set<number>();
  for (const [f, at] of seat.entries()) {
    if (zone[at] !== f) return false;
    reached.add(at);
  }
  for (const unit of reached)
    for (const next of touching.index.subarray(touching.start[unit], touching.start[unit + 1]))
      if (zone[next] === zone[unit]) reached.add(next);
  return reached.size === zone.length;
}

/** Least cost of all contiguous partitions that keep to the limits; Infinity where there is none. */
function bestOf(problem: DistrictProblem): number {
  const { people, seat, cost, lower, upper } = problem;
  const zones = seat.length;
  let best = Infinity;
  const zone = new Uint8Array(people.length);
  const load = new Array<number>(zones).fill(0);
  const visit = (unit: number, spent: number): void => {
    if (spent >= best) return;
    if (unit === people.length) {
      const keeps = load.every((sum, f) => sum >= (lower[f] as number) && sum <= (upper[f] as number));
      if (keeps && isContiguous(problem, zone)) best = spent;
      return;
    }
    for (let f = 0; f < zones; f++) {
      zone[unit] = f;
      const count = people[unit] as number;
      load[f] = (load[f] as number) + count;
      visit(unit + 1, spent + count * (cost[unit * zones + f] as number));
      load[f] = (load[f] as number) - count;
    }
  };
  visit(0, 0);
  return best;
}

/** Figures of an answer, added up anew; throws where a unit is left out or a zone falls apart. */
function checked(
  problem: DistrictProblem,
  { zone }: DistrictOutcome,
): { readonly cost: number; readonly excess: number } {
  const { people, seat, cost, lower, upper } = problem;
  expect(isContiguous(problem, zone)).toBe(true);
  const load = new Float64Array(seat.length);
  let sum = 0;
  zone.forEach((f, u) => {
    load[f] = (load[f] as number) + (people[u] as number);
    sum += (people[u] as number) * (cost[u * seat.length + f] as number);
  });
  const excess = load.reduce(
    (all, each, f) => all + Math.max(0, each - (upper[f] as number), (lower[f] as number) - each),
    0,
  );
  return { cost: sum, excess };
}

const SHAPES: readonly Shape[] = [
  { columns: 3, rows: 3, zones: 2, room: Infinity, least: 0 },
  { columns: 3, rows: 3, zones: 3, room: 1.3, least: 0 },
  { columns: 4, rows: 3, zones: 2, room: 1.1, least: 0.9 },
  { columns: 5, rows: 2, zones: 3, room: 1.2, least: 0 },
  { columns: 4, rows: 3, zones: 2, room: 1.05, least: 0 },
  { columns: 3, rows: 3, zones: 3, room: 1.25, least: 0.8 },
];

describe('districts of small grids', () => {
  it('are the best of all contiguous partitions, or it is proven that there are none', async () => {
    const random = randomFrom(1965);
    const seen = { optimal: 0, infeasible: 0 };
    for (let nth = 0; nth < runs({ daily: 204, full: 2400 }); nth++) {
      const problem = randomProblem(random, SHAPES[nth % SHAPES.length] as Shape);
      const best = bestOf(problem);
      const outcome = await solveDistricts(problem, quietTask());
      if (best === Infinity) {
        expect(outcome.status).toBe('infeasible');
        expect(checked(problem, outcome).excess).toBeCloseTo(outcome.excess, 6);
        seen.infeasible += 1;
        continue;
      }
      expect(outcome.status).toBe('optimal');
      expect(outcome.objective).toBeCloseTo(best, 6);
      expect(outcome.bound).toBeLessThanOrEqual(best + 1e-6);
      expect(checked(problem, outcome)).toEqual({ cost: outcome.objective, excess: 0 });
      seen.optimal += 1;
    }
    expect(seen.optimal).toBeGreaterThan(100);
    expect(seen.infeasible).toBeGreaterThan(5);
  }, 300_000);

  it('cost no less than transport without contiguity, whose bound is that of its linear program', () => {
    // Two zones and three units of one person: the middle one is divided where both zones hold one and a half.
    const problem: DistrictProblem = {
      people: Float64Array.from([1, 1, 1]),
      seat: Uint32Array.from([0, 2]),
      cost: Float64Array.from([0, 4, 1, 2, 4, 0]),
      touching: gridTouching(3, 1),
      lower: new Float64Array(2),
      upper: new Float64Array(2).fill(1.5),
      gap: 0,
    };
    expect(transport(problem, () => false)).toMatchObject({ isInfeasible: false });
    expect(transport(problem, () => false).bound).toBeCloseTo(0.5 + 1, 9);
    expect(transport({ ...problem, upper: new Float64Array(2).fill(1.4) }, () => false).isInfeasible).toBe(true);
    expect(
      transport({ ...problem, lower: Float64Array.from([0, 1.8]), upper: new Float64Array(2).fill(3) }, () => false)
        .bound,
    ).toBeCloseTo(0.2 + 1.6, 9);
  });
});

describe('districts of larger grids', () => {
  it('hang together, hold everybody once and keep to their limits, with a bound below', async () => {
    const random = randomFrom(2009);
    for (let nth = 0; nth < runs({ daily: 6, full: 40 }); nth++) {
      const shape = {
        columns: 20 + random.below(15),
        rows: 20,
        zones: 4 + random.below(8),
        least: nth % 2 === 0 ? 0 : 0.85,
      };
      const problem = { ...randomProblem(random, { ...shape, room: 1.15 }), gap: 0.005 };
      const outcome = await solveDistricts(problem, quietTask());
      const { cost, excess } = checked(problem, outcome);
      expect(outcome.objective).toBeCloseTo(cost, 6);
      expect(outcome.excess).toBeCloseTo(excess, 6);
      expect(outcome.bound).toBeLessThanOrEqual(cost);
      if (excess === 0) expect(['gap', 'feasible', 'optimal']).toContain(outcome.status);
      else expect(outcome.status).toMatch(/unmet|infeasible/);
    }
  }, 300_000);

  it('leave out pieces of ground that no seat is on', async () => {
    const touching = gridTouching(4, 1);
    // The last two units are an island of their own.
    const cut = { start: Uint32Array.from([0, 1, 2, 3, 4]), index: Uint32Array.from([1, 0, 3, 2]) };
    const problem: DistrictProblem = {
      people: new Float64Array(4).fill(5),
      seat: Uint32Array.from([0]),
      cost: Float64Array.from([0, 1, 2, 3]),
      touching,
      lower: new Float64Array(1),
      upper: new Float64Array(1).fill(20),
      gap: 0,
    };
    expect(await solveDistricts(problem, quietTask())).toMatchObject({ status: 'optimal', objective: 30 });
    const apart = await solveDistricts({ ...problem, touching: cut }, quietTask());
    expect([...apart.zone]).toEqual([0, 0, -1, -1]);
    expect(apart).toMatchObject({ status: 'optimal', objective: 5, bound: 5 });
  });
});
