/** Layers as collections, and what their features look like. */
import type { Lang } from '../../tiles/i18n.ts';
import type { Attribute, LayerDefinition } from '../../tiles/layer/layer.ts';
import type { LayerStats } from '../layers/layer-stats.ts';
import { licencesOf, sourceNow } from '../layers/layer-loads.ts';
import type { LayerSource } from '../layers/source.ts';
import { CRS84, SYSTEMS } from './crs.ts';
import { inFormat, REL, ROOT, TYPE, type Link } from './links.ts';
import { OGC } from './messages.ts';
import { timeOf } from './time.ts';

export interface CollectionParts {
  readonly stats: LayerStats | undefined;
  readonly source: LayerSource;
  readonly lang: Lang;
  /** Scheme, host and prefix of the service. */
  readonly base: string;
}

export const COLLECTIONS = `${ROOT}/collections`;

export function collectionAddress(base: string, layer: Pick<LayerDefinition, 'id'>): string {
  return `${base}${COLLECTIONS}/${encodeURIComponent(layer.id)}`;
}

/** @param self links of the collection to itself, where it does not stand in a list */
export function describeCollection(layer: LayerDefinition, parts: CollectionParts, self: readonly Link[] = []) {
  const { stats, source, lang } = parts;
  const isTilesOnly = source.tilesOnly === true;
  const bbox = stats?.bbox ?? null;
  const attribution = sourceNow(layer, stats)[lang];
  return {
    id: layer.id,
    title: layer.title[lang],
    description: layer.description[lang],
    ...(attribution === '' ? {} : { attribution }),
    extent: {
      ...(bbox === null ? {} : { spatial: { bbox: [bbox], crs: CRS84.uri } }),
      ...(isTilesOnly || timeOf(layer, source).kind === 'none'
        ? {}
        : {
            temporal: {
              interval: [[null, null]],
              trs: 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian',
            },
          }),
    },
    ...(isTilesOnly ? {} : { itemType: 'feature', crs: SYSTEMS.map(({ uri }) => uri), storageCrs: CRS84.uri }),
    links: [...self, ...linksOf(layer, parts)],
  };
}

function linksOf(layer: LayerDefinition, { stats, source, lang, base }: CollectionParts): readonly Link[] {
  const address = collectionAddress(base, layer);
  const title = (text: { readonly zh: string; readonly en: string }): { readonly title: string } => ({
    title: text[lang],
  });
  const schemas =
    source.tilesOnly === true
      ? []
      : ([
          ['items', 'items', OGC.items, TYPE.geojson],
          [REL.schema, 'schema', OGC.schema, TYPE.schema],
          [REL.queryables, 'queryables', OGC.queryables, TYPE.schema],
          [REL.sortables, 'sortables', OGC.sortables, TYPE.schema],
        ] as const);
  const licences = licencesOf(stats).filter((licence) => /^https?:\/\/\S+$/.test(licence));
  return [
    ...schemas.flatMap(([rel, path, text, type]): Link[] => [
      { rel, type, href: inFormat(`${address}/${path}`, 'json'), ...title(text) },
      { rel, type: TYPE.html, href: inFormat(`${address}/${path}`, 'html'), ...title(text) },
    ]),
    { rel: REL.vectorTilesets, type: TYPE.json, href: `${address}/tiles`, ...title(OGC.tilesets) },
    {
      rel: 'describedby',
      type: TYPE.json,
      href: `${base}/layers/${encodeURIComponent(layer.id)}`,
      ...title(OGC.collection),
    },
    { rel: 'collection', type: TYPE.json, href: `${base}${COLLECTIONS}`, ...title(OGC.collections) },
    ...licences.map((href) => ({ rel: 'license', href, ...title(OGC.licence) })),
  ];
}

export interface PropertySchema {
  readonly title: string;
  readonly type?: string;
  readonly format?: string;
  readonly [keyword: string]: unknown;
}

/** Queryables that every feature has stand among the attributes: `?provenance=official`. */
export function withReserved(layer: LayerDefinition): LayerDefinition {
  const text = (zh: string, en: string) => ({ type: 'string', title: { zh, en } }) as const;
  return {
    ...layer,
    attributes: { id: text('编号', 'Id'), provenance: text('数据性质', 'Provenance'), ...layer.attributes },
  };
}

/** `returnables`: what a feature has. `queryables`: what filters can name. `sortables`: what an order can be by. */
export type SchemaKind = 'schema' | 'queryables' | 'sortables';

/** JSON Schema of a collection's features (OGC API Features, Part 5). */
export function collectionSchema(
  layer: LayerDefinition,
  kind: SchemaKind,
  { source, lang, base }: Omit<CollectionParts, 'stats'>,
) {
  const time = timeOf(layer, source);
  const attributes = kind === 'sortables' ? layer.attributes : withReserved(layer).attributes;
  const properties = Object.entries(attributes).map(([name, attribute]): [string, PropertySchema] => [
    name,
    {
      ...propertySchema(attribute, lang),
      ...(name === 'id' && kind !== 'sortables' ? { 'x-ogc-role': 'id' } : {}),
      ...(time.kind === 'attribute' && time.attribute === name ? { 'x-ogc-role': 'primary-instant' } : {}),
    },
  ]);
  const geometry: [string, PropertySchema] = [
    'geometry',
    {
      title: OGC.geometry[lang],
      format: GEOMETRY_FORMATS[layer.geometry],
      'x-ogc-role': 'primary-geometry',
    },
  ];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${collectionAddress(base, layer)}/${kind}`,
    type: 'object',
    title: layer.title[lang],
    description: layer.description[lang],
    properties: Object.fromEntries(kind === 'sortables' ? properties : [...properties, geometry]),
    ...(kind === 'schema' ? { required: layer.required } : {}),
    additionalProperties: false,
  } as const;
}

const GEOMETRY_FORMATS = {
  Point: 'geometry-point-or-multipoint',
  LineString: 'geometry-linestring-or-multilinestring',
  Polygon: 'geometry-polygon-or-multipolygon',
} as const;

function propertySchema(attribute: Attribute, lang: Lang): PropertySchema {
  const { type, title, description, unit, values, closed, format, pattern, minimum, maximum, maxLength } = attribute;
  const own = { pattern, minimum, maximum, maxLength };
  const isStandard = format === 'date' || format === 'date-time';
  return {
    title: title[lang],
    ...(description === undefined ? {} : { description: description[lang] }),
    type,
    ...(isStandard ? { format } : format === 'url' ? { format: 'uri' } : {}),
    ...(values !== undefined && closed === true && type === 'string' ? { enum: Object.keys(values) } : {}),
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
    ...(unit === undefined ? {} : { 'x-unit': unit[lang] }),
  };
}
