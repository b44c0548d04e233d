/** A function that gives tiles → the definition of its layer: what its comment and a layer file say of it. */
import type { FunctionLayer } from '../../../tiles/layer/layer-schema.ts';
import type { Attribute, Color, LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { TileJson } from '../../../tiles/api/tile-sets.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { isRecord } from '../../platform/is-record.ts';
import { bothLanguages } from '../../platform/messages/index.ts';
import { attributesOf } from '../attributes.ts';
import { textOf, withoutUndefined } from '../definition.ts';
import type { SourceSettings } from '../settings.ts';
import { readableRelation } from '../table-name.ts';
import { FUNCTION } from './messages.ts';
import type { TileFunction } from './tile-function.ts';

export type VectorLayer = TileJson['vector_layers'][number];

export interface FunctionDefinition {
  readonly layer: LayerDefinition;
  readonly bounds: Bbox | null;
  /** What the comment says of the layers in the tiles; null where it says nothing. */
  readonly vectorLayers: readonly VectorLayer[] | null;
  /** Neither comment nor file says what is drawn. */
  readonly isGeometryUnknown: boolean;
}

export interface FunctionDefinitionOptions {
  readonly id: string;
  readonly color: Color;
  readonly settings: Pick<SourceSettings, 'name' | 'owner'>;
  /** Group of the layer list. */
  readonly theme: string;
  readonly file?: FunctionLayer | undefined;
}

/** As far as clients ask for tiles. */
const LAST_ZOOM = 22;
const DRAWN = {
  Point: { order: 240, size: 5 },
  LineString: { order: 140, size: 2 },
  Polygon: { order: 40, fillOpacity: 0.35 },
} as const;

export function functionDefinition(
  tileFunction: TileFunction,
  { id, color, settings, theme, file }: FunctionDefinitionOptions,
): FunctionDefinition {
  const said = commentOf(tileFunction.comment);
  const values = {
    function: readableRelation({ schema: tileFunction.schema, table: tileFunction.name }),
    source: settings.name,
  };
  const { name: title, description } = said;
  const [first] = said.vectorLayers ?? [];
  const attributes = first === undefined ? {} : attributesIn(first.fields);
  const names = Object.keys(attributes);
  const name = names.find((each) => /^name$/i.test(each)) ?? names[0] ?? 'name';
  const geometry = file?.geometry ?? said.geometry;
  const { id: _, function: __, attributes: ofFile, style = {}, ...more } = file ?? { id, function: '' };
  const own = { ...attributes, ...(names.length === 0 ? { [name]: attributeOf(name, '') } : {}), ...ofFile };
  const layer: LayerDefinition = {
    id,
    title: title ?? bothLanguages(FUNCTION.title, { function: tileFunction.name }),
    description: description ?? title ?? bothLanguages(FUNCTION.description, values),
    theme,
    geometry: geometry ?? 'LineString',
    sourceLayer: first?.id ?? tileFunction.name,
    attributes: own,
    required: [],
    name: { zh: name },
    owner: settings.owner,
    visibility: 'public',
    source: said.attribution ?? bothLanguages(FUNCTION.source, values),
    minzoom: said.minzoom ?? 0,
    maxzoom: said.maxzoom ?? LAST_ZOOM,
    tileAttributes: names,
    filters: [],
    ...withoutUndefined(more),
    style: { color, ...DRAWN[geometry ?? 'LineString'], ...withoutUndefined(style) },
  };
  return {
    layer,
    bounds: said.bounds,
    vectorLayers: said.vectorLayers,
    isGeometryUnknown: geometry === undefined,
  };
}

/** What a comment says; a JSON object is read as TileJSON, as Martin does, and all else as a title and a text. */
interface Said extends Partial<Pick<LayerDefinition, 'description' | 'minzoom' | 'maxzoom' | 'geometry'>> {
  readonly name?: LayerDefinition['title'];
  readonly attribution?: LayerDefinition['source'];
  readonly bounds: Bbox | null;
  readonly vectorLayers: readonly VectorLayer[] | null;
}

function commentOf(comment: string | null): Said {
  const nothing = { bounds: null, vectorLayers: null };
  if (comment === null) return nothing;
  const json = jsonOf(comment);
  if (json === null) {
    const text = textOf(comment);
    return text === null ? nothing : { ...nothing, name: text.title, description: text.whole };
  }
  const text = (key: string): ReturnType<typeof textOf> => (typeof json[key] === 'string' ? textOf(json[key]) : null);
  const [name, description, attribution] = [text('name'), text('description'), text('attribution')];
  const [minzoom, maxzoom] = [zoomOf(json['minzoom']), zoomOf(json['maxzoom'])];
  const vectorLayers = vectorLayersOf(json['vector_layers']);
  const geometry = geometryOf(json['vector_layers']);
  return {
    ...(name === null ? {} : { name: name.whole }),
    ...(description === null ? {} : { description: description.whole }),
    ...(attribution === null ? {} : { attribution: attribution.whole }),
    ...(minzoom === null ? {} : { minzoom }),
    ...(maxzoom === null ? {} : { maxzoom: Math.max(maxzoom, minzoom ?? 0) }),
    ...(geometry === null ? {} : { geometry }),
    bounds: boundsOf(json['bounds']),
    vectorLayers,
  };
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) && !Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function zoomOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_ZOOM ? value : null;
}

