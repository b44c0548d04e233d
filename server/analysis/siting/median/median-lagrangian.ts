/**
 * Lower bounds of p-median by Lagrangian relaxation of "every demand has one server" (Narula, Ogbu & Samuelsson 1977;
 * Beasley 1985): for multipliers λ, a site is worth ρ = Σ min(0, cost − λ), and the best sites within the budget are
 * taken. Multipliers move along subgradients; every value met is a bound.
 */
import type { MedianCore } from './median-core.ts';

export interface DualOptions {
  /** A value that can be reached: steps aim a little above it, and the search ends when the bound passes `cutoff`. */
  readonly target: number;
  readonly cutoff: number;
  readonly iterations: number;
  /** Step length factor at the start; halved when the bound has stood still for `patience` steps. */
  readonly step: number;
  readonly patience: number;
  /** Called with the sites that each relaxed solution takes (by mark), where they changed. */
  readonly onSites?: (open: Uint8Array, bound: number) => number;
  readonly checkpoint: () => void;
}

export interface Dual {
  readonly bound: number;
  /** Multipliers of the best bound, by demand of the core. */
  readonly lambda: Float64Array;
  /** What the bound rises by at least if the site is taken, or is not. */
  readonly ifOpen: Float64Array;
  readonly ifClosed: Float64Array;
  /** Share of the late relaxed solutions that take the site: about its value in the linear program. */
  readonly share: Float64Array;
}

/** Sites worth taking, and what the taking is worth. */
interface Taken {
  value: number;
  /** Worth, per unit of price, of the last taken and of the first not taken. */
  lastTaken: number;
  firstLeft: number;
}

export function lagrangian(core: MedianCore, start: Float64Array, options: DualOptions): Dual {
  const { demandCount, siteCount } = core;
  const lambda = start.slice();
  const worth = new Float64Array(siteCount);
  const open = new Uint8Array(siteCount);
  const before = new Uint8Array(siteCount);
  const slack = new Float64Array(demandCount);
  const direction = new Float64Array(demandCount);
  const share = new Float64Array(siteCount);
  const pick = picker(core);
  const best = {
    bound: -Infinity,
    lambda: lambda.slice(),
    worth: worth.slice(),
    taken: { value: 0, lastTaken: 0, firstLeft: 0 },
  };
  let { target, step } = options;
  let still = 0;
  for (let iteration = 0; iteration < options.iterations; iteration++) {
    const sum = siteWorths(core, lambda, worth);
    const taken = pick(worth, open);
    const bound = sum + taken.value - roundingOf(sum - taken.value, core);
    if (bound > best.bound) {
      if (bound > best.bound + 1e-5 * Math.abs(bound)) still = 0;
      best.bound = bound;
      best.lambda.set(lambda);
      best.worth.set(worth);
      best.taken = taken;
      if (bound > options.cutoff) break;
    }
    if (++still > options.patience) {
      still = 0;
      step /= 2;
      lambda.set(best.lambda);
      if (step < 0.005) break;
    }
    for (let s = 0; s < siteCount; s++) share[s] = 0.95 * (share[s] as number) + 0.05 * (open[s] as number);
    if (options.onSites !== undefined && differ(open, before)) target = Math.min(target, options.onSites(open, bound));
    if ((iteration & 15) === 0) options.checkpoint();
    const norm = subgradient(core, lambda, open, slack, direction);
    if (norm === 0) break;
    const length = (step * Math.max(target - bound, 1e-6 * Math.abs(target))) / norm;
    for (let i = 0; i < demandCount; i++)
      lambda[i] = Math.max(
        0,
        Math.min(core.base[i] as number, (lambda[i] as number) + length * (direction[i] as number)),
      );
  }
  return { bound: best.bound, lambda: best.lambda, share, ...ifForced(core, best.worth, best.taken) };
}

/** Sums over demand and sites whose terms add up to `magnitude` are off by less than this (Higham 2002, 4.2). */
export function roundingOf(magnitude: number, { demandCount, siteCount }: MedianCore): number {
  return (demandCount + siteCount) * Number.EPSILON * Math.abs(magnitude);
}

