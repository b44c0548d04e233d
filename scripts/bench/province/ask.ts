/** Asks a stored network and demand for the nearest of so many facilities, and prints how long each part took. */
import { loadDemand } from '../../../server/analysis/demand/store.ts';
import { segmentIndex, snapPoints } from '../../../server/analysis/network/snap.ts';
import { loadGraph } from '../../../server/analysis/network/store.ts';
import { nearestFacility } from '../../../server/analysis/paths/cost-matrix.ts';
import { searchGraph } from '../../../server/analysis/paths/search-graph.ts';
import { randomSnaps, UNWATCHED } from '../../../server/testing/street-grids.ts';
import { DEFAULT_MAX_ACCESS_M, DEFAULT_SPEED_MPS } from '../../../tiles/api/vocabulary.ts';
import { home, withDatabase } from '../../cli/console.ts';

export interface Asked {
  readonly cells: number;
  readonly reached: number;
  readonly graphS: number;
  readonly demandS: number;
  readonly indexS: number;
  readonly snapS: number;
  readonly searchGraphS: number;
  readonly nearestS: number;
  /** Of the processor: on a busy machine less than the time. */
  readonly nearestCpuS: number;
}

const [network = '', people = '', count = ''] = process.argv.slice(2);

await withDatabase(async (db) => {
  const [graph, graphS] = await timed(() => loadGraph(db, home, network));
  const [demand, demandS] = await timed(() => loadDemand(db, people));
  const [index, indexS] = await timed(() => segmentIndex(graph));
  const [snaps, snapS] = await timed(() =>
    snapPoints(graph, 'drive', demand.lonLat, { maxDistanceM: DEFAULT_MAX_ACCESS_M, index }),
  );
  const [search, searchGraphS] = await timed(() => searchGraph(graph, 'drive', { direction: 'backward' }));
  const facilities = randomSnaps(graph, { count: Number(count), seed: 7 });
  const before = process.cpuUsage();
  const [nearest, nearestS] = await timed(() =>
    nearestFacility(
      { graph, search, facilities, demand: snaps, accessSpeedMps: DEFAULT_SPEED_MPS.walk, limit: Infinity },
      UNWATCHED,
    ),
  );
  const used = process.cpuUsage(before);
  const asked: Asked = {
    cells: demand.count,
    reached: nearest.facility.reduce((sum, facility) => (facility >= 0 ? sum + 1 : sum), 0),
    graphS,
    demandS,
    indexS,
    snapS,
    searchGraphS,
    nearestS,
    nearestCpuS: (used.user + used.system) / 1e6,
  };
  console.log(JSON.stringify(asked));
});

async function timed<T>(work: () => T | Promise<T>): Promise<readonly [result: T, seconds: number]> {
  const startedAt = performance.now();
  const result = await work();
  return [result, (performance.now() - startedAt) / 1000];
}
