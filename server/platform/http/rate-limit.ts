import type { ServerResponse } from 'node:http';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { clientFrom, type Principal } from '../auth/principal.ts';
import type { SharedSpending, Spending } from '../fairness/shared-spending.ts';
import { rateLimited } from './errors.ts';

const WINDOW_S = 60;

/**
 * What a request counts, by what its answer costs. `free`: what costs next to nothing (files, the base map), and what
 * watches over the service, which must always get an answer. Tiles from memory never come here.
 */
const COSTS = { free: 0, usual: 1, picture: 5, study: 20, download: 100 } as const;
export type Cost = keyof typeof COSTS;

/** Addresses whose counts are kept, in 27 MiB. */
const MOST_ADDRESSES = 50_000;

export interface RateLimitOptions {
  readonly most?: number;
  readonly shared?: SharedSpending | null;
}

/** When the count of an address ends, in milliseconds of the clock. */
interface Count {
  readonly client: string;
  readonly endsAtMs: number;
}

/**
 * How much one address may ask for in a minute, beginning with its first request. Shares (`fairness/`) keep clients
 * from shutting each other out at any moment; this bounds what one of them takes over time, others or none. Each
 * process counts for itself, and hears of what is spent at others where there are any (`SharedSpending`).
 *
 * Memory is bounded: an address beyond the most makes the oldest count be forgotten. Whoever has that many addresses
 * has as many limits in any case, and nobody else is refused for it.
 */
export class RateLimit {
  readonly #limit: number;
  readonly #policy: string;
  readonly #limiter: RateLimiterMemory;
  /** Counts in the order in which they began; the next one takes the place at `#next`. */
  readonly #counts: Count[] = [];
  readonly #most: number;
  readonly #shared: SharedSpending | null;
  #next = 0;

  /** @param limit points in a minute; 0 for no limit. `shared`: where other processes count for the same limit */
  constructor(limit: number, { most = MOST_ADDRESSES, shared = null }: RateLimitOptions = {}) {
    this.#limit = limit;
    this.#shared = shared;
    shared?.onLearnt((spending) => void this.#learn(spending));
    this.#most = most;
    this.#policy = `"address";q=${String(limit)};w=${String(WINDOW_S)}`;
    this.#limiter = new RateLimiterMemory({ points: limit, duration: WINDOW_S, keyPrefix: '' });
  }

  /**
   * Counts a request and says in the headers of its answer what is left (draft-ietf-httpapi-ratelimit-headers-11).
   * Throws `ApiError` 429 where too little is left; that request counts nothing, so that cheaper ones may still pass.
   * Whoever runs the service is not counted.
   */
  async count(principal: Principal, cost: Cost, res: ServerResponse): Promise<void> {
    if (this.#limit === 0 || cost === 'free' || principal.isOperator === true) return;
    const client = clientFrom(principal);
    // A limit that is less than a download costs lets one through.
    const points = Math.min(COSTS[cost], this.#limit);
    await this.#shared?.take(client, points);
    let spent = await this.#limiter.penalty(client, points);
    const isRefused = spent.consumedPoints > this.#limit;
    if (isRefused) {
      spent = await this.#limiter.reward(client, points);
      this.#shared?.giveBack(client, points);
    } else {
      if (spent.isFirstInDuration) this.#begin(client, spent.msBeforeNext);
      this.#shared?.spent(client, points, spent.msBeforeNext);
    }
    const resetS = Math.max(1, Math.ceil(spent.msBeforeNext / 1000));
    if (!res.headersSent) {
      res.setHeader('RateLimit-Policy', this.#policy);
      res.setHeader('RateLimit', `"address";r=${String(spent.remainingPoints)};t=${String(resetS)}`);
    }
    if (isRefused) throw rateLimited(resetS);
  }

  /** Others have let the address spend too. */
  async #learn({ client, points, leftMs }: Spending): Promise<void> {
    const own = await this.#limiter.get(client);
    if (own !== null && own.consumedPoints < points) await this.#limiter.set(client, points, leftMs / 1000);
  }

  #begin(client: string, lastsMs: number): void {
    const nowMs = Date.now();
    const oldest = this.#counts[this.#next];
    if (oldest !== undefined && oldest.endsAtMs > nowMs) void this.#limiter.delete(oldest.client);
    this.#counts[this.#next] = { client, endsAtMs: nowMs + lastsMs };
    this.#next = (this.#next + 1) % this.#most;
  }
}
