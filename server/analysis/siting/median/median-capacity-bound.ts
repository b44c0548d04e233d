/**
 * Lower bounds of p-median with capacities: Lagrangian relaxation of "every demand has one server", which leaves a
 * knapsack for each facility (Pirkul 1987), here in its linear relaxation (Dantzig 1957). So the bound holds for demand
 * that is split as well as for whole demand.
 */
import type { CapacityCore } from './median-capacity-core.ts';

export interface CapacityBoundOptions {
  /** Weighted cost of one person left unserved. */
  readonly penalty: number;
  readonly target: () => number;
  readonly iterations: number;
  readonly checkpoint: () => void;
  /** Told each bound that is better, and each new set of open facilities (by mark). */
  readonly onBound: (bound: number) => void;
  readonly onOpen: (open: Uint8Array) => void;
}

export interface CapacityBound {
  readonly bound: number;
  /** What the bound rises by at least if a candidate is opened; 0 for those it opens. */
  readonly ifOpen: Float64Array;
}

const PATIENCE = 20;

export function capacityBound(core: CapacityCore, options: CapacityBoundOptions): CapacityBound {
  const lists = byFacility(core);
  const most = core.weight.map((weight) => weight * options.penalty);
  const lambda = startOf(core, most);
  const served = new Float64Array(core.row.length);
  const worth = new Float64Array(core.facility.length);
  const open = new Uint8Array(core.facility.length);
  let best: CapacityBound & { readonly lambda: Float64Array } = {
    bound: -Infinity,
    lambda: lambda.slice(),
    ifOpen: new Float64Array(core.facility.length),
  };
  let told = '';
  let step = 1;
  let still = 0;
  for (let iteration = 0; iteration < options.iterations && step > 0.005; iteration++) {
    options.checkpoint();
    const picked = relaxed(core, lists, lambda, { worth, open });
    if (picked.bound > best.bound) {
      if (picked.bound > best.bound + 1e-5 * Math.abs(picked.bound)) still = 0;
      best = { bound: picked.bound, lambda: lambda.slice(), ifOpen: picked.ifOpen };
      options.onBound(best.bound);
    }
    const now = open.join('');
    if (now !== told) options.onOpen(open);
    told = now;
    if (++still > PATIENCE) {
      still = 0;
      step /= 2;
      lambda.set(best.lambda);
      relaxed(core, lists, lambda, { worth, open });
    }
    usage(core, lists, lambda, open, served);
    const norm = served.reduce(
      (sum, each, i) => sum + (each >= 1 || (lambda[i] as number) < (most[i] as number) ? (1 - each) ** 2 : 0),
      0,
    );
    if (norm === 0) break;
    const length = (step * Math.max(options.target() - picked.bound, 1e-6 * Math.abs(picked.bound))) / norm;
    for (let i = 0; i < lambda.length; i++)
      lambda[i] = Math.max(
        0,
        Math.min(most[i] as number, (lambda[i] as number) + length * (1 - (served[i] as number))),
      );
  }
  return best;
}

interface FacilityLists {
  readonly start: Uint32Array;
  readonly row: Uint32Array;
  readonly cost: Float64Array;
}

function byFacility({ facility, row, start, entryFacility, entryCost }: CapacityCore): FacilityLists {
  const first = new Uint32Array(facility.length + 1);
  for (const f of entryFacility) first[f + 1] = (first[f + 1] as number) + 1;
  for (let f = 0; f < facility.length; f++) first[f + 1] = (first[f + 1] as number) + (first[f] as number);
  const next = first.slice();
  const rows = new Uint32Array(entryFacility.length);
  const cost = new Float64Array(entryFacility.length);
  for (let i = 0; i < row.length; i++) {
    for (let k = start[i] as number; k < (start[i + 1] as number); k++) {
      const f = entryFacility[k] as number;
      const at = next[f] as number;
      rows[at] = i;
      cost[at] = entryCost[k] as number;
      next[f] = at + 1;
    }
  }
  return { start: first, row: rows, cost };
}

