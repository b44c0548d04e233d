import type { Bbox, Counts } from '../../tiles/api/wire.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { DatabaseUnavailable, IncompleteAnswer, Overloaded, QueryTimeout } from '../platform/db/errors.ts';
import type { Principal } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import { ApiError } from '../platform/http/errors.ts';
import type { LayerStatsCache } from './layer-stats.ts';
import type { LayerRegistry } from './registry.ts';
import { sessionOf, type LayerSource } from './source.ts';

const WORLD: Bbox = [-180, -90, 180, 90];

export interface CountsParts {
  readonly db: Pick<Database, 'as'>;
  readonly principal: Principal;
  readonly registry: LayerRegistry;
  readonly layerStats: LayerStatsCache;
  readonly signal: AbortSignal;
}

export interface CountsChoice {
  /** Null for all. */
  readonly layers: readonly LayerDefinition[] | null;
  /** Layers of sources that cannot answer now are left out, as they are where all are asked for. */
  readonly isPartial: boolean;
  /** The whole world where absent. */
  readonly bbox: Bbox | undefined;
  /** By layer. */
  readonly filters: ReadonlyMap<string, Cql2 | null>;
}

/**
 * Number of features by layer: in a box, with a filter those that meet it. Without box and filters the counts come from
 * the layer statistics. Rejects with `IncompleteAnswer`, and as `LayerSource.counts`: a layer that was asked for is
 * left out only where the question allows it.
 */
export async function countFeatures(
  { db, principal, registry, layerStats, signal }: CountsParts,
  { layers: chosen, isPartial, bbox, filters }: CountsChoice,
): Promise<Counts> {
  const layers = chosen ?? registry.list;
  const mayLack = chosen === null || isPartial;
  const isTilesOnly = (id: string): boolean => registry.sourceOf(id).tilesOnly === true;
  const isWhole = bbox === undefined && [...filters.values()].every((filter) => filter === null);
  // What has nothing to count says so itself.
  if (isWhole && (mayLack || !layers.some(({ id }) => isTilesOnly(id)))) {
    const { stats, errors } = await layerStats.find(layers, signal);
    const failed = layers.find(({ id }) => errors.has(id));
    if (failed !== undefined && !mayLack) throw errors.get(failed.id);
    const known = layers.filter(({ id }) => !errors.has(id) && !isTilesOnly(id));
    return Object.fromEntries(known.map(({ id }) => [id, stats.get(id)?.count ?? 0]));
  }
  const count = async ([source, of]: readonly [LayerSource, readonly LayerDefinition[]]): Promise<
    ReadonlyMap<string, number>
  > => {
    if (mayLack && (source.isLost === true || source.tilesOnly === true)) return new Map();
    try {
      const session = sessionOf(source, db, principal, { signal });
      const counts = await source.counts(session, { layers: of, bbox: bbox ?? WORLD, filters });
      const missing = of.find(({ id }) => !counts.has(id));
      if (missing !== undefined) throw new IncompleteAnswer(`There is no count of layer ${missing.id}.`);
      return counts;
    } catch (error) {
      if (mayLack && source.database !== undefined && isOfSource(error)) return new Map();
      throw error;
    }
  };
  const counted = await Promise.all([...registry.bySource(layers)].map(count));
  const counts = new Map(counted.flatMap((each) => [...each]));
  return Object.fromEntries(layers.flatMap(({ id }) => (counts.has(id) ? [[id, counts.get(id) ?? 0]] : [])));
}

/** Whether an error is that of a database of somebody else's, which other layers have nothing to do with. */
function isOfSource(error: unknown): boolean {
  return (
    error instanceof DatabaseUnavailable ||
    error instanceof QueryTimeout ||
    error instanceof Overloaded ||
    error instanceof ApiError
  );
}
