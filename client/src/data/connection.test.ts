import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConnection } from './connection.ts';
import { ApiError } from './errors.ts';

const OFFLINE = new ApiError({ code: 'offline' });
const LOST = new ApiError({ code: 'database-unavailable', message: '…', status: 503 });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A service that can be made to fail, and how often it was looked at. */
function service() {
  let failure: ApiError | null = null;
  let looks = 0;
  const connection = createConnection(() => {
    looks += 1;
    return failure === null ? Promise.resolve() : Promise.reject(failure);
  });
  return {
    connection,
    fail: (error: ApiError | null) => {
      failure = error;
    },
    looks: () => looks,
  };
}

describe('the connection to the service', () => {
  it('is in trouble once a request fails for it, looks by itself, and says when it is back', async () => {
    const { connection, fail, looks } = service();
    fail(OFFLINE);
    connection.watch()(OFFLINE);
    expect(connection.trouble.value).toBe('offline');
    await vi.advanceTimersByTimeAsync(2000);
    expect([looks(), connection.trouble.value]).toEqual([1, 'offline']);
    // Less and less often, but never given up.
    await vi.advanceTimersByTimeAsync(600_000);
    const before = looks();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(looks() - before).toBe(10);
    fail(null);
    await vi.advanceTimersByTimeAsync(30_000);
    expect([connection.trouble.value, connection.recoveries.value]).toEqual([null, 1]);
    const after = looks();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(looks()).toBe(after);
  });

  it('is silent while a request waits for long, and well again with its answer', async () => {
    const { connection } = service();
    const end = connection.watch();
    await vi.advanceTimersByTimeAsync(4999);
    expect(connection.trouble.value).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(connection.trouble.value).toBe('silent');
    end(null);
    expect([connection.trouble.value, connection.recoveries.value]).toEqual([null, 1]);
  });

  it('says nothing of requests that nobody waits for any more', async () => {
    const { connection } = service();
    connection.watch()('given-up');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connection.trouble.value).toBeNull();
  });

  it('is not well with an answer that needs no data, where the database is lost', async () => {
    const { connection, fail } = service();
    fail(LOST);
    connection.watch()(LOST);
    connection.watch()(null);
    expect(connection.trouble.value).toBe('database');
    fail(null);
    connection.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.trouble.value).toBeNull();
  });

  it('is well where the service answers with an error of its own, and not where a proxy answers for it', () => {
    const { connection } = service();
    connection.watch()(new ApiError({ code: 'unknown-layer', message: '…', status: 404 }));
    connection.watch()(new ApiError({ code: 'overloaded', message: '…', status: 503 }));
    expect(connection.trouble.value).toBeNull();
    connection.watch()(new ApiError({ code: 'bad-answer', status: 502 }));
    expect(connection.trouble.value).toBe('offline');
  });

  it('is looked at less and less often where one address alone fails again and again', async () => {
    const { connection, looks } = service();
    for (let n = 0; n < 6; n += 1) {
      connection.watch()(OFFLINE);
      await vi.advanceTimersByTimeAsync(2000 * 2 ** Math.min(n, 4));
    }
    expect(looks()).toBe(6);
  });
});
