/**
 * A p-median problem as its search sees it: weighted costs by demand, ascending, of the sites that could serve it
 * better than what stands already. The same shape holds the whole problem and every piece that a branch leaves open.
 */
import type { SitingProblem } from '../../types.ts';
import { sortPairs } from './median-sort.ts';

export interface MedianCore {
  /** Sites still open to choice; `site[s]` is the facility's index in the problem. */
  readonly siteCount: number;
  readonly site: Uint32Array;
  /** Opening costs of the sites, and what may be spent on them: ones and p where a number of sites is asked for. */
  readonly price: Float64Array;
  readonly budget: number;
  /** All prices are 1. */
  readonly counted: boolean;
  /** Demand that some site would serve better; `row[i]` names it among the rows of the whole. */
  readonly demandCount: number;
  readonly row: Uint32Array;
  /** Weighted cost of demand i without any of the sites; the penalty of leaving it unserved where nothing serves it. */
  readonly base: Float64Array;
  /** Sites better than `base` for demand i: entries `start[i]` to `start[i + 1]`, by weighted cost. */
  readonly start: Uint32Array;
  readonly entrySite: Uint32Array;
  readonly entryCost: Float64Array;
  /** Weighted cost of demand that no site would serve better. */
  readonly constant: number;
  /** All weighted costs are whole numbers, so every objective is. */
  readonly whole: boolean;
}

/** The whole problem. `penalty` is the weighted cost of one person left unserved. */
export function medianCore(problem: SitingProblem, penalty: number): MedianCore {
  const { costs, people } = problem;
  const base = baseCosts(problem, penalty);
  const { site, siteOf, price, budget, counted } = openSites(problem);
  const counts = new Uint32Array(costs.demandCount + 1);
  let whole = base.every((cost, i) => people[i] === 0 || cost === Infinity || Number.isInteger(cost));
  forBetterPairs(problem, base, siteOf, (demand, _site, cost) => {
    counts[demand + 1] = (counts[demand + 1] as number) + 1;
    whole &&= Number.isInteger(cost);
  });
  const row = Uint32Array.from(filtered(costs.demandCount, (demand) => (counts[demand + 1] as number) > 0));
  const start = new Uint32Array(row.length + 1);
  const rowOf = new Uint32Array(costs.demandCount);
  row.forEach((demand, i) => {
    start[i + 1] = (start[i] as number) + (counts[demand + 1] as number);
    rowOf[demand] = i;
  });
  const entrySite = new Uint32Array(start[row.length] as number);
  const entryCost = new Float64Array(entrySite.length);
  const next = start.slice();
  forBetterPairs(problem, base, siteOf, (demand, s, cost) => {
    const i = rowOf[demand] as number;
    const k = next[i] as number;
    entrySite[k] = s;
    entryCost[k] = cost;
    next[i] = k + 1;
  });
  sortEntries(start, entrySite, entryCost);
  let constant = 0;
  for (let demand = 0; demand < costs.demandCount; demand++) {
    const cost = base[demand] as number;
    if (
      counts[demand + 1] === 0 &&
      (people[demand] as number) > 0 &&
      cost !== Infinity &&
      !isUnservable(problem, demand, cost, penalty)
    )
      constant += cost;
  }
  return {
    siteCount: site.length,
    site,
    price,
    budget,
    counted,
    demandCount: row.length,
    row,
    base: Float64Array.from(row, (demand) => base[demand] as number),
    start,
    entrySite,
    entryCost,
    constant,
    whole,
  };
}

/** Whether no site can serve demand at its penalty: then it counts for nothing. */
function isUnservable({ people }: SitingProblem, demand: number, base: number, penalty: number): boolean {
  return base === (people[demand] as number) * penalty;
}

function baseCosts({ costs, people, existingCount }: SitingProblem, penalty: number): Float64Array {
  const base = Float64Array.from(people, (weight) => weight * penalty);
  for (let k = 0; k < (costs.start[existingCount] as number); k++) {
    const demand = costs.demand[k] as number;
    base[demand] = Math.min(base[demand] as number, (people[demand] as number) * (costs.cost[k] as number));
  }
  return base;
}

function openSites(problem: SitingProblem): {
  site: Uint32Array;
  siteOf: Int32Array;
  price: Float64Array;
  budget: number;
  counted: boolean;
} {
  const { costs, existingCount } = problem;
  const { price: priceOf, budget } = spending(problem);
  const site = Uint32Array.from(filtered(costs.facilityCount, (f) => f >= existingCount && priceOf(f) <= budget));
  const siteOf = new Int32Array(costs.facilityCount).fill(-1);
  site.forEach((facility, s) => (siteOf[facility] = s));
  const price = Float64Array.from(site, priceOf);
  return { site, siteOf, price, budget, counted: price.every((each) => each === 1) };
}

