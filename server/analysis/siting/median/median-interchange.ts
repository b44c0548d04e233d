/**
 * Greedy addition (Kuehn & Hamburger 1963) and vertex interchange (Teitz & Bart 1968) for p-median, each exchange
 * evaluated by what demand gains from the new site and loses with each of the old (Whitaker 1983; Resende & Werneck
 * 2007).
 */
import type { Random } from '../../random.ts';
import type { MedianCore } from './median-core.ts';

/** The core's entries by site, and who serves whom now. */
export class MedianState {
  readonly core: MedianCore;
  readonly open: Uint8Array;
  spent = 0;
  /** Demand of each site and its cost there: entries `siteStart[s]` to `siteStart[s + 1]`. */
  private readonly siteStart: Uint32Array;
  private readonly siteDemand: Uint32Array;
  private readonly siteCost: Float64Array;
  /**
   * Best and second best cost of each demand among the open and its base, and the site of the best; -1 for the base.
   */
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private readonly server: Int32Array;
  /** What all demand of an open site loses when it closes. */
  private readonly loss: Float64Array;
  private readonly saved: Float64Array;
  private readonly touched: Uint32Array;

  constructor(core: MedianCore) {
    this.core = core;
    this.open = new Uint8Array(core.siteCount);
    this.first = core.base.slice();
    this.second = core.base.slice();
    this.server = new Int32Array(core.demandCount).fill(-1);
    this.loss = new Float64Array(core.siteCount);
    this.saved = new Float64Array(core.siteCount);
    this.touched = new Uint32Array(core.siteCount);
    ({ siteStart: this.siteStart, siteDemand: this.siteDemand, siteCost: this.siteCost } = bySite(core));
  }

  /** Opens exactly the marked sites. */
  reset(open: Uint8Array): void {
    this.open.set(open);
    this.spent = 0;
    for (let s = 0; s < open.length; s++) if (open[s] === 1) this.spent += this.core.price[s] as number;
    this.loss.fill(0);
    for (let i = 0; i < this.core.demandCount; i++) this.serve(i);
  }

  cost(): number {
    let total = this.core.constant;
    for (const each of this.first) total += each;
    return total;
  }

  /** What opening a site saves. */
  gain(site: number): number {
    let gain = 0;
    for (let k = this.siteStart[site] as number; k < (this.siteStart[site + 1] as number); k++) {
      const better = (this.first[this.siteDemand[k] as number] as number) - (this.siteCost[k] as number);
      if (better > 0) gain += better;
    }
    return gain;
  }

  /**
   * Multipliers to begin a relaxation with: between the best and the second best cost of each demand, as far as that is
   * not out of all proportion.
   */
  multipliers(open: Uint8Array): Float64Array {
    this.reset(open);
    const mean = this.first.reduce((sum, cost) => sum + cost, 0) / Math.max(1, this.first.length);
    return this.first.map((first, i) => (first + Math.min(this.second[i] as number, 2 * first + mean)) / 2);
  }

  fits(site: number, without = 0): boolean {
    const { price, budget } = this.core;
    return this.spent - without + (price[site] as number) <= budget;
  }

  add(site: number): void {
    this.open[site] = 1;
    this.spent += this.core.price[site] as number;
    for (let k = this.siteStart[site] as number; k < (this.siteStart[site + 1] as number); k++) {
      const i = this.siteDemand[k] as number;
      if ((this.siteCost[k] as number) < (this.second[i] as number)) this.reserve(i);
    }
  }

  remove(site: number): void {
    this.open[site] = 0;
    this.spent -= this.core.price[site] as number;
    for (let k = this.siteStart[site] as number; k < (this.siteStart[site + 1] as number); k++) {
      const i = this.siteDemand[k] as number;
      if ((this.siteCost[k] as number) <= (this.second[i] as number)) this.reserve(i);
    }
  }

  /** The site whose closing goes best with opening `site`, and what the exchange saves; `out` -1 for opening alone. */
  bestExchange(site: number): { readonly out: number; readonly saves: number } {
    const { saved, touched } = this;
    let gain = 0;
    let count = 0;
    for (let k = this.siteStart[site] as number; k < (this.siteStart[site + 1] as number); k++) {
      const i = this.siteDemand[k] as number;
      const cost = this.siteCost[k] as number;
      const first = this.first[i] as number;
      const second = this.second[i] as number;
      if (cost < first) gain += first - cost;
      const server = this.server[i] as number;
      const kept = second - Math.max(first, cost);
      if (!(kept > 0) || server < 0) continue;
      if (saved[server] === 0) touched[count++] = server;
      saved[server] = (saved[server] as number) + kept;
    }
    let out = -1;
    let least = this.fits(site) ? 0 : Infinity;
    for (let s = 0; s < this.core.siteCount; s++) {
      if (this.open[s] === 0) continue;
      const net = (this.loss[s] as number) - (saved[s] as number);
      if (net < least && this.fits(site, this.core.price[s])) {
        least = net;
        out = s;
      }
    }
    for (let t = 0; t < count; t++) saved[touched[t] as number] = 0;
    return { out, saves: gain - least };
  }

