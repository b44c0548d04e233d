import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import type { AnsweredRequest } from './requests.ts';
import { SILENT } from '../log/log.ts';
import { startServer } from '../../main.ts';
import { fakeDatabase } from '../../testing/fake-database.ts';
import { MetricsText } from '../../testing/metrics-text.ts';
import { serve } from '../../testing/serve.ts';
import { Metrics } from './metrics.ts';
import type { MetricsSources, ChangePollerStats } from './sources.ts';
import { emptyCatalogue } from '../../testing/city.ts';

const REQUEST: AnsweredRequest = {
  route: '/nearby',
  method: 'GET',
  url: '/nearby?q=1',
  status: 200,
  ms: 3,
  requestId: 'x',
};
const POLLER: ChangePollerStats = { looks: 7, failures: 1, changes: 2, lastLookAgeMs: 1500, isLost: false };
const TILES = {
  hits: 10,
  misses: 4,
  coalesced: 3,
  notModified: 2,
  stale: 1,
  evictions: 5,
  invalidated: 6,
  entries: 8,
  bytes: 9,
};
const DATABASE = { connections: 4, busy: 3, waiting: 2, refused: 11, cancelled: 12, timedOut: 13 };

const read = async (metrics: Metrics): Promise<MetricsText> => new MetricsText(await metrics.text());

describe('metrics', () => {
  it('count requests by route, method and class of the status', async () => {
    const metrics = new Metrics({}, { version: '1' });
    for (const status of [200, 204, 304, 404, 503, 599]) metrics.requests.answered({ ...REQUEST, status });
    metrics.requests.answered({ ...REQUEST, method: 'HEAD' });
    metrics.requests.answered({ ...REQUEST, method: 'PROPFIND', status: 405 });
    metrics.requests.answered({ ...REQUEST, aborted: true });
    const text = await read(metrics);
    const count = (method: string, status: string): number | undefined =>
      text.value('chengtu_http_requests_total', { route: '/nearby', method, status });
    expect([
      count('GET', '2xx'),
      count('GET', '3xx'),
      count('GET', '4xx'),
      count('GET', '5xx'),
      count('GET', 'aborted'),
    ]).toEqual([2, 1, 1, 2, 1]);
    expect([count('HEAD', '2xx'), count('other', '4xx'), count('OPTIONS', '2xx')]).toEqual([1, 1, undefined]);
    expect(text.types.get('chengtu_http_requests_total')).toBe('counter');
  });

  it('tell how long requests took, in buckets that add up, streams left out', async () => {
    const metrics = new Metrics({}, { version: '1' });
    for (const ms of [0.5, 1, 1.1, 700, 60_000]) metrics.requests.answered({ ...REQUEST, ms });
    metrics.requests.answered({ ...REQUEST, route: '/events', ms: 9e6, stream: true });
    const text = await read(metrics);
    const name = 'chengtu_http_request_duration_seconds';
    const below = (le: string): number | undefined => text.value(`${name}_bucket`, { route: '/nearby', le });
    expect([below('0.001'), below('0.0025'), below('0.5'), below('1'), below('10'), below('+Inf')]).toEqual([
      2, 3, 3, 4, 4, 5,
    ]);
    expect(text.value(`${name}_count`, { route: '/nearby' })).toBe(5);
    expect(text.value(`${name}_sum`, { route: '/nearby' })).toBeCloseTo(60.7026);
    expect(text.types.get(name)).toBe('histogram');
    expect(text.labels(`${name}_count`, 'route')).toEqual(['/nearby']);
    expect(text.value('chengtu_http_requests_total', { route: '/events', method: 'GET', status: '2xx' })).toBe(1);
  });

  it('have figures of modules, which are read anew each time', async () => {
    let hits = 3;
    const figures = [
      { kind: 'counter', name: 'reach_hits_total', help: 'Searches saved.', read: () => hits },
      { kind: 'gauge', name: 'reach_bytes', help: 'Memory of kept searches.', read: () => 100 },
    ] as const;
    const metrics = new Metrics({ modules: figures }, { version: '1' });
    await read(metrics);
    hits = 5;
    const text = await read(metrics);
    expect(text.value('chengtu_reach_hits_total')).toBe(5);
    expect(text.value('chengtu_reach_bytes')).toBe(100);
    expect(text.types.get('chengtu_reach_hits_total')).toBe('counter');
  });

  it('have figures of the things that a module knows now, by their labels', async () => {
    let known = ['near', 'far'];
    const figures = (['counter', 'gauge'] as const).map((kind) => ({
      kind,
      name: `server_${kind}`,
      help: 'Of each server.',
      labels: ['server'],
      readAll: () => known.map((server, nth) => [{ server }, nth + 1] as const),
    }));
    const metrics = new Metrics({ modules: figures }, { version: '1' });
    const before = await read(metrics);
    known = ['far'];
    const after = await read(metrics);
    for (const name of ['chengtu_server_counter', 'chengtu_server_gauge']) {
      expect(before.value(name, { server: 'far' })).toBe(2);
      expect(after.value(name, { server: 'far' })).toBe(1);
      expect(after.labels(name, 'server')).toEqual(['far']);
    }
  });

  it('keep a bounded number of series, whatever is given as a route', async () => {
    const metrics = new Metrics({}, { version: '1' });
    for (let n = 0; n < 5000; n += 1) metrics.requests.answered({ ...REQUEST, route: `/made-up/${String(n)}` });
    const text = await read(metrics);
    expect(text.labels('chengtu_http_requests_total', 'route').length).toBeLessThanOrEqual(101);
    expect(text.value('chengtu_http_requests_total', { route: 'other', method: 'GET', status: '2xx' })).toBe(4900);
  });

  it('ask the parts of the service when they are read', async () => {
    let poller = POLLER;
    const sources: MetricsSources = {
      tiles: () => TILES,
      database: () => DATABASE,
      poller: () => poller,
      listeners: () => 21,
    };
    const metrics = new Metrics(sources, { version: '1.2.3' });
    const text = await read(metrics);
    expect(
      Object.fromEntries(
        text.names
          .filter((name) => /tile|database|overload|change_poller|event_l/.test(name))
          .map((name) => [name.replace('chengtu_', ''), text.value(name)]),
      ),
    ).toEqual({
      tile_cache_hits_total: 10,
      tile_cache_misses_total: 4,
      tile_cache_coalesced_total: 3,
      tile_cache_not_modified_total: 2,
      tile_cache_stale_total: 1,
      tile_cache_evictions_total: 5,
      tile_cache_invalidated_total: 6,
      tile_cache_entries: 8,
      tile_cache_bytes: 9,
      database_connections: 4,
      database_busy: 3,
      database_waiting: 2,
      overload_refused_total: 11,
      database_cancelled_total: 12,
      database_timed_out_total: 13,
      change_poller_looks_total: 7,
      change_poller_failures_total: 1,
      change_poller_changes_total: 2,
      change_poller_last_look_age_seconds: 1.5,
      database_lost: 0,
      event_listeners: 21,
    });
    expect(text.value('chengtu_build_info', { version: '1.2.3' })).toBe(1);
    expect([...text.types.keys()]).toEqual(
      expect.arrayContaining([
        'chengtu_nodejs_eventloop_lag_p99_seconds',
        'chengtu_process_resident_memory_bytes',
        'chengtu_nodejs_gc_duration_seconds',
      ]),
    );
    poller = { ...POLLER, isLost: true, lastLookAgeMs: null };
    const later = await read(metrics);
    expect([
      later.value('chengtu_database_lost'),
      later.value('chengtu_change_poller_last_look_age_seconds'),
      later.value('chengtu_tile_cache_hits_total'),
    ]).toEqual([1, undefined, 10]);
  });
});

