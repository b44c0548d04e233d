/** The caches of the analysis as figures of the service's metrics. */
import type { ModuleFigure } from '../../platform/metrics/sources.ts';
import { DERIVED_CACHES } from './derived.ts';
import type { CacheName, CacheSizes } from './protocol.ts';

const HELP: Readonly<Record<CacheName, string>> = {
  snaps: 'Demand snapped to networks',
  touching: 'Which cells of a demand share an edge',
  components: 'Connected pieces of networks',
  segments: 'Indexes of the segments of networks',
  cells: 'Indexes of the cells of demands',
  metres: 'Networks with costs in metres',
  coverages: 'Coverages of the planner’s page',
};

/** `read` gives the sizes of each thread's caches, as of its last answer. */
export function cacheFigures(read: () => readonly CacheSizes[]): readonly ModuleFigure[] {
  return [...DERIVED_CACHES, 'coverages' as const].flatMap((name) =>
    (['entries', 'bytes'] as const).map(
      (unit): ModuleFigure => ({
        kind: 'gauge',
        name: `analysis_${name}_${unit}`,
        help: `${HELP[name]}: ${unit} kept by the threads of the analysis`,
        read: () => read().reduce((sum, sizes) => sum + sizes[name][unit], 0),
      }),
    ),
  );
}
