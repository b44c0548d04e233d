/** From the commit of an edit until the service answers with the new tile, which it has from a standby. */
import pg from 'pg';
import { hasHaproxy, startHaproxy } from '../../../server/testing/haproxy.ts';
import { tileAt } from '../../../tiles/tile/tile.ts';
import { percentileOf } from '../statistics.ts';
import { BENCH_LAYER, drawTiles, tilePath } from '../tiles/city.ts';
import { get, sleep } from '../tiles/http.ts';
import { startTimed } from '../timed-service.ts';
import type { StandbysBench } from './bench.ts';
import { STANDBYS_TARGETS, type StandbysFigure } from './figures.ts';

/** Far from all other points and from one another, so that every move shows in the bytes of one tile alone. */
const LANES = [34.6, 32.6, 30.6, 28.6].map((lat, nth) => ({ id: `lonely-${String(nth)}`, lon: 119.181, lat }));
const STEP_DEG = 0.0006;
/** A place comes again after so many edits: an older tile is not taken for the one after the next. */
const PLACES = 30;
const ZOOMS = [9, 12, 14] as const;
const EDITS = { full: 1000, quick: 20 } as const;
const READERS = 4;
/** Of each reader. */
const READ_EVERY_MS = 40;
const LIMIT_MS = 10_000;

/** Through HAProxy too where it is installed. */
export async function benchFreshness(bench: StandbysBench): Promise<StandbysFigure[]> {
  for (const { id, lon, lat } of LANES) {
    await bench.client.query(
      `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
       values ($1, $2, ST_SetSRID(ST_MakePoint($3, $4), 4326), '{"name": "lonely"}', 'bench', 'public', 'synthetic')`,
      [BENCH_LAYER, id, lon, lat],
    );
  }
  const urls = bench.standbys.map(({ url }) => url);
  const figures = await edited(bench, 'direct', urls.join(' '));
  const [first] = urls;
  if (!hasHaproxy() || first === undefined) return figures;
  const haproxy = await startHaproxy(
    Object.fromEntries(bench.standbys.map(({ port }, nth) => [`standby${String(nth)}`, port])),
  );
  try {
    return [...figures, ...(await edited(bench, 'haproxy', haproxy.urlOf(first)))];
  } finally {
    await haproxy.stop();
  }
}

async function edited(bench: StandbysBench, way: 'direct' | 'haproxy', readUrls: string): Promise<StandbysFigure[]> {
  const service = await startTimed(bench.place, { DATABASE_READ_URLS: readUrls });
  const stop = new AbortController();
  try {
    await bothAreUp(service.url);
    const before = await countsOf(service.url);
    const readers = Array.from({ length: READERS }, (_, nth) => readOn(bench, service.url, nth, stop.signal));
    const each = (bench.quick ? EDITS.quick : EDITS.full) / LANES.length;
    const times = await Promise.all(
      LANES.map((lane, nth) => editOn(bench, service.url, { ...lane, nth, edits: each })),
    );
    stop.abort();
    await Promise.all(readers);
    const after = await countsOf(service.url);
    const [reads, atPrimary] = [after.reads - before.reads, after.atPrimary - before.atPrimary];
    const all = times.flat();
    return [
      { name: 'fresh-p50', detail: way, value: percentileOf(all, 50), unit: 'ms' },
      { name: 'fresh-p99', detail: way, value: percentileOf(all, 99), unit: 'ms', atMost: STANDBYS_TARGETS.freshMs },
      { name: 'fresh-most', detail: way, value: Math.max(...all), unit: 'ms' },
      { name: 'from-standby', detail: way, value: (reads / (reads + atPrimary)) * 100, unit: '%' },
    ];
  } finally {
    stop.abort();
    await service.stop();
  }
}

interface Lane {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly nth: number;
  readonly edits: number;
}

async function editOn({ place }: StandbysBench, origin: string, lane: Lane): Promise<number[]> {
  const client = new pg.Client(place.databaseUrl);
  await client.connect();
  try {
    return await editBy(client, origin, lane);
  } finally {
    await client.end();
  }
}

async function editBy(client: pg.Client, origin: string, { id, lon, lat, nth, edits }: Lane): Promise<number[]> {
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit += 1) {
    const url = origin + tilePath(BENCH_LAYER, tileAt({ lon, lat }, ZOOMS[edit % ZOOMS.length] ?? 12));
    const etag = String((await get(url)).headers.etag);
    await client.query(
      'update feature set geom = ST_SetSRID(ST_MakePoint($3, $4), 4326) where layer_id = $1 and feature_id = $2',
      [BENCH_LAYER, id, lon + STEP_DEG * ((edit + 1) % PLACES), lat],
    );
    times.push(await untilChanged(url, etag, performance.now()));
    // At every moment between two polls.
    await sleep(7 * ((edit + nth) % 13));
  }
  return times;
}

async function untilChanged(url: string, etag: string, sinceMs: number): Promise<number> {
  let said: unknown;
  while (performance.now() - sinceMs < LIMIT_MS) {
    const answer = await get(url, { 'if-none-match': etag });
    if (answer.status !== 304) return performance.now() - sinceMs;
    said = answer.headers['x-cache'];
    await sleep(2);
  }
  throw new Error(
    `${url} still answers with the tile from before the edit after ${String(LIMIT_MS)} ms (X-Cache: ${String(said)}).`,
  );
}

/** People who move the map meanwhile: tiles that no cache has, and some that one has. */
async function readOn(
  { positions }: StandbysBench,
  origin: string,
  reader: number,
  signal: AbortSignal,
): Promise<void> {
  const paths = [11, 13, 15].flatMap((z) =>
    drawTiles(z, positions.slice(reader * 1000, (reader + 1) * 1000), 300).map((tile) => tilePath(BENCH_LAYER, tile)),
  );
  for (let nth = 0; !signal.aborted; nth += 1) {
    await get(origin + (paths[nth % paths.length] ?? ''));
    await sleep(READ_EVERY_MS);
  }
}

async function bothAreUp(origin: string): Promise<void> {
  for (const until = performance.now() + LIMIT_MS; ; ) {
    const { standbys } = JSON.parse(String((await get(`${origin}/healthz`)).body)) as {
      readonly standbys?: { readonly servers: number };
    };
    if (standbys?.servers === 2) return;
    if (performance.now() > until) throw new Error(`${String(standbys?.servers)} of 2 standbys answer.`);
    await sleep(100);
  }
}

/** Sessions that read from standbys, and from the primary. */
async function countsOf(origin: string): Promise<{ readonly reads: number; readonly atPrimary: number }> {
  const text = String((await get(`${origin}/metrics`)).body);
  const lines = text.split('\n').map((line) => line.split(' '));
  const of = (name: string): number => Number(lines.find(([figure]) => figure === `chengtu_${name}`)?.[1] ?? 0);
  return { reads: of('standby_reads_total'), atPrimary: of('standby_primary_total') };
}
