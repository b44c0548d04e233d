import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { publicAt } from '../auth/principal.ts';
import type { Row, SqlValue } from '../db/types.ts';
import { SharedSpending } from '../fairness/shared-spending.ts';
import { randomFrom } from '../../testing/edits.ts';
import { RateLimit } from './rate-limit.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const LIMIT = 200;
const PROCESSES = 4;
const BEYOND = LIMIT / 10;
const MINUTE_MS = 60_000;
const ANSWER_MS = 3;
/** Between what passes of two minutes. */
const PAUSE_MS = 10_000;

/** What `exchange.sql` does, in memory; it answers after a moment, as a database does. */
class FakeSpending {
  readonly #rows = new Map<string, { spent: number; endsAtMs: number }>();

  readonly query = async (_sql: unknown, params: readonly SqlValue[] = []): Promise<readonly Row[]> => {
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    const [clients = [], points = [], lefts = []] = params as unknown as readonly [string[]?, number[]?, number[]?];
    const nowMs = performance.now();
    return clients.map((client, nth) => {
      const before = this.#rows.get(client);
      const row =
        before !== undefined && before.endsAtMs > nowMs ? before : { spent: 0, endsAtMs: nowMs + (lefts[nth] ?? 0) };
      row.spent += points[nth] ?? 0;
      this.#rows.set(client, row);
      return { client, spent: row.spent, left_ms: row.endsAtMs - nowMs };
    });
  };
}

function processes(): RateLimit[] {
  const db = new FakeSpending();
  const log = { info: () => undefined, warn: () => undefined };
  return Array.from(
    { length: PROCESSES },
    () =>
      new RateLimit(LIMIT, {
        shared: new SharedSpending({ db: { query: db.query }, limit: LIMIT, processes: PROCESSES, log }),
      }),
  );
}

async function passes(limit: RateLimit): Promise<boolean> {
  const res = { headersSent: false, setHeader: () => undefined } as unknown as ServerResponse;
  const counted = limit.count(publicAt('a'), 'usual', res).then(
    () => true,
    () => false,
  );
  let isDone = false;
  const done = counted.finally(() => (isDone = true));
  for (await vi.advanceTimersByTimeAsync(0); !isDone; ) await vi.advanceTimersByTimeAsync(1);
  return done;
}

/** Moments at which requests passed, of a client that asks one process after another, and each after an answer. */
async function askFor(ms: number, everyMs: number, pick: (nth: number) => number): Promise<number[]> {
  const all = processes();
  const passed: number[] = [];
  const endsAtMs = performance.now() + ms;
  for (let nth = 0; performance.now() < endsAtMs; nth += 1) {
    if (await passes(all[pick(nth)] as RateLimit)) passed.push(performance.now());
    await vi.advanceTimersByTimeAsync(everyMs);
  }
  return passed;
}

describe('the limit of an address over several processes', () => {
  const random = randomFrom(20_261_201);
  const WAYS: Readonly<Record<string, (nth: number) => number>> = {
    'by turns': (nth) => nth % PROCESSES,
    'by long turns': (nth) => Math.floor(nth / 37) % PROCESSES,
    'at random': () => Math.floor(random() * PROCESSES),
  };

  it.each(Object.keys(WAYS))('holds for a client that asks one at a time, %s', async (way) => {
    const passed = await askFor(MINUTE_MS - 1000, 50, WAYS[way] as (nth: number) => number);
    expect(passed.length).toBeGreaterThanOrEqual(LIMIT);
    expect(passed.length).toBeLessThanOrEqual(LIMIT + BEYOND);
  });

  it('is there again at the turn of the minute, and not twice', async () => {
    const passed = await askFor(4 * MINUTE_MS, 50, (nth) => nth % PROCESSES);
    // Of each minute all that passes comes at its beginning, and then nothing.
    const begins = passed.filter((at, nth) => nth === 0 || at - (passed[nth - 1] ?? 0) > PAUSE_MS);
    const counts = begins.map(
      (begin, minute) => passed.filter((at) => at >= begin && at < (begins[minute + 1] ?? Infinity)).length,
    );
    expect(begins).toHaveLength(4);
    for (const count of counts) {
      expect(count).toBeGreaterThanOrEqual(LIMIT);
      expect(count).toBeLessThanOrEqual(LIMIT + BEYOND);
    }
  });
});
