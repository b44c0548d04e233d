import type { LayerDefinition, Text } from '../../tiles/layer/layer.ts';
import type { SearchHit, SearchResult } from '../../tiles/api/wire.ts';
import type { LayerLookup } from '../layers/registry.ts';
import type { LayerSource, SearchFound } from '../layers/source.ts';
import { DatabaseUnavailable, IncompleteAnswer, QueryTimeout } from '../platform/db/errors.ts';
import { ApiError } from '../platform/http/errors.ts';
import { foundRows, readNumber, readText, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable, Row, SqlFile, SqlValue } from '../platform/db/types.ts';
import { fold, spell } from './fold.ts';

const STARTS = loadSql('search/sql/starts');
const PARTS = loadSql('search/sql/parts');
const SIMILAR = loadSql('search/sql/similar');
const DETAILS = loadSql('search/sql/details');

/**
 * Score of a rank of `starts.sql` and `parts.sql`; the share of the term that was typed adds up to the step to the next
 * one.
 */
const SCORES: Readonly<Record<number, { readonly base: number; readonly step: number }>> = {
  6: { base: 1, step: 0 },
  5: { base: 0.95, step: 0 },
  4: { base: 0.85, step: 0.09 },
  3: { base: 0.75, step: 0.09 },
  2: { base: 0.55, step: 0.19 },
};
const SIMILAR_SCORE = 0.5;
/** With fewer direct hits, the text may be mistyped. */
const ENOUGH_HITS = 5;
/** Shorter text is similar to everything. */
const MIN_SIMILAR_LENGTH = 4;

export interface SearchQuery {
  readonly q: string;
  readonly limit: number;
  /** Absent: all layers. */
  readonly layers?: readonly string[];
}

interface Found {
  readonly layer: string;
  readonly id: string;
  readonly score: number;
}

/**
 * Finds features by name, code, address or id: in Chinese, in pinyin or its initials, in English; with typing errors
 * where nothing fits better. Exact before beginning before part before similar; districts and subdistricts first among
 * equals.
 */
export async function search(
  db: Queryable,
  registry: LayerLookup,
  { q, limit, layers }: SearchQuery,
  reach: Reach = () => db,
): Promise<SearchResult> {
  const typed = fold(q);
  const asked = layers ?? registry.list.map((layer) => layer.id);
  if (typed.folded === '' || asked.length === 0) return { query: q, hits: [] };
  const elsewhere = asked.filter((id) => registry.sourceOf(id).search !== undefined);
  const [own, others] = await Promise.all([
    searchOwn(db, registry, { q, limit, layers: asked.filter((id) => !elsewhere.includes(id)) }),
    Promise.all(elsewhere.map((id) => searchSource(registry, id, { q, limit }, reach))),
  ]);
  if (elsewhere.length === 0) return { query: q, hits: own };
  // The order of equals stays: the service's own layers know districts.
  const hits = [...own, ...others.flat()].sort((a, b) => b.score - a.score);
  return { query: q, hits: hits.slice(0, limit) };
}

/** Reads of a source that has a search of its own. */
export type Reach = (source: LayerSource) => Queryable;

const RANK_SCORES: Readonly<Record<SearchFound['rank'], keyof typeof SCORES>> = { exact: 6, start: 4, part: 2 };

/** Hits of one layer of another database. A database that is lost has none. */
async function searchSource(
  registry: LayerLookup,
  id: string,
  { q, limit }: Pick<SearchQuery, 'q' | 'limit'>,
  reach: Reach,
): Promise<readonly SearchHit[]> {
  const layer = registry.get(id);
  const source = registry.sourceOf(id);
  if (layer === undefined || source.search === undefined) return [];
  try {
    const found = await source.search(reach(source), { layer, text: q.trim(), limit });
    return found.map(({ id: feature, rank, share, attributes, lon, lat, bbox }) => {
      const { base, step } = SCORES[RANK_SCORES[rank]] ?? { base: 0, step: 0 };
      const zh = textOf(attributes[layer.name.zh]) ?? feature;
      const en = layer.name.en === undefined ? undefined : textOf(attributes[layer.name.en]);
      const context = textOf(attributes.address) ?? textOf(attributes.code) ?? '';
      return {
        layer: id,
        id: feature,
        score: round(base + step * share),
        name: { zh, en: en ?? zh },
        context: { zh: context, en: context },
        lon,
        lat,
        bbox,
      };
    });
  } catch (error) {
    if (error instanceof DatabaseUnavailable || error instanceof QueryTimeout || error instanceof ApiError) return [];
    throw error;
  }
}