  private reserve(i: number): void {
    const server = this.server[i] as number;
    if (server >= 0)
      this.loss[server] = (this.loss[server] as number) - ((this.second[i] as number) - (this.first[i] as number));
    this.serve(i);
  }

  private serve(i: number): void {
    const { start, entrySite, entryCost, base } = this.core;
    const end = start[i + 1] as number;
    let first = base[i] as number;
    let second = first;
    let server = -1;
    for (let k = start[i] as number; k < end; k++) {
      const s = entrySite[k] as number;
      if (this.open[s] === 0) continue;
      if (server < 0) {
        server = s;
        first = entryCost[k] as number;
      } else {
        second = entryCost[k] as number;
        break;
      }
    }
    this.first[i] = first;
    this.second[i] = second;
    this.server[i] = server;
    if (server >= 0) this.loss[server] = (this.loss[server] as number) + second - first;
  }
}

function bySite(core: MedianCore): { siteStart: Uint32Array; siteDemand: Uint32Array; siteCost: Float64Array } {
  const siteStart = new Uint32Array(core.siteCount + 1);
  for (const s of core.entrySite) siteStart[s + 1] = (siteStart[s + 1] as number) + 1;
  for (let s = 0; s < core.siteCount; s++) siteStart[s + 1] = (siteStart[s + 1] as number) + (siteStart[s] as number);
  const next = siteStart.slice();
  const siteDemand = new Uint32Array(core.entrySite.length);
  const siteCost = new Float64Array(core.entrySite.length);
  for (let i = 0; i < core.demandCount; i++) {
    for (let k = core.start[i] as number; k < (core.start[i + 1] as number); k++) {
      const s = core.entrySite[k] as number;
      const at = next[s] as number;
      siteDemand[at] = i;
      siteCost[at] = core.entryCost[k] as number;
      next[s] = at + 1;
    }
  }
  return { siteStart, siteDemand, siteCost };
}

/**
 * Opens the site that saves most per price, again and again while one fits and saves anything. Savings only shrink, so
 * old ones are upper bounds and few are counted anew (Minoux 1978).
 */
export function greedyAddition(state: MedianState, checkpoint: () => void): void {
  const { siteCount, price } = state.core;
  const rate = new Float64Array(siteCount);
  const current = new Uint8Array(siteCount);
  const evaluate = (s: number): void => {
    const gain = state.gain(s);
    rate[s] = gain <= 0 ? 0 : gain / Math.max(price[s] as number, Number.MIN_VALUE);
    current[s] = 1;
  };
  for (let s = 0; s < siteCount; s++) evaluate(s);
  for (;;) {
    checkpoint();
    let best = -1;
    for (;;) {
      best = -1;
      for (let s = 0; s < siteCount; s++) {
        if (state.open[s] === 0 && (rate[s] as number) > (best < 0 ? 0 : (rate[best] as number)) && state.fits(s))
          best = s;
      }
      if (best < 0 || current[best] === 1) break;
      evaluate(best);
    }
    if (best < 0) return;
    state.add(best);
    current.fill(0);
  }
}

/** Exchanges while one saves anything, sites in turn. Returns the cost. */
export function interchange(state: MedianState, checkpoint: () => void): number {
  const { siteCount } = state.core;
  let cost = state.cost();
  for (let s = 0, tried = 0; tried < siteCount; s = (s + 1) % siteCount, tried++) {
    if (state.open[s] === 1) continue;
    checkpoint();
    const { out, saves } = state.bestExchange(s);
    // Less than rounding could feign would let the search go in circles.
    if (!(saves > 1e-9 * cost)) continue;
    if (out >= 0) state.remove(out);
    state.add(s);
    cost -= saves;
    tried = 0;
  }
  return state.cost();
}

/** Closes about a tenth of the open sites and opens as many others, drawn at random, where the budget has room. */
export function perturb(state: MedianState, random: Random): void {
  const opened: number[] = [];
  state.open.forEach((each, s) => each === 1 && opened.push(s));
  for (let kick = 0; kick < Math.ceil(opened.length / 10); kick++) {
    const out = opened[random.below(opened.length)] as number;
    const site = random.below(state.core.siteCount);
    if (state.open[out] === 0 || state.open[site] === 1) continue;
    state.remove(out);
    state.add(state.fits(site) ? site : out);
  }
}