describe('GET /metrics', () => {
  it('names routes by their patterns, however hostile the addresses', async () => {
    const service = await serve({ db: fakeDatabase(() => Promise.resolve([])), catalogue: emptyCatalogue });
    const answer = await fetch(`${service.url}/metrics`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const before = new MetricsText(await answer.text()).names.length;
    const hostile = (n: number): string[] => [
      `/x${String(n)}`,
      `/layers/${String(n)}`,
      `/layers/a/items/${String(n)}"}`,
      `/tiles/a${String(n)}/0/0/0.mvt`,
      `/%22%7D%0a${String(n)}`,
      `/cases/${String(n)}?${String(n)}=1`,
      `/%zz${String(n)}`,
      `/%00${String(n)}`,
      `/__proto__${String(n)}`,
      `/styles/${String(n)}.json`,
      `//${String(n)}`,
    ];
    for (let n = 0; n < 20; n += 1)
      await Promise.all(
        hostile(n).map((path) =>
          fetch(service.url + path, { method: n % 2 === 0 ? 'GET' : 'POST' }).then((each) => each.arrayBuffer()),
        ),
      );
    const text = new MetricsText(await (await fetch(`${service.url}/metrics`)).text());
    await service.close();
    const routes = text.labels('chengtu_http_requests_total', 'route');
    expect(routes).toEqual(expect.arrayContaining(['none', '/layers/:layer', '/metrics', '/cases/:id']));
    expect(routes.filter((route) => /\d|"|proto/.test(route))).toEqual([]);
    expect(text.labels('chengtu_http_requests_total', 'method')).toEqual(['GET', 'other']);
    expect(text.names.length - before).toBeLessThan(10);
  });

  it('counts bytes that are not a request at all', async () => {
    const service = await startServer(readConfig({ PORT: '0' }), {
      db: fakeDatabase(() => Promise.resolve([])),
      city: { catalogue: emptyCatalogue, cases: [] },
      log: SILENT,
    });
    await new Promise<void>((resolve) =>
      connect(Number(new URL(service.url).port), '127.0.0.1')
        .on('close', () => resolve())
        .resume()
        .end('no HTTP\r\n\r\n'),
    );
    const text = new MetricsText(await (await fetch(`${service.url}/metrics`)).text());
    await service.close();
    expect(text.value('chengtu_http_requests_total', { route: 'none', method: 'other', status: '4xx' })).toBe(1);
  });
});