function boundsOf(value: unknown): Bbox | null {
  if (!Array.isArray(value) || value.length !== 4) return null;
  const [west, south, east, north] = value.map(Number);
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  return west <= east && south <= north && west >= -180 && east <= 180 && south >= -90 && north <= 90
    ? [west, south, east, north]
    : null;
}

/** Zooms of a layer are those of the whole where it has none. */
function vectorLayersOf(value: unknown): readonly VectorLayer[] | null {
  if (!Array.isArray(value)) return null;
  const layers = value.filter(isRecord).flatMap((each): VectorLayer[] => {
    const { id, description, minzoom, maxzoom, fields } = each;
    if (typeof id !== 'string' || id === '') return [];
    const entries = isRecord(fields) ? Object.entries(fields).map(([key, text]) => [key, String(text)] as const) : [];
    return [
      {
        id,
        description: typeof description === 'string' ? description : '',
        minzoom: zoomOf(minzoom) ?? 0,
        maxzoom: zoomOf(maxzoom) ?? LAST_ZOOM,
        fields: Object.fromEntries(entries),
      },
    ];
  });
  return layers.length === 0 ? null : layers;
}

/** Of the first layer, as tilesets of other programs tell it. */
function geometryOf(value: unknown): LayerDefinition['geometry'] | null {
  const [first] = Array.isArray(value) ? value.filter(isRecord) : [];
  const said = first?.['geometry_type'] ?? first?.['geometry'];
  const bare = typeof said === 'string' ? said.replace(/^multi/i, '').toLowerCase() : '';
  return (['Point', 'LineString', 'Polygon'] as const).find((kind) => kind.toLowerCase() === bare) ?? null;
}

const TYPES: Readonly<Record<string, Attribute['type']>> = { number: 'number', integer: 'integer', boolean: 'boolean' };

/** Fields by names that filters can have; `id` and the like are no attributes. */
function attributesIn(fields: VectorLayer['fields']): Readonly<Record<string, Attribute>> {
  const columns = Object.keys(fields).map((name) => ({ name, type: 'text' }));
  return Object.fromEntries(
    [...attributesOf({ columns: columns.map((each) => ({ ...each, ...COLUMN })) })]
      .filter(([name, column]) => name === column.name)
      .map(([name]) => [name, attributeOf(name, fields[name] ?? '')]),
  );
}

const COLUMN = { kind: 'text', isNullable: true, isGenerated: false, comment: null, choices: null } as const;

function attributeOf(name: string, said: string): Attribute {
  const type = TYPES[said.trim().toLowerCase()];
  const isType = type !== undefined || said.trim() === '' || /^(?:string|text)$/i.test(said.trim());
  const title = isType ? { zh: name, en: name } : (textOf(said)?.title ?? { zh: name, en: name });
  return { type: type ?? 'string', title };
}
