import type { Text } from '../../tiles/layer/layer.ts';
import type { LabelPoint } from '../../tiles/style/style.ts';
import { readNumber, readText, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable, Row } from '../platform/db/types.ts';
import { FEATURE_TABLE } from './feature-table-source.ts';
import type { LayerRegistry } from './registry.ts';
import type { LayerExtent, LayerRevision, LayerSource } from './source.ts';

/** What the database holds of one layer. */
export interface LayerStats extends LayerExtent {
  /** Changes with every change of the layer's features; 0 where nothing was ever loaded. */
  readonly revision: number;
  /** ISO 8601; null where nothing was ever loaded. */
  readonly updatedAt: string | null;
}

export interface AreaNames {
  readonly names: Readonly<Record<string, Text>>;
  readonly labels: readonly LabelPoint[];
}

const NOTHING: LayerStats = { revision: 0, count: 0, bbox: null, provenance: {}, updatedAt: null };
const NAMED_AREAS = ['districts', 'streets'];

const AREAS = loadSql('layers/sql/areas');

type StatsByLayer = ReadonlyMap<string, LayerStats>;

/**
 * Counts, extents and names, which take scans to find out. Kept in memory by the revisions of the layers: each call
 * asks every source for its revisions, one short statement, and counts anew only what has changed.
 */
export class LayerStatsCache {
  readonly #db: Queryable;
  readonly #registry: LayerRegistry;
  #bySource: ReadonlyMap<LayerSource, StatsByLayer> = new Map();
  #areas: { readonly key: string; readonly value: AreaNames } | null = null;
  #current: Promise<StatsByLayer> | null = null;

  constructor(db: Queryable, registry: LayerRegistry) {
    this.#db = db;
    this.#registry = registry;
  }

  /** Stats of every layer served that its source knows; `of` reads one. Calls at the same time share one look. */
  all(): Promise<StatsByLayer> {
    this.#current ??= this.#look().finally(() => {
      this.#current = null;
    });
    return this.#current;
  }

  async of(layer: string): Promise<LayerStats> {
    return (await this.all()).get(layer) ?? NOTHING;
  }

  async areas(): Promise<AreaNames> {
    await this.all();
    const stats = this.#bySource.get(FEATURE_TABLE);
    const key = NAMED_AREAS.map((id) => stats?.get(id)?.revision ?? 0).join();
    if (this.#areas?.key === key) return this.#areas.value;
    const value = readAreas(await this.#db.query(AREAS, [NAMED_AREAS]));
    this.#areas = { key, value };
    return value;
  }

  async #look(): Promise<StatsByLayer> {
    const sources = [...this.#registry.sources];
    this.#bySource = new Map(
      await Promise.all(sources.map(async (source) => [source, await this.#statsOf(source)] as const)),
    );
    return new Map(
      this.#registry.list.flatMap(({ id }) => {
        const stats = this.#bySource.get(this.#registry.sourceOf(id))?.get(id);
        return stats === undefined ? [] : [[id, stats] as const];
      }),
    );
  }

  async #statsOf(source: LayerSource): Promise<StatsByLayer> {
    const known = this.#bySource.get(source) ?? new Map<string, LayerStats>();
    const revisions = await source.revisions(this.#db);
    const stale = [...revisions].filter(([id, { revision }]) => known.get(id)?.revision !== revision).map(([id]) => id);
    if (stale.length === 0 && revisions.size === known.size) return known;
    const counted = stale.length === 0 ? new Map<string, LayerExtent>() : await source.stats(this.#db, stale);
    return new Map(
      [...revisions].map(([id, revision]) => {
        const before = known.get(id);
        const isCurrent = before !== undefined && !stale.includes(id);
        return [id, isCurrent ? before : combine(revision, counted.get(id))] as const;
      }),
    );
  }
}

function combine({ revision, changedAt }: LayerRevision, extent: LayerExtent | undefined): LayerStats {
  return { ...NOTHING, ...extent, revision, updatedAt: changedAt?.toISOString() ?? null };
}

function readAreas(rows: readonly Row[]): AreaNames {
  const labels = rows.map((row) => ({
    layer: readText(row, 'layer_id'),
    name: readText(row, 'name'),
    name_en: readTextOrNull(row, 'name_en'),
    lon: readNumber(row, 'lon'),
    lat: readNumber(row, 'lat'),
  }));
  const names = rows.map((row) => {
    const zh = readText(row, 'name');
    return [readText(row, 'code'), { zh, en: readTextOrNull(row, 'name_en') ?? zh }] as const;
  });
  return { names: Object.fromEntries(names), labels };
}