/** Twice the least cost, and something where that is nothing. */
function startOf({ row, start, entryCost }: CapacityCore, most: Float64Array): Float64Array {
  const least = Float64Array.from(row, (_, i) => entryCost[start[i] as number] as number);
  const mean = least.reduce((sum, cost) => sum + cost, 0) / Math.max(1, least.length);
  return least.map((cost, i) => Math.min(most[i] as number, 2 * cost + mean));
}

function relaxed(
  core: CapacityCore,
  lists: FacilityLists,
  lambda: Float64Array,
  { worth, open }: { worth: Float64Array; open: Uint8Array },
): { bound: number; ifOpen: Float64Array } {
  let bound = 0;
  let magnitude = 0;
  for (const each of lambda) bound += each;
  magnitude += bound;
  open.fill(0);
  for (let f = 0; f < core.facility.length; f++) {
    worth[f] = knapsack(core, lists, f, lambda, null);
    magnitude -= worth[f] as number;
    if (f >= core.existing) continue;
    open[f] = 1;
    bound += worth[f] as number;
  }
  const { value, critical } = pick(core, worth, open);
  const ifOpen = worth.map((own, f) =>
    f < core.existing ? 0 : Math.max(0, own - critical * (core.price[f] as number)),
  );
  return { bound: bound + value - (core.row.length + core.facility.length) * Number.EPSILON * magnitude, ifOpen };
}

/** Candidates by worth per price until the budget is spent, the last in part. */
function pick(core: CapacityCore, worth: Float64Array, open: Uint8Array): { value: number; critical: number } {
  const rate = (f: number): number =>
    core.price[f] === 0 ? -Infinity : (worth[f] as number) / (core.price[f] as number);
  const order = Array.from(core.facility.keys())
    .slice(core.existing)
    .sort((a, b) => (rate(a) === rate(b) ? a - b : rate(a) - rate(b)));
  let left = core.budget;
  let value = 0;
  let last = 0;
  for (const f of order) {
    const price = core.price[f] as number;
    if (price > left) return { value: value + left * rate(f), critical: left === 0 ? last : rate(f) };
    open[f] = 1;
    left -= price;
    value += worth[f] as number;
    last = price === 0 ? last : rate(f);
  }
  return { value, critical: 0 };
}

/** Marks the facilities' shares of each demand in the relaxed solution. */
function usage(
  core: CapacityCore,
  lists: FacilityLists,
  lambda: Float64Array,
  open: Uint8Array,
  served: Float64Array,
): void {
  served.fill(0);
  for (let f = 0; f < open.length; f++) if (open[f] === 1) knapsack(core, lists, f, lambda, served);
}

/** Value of the best (partly fractional) load of a facility; adds its shares to `served` where given. */
function knapsack(
  core: CapacityCore,
  lists: FacilityLists,
  facility: number,
  lambda: Float64Array,
  served: Float64Array | null,
): number {
  const { weight } = core;
  const wanted: number[] = [];
  let total = 0;
  let load = 0;
  for (let k = lists.start[facility] as number; k < (lists.start[facility + 1] as number); k++) {
    const i = lists.row[k] as number;
    const gain = (lists.cost[k] as number) - (lambda[i] as number);
    if (gain >= 0) continue;
    wanted.push(k);
    total += gain;
    load += weight[i] as number;
  }
  const capacity = core.capacity[facility] as number;
  if (load <= capacity) {
    if (served !== null)
      for (const k of wanted) served[lists.row[k] as number] = (served[lists.row[k] as number] as number) + 1;
    return total;
  }
  const gainOf = (k: number): number => (lists.cost[k] as number) - (lambda[lists.row[k] as number] as number);
  const weightOf = (k: number): number => weight[lists.row[k] as number] as number;
  wanted.sort((a, b) => gainOf(a) / weightOf(a) - gainOf(b) / weightOf(b));
  let left = capacity;
  let value = 0;
  for (const k of wanted) {
    const share = Math.min(1, left / weightOf(k));
    value += share * gainOf(k);
    left -= share * weightOf(k);
    if (served !== null) served[lists.row[k] as number] = (served[lists.row[k] as number] as number) + share;
    if (!(left > 0)) break;
  }
  return value;
}
