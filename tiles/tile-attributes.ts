/** Which attributes of a layer go where. */
import type { LayerDefinition } from './layer.ts';

/**
 * Attributes that travel in the layer's tiles beside `id` and `provenance`: those the layer names, its feature's
 * name, and whatever its colours and its filter form look at (the map filters what it has drawn).
 */
export function tileAttributesOf(layer: LayerDefinition): string[] {
  const { name, tileAttributes, style, filters } = layer;
  const keys = [name.zh, name.en, ...tileAttributes, style.by?.attribute, style.glyphAttribute, ...filters.map((filter) => filter.attribute)];
  return [...new Set(keys.filter((key) => key !== undefined))];
}