/**
 * What a facility costs to open, and what may be spent: a budget (and a hair more, as prices that add up to it may pass
 * it by rounding), or p of cost 1 each.
 */
export function spending({ p, budget, openingCost }: Pick<SitingProblem, 'p' | 'budget' | 'openingCost'>): {
  price: (facility: number) => number;
  budget: number;
} {
  if (budget !== null)
    return { price: (facility) => openingCost?.[facility] ?? 1, budget: budget + 1e-9 * Math.max(1, budget) };
  return { price: () => 1, budget: p ?? Infinity };
}

function forBetterPairs(
  { costs, people, existingCount }: SitingProblem,
  base: Float64Array,
  siteOf: Int32Array,
  each: (demand: number, site: number, cost: number) => void,
): void {
  for (let facility = existingCount; facility < costs.facilityCount; facility++) {
    const site = siteOf[facility] as number;
    if (site < 0) continue;
    for (let k = costs.start[facility] as number; k < (costs.start[facility + 1] as number); k++) {
      const demand = costs.demand[k] as number;
      const weight = people[demand] as number;
      const cost = weight * (costs.cost[k] as number);
      if (weight > 0 && cost < (base[demand] as number)) each(demand, site, cost);
    }
  }
}

function* filtered(count: number, keep: (index: number) => boolean): Generator<number> {
  for (let index = 0; index < count; index++) if (keep(index)) yield index;
}

function sortEntries(start: Uint32Array, entrySite: Uint32Array, entryCost: Float64Array): void {
  for (let i = 0; i + 1 < start.length; i++)
    sortPairs(entryCost, entrySite, start[i] as number, (start[i + 1] as number) - 1);
}

/** States of a site while branches are taken. */
export const FREE = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** What is left to choose when some sites are taken and some are given up; `state` by site of `core`. */
export function restricted(core: MedianCore, state: Uint8Array): MedianCore {
  const keep = new Int32Array(core.siteCount).fill(-1);
  let budget = core.budget;
  for (let s = 0; s < core.siteCount; s++) if (state[s] === OPEN) budget -= core.price[s] as number;
  const kept: number[] = [];
  for (let s = 0; s < core.siteCount; s++) {
    if (state[s] !== FREE || (core.price[s] as number) > budget) continue;
    keep[s] = kept.length;
    kept.push(s);
  }
  const rows = rowsLeft(core, state, keep);
  return {
    ...rows,
    siteCount: kept.length,
    site: Uint32Array.from(kept, (s) => core.site[s] as number),
    price: Float64Array.from(kept, (s) => core.price[s] as number),
    budget,
    counted: core.counted,
    whole: core.whole,
  };
}

function rowsLeft(
  core: MedianCore,
  state: Uint8Array,
  keep: Int32Array,
): Pick<MedianCore, 'demandCount' | 'row' | 'base' | 'start' | 'entrySite' | 'entryCost' | 'constant'> {
  const { demandCount, start, entrySite, entryCost } = core;
  const row = new Uint32Array(demandCount);
  const base = new Float64Array(demandCount);
  const newStart = new Uint32Array(demandCount + 1);
  const newSite = new Uint32Array(entrySite.length);
  const newCost = new Float64Array(entrySite.length);
  let constant = core.constant;
  let rows = 0;
  let count = 0;
  for (let i = 0; i < demandCount; i++) {
    let own = core.base[i] as number;
    const first = count;
    for (let k = start[i] as number; k < (start[i + 1] as number); k++) {
      const s = entrySite[k] as number;
      if (state[s] === OPEN) {
        own = entryCost[k] as number;
        break;
      }
      const kept = keep[s] as number;
      if (kept < 0) continue;
      newSite[count] = kept;
      newCost[count++] = entryCost[k] as number;
    }
    // Sites that cost just as much as one already open are no better.
    while (count > first && (newCost[count - 1] as number) >= own) count--;
    if (count === first) {
      constant += own;
      continue;
    }
    row[rows] = core.row[i] as number;
    base[rows] = own;
    newStart[++rows] = count;
  }
  return {
    demandCount: rows,
    row: row.slice(0, rows),
    base: base.slice(0, rows),
    start: newStart.slice(0, rows + 1),
    entrySite: newSite.slice(0, count),
    entryCost: newCost.slice(0, count),
    constant,
  };
}

/** Weighted cost when exactly the sites with a mark are open. */
export function coreCost(core: MedianCore, open: Uint8Array): number {
  let total = core.constant;
  for (let i = 0; i < core.demandCount; i++) {
    let cost = core.base[i] as number;
    for (let k = core.start[i] as number; k < (core.start[i + 1] as number); k++) {
      if (open[core.entrySite[k] as number] === 1) {
        cost = core.entryCost[k] as number;
        break;
      }
    }
    total += cost;
  }
  return total;
}
