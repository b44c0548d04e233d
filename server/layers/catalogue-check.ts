import type { Attribute, Color, Facility, LayerDefinition, Text, Theme } from '../../tiles/layer/layer.ts';
import { MAX_SUMS } from '../../tiles/tile/pyramid.ts';

/**
 * Names that items and tiles give a meaning of their own; clusters add `sum_…`, and `cluster`, which is true on them
 * alone.
 */
const RESERVED = new Set(['id', 'provenance', 'label', 'point_count']);
const RESERVED_PREFIX = 'sum_';
const LAYER_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const ATTRIBUTE_ID = /^[a-z][a-z0-9_]*$/;
const MAX_LAYER_ID = 48;
const MAX_ZOOM = 22;

/**
 * Checks what a schema cannot: names that refer to each other, texts in both languages, ranges.
 * @param themes of the city; not checked where absent
 * @param attributeIds what attributes may be called; those of tables are called as their columns
 */
export function* layerErrors(
  layer: LayerDefinition,
  fileName: string,
  themes?: readonly Pick<Theme, 'id'>[],
  attributeIds = ATTRIBUTE_ID,
): Generator<string> {
  if (layer.id !== fileName) yield `id is ${layer.id}, but must equal the file's name, ${fileName}.`;
  if (!LAYER_ID.test(layer.id) || layer.id.length > MAX_LAYER_ID)
    yield `id must be kebab-case with at most ${MAX_LAYER_ID} characters.`;
  if (themes !== undefined && !themes.some(({ id }) => id === layer.theme))
    yield `theme ${layer.theme} is not one of ${themes.map(({ id }) => id).join(', ')}.`;
  if (!(layer.minzoom >= 0 && layer.minzoom <= layer.maxzoom && layer.maxzoom <= MAX_ZOOM))
    yield `zooms must satisfy 0 ≤ minzoom ≤ maxzoom ≤ ${MAX_ZOOM}.`;
  yield* textErrors(layer.title, 'title');
  yield* textErrors(layer.description, 'description');
  yield* textErrors(layer.owner, 'owner');
  yield* textErrors(layer.source, 'source');
  for (const [id, attribute] of Object.entries(layer.attributes)) yield* attributeErrors(id, attribute, attributeIds);
  for (const [place, attribute] of references(layer)) {
    if (!Object.hasOwn(layer.attributes, attribute))
      yield `${place} names the attribute ${attribute}, which the layer does not have.`;
  }
  yield* sumErrors(layer);
  yield* indexErrors(layer);
  yield* standardErrors(layer);
  for (const color of colors(layer)) {
    if (!isHex(color.light) || !isHex(color.dark))
      yield `colour ${color.light} / ${color.dark} must read like #0b6fa4.`;
  }
}

/** What is claimed of a standard has to be said: the clause that was read, or the page that gives its numbers. */
function* standardErrors({ standard }: LayerDefinition): Generator<string> {
  if (standard?.certainty === 'text' && (standard.clause ?? '').trim() === '')
    yield 'standard.certainty is text, but no clause is named: give the clause that was read.';
  if (standard?.certainty === 'quoted' && standard.source === undefined)
    yield 'standard.certainty is quoted, but no source names the page: give source with page and seen.';
}

function* attributeErrors(id: string, attribute: Attribute, ids: RegExp): Generator<string> {
  if (!ids.test(id)) yield `attribute ${id} must be snake_case.`;
  if (RESERVED.has(id) || id.startsWith(RESERVED_PREFIX) || (id === 'cluster' && attribute.type === 'boolean'))
    yield `attribute ${id}: the name is reserved.`;
  yield* textErrors(attribute.title, `title of attribute ${id}`);
  // 个 and other measure words have no English counterpart.
  if (attribute.unit?.zh.trim() === '') yield `unit of attribute ${id} lacks its Chinese text.`;
  for (const [key, label] of Object.entries(attribute.values ?? {}))
    yield* textErrors(label, `label of ${id} = ${key}`);
}

/** Clusters gather points, and add up numbers. */
function* sumErrors({ geometry, attributes, sums = [] }: LayerDefinition): Generator<string> {
  if (sums.length > 0 && geometry !== 'Point') yield 'sums: only layers of points have clusters that add up.';
  if (sums.length > MAX_SUMS) yield `sums: at most ${MAX_SUMS} attributes.`;
  if (new Set(sums).size < sums.length) yield 'sums names an attribute twice.';
  for (const id of sums) {
    const type = attributes[id]?.type;
    if (type !== undefined && type !== 'integer' && type !== 'number') yield `sums: attribute ${id} is no number.`;
  }
}

function* indexErrors({ attributes, indexes = [] }: LayerDefinition): Generator<string> {
  if (new Set(indexes).size < indexes.length) yield 'indexes names an attribute twice.';
  for (const id of indexes) {
    const attribute = attributes[id];
    if (attribute !== undefined && attribute.format !== 'date' && attribute.format !== 'date-time')
      yield `indexes: attribute ${id} is no date or time.`;
  }
}

function* references(layer: LayerDefinition): Generator<[place: string, attribute: string]> {
  for (const id of layer.required) yield ['required', id];
  yield ['name', layer.name.zh];
  if (layer.name.en !== undefined) yield ['name', layer.name.en];
  for (const id of layer.search ?? []) yield ['search', id];
  for (const id of layer.tileAttributes) yield ['tileAttributes', id];
  for (const id of layer.sums ?? []) yield ['sums', id];
  for (const id of layer.indexes ?? []) yield ['indexes', id];
  for (const filter of layer.filters) yield ['filters', filter.attribute];
  if (layer.style.by !== undefined) yield ['style.by', layer.style.by.attribute];
  for (const { attribute } of layer.style.alternatives ?? []) yield ['style.alternatives', attribute];
  yield* facilityReferences(layer.facility);
  if (layer.caseData === undefined) return;
  const { date, category, state, dimensions, figures, areas } = layer.caseData;
  for (const id of [date, category, state, ...dimensions, ...figures, areas.grid, areas.subdistrict])
    yield ['caseData', id];
}

function* facilityReferences(facility: Facility | undefined): Generator<[place: string, attribute: string]> {
  if (facility === undefined) return;
  const { kind: _, only, services = [], address, shared, ...single } = facility;
  const named = [only?.attribute, ...services, ...valuesOf(address), ...valuesOf(shared), ...valuesOf(single)];
  for (const id of named) if (id !== undefined) yield ['facility', id];
}

function valuesOf(parts: Readonly<Record<string, string | undefined>> | undefined): readonly (string | undefined)[] {
  return Object.values(parts ?? {});
}

function* colors(layer: LayerDefinition): Generator<Color> {
  yield layer.style.color;
  for (const by of [layer.style.by, ...(layer.style.alternatives ?? [])]) {
    if (by === undefined) continue;
    if ('values' in by) yield* Object.values(by.values);
    else for (const step of by.steps) yield step.color;
  }
}

function* textErrors(text: Text, what: string): Generator<string> {
  if (text.zh.trim() === '') yield `${what} lacks its Chinese text.`;
  if (text.en.trim() === '') yield `${what} lacks its English text.`;
}

function isHex(color: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(color);
}
