/**
 * What addresses spend at all processes and machines together, told through the database. Each process lets an address
 * spend a part of its limit before it has to tell, so that no request but one in many waits for the database, and
 * whoever spends little is never told of at all. So of a limit L, `processes` may let L and `processes × part` pass.
 */
import { readNumber, readText } from '../db/rows.ts';
import { loadSql } from '../db/sql.ts';
import type { Queryable } from '../db/types.ts';
import type { Log } from '../log/log.ts';
import { pause } from '../pause.ts';

const EXCHANGE = loadSql('platform/fairness/sql/exchange');
const PRUNE = loadSql('platform/fairness/sql/prune_spending');

/** All processes together let so much of a limit pass beyond it: a tenth. */
const BEYOND = 10;
/** Nobody waits longer for the database: each process counts for itself then. */
const PATIENCE_MS = 1000;
/** A database that did not answer is asked again after so long. */
const AGAIN_AFTER_MS = 1000;
const MINUTE_MS = 60_000;
/** Addresses that are counted, some 10 MiB. */
const MOST_ADDRESSES = 50_000;

interface Untold {
  /** Taken for requests of which it is not decided yet whether they pass. */
  taken: number;
  /** Spent, and not told. */
  points: number;
  /** On their way to the database. */
  telling: number;
  endsAtMs: number;
}

export interface SharedSpendingParts {
  readonly db: Queryable;
  readonly limit: number;
  /** That count for the same limit, on all machines. */
  readonly processes: number;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** What an address has spent at all processes, this one with all that it has let pass. */
export interface Spending {
  readonly client: string;
  readonly points: number;
  readonly leftMs: number;
}

export class SharedSpending {
  /** Points that an address may spend here before it is told. */
  readonly part: number;
  readonly #parts: SharedSpendingParts;
  readonly #untold = new Map<string, Untold>();
  #exchanging: Promise<void> | null = null;
  #lostAtMs = -Infinity;
  #isLost = false;
  #prunedAtMs = -Infinity;
  #onLearnt: (spending: Spending) => void = () => undefined;

  constructor(parts: SharedSpendingParts) {
    this.#parts = parts;
    this.part = Math.max(1, Math.ceil(parts.limit / (BEYOND * parts.processes)));
  }

  onLearnt(listener: (spending: Spending) => void): void {
    this.#onLearnt = listener;
  }

  /** Takes points for a request. Waits for the database where an address has spent too many untold ones. */
  async take(client: string, points: number): Promise<void> {
    for (;;) {
      const { taken, points: kept, telling } = this.#of(client);
      const before = taken + kept + telling;
      // What costs more than a part is let through where nothing else is untold.
      if (before <= 0 || before + points <= this.part || this.#isLost) break;
      await this.#exchange();
    }
    this.#of(client).taken += points;
  }

  /** What was taken has not been spent. */
  giveBack(client: string, points: number): void {
    this.#of(client).taken -= points;
  }

  /** What was taken has been spent in a minute that ends then. */
  spent(client: string, points: number, leftMs: number): void {
    const each = this.#of(client);
    each.endsAtMs = performance.now() + leftMs;
    each.taken -= points;
    each.points += points;
    // In time, so that the next one need not wait.
    if (each.points > this.part / 2 && !this.#rests()) void this.#exchange();
  }

  /** Whether the database did not answer a moment ago. Nobody waits for it until it does. */
  #rests(): boolean {
    return this.#isLost && performance.now() - this.#lostAtMs < AGAIN_AFTER_MS;
  }

  #of(client: string): Untold {
    let each = this.#untold.get(client);
    // What was spent in a minute that is over matters to nobody.
    if (each !== undefined && each.endsAtMs > performance.now()) return each;
    this.#untold.delete(client);
    // The oldest gives way, as it does where a process counts for itself.
    for (const [oldest] of this.#untold) {
      if (this.#untold.size < MOST_ADDRESSES) break;
      this.#untold.delete(oldest);
    }
    each = { taken: 0, points: 0, telling: 0, endsAtMs: Infinity };
    this.#untold.set(client, each);
    return each;
  }

  #exchange(): Promise<void> {
    this.#exchanging ??= this.#exchangeOnce().finally(() => {
      this.#exchanging = null;
    });
    return this.#exchanging;
  }

  async #exchangeOnce(): Promise<void> {
    const nowMs = performance.now();
    for (const [client, { endsAtMs }] of this.#untold) if (endsAtMs <= nowMs) this.#untold.delete(client);
    const told = [...this.#untold].filter(([, { points }]) => points > this.part / 2);
    for (const [, each] of told) [each.telling, each.points] = [each.points, 0];
    const late = pause(PATIENCE_MS);
    try {
      const rows = await Promise.race([
        this.#parts.db.query(EXCHANGE, [
          told.map(([client]) => client),
          told.map(([, { telling }]) => telling),
          told.map(([, { endsAtMs }]) => Math.min(endsAtMs - nowMs, MINUTE_MS)),
        ]),
        late.done,
      ]);
      if (rows === null) throw new Error(`No answer within ${String(PATIENCE_MS)} ms.`);
      for (const [, each] of told) each.telling = 0;
      for (const row of rows) {
        const client = readText(row, 'client');
        const { taken, points } = this.#of(client);
        const spent = readNumber(row, 'spent') + points + taken;
        this.#onLearnt({ client, points: spent, leftMs: readNumber(row, 'left_ms') });
      }
      this.#say(false);
      this.#prune();
    } catch (error) {
      // Whether it was told is not known; nobody is counted twice.
      for (const [, each] of told) each.telling = 0;
      this.#say(true, error);
    } finally {
      late.stop();
    }
  }

  #say(isLost: boolean, error?: unknown): void {
    if (isLost) this.#lostAtMs = performance.now();
    if (isLost === this.#isLost) return;
    this.#isLost = isLost;
    if (isLost) this.#parts.log.warn('rate-limits-apart', { error });
    else this.#parts.log.info('rate-limits-together');
  }

  #prune(): void {
    const nowMs = performance.now();
    if (nowMs - this.#prunedAtMs < MINUTE_MS) return;
    this.#prunedAtMs = nowMs;
    this.#parts.db.query(PRUNE).catch((error: unknown) => this.#parts.log.warn('prune-failed', { error }));
  }
}
