/**
 * Zones made better by handing units at their borders to a neighbour, one at a time (simulated annealing, Kirkpatrick,
 * Gelatt & Vecchi 1983; of zones D'Amico et al. 2002). No zone ever falls apart. Limits may be broken on the way, at a
 * price that rises.
 */
import type { Random } from '../random.ts';
import type { DistrictProblem } from './types.ts';
import { Leaving } from './zones.ts';

/** Levels of temperature, and proposals at each, by unit. */
const LEVELS = 120;
const PROPOSALS = 40;
/** The last level is as much colder than the first, and a broken limit as much dearer. */
const COOLING = 0.002;
const HARDENING = 10;
/** How a price answers to a unit too many, in steps of cost, at first and by how much more at the end. */
const FIRM = 0.02;
const STIFFENING = 20;
/** The first temperature, in steps of cost. */
const START = 0.3;
/** Proposals between two looks at the clock. */
const CHECK_EVERY = 20_000;
/** Random numbers are whole ones below it. */
const FULL = 2 ** 32;

export interface AnnealOptions {
  readonly random: Random;
  readonly price: Float64Array;
  readonly stop: () => boolean;
  /** Told after each level: zones, their cost, and people beyond the limits. */
  readonly look: (zone: Int32Array, value: DistrictValue) => void;
}

export interface DistrictValue {
  readonly cost: number;
  readonly excess: number;
}

/** People × cost of zones, and people by whom they are too large or too small. */
export function valueOf(problem: DistrictProblem, zone: Int32Array): DistrictValue {
  const { people, cost, seat } = problem;
  const load = new Float64Array(seat.length);
  let sum = 0;
  for (let u = 0; u < zone.length; u++) {
    const f = zone[u] as number;
    const count = people[u] as number;
    if (f < 0 || count === 0) continue;
    sum += count * (cost[u * seat.length + f] as number);
    load[f] = (load[f] as number) + count;
  }
  return { cost: sum, excess: load.reduce((all, each, f) => all + beyond(problem, f, each), 0) };
}

/** People by whom a zone is too large or too small; sums of people are exact to a billionth. */
export function beyond({ lower, upper }: DistrictProblem, f: number, load: number): number {
  const off = Math.max(0, load - (upper[f] as number), (lower[f] as number) - load);
  return off <= 1e-9 * Math.max(1, load) ? 0 : off;
}

export function anneal(problem: DistrictProblem, zone: Int32Array, options: AnnealOptions): void {
  const { people, cost, seat, touching, lower, upper } = problem;
  const { random, price, stop, look } = options;
  const [units, zones] = [zone.length, seat.length];
  if (zones < 2) return;
  const load = new Float64Array(zones);
  for (let u = 0; u < units; u++)
    if ((zone[u] as number) >= 0) load[zone[u] as number] = (load[zone[u] as number] as number) + (people[u] as number);
  const isSeat = new Uint8Array(units);
  for (const unit of seat) isSeat[unit] = 1;
  const leaving = new Leaving(touching);
  const { step, room, firm } = scaleOf(problem, zone, price);
  const perLevel = Math.max(200, PROPOSALS * units);
  let [temperature, penalty, stiffness] = [step, 0, 0];

  /** The augmented Lagrangian of a zone's limits (Hestenes 1969), and what breaking them costs beside it. */
  const crowding = (f: number, held: number): number => {
    const each = price[f] as number;
    const over = Math.max(0, Math.max(0, each) + stiffness * (held - (upper[f] as number)));
    const under = Math.max(0, Math.max(0, -each) + stiffness * ((lower[f] as number) - held));
    return (over * over + under * under) / (2 * stiffness) + penalty * beyond(problem, f, held);
  };

  const propose = (): void => {
    const unit = random.below(units);
    const own = zone[unit] as number;
    if (own < 0 || isSeat[unit] === 1) return;
    const from = touching.start[unit] as number;
    const count = (touching.start[unit + 1] as number) - from;
    if (count === 0) return;
    const next = zone[touching.index[from + random.below(count)] as number] as number;
    if (next < 0 || next === own) return;
    const more = (cost[unit * zones + next] as number) - (cost[unit * zones + own] as number);
    if (more === Infinity) return;
    const weight = people[unit] as number;
    // Nobody is there: it goes where people beside it would.
    if (weight === 0) {
      if (more + (price[next] as number) < (price[own] as number) && leaving.mayLeave(unit, zone)) zone[unit] = next;
      return;
    }
    const [mine, theirs] = [load[own] as number, load[next] as number];
    const change =
      weight * more +
      crowding(own, mine - weight) -
      crowding(own, mine) +
      crowding(next, theirs + weight) -
      crowding(next, theirs);
    if (change > 0 && random.below(FULL) >= FULL * Math.exp(-change / temperature)) return;
    if (!leaving.mayLeave(unit, zone)) return;
    zone[unit] = next;
    load[own] = mine - weight;
    load[next] = theirs + weight;
  };

  for (let level = 0; level <= LEVELS; level++) {
    const share = level / LEVELS;
    // The last level takes nothing that makes it worse.
    temperature = level === LEVELS ? Number.MIN_VALUE : step * COOLING ** share;
    penalty = room * HARDENING * share ** 4;
    stiffness = firm * STIFFENING ** share;
    for (let n = 0; n < perLevel; n++) {
      propose();
      if (n % CHECK_EVERY === 0 && stop()) break;
    }
    look(zone, valueOf(problem, zone));
    if (stop()) return;
  }
}

/** What moving a unit at a border costs, about, and what a person beyond a limit has to cost at least. */
function scaleOf(
  { people, cost, seat, touching }: DistrictProblem,
  zone: Int32Array,
  price: Float64Array,
): { readonly step: number; readonly room: number; readonly firm: number } {
  const zones = seat.length;
  let [sum, count, farthest] = [0, 0, 0];
  for (let u = 0; u < zone.length; u++) {
    const own = zone[u] as number;
    if (own < 0) continue;
    for (let k = touching.start[u] as number; k < (touching.start[u + 1] as number); k++) {
      const next = zone[touching.index[k] as number] as number;
      if (next < 0 || next === own) continue;
      const more = Math.abs((cost[u * zones + next] as number) - (cost[u * zones + own] as number));
      if (!(more < Infinity)) continue;
      farthest = Math.max(farthest, more);
      sum += (people[u] as number) * more;
      count += 1;
    }
  }
  const dearest = price.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const crowd = people.reduce((all, each) => all + each, 0) / people.length;
  const step = sum > 0 ? sum / count : 1;
  return { step: START * step, room: dearest + farthest, firm: (FIRM * step) / (crowd * crowd) };
}
