/** Reading a network, isochrones, and the nearest of many facilities. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reachedOf } from '../../../server/analysis/measures/opportunities.ts';
import { encodeGraph } from '../../../server/analysis/network/graph.ts';
import { GraphFiles } from '../../../server/analysis/network/graph-files.ts';
import { costMatrix, nearestFacility } from '../../../server/analysis/paths/cost-matrix.ts';
import { IsochroneMaker } from '../../../server/analysis/paths/isochrone.ts';
import { ReachFinder } from '../../../server/analysis/paths/reach.ts';
import { snapPoint } from '../../../server/analysis/paths/snap-point.ts';
import { searchGraph } from '../../../server/analysis/paths/search-graph.ts';
import { snapPoints } from '../../../server/analysis/network/snap.ts';
import { randomSnaps, UNWATCHED } from '../../../server/testing/street-grids.ts';
import { median, percentileOf } from '../statistics.ts';
import type { BenchCity } from './city.ts';
import { ANALYSIS_TARGETS, type AnalysisFigure, type AnalysisSize } from './figures.ts';

const WALK_MPS = 1;
const KILOMETRE_S = 1000;
const FIFTEEN_MINUTES_S = 900;
const NEAREST_OF = 1000;
/** Halved every five minutes. */
const DECAY = { kind: 'exponential', beta: Math.LN2 / 300 } as const;

export async function benchNetwork(city: BenchCity, { repeats, nodes }: AnalysisSize): Promise<AnalysisFigure[]> {
  const { graph, demand, demandSnaps, facilities, lakes } = city;
  const search = searchGraph(graph, 'walk', { direction: 'backward' });
  const streets = { graph, search, accessSpeedMps: WALK_MPS };
  const origins = randomSnaps(graph, { count: 20 * repeats, seed: 45 });
  const maker = new IsochroneMaker(streets);
  const wet = new IsochroneMaker({ ...streets, water: lakes });
  const finder = new ReachFinder({ ...streets, demand: demandSnaps });
  const thousand = randomSnaps(graph, { count: Math.min(NEAREST_OF, facilities.count), seed: 46 });
  const one = (i: number) => ({
    ...origins,
    count: 1,
    edge: origins.edge.slice(i, i + 1),
    fraction: origins.fraction.slice(i, i + 1),
    distanceM: origins.distanceM.slice(i, i + 1),
  });
  const searches = timesOf(origins.count, (i) => finder.find(snapPoint(origins, i), KILOMETRE_S));
  const areas = timesOf(origins.count, (i) => maker.make({ origins: one(i), within: [KILOMETRE_S] }, UNWATCHED));
  const wetAreas = timesOf(origins.count, (i) => wet.make({ origins: one(i), within: [KILOMETRE_S] }, UNWATCHED));
  const pairs = `${facilities.count.toLocaleString('en-US')} × ${demand.count.toLocaleString('en-US')}`;
  const allCosts = () =>
    costMatrix({ ...streets, facilities, demand: demandSnaps, limit: FIFTEEN_MINUTES_S }, UNWATCHED);
  const weights = { weight: new Float64Array(facilities.count).fill(1), without: null };
  return [
    {
      name: 'graph-load',
      detail: nodes,
      value: median(await loadTimes(graph, repeats)),
      unit: 'ms',
      atMost: ANALYSIS_TARGETS.graphLoadMs,
    },
    { name: 'isochrone-search', value: percentileOf(searches, 95), unit: 'ms', atMost: ANALYSIS_TARGETS.isochroneMs },
    { name: 'isochrone-area', value: percentileOf(areas, 95), unit: 'ms', atMost: ANALYSIS_TARGETS.isochroneMs },
    { name: 'isochrone-water', value: percentileOf(wetAreas, 95), unit: 'ms' },
    {
      name: 'nearest',
      detail: thousand.count,
      unit: 'ms',
      atMost: ANALYSIS_TARGETS.nearestMs,
      value: median(
        timesOf(repeats, () =>
          nearestFacility({ ...streets, facilities: thousand, demand: demandSnaps, limit: Infinity }, UNWATCHED),
        ),
      ),
    },
    {
      name: 'cost-matrix',
      detail: pairs,
      unit: 's',
      atMost: ANALYSIS_TARGETS.matrixS,
      value: median(timesOf(3, allCosts)) / 1000,
    },
    {
      name: 'opportunities',
      detail: pairs,
      unit: 's',
      atMost: ANALYSIS_TARGETS.opportunitiesS,
      value:
        median(timesOf(3, () => reachedOf({ demand, costs: allCosts() }, { decay: DECAY }, weights, UNWATCHED))) / 1000,
    },
    {
      name: 'snap',
      detail: demand.count,
      unit: 'ms',
      value: median(timesOf(3, () => snapPoints(graph, 'walk', demand.lonLat, { maxDistanceM: 300 }))),
    },
  ];
}

/** From the file on disk to a graph that can be searched. */
async function loadTimes(graph: BenchCity['graph'], repeats: number): Promise<number[]> {
  const home = await mkdtemp(join(tmpdir(), 'chengtu-bench-'));
  const files = new GraphFiles(home);
  const meta = { ...graph.meta, id: 'bench', key: '0123456789abcdef' };
  try {
    await files.write(meta, encodeGraph({ ...graph, meta }));
    const times: number[] = [];
    for (let i = 0; i < repeats; i += 1) {
      const startedAt = performance.now();
      const read = await files.read(meta);
      if (read === null) throw new Error('The graph that was just written cannot be read.');
      searchGraph(read, 'walk', { direction: 'backward' });
      times.push(performance.now() - startedAt);
    }
    return times;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Milliseconds of each of `count` calls, after a first one that only warms up. */
export function timesOf(count: number, work: (i: number) => unknown): number[] {
  work(0);
  return Array.from({ length: count }, (_, i) => {
    const startedAt = performance.now();
    work(i);
    return performance.now() - startedAt;
  });
}
