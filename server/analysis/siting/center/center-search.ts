/**
 * Whether some choice of sites leaves out no more than is allowed, of what lies within a cost. Branch and bound decides
 * most; where it is slow to, HiGHS looks for the least price that leaves out nobody.
 */
import { randomFrom } from '../../random.ts';
import { solveMip } from '../solver/highs.ts';
import type { MedianCore } from '../median/median-core.ts';
import { greedyAddition, interchange, MedianState, perturb } from '../median/median-interchange.ts';
import { lagrangian } from '../median/median-lagrangian.ts';
import { searchMedian, type Incumbent } from '../median/median-search.ts';

/** How hard to look for a choice, and whether to prove that there is none. */
export type Effort = 'heuristic' | 'bound' | 'exact';
export type Answer = 'found' | 'none' | 'unknown';

export interface CoverOptions {
  /** Weight that may be left out. */
  readonly allowed: number;
  readonly checkpoint: () => void;
  readonly remainingMs: () => number;
  readonly stopped: () => boolean;
  /** Told every choice that leaves out less than those before. */
  readonly onFound: (facilities: readonly number[]) => void;
}

const RESTARTS = 10;
const SEED = 1964;
const BOUND_ITERATIONS = 1500;
/** Relaxed solutions that interchange tries to improve, of one search. */
const OFFERS = 60;
/** Pieces of branch and bound before HiGHS is asked, and how long it is given before branch and bound goes on. */
const PIECES = 100;
const MIP_LIMIT_S = 40;

export class CoverSearch {
  private readonly core: MedianCore;
  private readonly options: CoverOptions;
  private readonly state: MedianState;
  private readonly siteOf: ReadonlyMap<number, number>;
  /** The least weight of any demand: choices differ by no less, but for rounding. */
  private readonly unit: number;
  private open: Uint8Array;
  private left = Infinity;
  private offers = 0;

  constructor(core: MedianCore, options: CoverOptions) {
    this.core = core;
    this.options = options;
    this.state = new MedianState(core);
    this.siteOf = new Map(Array.from(core.site, (facility, site) => [facility, site]));
    this.unit = core.base.reduce((least, weight) => Math.min(least, weight), Infinity);
    this.open = new Uint8Array(core.siteCount);
    this.keep();
  }

  async look(effort: Effort): Promise<Answer> {
    if (effort !== 'bound') this.improve();
    if (this.found()) return 'found';
    if (effort === 'heuristic') return 'unknown';
    if (this.core.demandCount === 0) return 'none';
    const lambda = this.state.multipliers(this.open);
    if (effort === 'exact') return this.decide(lambda);
    if (this.bound(lambda) > this.cutoff()) return 'none';
    return this.found() ? 'found' : 'unknown';
  }

  private async decide(lambda: Float64Array): Promise<Answer> {
    const options = {
      incumbent: this.incumbent(),
      checkpoint: this.options.checkpoint,
      onBound: () => undefined,
      enoughAt: () => Infinity,
    };
    const first = searchMedian(this.core, lambda, -Infinity, { ...options, mostPieces: PIECES });
    if (this.found()) return 'found';
    if (first.finished) return 'none';
    const answer = this.options.allowed > 0 ? 'unknown' : await this.askHighs();
    this.options.checkpoint();
    if (answer !== 'unknown') return answer;
    searchMedian(this.core, lambda, first.bound, options);
    return this.found() ? 'found' : 'none';
  }

