/**
 * What a base map is made of, and how it is written into tiles. The names of layers and classes are those of
 * OpenMapTiles where it has one, so that styles of other makers need few changes.
 */

export const BASE_LAYERS = [
  'land',
  'landcover',
  'water',
  'waterway',
  'building',
  'boundary',
  'transportation',
  'place',
] as const;
export type BaseLayer = (typeof BASE_LAYERS)[number];

/** x, y, x, y … in Web Mercator, the world as a square from 0 to 1, y pointing down. Rings are closed. */
export type Path = Float64Array;

export type BaseGeometry =
  | { readonly kind: 'Point'; readonly at: Path }
  | { readonly kind: 'LineString'; readonly line: Path }
  /** The outer ring first, then its holes. */
  | { readonly kind: 'Polygon'; readonly rings: readonly Path[] };

export interface BaseFeature {
  readonly layer: BaseLayer;
  readonly geometry: BaseGeometry;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** The first zoom that shows it. */
  readonly minzoom: number;
  /** Attributes such as names that wait for a higher zoom, so that what is alike below it is one feature. */
  readonly detail?: {
    readonly minzoom: number;
    readonly attributes: Readonly<Record<string, string | number>>;
  };
}
