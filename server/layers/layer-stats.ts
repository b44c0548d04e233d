import type { LabelPoint } from '../../tiles/style/style.ts';
import { PROVENANCES, type Provenance, type Text } from '../../tiles/layer/layer.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { readDateOrNull, readNumber, readText, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable, Row } from '../platform/db/types.ts';

/** What the database holds of one layer. */
export interface LayerStats {
  /** Changes with every change of the layer's features; 0 where nothing was ever loaded. */
  readonly revision: number;
  readonly count: number;
  readonly bbox: Bbox | null;
  readonly provenance: Partial<Record<Provenance, number>>;
  readonly updatedAt: string | null;
}

export interface AreaNames {
  readonly names: Readonly<Record<string, Text>>;
  readonly labels: readonly LabelPoint[];
}

const NOTHING: LayerStats = { revision: 0, count: 0, bbox: null, provenance: {}, updatedAt: null };
const NAMED_AREAS = ['districts', 'streets'];

const REVISIONS = loadSql('layers/sql/revisions');
const FACTS = loadSql('layers/sql/facts');
const AREAS = loadSql('layers/sql/areas');

/**
 * Counts, extents and names, which take scans to find out. Kept in memory by the revisions of the layers: each call
 * asks for the revisions, one short statement, and counts anew only what has changed.
 */
export class LayerStatsCache {
  readonly #db: Queryable;
  #facts = new Map<string, LayerStats>();
  #areas: { readonly key: string; readonly value: AreaNames } | null = null;
  #current: Promise<ReadonlyMap<string, LayerStats>> | null = null;

  constructor(db: Queryable) {
    this.#db = db;
  }

  /** Facts of every layer that the database knows; `factsOf` reads one. Calls at the same time share one look. */
  facts(): Promise<ReadonlyMap<string, LayerStats>> {
    this.#current ??= this.#look().finally(() => {
      this.#current = null;
    });
    return this.#current;
  }

  async factsOf(layer: string): Promise<LayerStats> {
    return (await this.facts()).get(layer) ?? NOTHING;
  }

  async areas(): Promise<AreaNames> {
    const facts = await this.facts();
    const key = NAMED_AREAS.map((id) => facts.get(id)?.revision ?? 0).join();
    if (this.#areas?.key === key) return this.#areas.value;
    const value = readAreas(await this.#db.query(AREAS, [NAMED_AREAS]));
    this.#areas = { key, value };
    return value;
  }

  async #look(): Promise<ReadonlyMap<string, LayerStats>> {
    const revisions = await this.#db.query(REVISIONS);
    const stale = revisions.filter(
      (row) => this.#facts.get(readText(row, 'layer_id'))?.revision !== readNumber(row, 'revision'),
    );
    if (stale.length === 0 && revisions.length === this.#facts.size) return this.#facts;
    const counted =
      stale.length === 0 ? [] : await this.#db.query(FACTS, [stale.map((row) => readText(row, 'layer_id'))]);
    const next = new Map<string, LayerStats>();
    for (const row of revisions) {
      const id = readText(row, 'layer_id');
      const known = this.#facts.get(id);
      next.set(
        id,
        known && !stale.includes(row)
          ? known
          : combine(
              row,
              counted.filter((each) => readText(each, 'layer_id') === id),
            ),
      );
    }
    this.#facts = next;
    return next;
  }
}

/** One layer's facts from its rows by provenance. */
function combine(layer: Row, rows: readonly Row[]): LayerStats {
  const updatedAt = readDateOrNull(layer, 'changed_at')?.toISOString() ?? null;
  const facts = { ...NOTHING, revision: readNumber(layer, 'revision'), updatedAt };
  const edge = (column: string, pick: (...values: number[]) => number): number =>
    pick(...rows.map((row) => readNumber(row, column)));
  if (rows.length === 0) return facts;
  const counts = PROVENANCES.flatMap((provenance) => {
    const row = rows.find((each) => readText(each, 'provenance') === provenance);
    return row ? [[provenance, readNumber(row, 'count')] as const] : [];
  });
  return {
    ...facts,
    count: counts.reduce((sum, [, count]) => sum + count, 0),
    bbox: [edge('west', Math.min), edge('south', Math.min), edge('east', Math.max), edge('north', Math.max)],
    provenance: Object.fromEntries(counts),
  };
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
