import type { Bbox, Counts } from '../../tiles/api/wire.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { IncompleteAnswer } from '../platform/db/errors.ts';
import type { Principal } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import type { LayerStatsCache } from './layer-stats.ts';
import type { LayerRegistry } from './registry.ts';
import { sessionOf } from './source.ts';

const WORLD: Bbox = [-180, -90, 180, 90];

export interface CountsParts {
  readonly db: Pick<Database, 'as'>;
  readonly principal: Principal;
  readonly registry: LayerRegistry;
  readonly layerStats: LayerStatsCache;
  readonly signal: AbortSignal;
}

/**
 * Number of features by layer: in a box, or in the whole world without one; with a filter, those that meet it. Without
 * box and filters the counts come from the layer statistics. Rejects with `IncompleteAnswer`, and as
 * `LayerSource.counts`.
 */
export async function countFeatures(
  { db, principal, registry, layerStats, signal }: CountsParts,
  layers: readonly LayerDefinition[],
  bbox: Bbox | undefined,
  filters: ReadonlyMap<string, Cql2 | null>,
): Promise<Counts> {
  if (bbox === undefined && [...filters.values()].every((filter) => filter === null)) {
    const stats = await layerStats.all(signal);
    return Object.fromEntries(layers.map(({ id }) => [id, stats.get(id)?.count ?? 0]));
  }
  const counted = await Promise.all(
    [...registry.bySource(layers)].map(([source, of]) =>
      source.counts(sessionOf(source, db, principal, { signal }), { layers: of, bbox: bbox ?? WORLD, filters }),
    ),
  );
  const counts = new Map(counted.flatMap((each) => [...each]));
  return Object.fromEntries(
    layers.map(({ id }) => {
      const count = counts.get(id);
      if (count === undefined) throw new IncompleteAnswer(`There is no count of layer ${id}.`);
      return [id, count];
    }),
  );
}
