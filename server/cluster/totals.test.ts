import { Registry } from 'prom-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Metrics, type MetricsReport } from '../platform/metrics/metrics.ts';
import { MetricsText } from '../testing/metrics-text.ts';
import { Totals, type Reporter } from './totals.ts';

const NAME = 'chengtu_http_requests_total';
const SERIES = { route: '/nearby', method: 'GET', status: '2xx' };

/** The report of a worker that has answered `requests` requests and holds `bytes` bytes of tiles. */
async function reportOf(worker: number, requests: number, bytes = 0): Promise<MetricsReport> {
  const tiles = {
    hits: 0,
    misses: 0,
    coalesced: 0,
    notModified: 0,
    stale: 0,
    evictions: 0,
    invalidated: 0,
    entries: 0,
    bytes,
  };
  const poller = { looks: 1, failures: 0, changes: 0, lastLookAgeMs: 1000 * worker, isLost: false };
  const metrics = new Metrics({ tiles: () => tiles, poller: () => poller }, { version: '1', worker: String(worker) });
  for (let n = 0; n < requests; n += 1)
    metrics.requests.answered({ route: '/nearby', method: 'GET', url: '/nearby', status: 200, ms: 1, requestId: 'x' });
  return metrics.report();
}

/** Totals of workers that answer with what stands in `reports` when they are asked; those without an entry hang. */
function totalsOf(reports: Map<number, MetricsReport>, numbers: readonly number[] = [1, 2]): Totals {
  const reporters = numbers.map(
    (number): Reporter => ({
      number,
      ask: (ask) => {
        const report = reports.get(number);
        if (report) queueMicrotask(() => totals.report(ask, number, report));
        return true;
      },
    }),
  );
  const totals: Totals = new Totals(() => reporters, new Registry());
  return totals;
}

const read = async (totals: Totals): Promise<MetricsText> => new MetricsText(await totals.text());

afterEach(() => {
  vi.useRealTimers();
});

describe('the metrics of all workers', () => {
  it('add up what can be added up, and keep apart what cannot', async () => {
    const text = await read(
      totalsOf(
        new Map([
          [1, await reportOf(1, 3, 100)],
          [2, await reportOf(2, 4, 50)],
        ]),
      ),
    );
    expect(text.value(NAME, SERIES)).toBe(7);
    expect(text.value('chengtu_http_request_duration_seconds_bucket', { route: '/nearby', le: '0.0025' })).toBe(7);
    expect(text.value('chengtu_tile_cache_bytes')).toBe(150);
    expect(text.value('chengtu_build_info', { version: '1' })).toBe(1);
    expect(
      [1, 2].map((worker) => text.value('chengtu_change_poller_last_look_age_seconds', { worker: String(worker) })),
    ).toEqual([1, 2]);
  });

  it('keep the counts of a worker that has ended, but not what it held', async () => {
    const reports = new Map([
      [1, await reportOf(1, 3, 100)],
      [2, await reportOf(2, 4, 50)],
    ]);
    const totals = totalsOf(reports);
    await read(totals);
    for (const requests of [10, 20]) {
      totals.left(1);
      reports.set(1, await reportOf(1, requests, 7));
      await read(totals);
    }
    const text = await read(totals);
    expect(text.value(NAME, SERIES)).toBe(3 + 10 + 20 + 4);
    expect(text.value('chengtu_http_request_duration_seconds_count', { route: '/nearby' })).toBe(37);
    expect(text.value('chengtu_change_poller_looks_total')).toBe(4);
    expect(text.value('chengtu_tile_cache_bytes')).toBe(57);
  });

  it('do not wait for a worker that ends meanwhile', async () => {
    const totals = totalsOf(new Map([[1, await reportOf(1, 3)]]));
    const reading = read(totals);
    totals.left(2);
    expect((await reading).value(NAME, SERIES)).toBe(3);
  });

  it('use the last report of a worker that hangs', async () => {
    const reports = new Map([
      [1, await reportOf(1, 3)],
      [2, await reportOf(2, 4)],
    ]);
    const totals = totalsOf(reports);
    await read(totals);
    reports.delete(2);
    reports.set(1, await reportOf(1, 5));
    vi.useFakeTimers();
    const reading = read(totals);
    await vi.runAllTimersAsync();
    expect((await reading).value(NAME, SERIES)).toBe(9);
  });
});
