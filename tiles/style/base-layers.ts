/** What a style says of the layers that its base map is drawn from: apart, as pages read it without drawing styles. */
import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec';

/** Key of a style's metadata: ids of the layers that the base map is drawn from. */
export const BASE_LAYERS = 'chengtu:base-layers';

/** Ids of the layers that a style's base map is drawn from. */
export function baseLayersOf(style: Pick<StyleSpecification, 'metadata'>): readonly string[] {
  const { metadata } = style;
  if (typeof metadata !== 'object' || metadata === null || !(BASE_LAYERS in metadata)) return [];
  const ids: unknown = metadata[BASE_LAYERS];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}
