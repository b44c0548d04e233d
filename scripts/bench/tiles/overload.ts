/** Ten times what the service can do, clients that leave, and a database that goes away. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { NO_CACHE, withService, type TilesBench } from './bench.ts';
import { BENCH_LAYER, drawTiles, tilePath } from './city.ts';
import { TILES_TARGETS, type TilesFigure } from './figures.ts';
import { get, send, sleep } from './http.ts';
import { percentileOf } from '../statistics.ts';
import { load, rateOf } from './load.ts';
import { pace } from './paced.ts';

const TIMES = 10;
const CLIENTS = 1200;
const LIMIT_MS = 10_000;

/**
 * Service and database share the machine here: with more connections than cores and one, the database's processes would
 * leave the service no time to refuse in.
 */
export async function benchOverload(bench: TilesBench): Promise<TilesFigure[]> {
  return [
    ...(await withService(
      bench,
      { ...NO_CACHE, DATABASE_CONNECTIONS: String(availableParallelism() + 1) },
      ({ url, pid }) => overload(bench, url, pid),
    )),
    ...(await withService(bench, NO_CACHE, ({ url }) => abandonment(bench, url))),
    ...(await withService(bench, {}, ({ url }) => lostDatabase(bench, url))),
  ];
}

async function overload({ positions, quick }: TilesBench, url: string, pid: number): Promise<TilesFigure[]> {
  const paths = [14, 15, 16].flatMap((z) => drawTiles(z, positions, 400)).map((tile) => tilePath(BENCH_LAYER, tile));
  const seconds = quick ? 3 : 10;
  const capacity = rateOf(await load(url, paths, { connections: 16, seconds: quick ? 2 : 5 }));
  const before = await residentMb(pid);
  let peak = before;
  const watch = setInterval(
    () =>
      void residentMb(pid).then((mb) => {
        peak = Math.max(peak, mb);
      }),
    100,
  );
  const run = await pace(url, paths, { connections: CLIENTS, seconds, perSecond: Math.round(capacity * TIMES) });
  clearInterval(watch);
  const refused = run.byStatus.get(503) ?? [];
  const answered = [...run.byStatus]
    .filter(([status]) => status < 300)
    .reduce((sum, [, times]) => sum + times.length, 0);
  const other = [...run.byStatus].filter(([status]) => status >= 300 && status !== 503);
  if (other.length > 0 || run.errors > 0)
    throw new Error(
      `Overload was answered with ${other.map(([status]) => status).join(', ')} and ${run.errors} errors.`,
    );
  return [
    { name: 'overload-capacity', value: capacity, unit: '/s' },
    { name: 'overload-offered', value: run.perSecond, unit: '/s' },
    { name: 'overload-answered', value: answered / seconds, unit: '/s' },
    { name: 'overload-refused-p50', value: percentileOf(refused, 50), unit: 'ms' },
    { name: 'overload-refused-p99', value: percentileOf(refused, 99), unit: 'ms', atMost: TILES_TARGETS.refusalP99Ms },
    { name: 'overload-memory', value: peak - before, unit: 'MB' },
  ];
}

async function abandonment({ client, quick }: TilesBench, url: string): Promise<TilesFigure[]> {
  const times: number[] = [];
  for (let turn = 0; turn < (quick ? 3 : 15); turn += 1) {
    // Every point has to be looked at: seconds of work.
    const filter = encodeURIComponent(`score > ${40 + turn} AND name LIKE '%${turn}%'`);
    const leave = send(`${url}/tiles/${BENCH_LAYER}/4/13/6.mvt?filter=${filter}`);
    const sentAt = performance.now();
    while ((await running(client)) === 0) {
      if (performance.now() - sentAt > LIMIT_MS)
        throw new Error('The query of a client that is to leave was never seen.');
    }
    await sleep(quick ? 0 : 100);
    leave();
    const leftAt = performance.now();
    while ((await running(client)) > 0) {
      if (performance.now() - leftAt > LIMIT_MS) throw new Error('The query of a client that left runs on.');
    }
    times.push(performance.now() - leftAt);
  }
  return [{ name: 'cancel-worst', value: Math.max(...times), unit: 'ms', atMost: TILES_TARGETS.cancelMs }];
}

async function running(client: TilesBench['client']): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    "select count(*) as count from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and application_name = 'chengtu' and query ilike '%tile%'",
  );
  return Number(rows[0]?.count);
}

async function lostDatabase({ place, positions }: TilesBench, url: string): Promise<TilesFigure[]> {
  const [tile] = drawTiles(12, positions, 1);
  if (!tile || !place.cluster) throw new Error('Nothing to lose.');
  const path = tilePath(BENCH_LAYER, tile);
  await get(url + path);
  await place.cluster.stop('immediate');
  const lostAt = performance.now();
  try {
    while ((await get(`${url}/readyz`)).status !== 503) {
      if (performance.now() - lostAt > LIMIT_MS) throw new Error('/readyz does not notice that the database is lost.');
      await sleep(10);
    }
    const noticedMs = performance.now() - lostAt;
    // For a quarter of a second after the last poll the tile counts as fresh.
    await sleep(300);
    const cached = await get(url + path);
    return [
      { name: 'lost-noticed', value: noticedMs, unit: 'ms', atMost: TILES_TARGETS.lostMs },
      {
        name: 'lost-served',
        value: cached.status === 200 && cached.headers['x-cache'] === 'stale' ? 1 : 0,
        unit: '',
        atLeast: 1,
      },
    ];
  } finally {
    await place.cluster.start();
  }
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}
