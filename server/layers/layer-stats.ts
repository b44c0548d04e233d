import type { AreaName } from '../../tiles/api/wire.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { LabelPoint } from '../../tiles/style/style.ts';
import { foundRows, readNumber, readText, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import { SharedWork } from '../platform/db/shared-work.ts';
import { PUBLIC } from '../platform/auth/principal.ts';
import type { Database, Row, Session } from '../platform/db/types.ts';
import type { LayerRegistry } from './registry.ts';
import { OtherStats } from './other-stats.ts';
import { sessionOf, type LayerExtent, type LayerRevision, type LayerSource } from './source.ts';

/** What the database holds of one layer. */
export interface LayerStats extends LayerExtent {
  /** Changes with every change of the layer's features; 0 where nothing was ever loaded. */
  readonly revision: number;
  readonly loadId?: number | null;
  /** ISO 8601; null where nothing was ever loaded. */
  readonly updatedAt: string | null;
}

/** `names` by the code of the area; `labels` are where the map writes them. */
export interface AreaNames {
  readonly names: Readonly<Record<string, AreaName>>;
  readonly labels: readonly LabelPoint[];
}

/** Roles of the layers whose areas pages name in place of showing their codes. */
const AREA_ROLES = ['district', 'subdistrict'] as const;

interface AreaLayer {
  readonly role: (typeof AREA_ROLES)[number];
  readonly layer: LayerDefinition;
}

const NOTHING: LayerStats = { revision: 0, count: 0, bbox: null, provenance: {}, updatedAt: null };

const AREAS = loadSql('layers/sql/areas');

type StatsByLayer = ReadonlyMap<string, LayerStats>;

/** By the ids of layers. */
export interface FoundStats {
  /** Where a database has answered before and does not now, they are as of then. */
  readonly stats: StatsByLayer;
  /** Errors of databases of others that do not answer. */
  readonly errors: ReadonlyMap<string, unknown>;
}

/**
 * Counts, extents and names, which take scans. The cache keeps them by the revisions of the layers: each call asks the
 * sources of the layers wanted for their revisions, a short statement of each, and counts only what has changed.
 */
export class LayerStatsCache {
  readonly #db: Pick<Database, 'as'>;
  readonly #registry: LayerRegistry;
  readonly #onRevision: (layer: string, revision: number) => void;
  readonly #others: OtherStats<StatsByLayer>;
  #own: ReadonlyMap<LayerSource, StatsByLayer> = new Map();
  #areas: { readonly key: string; readonly value: AreaNames } | null = null;
  #current: SharedWork<ReadonlyMap<LayerSource, StatsByLayer>> | null = null;

  /** `onRevision`: told which revision of a layer of the service's own database somebody has seen. */
  constructor(
    db: Pick<Database, 'as'>,
    registry: LayerRegistry,
    onRevision: (layer: string, revision: number) => void = () => undefined,
  ) {
    this.#db = db;
    this.#registry = registry;
    this.#onRevision = onRevision;
    this.#others = new OtherStats((source, known) =>
      this.#counted(source, sessionOf(source, db, PUBLIC, { signal: undefined }), known),
    );
  }

  /** `some` of every layer served. */
  all(signal?: AbortSignal): Promise<StatsByLayer> {
    return this.some(this.#registry.list, signal);
  }

  /**
   * Stats of the layers given, as far as their sources know them. It lacks those of a database that does not answer and
   * that nothing is known of yet; where it has answered before, they are as of then. Calls at the same time share the
   * statements.
   */
  async some(layers: readonly LayerDefinition[], signal?: AbortSignal): Promise<StatsByLayer> {
    return (await this.find(layers, signal)).stats;
  }

  /**
   * Stats of one layer; zeros and nulls where its source knows no such layer. Rejects with `DatabaseUnavailable` where
   * its database does not answer and nothing is known of it yet.
   */
  async of(layer: LayerDefinition, signal?: AbortSignal): Promise<LayerStats> {
    const { stats, errors } = await this.find([layer], signal);
    const known = stats.get(layer.id);
    if (known === undefined && errors.has(layer.id)) throw errors.get(layer.id);
    return known ?? NOTHING;
  }

  async areas(signal?: AbortSignal): Promise<AreaNames> {
    const areas = AREA_ROLES.flatMap((role) => {
      const layer = this.#registry.playing(role);
      return layer === undefined ? [] : [{ role, layer }];
    });
    if (areas.length === 0) return readAreas([], []);
    const stats = await this.some(
      areas.map(({ layer }) => layer),
      signal,
    );
    const key = areas.map(({ layer: { id } }) => `${id} ${stats.get(id)?.revision ?? 0}`).join();
    if (this.#areas?.key === key) return this.#areas.value;
    const value = readAreas(areas, await this.#queryAreas(areas, signal));
    this.#areas = { key, value };
    return value;
  }

  async #queryAreas(areas: readonly AreaLayer[], signal: AbortSignal | undefined): Promise<readonly Row[]> {
    if (areas.length === 0) return [];
    const params = [
      areas.map(({ layer }) => layer.id),
      areas.map(({ layer }) => layer.name.zh),
      areas.map(({ layer }) => layer.name.en ?? layer.name.zh),
    ];
    const rows = await this.#db.as(PUBLIC, { signal }).query(AREAS, params, { kind: 'stats' });
    return foundRows(rows, 'layer_id');
  }

  /** `some`, and why others are missing. */
  async find(layers: readonly LayerDefinition[], signal?: AbortSignal): Promise<FoundStats> {
    const sources = this.#registry.bySource(layers);
    // A database that is lost is told by a list without a layer too.
    const hasOwn = layers.length === 0 || [...sources.keys()].some(({ database }) => database === undefined);
    const [own, others] = await Promise.all([
      hasOwn ? this.#lookAtOwn(signal) : new Map<LayerSource, StatsByLayer>(),
      this.#others.of([...sources.keys()]),
    ]);
    const stats = new Map<string, LayerStats>();
    const errors = new Map<string, unknown>();
    for (const [source, of] of sources) {
      const found = own.get(source) ?? others.known.get(source);
      const error = others.errors.get(source);
      for (const { id } of of) {
        const known = found?.get(id);
        if (known !== undefined) stats.set(id, known);
        if (error !== undefined) errors.set(id, error);
      }
    }
    return { stats, errors };
  }

  #lookAtOwn(signal: AbortSignal | undefined): Promise<ReadonlyMap<LayerSource, StatsByLayer>> {
    if (this.#current === null || this.#current.isAborted) {
      const look = new SharedWork(async (abort) => {
        try {
          const sources = [...this.#registry.sources].filter(({ database }) => database === undefined);
          const db = this.#db.as(PUBLIC, { signal: abort });
          this.#own = new Map(
            await Promise.all(
              sources.map(async (each) => [each, await this.#counted(each, db, this.#own.get(each))] as const),
            ),
          );
          return this.#own;
        } finally {
          if (this.#current === look) this.#current = null;
        }
      });
      this.#current = look;
    }
    return this.#current.join(signal);
  }

  async #counted(
    source: LayerSource,
    db: Session,
    known: StatsByLayer = new Map<string, LayerStats>(),
  ): Promise<StatsByLayer> {
    const revisions = await source.revisions(db);
    if (source.database === undefined) for (const [id, { revision }] of revisions) this.#onRevision(id, revision);
    const stale = [...revisions]
      .filter(([id, { revision, loadId }]) => {
        const before = known.get(id);
        return before?.revision !== revision || before.loadId !== loadId || before.isEstimate === true;
      })
      .map(([id]) => id);
    if (stale.length === 0 && revisions.size === known.size) return known;
    const counted = stale.length === 0 ? new Map<string, LayerExtent>() : await source.stats(db, stale);
    return new Map(
      [...revisions].map(([id, revision]) => {
        const before = known.get(id);
        const isCurrent = before !== undefined && !stale.includes(id);
        return [id, isCurrent ? before : combine(revision, counted.get(id))] as const;
      }),
    );
  }
}

function combine({ revision, changedAt, loadId }: LayerRevision, extent: LayerExtent | undefined): LayerStats {
  const updatedAt = changedAt?.toISOString() ?? null;
  return { ...NOTHING, ...extent, revision, updatedAt, ...(loadId === undefined ? {} : { loadId }) };
}

function readAreas(areaLayers: readonly AreaLayer[], rows: readonly Row[]): AreaNames {
  const labels = rows.map((row) => ({
    layer: readText(row, 'layer_id'),
    name: readText(row, 'name'),
    name_en: readTextOrNull(row, 'name_en'),
    lon: readNumber(row, 'lon'),
    lat: readNumber(row, 'lat'),
  }));
  const roles = new Map(areaLayers.map(({ role, layer }) => [layer.id, role]));
  const names = rows.map((row): readonly [string, AreaName] => {
    const zh = readText(row, 'name');
    const role = roles.get(readText(row, 'layer_id')) ?? 'district';
    const district = role === 'district' ? null : readTextOrNull(row, 'district');
    const en = readTextOrNull(row, 'name_en') ?? zh;
    return [readText(row, 'code'), { zh, en, role, ...(district === null ? {} : { district }) }];
  });
  return { names: Object.fromEntries(names), labels };
}
