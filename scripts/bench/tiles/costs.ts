/** What a unit of work takes: the inputs of the arithmetic in `data/docs/scale.md`. */
import { cpuMsOf, memoryMbOf, settled, treeOf } from '../processes.ts';
import { databaseProcess, withService, type TilesBench } from './bench.ts';
import { BENCH_LAYER, drawTiles, tilePath } from './city.ts';
import { TILES_TARGETS, type TilesFigure } from './figures.ts';
import { get } from './http.ts';

/** As people look at a city: most at the zooms of a district and of a street. */
const ZOOMS = [10, 11, 12, 13, 14, 15, 16] as const;
const HEADERS = { 'accept-encoding': 'gzip' };
/** So often tiles of memory are asked for, of each. */
const AGAIN = 20;

export async function benchCosts(bench: TilesBench): Promise<TilesFigure[]> {
  const perZoom = bench.quick ? 4 : 60;
  const { rows } = await bench.client.query<{ features: string; table_bytes: string; pyramid_bytes: string }>(SIZES, [
    BENCH_LAYER,
  ]);
  const [
    { features, table_bytes: table, pyramid_bytes: pyramid } = { features: '1', table_bytes: '0', pyramid_bytes: '0' },
  ] = rows;
  return withService(bench, {}, async ({ url, pid, readyS }) => {
    const paths = ZOOMS.flatMap((z) =>
      drawTiles(z, bench.positions, perZoom).map((tile) => tilePath(BENCH_LAYER, tile)),
    );
    const startMs = cpuMsOf(treeOf(pid));
    await settled(pid);
    const startMb = memoryMbOf(treeOf(pid));
    let bytes = 0;
    const cold = await cpuOf(bench, pid, async () => {
      for (const path of paths) bytes += (await get(url + path, HEADERS)).body.length;
    });
    const warm = await cpuOf(bench, pid, async () => {
      for (let again = 0; again < AGAIN; again += 1) for (const path of paths) await get(url + path, HEADERS);
    });
    const perMillion = (total: string): number => (Number(total) / Number(features) / 2 ** 20) * 1e6;
    return [
      { name: 'cost-restart', value: readyS, unit: 's', atMost: TILES_TARGETS.restartS },
      { name: 'cost-restart-cpu', value: startMs / 1000, unit: 's' },
      { name: 'cost-disk', value: perMillion(table), unit: 'MB' },
      { name: 'cost-disk-clusters', value: perMillion(pyramid), unit: 'MB' },
      { name: 'cost-memory', value: startMb, unit: 'MB' },
      { name: 'cost-memory-after', value: memoryMbOf(treeOf(pid)), unit: 'MB' },
      { name: 'cost-tile-kb', value: bytes / paths.length / 1024, unit: 'KB' },
      { name: 'cost-tile-service', value: cold.serviceMs / paths.length, unit: 'ms' },
      { name: 'cost-tile-database', value: cold.databaseMs / paths.length, unit: 'ms' },
      { name: 'cost-cached', value: warm.serviceMs / paths.length / AGAIN, unit: 'ms' },
    ];
  });
}

const SIZES = `select (select count(*) from feature where layer_id = $1) as features,
  (select pg_total_relation_size(tableoid) from feature where layer_id = $1 limit 1) as table_bytes,
  pg_total_relation_size('pyramid') as pyramid_bytes`;

/** Time of the processor, in the processes of the service and in those of the database. */
async function cpuOf(
  { client }: TilesBench,
  service: number,
  work: () => Promise<void>,
): Promise<{ readonly serviceMs: number; readonly databaseMs: number }> {
  const database = await databaseProcess(client);
  const before = { service: cpuMsOf(treeOf(service)), database: cpuMsOf(treeOf(database)) };
  await work();
  return {
    serviceMs: cpuMsOf(treeOf(service)) - before.service,
    databaseMs: cpuMsOf(treeOf(database)) - before.database,
  };
}
