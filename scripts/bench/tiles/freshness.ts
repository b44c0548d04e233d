/**
 * From the commit of a plain SQL edit to the moment when two processes answer with the new tile, and when `/events`
 * tells.
 */
import { startTimed } from '../timed-service.ts';
import { tileAt } from '../../../tiles/tile/tile.ts';
import { CONNECTIONS, type TilesBench } from './bench.ts';
import type { LonLat } from '../../qingdao/generate/types.ts';
import { BENCH_LAYER, tilePath } from './city.ts';
import { TILES_TARGETS, type TilesFigure } from './figures.ts';
import { get, sleep } from './http.ts';
import { percentileOf } from '../statistics.ts';

/** Far from all other points, so that every move shows in the bytes of the tile. */
const LONELY: LonLat = { lon: 119.2, lat: 34.6 };
const STEP_DEG = 0.003;
const ZOOMS = [9, 12, 14];
const LIMIT_MS = 5000;

export async function benchFreshness(bench: TilesBench): Promise<TilesFigure[]> {
  const { client, place, quick } = bench;
  await client.query(
    `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
     values ($1, 'lonely', ST_SetSRID(ST_MakePoint($2, $3), 4326), '{"name": "lonely"}', 'bench', 'public', 'synthetic')`,
    [BENCH_LAYER, LONELY.lon, LONELY.lat],
  );
  const services = await Promise.all(
    [0, 1].map(() => startTimed(place, { DATABASE_CONNECTIONS: String(CONNECTIONS) })),
  );
  const urls = services.map(({ url }) => url);
  const events = await listen(urls[0] ?? '');
  try {
    const invalid: number[] = [];
    const told: number[] = [];
    for (let edit = 0; edit < (quick ? 20 : 300); edit += 1) {
      // At rest the service polls less often; a reader who watches a map keeps it awake.
      const path = tilePath(BENCH_LAYER, tileAt(LONELY, ZOOMS[edit % ZOOMS.length] ?? 12));
      const before = await Promise.all(urls.map(async (url) => String((await get(url + path)).headers.etag)));
      await client.query(
        "update feature set geom = ST_SetSRID(ST_MakePoint($2, $3), 4326) where layer_id = $1 and feature_id = 'lonely'",
        [BENCH_LAYER, LONELY.lon + STEP_DEG * (edit % 2 === 0 ? 1 : 0), LONELY.lat],
      );
      const committedAt = performance.now();
      const fresh = await Promise.all(
        urls.map((url, index) => untilChanged(url + path, before[index] ?? '', committedAt)),
      );
      invalid.push(Math.max(...fresh));
      told.push(await events.next(committedAt));
      await sleep(7 * (edit % 13));
    }
    return [
      { name: 'fresh-p50', value: percentileOf(invalid, 50), unit: 'ms' },
      { name: 'fresh-p99', value: percentileOf(invalid, 99), unit: 'ms', atMost: TILES_TARGETS.freshMs },
      { name: 'event-p99', value: percentileOf(told, 99), unit: 'ms', atMost: TILES_TARGETS.eventMs },
    ];
  } finally {
    events.close();
    await Promise.all(services.map((service) => service.stop()));
    await client.query("delete from feature where layer_id = $1 and feature_id = 'lonely'", [BENCH_LAYER]);
  }
}

/** Single edits of points of the crowded city, their clusters and history included. */
export async function benchEdits({ client, quick }: TilesBench): Promise<TilesFigure[]> {
  const { rows } = await client.query<{ feature_id: string }>(
    'select feature_id from feature where layer_id = $1 order by hashtext(feature_id), feature_id limit $2',
    [BENCH_LAYER, quick ? 60 : 1000],
  );
  // With and without the wait of a commit for the disk, which is not ours; by turns.
  const times: { readonly on: number[]; readonly off: number[] } = { on: [], off: [] };
  for (const [index, { feature_id }] of rows.entries()) {
    const flush = index % 2 === 0 ? 'on' : 'off';
    await client.query(`set synchronous_commit = ${flush}`);
    const startedAt = performance.now();
    await client.query('update feature set geom = ST_Translate(geom, $3, $3) where layer_id = $1 and feature_id = $2', [
      BENCH_LAYER,
      feature_id,
      0.0007 * (1 + (index % 5)),
    ]);
    times[flush].push(performance.now() - startedAt);
  }
  await client.query('reset synchronous_commit');
  return [
    { name: 'edit-p50', value: percentileOf(times.on, 50), unit: 'ms' },
    { name: 'edit-p95', value: percentileOf(times.on, 95), unit: 'ms' },
    { name: 'edit-work-p50', value: percentileOf(times.off, 50), unit: 'ms' },
    { name: 'edit-work-p95', value: percentileOf(times.off, 95), unit: 'ms', atMost: TILES_TARGETS.editMs },
  ];
}

async function untilChanged(url: string, etag: string, sinceMs: number): Promise<number> {
  while (performance.now() - sinceMs < LIMIT_MS) {
    const answer = await get(url, { 'if-none-match': etag });
    if (answer.status !== 304) return performance.now() - sinceMs;
    await sleep(2);
  }
  throw new Error(`${url} still answers with the tile from before the edit after ${LIMIT_MS} ms.`);
}

/** The changes that `/events` tells, each waited for in its turn. */
async function listen(origin: string): Promise<{ next(sinceMs: number): Promise<number>; close(): void }> {
  const controller = new AbortController();
  const response = await fetch(`${origin}/events?layers=${BENCH_LAYER}`, { signal: controller.signal });
  if (!response.body) throw new Error('/events gave no stream.');
  const arrivals: number[] = [];
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      for (const _ of decoder.decode(chunk, { stream: true }).matchAll(/^event: change$/gm))
        arrivals.push(performance.now());
    }
  };
  read().catch(() => undefined);
  return {
    next: async (sinceMs) => {
      while (performance.now() - sinceMs < LIMIT_MS) {
        const arrived = arrivals.shift();
        if (arrived !== undefined) return Math.max(0, arrived - sinceMs);
        await sleep(2);
      }
      throw new Error('/events did not tell of an edit.');
    },
    close: () => controller.abort(),
  };
}
