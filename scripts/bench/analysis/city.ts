/** The made-up city that searches are measured on: the same from one run to the next. */
import { testDemand, randomCity, randomSnaps } from '../../../server/testing/street-grids.ts';
import type { Demand, Graph, Snaps } from '../../../server/analysis/types.ts';
import type { AnalysisSize } from './figures.ts';

export interface BenchCity {
  readonly graph: Graph;
  readonly demand: Demand;
  readonly demandSnaps: Snaps;
  readonly facilities: Snaps;
}

export function makeCity({ nodes, cells, facilities }: AnalysisSize): BenchCity {
  const graph = randomCity({ nodes, seed: 41 });
  const demandSnaps = randomSnaps(graph, { count: cells, seed: 42, lost: 0.001 });
  return {
    graph,
    demandSnaps,
    demand: testDemand(demandSnaps, graph, 43),
    facilities: randomSnaps(graph, { count: facilities, seed: 44 }),
  };
}