/** Fills the worths; returns the constant plus Σλ. */
function siteWorths(core: MedianCore, lambda: Float64Array, worth: Float64Array): number {
  const { demandCount, start, entrySite, entryCost } = core;
  worth.fill(0);
  let sum = core.constant;
  for (let i = 0; i < demandCount; i++) {
    const own = lambda[i] as number;
    sum += own;
    const end = start[i + 1] as number;
    for (let k = start[i] as number; k < end; k++) {
      const gain = (entryCost[k] as number) - own;
      if (gain >= 0) break;
      const s = entrySite[k] as number;
      worth[s] = (worth[s] as number) + gain;
    }
  }
  return sum;
}

/** Steps are taken along the subgradient with some of the direction before (Crowder 1976), which damps zigzags. */
function subgradient(
  core: MedianCore,
  lambda: Float64Array,
  open: Uint8Array,
  slack: Float64Array,
  direction: Float64Array,
): number {
  const { demandCount, start, entrySite, entryCost, base } = core;
  let norm = 0;
  for (let i = 0; i < demandCount; i++) {
    const own = lambda[i] as number;
    let servers = 0;
    const end = start[i + 1] as number;
    for (let k = start[i] as number; k < end; k++) {
      if ((entryCost[k] as number) >= own) break;
      servers += open[entrySite[k] as number] as number;
    }
    // At its base cost a demand needs no server.
    slack[i] = servers === 0 && own >= (base[i] as number) ? 0 : 1 - servers;
    const next = (slack[i] as number) + 0.6 * (direction[i] as number);
    direction[i] = next;
    norm += next * next;
  }
  return norm;
}

function differ(a: Uint8Array, b: Uint8Array): boolean {
  let differs = false;
  for (let s = 0; s < a.length; s++) {
    if (a[s] === b[s]) continue;
    differs = true;
    b[s] = a[s] as number;
  }
  return differs;
}

function picker(core: MedianCore): (worth: Float64Array, open: Uint8Array) => Taken {
  return core.counted ? countedPicker(core) : pricedPicker(core);
}

function countedPicker({ siteCount, budget }: MedianCore): (worth: Float64Array, open: Uint8Array) => Taken {
  const sorted = new Float64Array(siteCount);
  const count = Math.min(siteCount, Math.floor(budget));
  return (worth, open) => {
    sorted.set(worth);
    sorted.sort();
    const last = count > 0 ? (sorted[count - 1] as number) : 0;
    let value = 0;
    let ties = count;
    for (let k = 0; k < count; k++) {
      value += sorted[k] as number;
      if ((sorted[k] as number) < last) ties--;
    }
    for (let s = 0; s < siteCount; s++) {
      const each = worth[s] as number;
      open[s] = each < last || (each === last && ties-- > 0) ? 1 : 0;
    }
    return { value, lastTaken: last, firstLeft: count < siteCount ? (sorted[count] as number) : 0 };
  };
}

/**
 * The knapsack's linear relaxation (Dantzig 1957): by worth per price, the last one in part. Only whole ones are
 * marked.
 */
function pricedPicker({ siteCount, price, budget }: MedianCore): (worth: Float64Array, open: Uint8Array) => Taken {
  const order = Array.from({ length: siteCount }, (_, s) => s);
  const rate = new Float64Array(siteCount);
  return (worth, open) => {
    for (let s = 0; s < siteCount; s++)
      rate[s] = price[s] === 0 ? -Infinity : (worth[s] as number) / (price[s] as number);
    order.sort((a, b) => (rate[a] as number) - (rate[b] as number));
    open.fill(0);
    let left = budget;
    let value = 0;
    for (const s of order) {
      const cost = price[s] as number;
      if (cost <= left) {
        open[s] = 1;
        left -= cost;
        value += worth[s] as number;
      } else {
        const critical = rate[s] as number;
        return { value: value + left * critical, lastTaken: critical, firstLeft: critical };
      }
    }
    return { value, lastTaken: 0, firstLeft: 0 };
  };
}

/**
 * By the reduced worth at the price of the budget: a site taken against its will costs that much, and one given up as
 * well.
 */
function ifForced(
  { siteCount, price }: MedianCore,
  worth: Float64Array,
  { lastTaken, firstLeft }: Taken,
): Pick<Dual, 'ifOpen' | 'ifClosed'> {
  const ifOpen = new Float64Array(siteCount);
  const ifClosed = new Float64Array(siteCount);
  for (let s = 0; s < siteCount; s++) {
    const own = worth[s] as number;
    ifOpen[s] = Math.max(0, own - lastTaken * (price[s] as number));
    ifClosed[s] = Math.max(0, firstLeft * (price[s] as number) - own);
  }
  return { ifOpen, ifClosed };
}