  /**
   * The least price that leaves out nobody is more than the budget, or it is not: the search ends as soon as that is
   * clear.
   */
  private async askHighs(): Promise<Answer> {
    const { core, options } = this;
    const passes = (bound: number | null): boolean =>
      bound !== null && bound > core.budget + 1e-6 * Math.max(1, core.budget);
    let clear = false;
    const take = (x: Float64Array): boolean => {
      const open = Uint8Array.from(x, (each) => (each > 0.5 ? 1 : 0));
      if (open.reduce((sum, each, site) => sum + each * (core.price[site] as number), 0) > core.budget) return false;
      this.state.reset(open);
      this.keep();
      return this.found();
    };
    const ones = (count: number): Float64Array => new Float64Array(count).fill(1);
    const { demandCount: rows, siteCount, start, entrySite } = core;
    const result = await solveMip(
      {
        sense: 'min',
        cost: core.price,
        lower: new Float64Array(siteCount),
        upper: ones(siteCount),
        integer: new Uint8Array(siteCount).fill(1),
        rows: {
          lower: ones(rows),
          upper: new Float64Array(rows).fill(Infinity),
          start,
          index: entrySite,
          value: ones(entrySite.length),
        },
      },
      {
        timeLimitS: Math.min(MIP_LIMIT_S, options.remainingMs() / 1000),
        gap: 0,
        start: ones(siteCount),
        isCancelled: () => clear || options.stopped(),
        onProgress: ({ bound, x }) => {
          clear ||= passes(bound) || (x !== null && take(x));
        },
      },
    );
    if (result.x !== null) take(result.x);
    if (this.found()) return 'found';
    return passes(result.bound) ? 'none' : 'unknown';
  }

  /** The least weight that has to be left out. */
  least(): number {
    this.improve();
    if (this.left > 0 && this.core.demandCount > 0) {
      const incumbent = { ...this.incumbent(), target: 0, cutoff: 0 };
      Object.defineProperties(incumbent, {
        target: { get: () => this.left },
        cutoff: { get: () => this.left - this.hair() },
      });
      searchMedian(this.core, this.state.multipliers(this.open), -Infinity, {
        incumbent,
        checkpoint: this.options.checkpoint,
        onBound: () => undefined,
        enoughAt: () => Infinity,
      });
    }
    return this.left;
  }

  private hair(): number {
    return 1e-6 * Math.min(this.unit, Math.max(this.left, this.unit));
  }

  private found(): boolean {
    return this.left <= this.options.allowed + 1e-6 * this.unit;
  }

  private cutoff(): number {
    return this.found() ? -Infinity : this.options.allowed + 1e-6 * this.unit;
  }

  private improve(): void {
    const { state, options } = this;
    const random = randomFrom(SEED);
    greedyAddition(state, options.checkpoint);
    interchange(state, options.checkpoint);
    this.keep();
    for (let restart = 0; restart < RESTARTS && !this.found(); restart++) {
      state.reset(this.open);
      perturb(state, random);
      interchange(state, options.checkpoint);
      this.keep();
    }
  }

  private bound(lambda: Float64Array): number {
    const incumbent = this.incumbent();
    return lagrangian(this.core, lambda, {
      target: incumbent.target,
      cutoff: this.cutoff(),
      iterations: BOUND_ITERATIONS,
      step: 1,
      patience: 30,
      checkpoint: this.options.checkpoint,
    }).bound;
  }

  private incumbent(): Incumbent {
    const cutoff = (): number => this.cutoff();
    return {
      target: this.options.allowed + this.unit,
      get cutoff() {
        return cutoff();
      },
      isWorth: (cost, atRoot) =>
        !this.found() &&
        (cost <= this.options.allowed + 3 * this.unit || (atRoot && this.offers < OFFERS && cost < 2 * this.left)),
      offer: (facilities) => {
        this.offers++;
        const open = new Uint8Array(this.core.siteCount);
        for (const facility of facilities) open[this.siteOf.get(facility) as number] = 1;
        this.state.reset(open);
        interchange(this.state, this.options.checkpoint);
        this.keep();
      },
    };
  }

  private keep(): void {
    const left = this.state.cost();
    if (left >= this.left) return;
    this.left = left;
    this.open = this.state.open.slice();
    this.options.onFound(Array.from(this.core.site).filter((_, site) => this.open[site] === 1));
  }
}
