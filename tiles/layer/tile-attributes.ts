/** Which attributes of a layer go where. */
import type { LayerDefinition } from './layer.ts';

/** True on an area in the one tile that names it: drawn in all of them, its name would stand there several times. */
export const LABEL_PROPERTY = 'label';

/** Whether the base map names the layer's areas, once each. */
export function isNamedByBase({ role }: LayerDefinition): boolean {
  return role === 'district' || role === 'subdistrict' || role === 'districtFigures';
}

/** Whether the layer's areas say in their tiles where they are named. */
export function hasLabelProperty(layer: LayerDefinition): boolean {
  return layer.geometry === 'Polygon' && layer.style.label !== undefined && !isNamedByBase(layer);
}

/**
 * Attributes that travel in the layer's tiles beside `id` and `provenance`: those that the layer names, its feature's
 * name, and those of its colours, its marks and its filter form.
 */
export function tileAttributesOf(layer: LayerDefinition): string[] {
  const { name, tileAttributes, style, filters } = layer;
  const keys = [
    name.zh,
    name.en,
    ...tileAttributes,
    style.by?.attribute,
    ...(style.alternatives ?? []).map((each) => each.attribute),
    style.glyphAttribute,
    ...filters.map((filter) => filter.attribute),
  ];
  return [...new Set(keys.filter((key) => key !== undefined))];
}
