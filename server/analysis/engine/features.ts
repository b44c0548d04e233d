/** Features of a layer, as an analysis reads them from the database. */
import { createHash } from 'node:crypto';
import type { Cql2 } from '../../../tiles/filter/cql2/types.ts';
import { PROVENANCES, type LayerDefinition, type Provenance, type Text } from '../../../tiles/layer/layer.ts';
import { readFilterText } from '../../filter/filters.ts';
import type { LayerLookup } from '../../layers/registry.ts';
import type { LayerSource } from '../../layers/source.ts';
import { readNumber } from '../../platform/db/rows.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { API } from '../../platform/messages/api.ts';
import { nearMatches } from '../../platform/text/near-matches.ts';
import { STUDY } from '../study/messages.ts';
import { AnalysisError } from '../errors.ts';
import type { FeatureQuery, Features, Versioned } from './sources.ts';

type FeatureRow = readonly [id: string, lon: number, lat: number, provenance: string, values: readonly unknown[]];

/**
 * Features of a layer that a filter chooses, each at a point on it, in a stable order. Rejects with `AnalysisError` for
 * a wrong filter and for a capacity or cost that is no number.
 */
export async function readFeatures(
  source: Pick<LayerSource, 'facilities'>,
  db: Queryable,
  layer: LayerDefinition,
  query: FeatureQuery,
  at: string,
): Promise<Versioned<Features>> {
  const filter = readFilter(query.filter, layer, `${at}/filter`);
  const { capacity, cost, attributesAt = 'capacity' } = query;
  const given = [capacity, cost, ...(query.attributes ?? [])].filter((attribute) => attribute !== undefined);
  const wanted = [...new Set(given)];
  wanted.forEach((attribute) => {
    const property = attribute === capacity ? 'capacity' : attribute === cost ? 'cost' : attributesAt;
    checkNumeric(layer, attribute, `${at}/${property}`);
  });
  const shares = Object.entries(query.shares ?? {});
  const places = [
    attributeOf(layer, 'district'),
    attributeOf(layer, 'subdistrict'),
    layer.name.zh,
    layer.name.en ?? layer.name.zh,
  ];
  const attributes = [...places, ...wanted, ...shares.map(([attribute]) => attribute)];
  const { revision, json: text } = await source.facilities(db, { layer, attributes, filter });
  // Every source promises this shape.
  const rows = JSON.parse(text) as readonly FeatureRow[];
  const numbers = (index: number): Float64Array =>
    Float64Array.from(rows, ({ 4: values }) => numberOf(values[index + places.length]));
  const texts = (index: number): readonly (string | null)[] => rows.map(({ 4: values }) => textOf(values[index]));
  const isOneOf = (values: readonly unknown[], index: number): Float64Array =>
    Float64Array.from(rows, ({ 4: { [places.length + wanted.length + index]: value = null } }) =>
      value === null ? NaN : Number(values.includes(value)),
    );
  const columns = Object.fromEntries(wanted.map((attribute, index) => [attribute, numbers(index)]));
  return {
    key: String(revision ?? 0),
    hash: hashOf(text),
    value: {
      layer: layer.id,
      title: layer.title,
      arePoints: layer.geometry === 'Point',
      ids: rows.map(([id]) => id),
      names: rows.map(({ 4: [, , zh, en] }) => nameOf(zh, en)),
      lonLat: Float64Array.from(rows.flatMap(([, lon, lat]) => [lon, lat])),
      capacity: capacity === undefined ? null : (columns[capacity] ?? null),
      cost: cost === undefined ? null : (columns[cost] ?? null),
      district: texts(0),
      subdistrict: texts(1),
      attributes: columns,
      shares: Object.fromEntries(shares.map(([attribute, values], index) => [attribute, isOneOf(values, index)])),
      provenances: byFrequency(rows.map(({ 3: provenance }) => provenance)),
    },
  };
}

function readFilter(filter: string | undefined, layer: LayerDefinition, at: string): Cql2 | null {
  if (filter === undefined) return null;
  const read = readFilterText(filter, layer);
  if ('filter' in read) return read.filter;
  throw new AnalysisError('bad-filter', read.problem.text, read.problem.values, { at });
}

function checkNumeric(layer: LayerDefinition, attribute: string, at: string): void {
  const found = Object.hasOwn(layer.attributes, attribute) ? layer.attributes[attribute] : undefined;
  if (found?.type === 'integer' || found?.type === 'number') return;
  const choices = numericAttributes(layer);
  throw choices.length > 0
    ? new AnalysisError(
        'bad-capacity',
        STUDY['bad-capacity'],
        { layer: layer.id, attribute, choices: choices.join(', ') },
        { at },
      )
    : new AnalysisError('bad-capacity', STUDY['bad-capacity-none'], { layer: layer.id, attribute }, { at });
}

/** Attributes that can be a capacity. */
export function numericAttributes(layer: LayerDefinition): string[] {
  return Object.entries(layer.attributes)
    .filter(([, { type }]) => type === 'integer' || type === 'number')
    .map(([name]) => name);
}

/** Name of the attribute that holds the code of the district or subdistrict; of none where there is none. */
function attributeOf(layer: LayerDefinition, format: 'district' | 'subdistrict'): string {
  return Object.entries(layer.attributes).find(([, attribute]) => attribute.format === format)?.[0] ?? '';
}

export function revisionOf(row: Parameters<typeof readNumber>[0]): string {
  return row.revision === null ? '0' : String(readNumber(row, 'revision'));
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

function nameOf(zh: unknown, en: unknown): Text | null {
  if (typeof zh !== 'string' || zh === '') return null;
  return { zh, en: typeof en === 'string' && en !== '' ? en : zh };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function byFrequency(values: readonly string[]): Provenance[] {
  const counts = PROVENANCES.map((provenance) => ({
    provenance,
    count: values.filter((each) => each === provenance).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ provenance }) => provenance);
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The layer of an id. Throws `AnalysisError` with near names where there is none. */
export function layerOf(registry: LayerLookup, id: string, at: string): LayerDefinition {
  const known = registry.get(id);
  if (known !== undefined) return known;
  const near = nearMatches(
    id,
    registry.list.map((each) => each.id),
  );
  throw near.length > 0
    ? new AnalysisError('unknown-layer', API['unknown-layer-near'], { layer: id, near: near.join(', ') }, { at })
    : new AnalysisError('unknown-layer', API['unknown-layer'], { layer: id }, { at });
}
