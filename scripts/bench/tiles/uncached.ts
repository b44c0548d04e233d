/**
 * Tiles that no cache holds: the whole HTTP stack beside pgbench that runs the identical SQL with as many connections.
 */
import { ownStatement, tileStatement } from '../../../server/layers/feature-table/tile.ts';
import { listed } from '../../../server/platform/db/joint-statements.ts';
import { decideTile } from '../../../server/tiles/request.ts';
import type { TileCoord } from '../../../tiles/tile/tile.ts';
import { CONNECTIONS, NO_CACHE, withService, type TilesBench } from './bench.ts';
import { BENCH_LAYER, benchRegistry, drawTiles, tilePath } from './city.ts';
import { TILES_TARGETS, type TilesFigure } from './figures.ts';
import { median } from '../statistics.ts';
import { load, rateOf } from './load.ts';
import { pgbench, type Statement } from './pgbench.ts';

const ZOOMS = [8, 10, 11, 12, 13, 14, 15, 16];
const PER_ZOOM = 14;
const ROUNDS = 3;
/** One layer, and several in one statement. */
const MIXES = { one: BENCH_LAYER, several: `${BENCH_LAYER},districts,roads` } as const;

/** Number of processes, and what they are asked for. */
const RUNS = [
  [1, 'one'],
  [1, 'several'],
  [2, 'one'],
] as const;

export async function benchUncached(bench: TilesBench): Promise<TilesFigure[]> {
  const tiles = ZOOMS.flatMap((z) => drawTiles(z, bench.positions, PER_ZOOM));
  const figures: TilesFigure[] = [];
  for (const [workers, mix] of RUNS) figures.push(...(await compare(bench, { workers, mix, tiles })));
  return figures;
}

async function compare(
  bench: TilesBench,
  { workers, mix, tiles }: { workers: number; mix: keyof typeof MIXES; tiles: readonly TileCoord[] },
): Promise<TilesFigure[]> {
  const seconds = bench.quick ? 2 : 8;
  const statements = await statementsOf(MIXES[mix], tiles);
  const paths = tiles.map((tile) => tilePath(MIXES[mix], tile));
  const env = { ...NO_CACHE, WORKERS: String(workers), DATABASE_CONNECTIONS: String(CONNECTIONS / workers) };
  const rates = await withService(bench, env, async ({ url }) => {
    await load(url, paths, { connections: CONNECTIONS, seconds: 2 });
    const sql: number[] = [];
    const http: number[] = [];
    // By turns, so that other load on the machine meets both.
    for (let round = 0; round < (bench.quick ? 1 : ROUNDS); round += 1) {
      sql.push(await pgbench(bench.place.databaseUrl ?? '', statements, { connections: CONNECTIONS, seconds }));
      http.push(rateOf(await load(url, paths, { connections: CONNECTIONS, seconds })));
    }
    return { sql: median(sql), http: median(http) };
  });
  const detail = `${mix}-${workers}` as const;
  return [
    { name: 'uncached-sql', detail, value: rates.sql, unit: '/s' },
    { name: 'uncached-http', detail, value: rates.http, unit: '/s' },
    // The promise is about the service: as many processes as the machine has use for.
    {
      name: 'uncached-share',
      detail,
      value: (100 * rates.http) / rates.sql,
      unit: '%',
      atLeast: TILES_TARGETS.uncachedPercent,
    },
  ];
}

async function statementsOf(layers: string, tiles: readonly TileCoord[]): Promise<Statement[]> {
  const registry = await benchRegistry();
  return tiles.map(({ z, x, y }) => {
    const path = { layers, z: String(z), x: String(x), y: String(y) };
    const request = decideTile(path, new URLSearchParams(), registry);
    const { sql, params } = ownStatement(request, request) ?? tileStatement(request, request, 'encoded');
    return { sql, params: listed(sql, params) ?? [] };
  });
}
