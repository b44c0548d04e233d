/** Catalogue → TileJSON 3.0.0. */
import { escapeHtml } from '../text.ts';
import type { Lang } from '../i18n.ts';
import type { Attribute, LayerDefinition } from '../layer/layer.ts';
import { hasLabelProperty, LABEL_PROPERTY, tileAttributesOf } from '../layer/tile-attributes.ts';
import type { Bbox } from './common.ts';
import type { TileJson } from './tile-sets.ts';

export interface TileJsonOptions {
  readonly lang: Lang;
  /** Start of the tile address, without a slash at the end. */
  readonly origin: string;
  /** Extent of the layers' data. */
  readonly bounds: Bbox;
  readonly version: string;
  /** Descriptions of the properties that every feature has beside its attributes. */
  readonly reserved: { readonly id: string; readonly provenance: string };
  /** Description of the property that tells where an area is named. */
  readonly label: string;
  /** Parameters that belong to every tile, as they stand in an address behind `?`; empty for none. */
  readonly query?: string;
  /** Attributes that travel, by layer, where they are not those of the catalogue. */
  readonly properties?: ReadonlyMap<string, readonly string[]>;
  /** Layers in the tiles of a layer, where its definition does not tell them. */
  readonly vectorLayers?: ReadonlyMap<string, TileJson['vector_layers']>;
  /** How old the data shown can be; changes show at once, or nobody knows, where it is absent. */
  readonly maxAgeS?: number | undefined;
}

/** `layers` has at least one; several make one tileset, which gives each from its own minzoom on. */
export function tileJsonOf(
  layers: readonly LayerDefinition[],
  { lang, origin, bounds, version, reserved, label, query = '', properties, vectorLayers, maxAgeS }: TileJsonOptions,
): TileJson {
  const minzoom = Math.min(...layers.map((layer) => layer.minzoom));
  const maxzoom = Math.max(...layers.map((layer) => layer.maxzoom));
  return {
    tilejson: '3.0.0',
    name: layers.map((layer) => layer.title[lang]).join(lang === 'zh' ? '、' : ', '),
    description: layers.map((layer) => layer.description[lang]).join(lang === 'zh' ? '' : ' '),
    version,
    scheme: 'xyz',
    // Clients put it into their page as HTML.
    attribution: escapeHtml([...new Set(layers.flatMap((layer) => layer.source[lang] || []))].join(' | ')),
    tiles: [
      `${origin}/tiles/${layers.map((layer) => layer.id).join(',')}/{z}/{x}/{y}.mvt${query === '' ? '' : `?${query}`}`,
    ],
    minzoom,
    maxzoom,
    bounds,
    center: [
      (bounds[0] + bounds[2]) / 2,
      (bounds[1] + bounds[3]) / 2,
      Math.max(minzoom, Math.min(maxzoom, zoomToSee(bounds))),
    ],
    vector_layers: layers.flatMap(
      (layer) =>
        vectorLayers?.get(layer.id) ?? [
          {
            id: layer.sourceLayer ?? layer.id,
            description: layer.description[lang],
            minzoom: layer.minzoom,
            maxzoom: layer.maxzoom,
            fields: {
              // What is in the tiles of a function nobody knows.
              ...(layer.sourceLayer === undefined ? reserved : {}),
              ...fieldsOf(layer, properties?.get(layer.id) ?? tileAttributesOf(layer), lang),
              ...(hasLabelProperty(layer) ? { [LABEL_PROPERTY]: label } : {}),
            },
          },
        ],
    ),
    ...(maxAgeS === undefined ? {} : { maxAgeS }),
  };
}

function fieldsOf(layer: LayerDefinition, keys: readonly string[], lang: Lang): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, describe(key, layer.attributes[key], lang)]));
}

function describe(key: string, attribute: Attribute | undefined, lang: Lang): string {
  if (!attribute) return key;
  const unit = attribute.unit?.[lang];
  const title = unit === undefined ? attribute.title[lang] : `${attribute.title[lang]} (${unit})`;
  return attribute.description ? `${title}: ${attribute.description[lang]}` : title;
}

/** Zoom at which a box is about as wide as a window of 1024 px of 512 px tiles. */
function zoomToSee([west, , east]: Bbox): number {
  return Math.max(0, Math.floor(Math.log2(720 / Math.max(east - west, 1e-6))));
}
