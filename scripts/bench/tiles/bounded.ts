/** How large tiles of the many points are, and how long they take where no cache helps, at every zoom. */
import { NO_CACHE, withService, type TilesBench } from './bench.ts';
import { BENCH_LAYER, drawTiles, tilePath } from './city.ts';
import { TILES_TARGETS, type TilesFigure } from './figures.ts';
import { get } from './http.ts';
import { settled } from '../processes.ts';
import { percentileOf } from '../statistics.ts';

const ZOOMS = Array.from({ length: 23 }, (_, z) => z);
const HEADERS = { 'accept-encoding': 'gzip' };
const LOW_ZOOM = 9;
/** Tiles within the same hundred metres tell nothing new the second time. */
const REPEATS = 20;

export async function benchBounded(bench: TilesBench): Promise<TilesFigure[]> {
  const perZoom = bench.quick ? 10 : 100;
  const seen = await withService(bench, NO_CACHE, async ({ url, pid }) => {
    await settled(pid);
    // The first requests of a process open its connections and make its plans.
    for (const tile of drawTiles(12, bench.positions, REPEATS)) await get(url + tilePath(BENCH_LAYER, tile), HEADERS);
    const zooms: { z: number; ms: number[]; kb: number[] }[] = [];
    for (const z of ZOOMS) {
      const tiles = drawTiles(z, bench.positions, perZoom);
      const repeats = tiles.length < REPEATS ? Math.ceil(REPEATS / tiles.length) : 1;
      const ms: number[] = [];
      const kb: number[] = [];
      for (const tile of Array.from({ length: repeats }, () => tiles).flat()) {
        const answer = await get(url + tilePath(BENCH_LAYER, tile), HEADERS);
        if (answer.status !== 200 && answer.status !== 204)
          throw new Error(`A tile of zoom ${z} was answered ${answer.status}: ${answer.body.toString()}`);
        ms.push(answer.ms);
        kb.push(answer.body.length / 1024);
      }
      zooms.push({ z, ms, kb });
    }
    return zooms;
  });
  const low = seen.filter(({ z }) => z <= LOW_ZOOM);
  const p95 = ({ ms }: (typeof seen)[number]): number => percentileOf(ms, 95);
  return [
    {
      name: 'tile-largest',
      value: Math.max(...seen.flatMap(({ kb }) => kb)),
      unit: 'KB',
      atMost: TILES_TARGETS.tileKb,
    },
    { name: 'cold-low', value: Math.max(...low.map(p95)), unit: 'ms', atMost: TILES_TARGETS.lowZoomP95Ms },
    { name: 'cold-any', value: Math.max(...seen.map(p95)), unit: 'ms', atMost: TILES_TARGETS.anyZoomP95Ms },
    ...seen.flatMap((zoom): TilesFigure[] => [
      { name: 'cold-zoom', detail: zoom.z, value: p95(zoom), unit: 'ms' },
      { name: 'size-zoom', detail: zoom.z, value: Math.max(...zoom.kb), unit: 'KB' },
    ]),
  ];
}