async function searchOwn(
  db: Queryable,
  registry: LayerLookup,
  { q, limit, layers: ids }: SearchQuery & { readonly layers: readonly string[] },
): Promise<readonly SearchHit[]> {
  const typed = fold(q);
  if (ids.length === 0) return [];
  const words = spell(q);
  const found = new Map<string, Found>();
  const add = (hits: readonly Found[]): void => {
    for (const hit of hits) {
      const key = `${hit.layer}/${hit.id}`;
      if (found.size < limit && !found.has(key)) found.set(key, hit);
    }
  };
  // From the best and cheapest to the weakest, as far as needed.
  const hits = async (sql: SqlFile, params: readonly SqlValue[]): Promise<readonly Row[]> =>
    foundRows(await db.query(sql, params, { kind: 'search' }), 'layer_id');
  const { folded, latin, characters } = typed;
  add((await hits(STARTS, [folded, latin, characters, ids, limit, q.trim()])).map(readDirect));
  if (found.size < limit) add((await hits(PARTS, [folded, latin, characters, ids, limit, words])).map(readDirect));
  if (found.size < Math.min(limit, ENOUGH_HITS) && words.length >= MIN_SIMILAR_LENGTH)
    add((await hits(SIMILAR, [words, ids, limit])).map(readSimilar));
  return describe(db, registry, [...found.values()]);
}

function readDirect(row: Row): Found {
  const { base, step } = SCORES[readNumber(row, 'rank')] ?? { base: 0, step: 0 };
  return {
    layer: readText(row, 'layer_id'),
    id: readText(row, 'feature_id'),
    score: round(base + step * readNumber(row, 'share')),
  };
}

function readSimilar(row: Row): Found {
  return {
    layer: readText(row, 'layer_id'),
    id: readText(row, 'feature_id'),
    score: round(SIMILAR_SCORE * readNumber(row, 'similarity')),
  };
}

async function describe(db: Queryable, registry: LayerLookup, found: readonly Found[]): Promise<SearchHit[]> {
  if (found.length === 0) return [];
  const [district, subdistrict] = [registry.playing('district'), registry.playing('subdistrict')];
  const params = [
    found.map((hit) => hit.layer),
    found.map((hit) => hit.id),
    district?.id ?? null,
    subdistrict?.id ?? null,
    ...[district, subdistrict].flatMap((layer) => [layer?.name.zh ?? null, layer?.name.en ?? null]),
  ];
  const rows = await db.query(DETAILS, params, { kind: 'search' });
  if (rows.length !== found.length) throw new IncompleteAnswer('There is no row for every hit.');
  return rows.flatMap((row) => {
    const hit = found[readNumber(row, 'place') - 1];
    const layer = hit === undefined ? undefined : registry.get(hit.layer);
    return hit === undefined || layer === undefined || row.attributes === null ? [] : [toHit(hit, layer, row)];
  });
}

function toHit(hit: Found, layer: LayerDefinition, row: Row): SearchHit {
  const attributes = parseAttributes(readText(row, 'attributes'));
  const zh = textOf(attributes[layer.name.zh]) ?? hit.id;
  const en = layer.name.en === undefined ? undefined : textOf(attributes[layer.name.en]);
  return {
    layer: hit.layer,
    id: hit.id,
    score: hit.score,
    name: { zh, en: en ?? zh },
    context: contextOf(attributes, row),
    lon: readNumber(row, 'lon'),
    lat: readNumber(row, 'lat'),
    bbox: [readNumber(row, 'west'), readNumber(row, 'south'), readNumber(row, 'east'), readNumber(row, 'north')],
  };
}

/** District, subdistrict, address or code: what tells two features of one name apart. */
function contextOf(attributes: Readonly<Record<string, unknown>>, row: Row): Text {
  const last = textOf(attributes.address) ?? textOf(attributes.code);
  const join = (...parts: (string | null | undefined)[]): string =>
    parts.filter((part) => typeof part === 'string' && part !== '').join(' · ');
  const district = readTextOrNull(row, 'district');
  const subdistrict = readTextOrNull(row, 'subdistrict');
  return {
    zh: join(district, subdistrict, last),
    en: join(
      readTextOrNull(row, 'district_en') ?? district,
      readTextOrNull(row, 'subdistrict_en') ?? subdistrict,
      last,
    ),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parseAttributes(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000;
}
