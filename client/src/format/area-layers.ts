import type { LayerInfo } from '../../../tiles/api/wire.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';

/** What a code of an area stands for. */
export type AreaFormat = 'district' | 'subdistrict';

/** The attribute that says in which district or subdistrict a feature lies; null where the layer has none. */
export function areaAttribute({ attributes }: Pick<LayerDefinition, 'attributes'>, format: AreaFormat): string | null {
  return Object.entries(attributes).find(([, attribute]) => attribute.format === format)?.[0] ?? null;
}

/** Layers whose features say in which area they lie, those shown first; none of them is the layer of the areas. */
export function layersWithin(
  shown: readonly string[],
  layers: ReadonlyMap<string, LayerInfo>,
  format: AreaFormat,
): readonly LayerInfo[] {
  const fitting = [...layers.values()].filter(
    (layer) =>
      layer.role !== format && layer.tilesOnly !== true && layer.count > 0 && areaAttribute(layer, format) !== null,
  );
  const isShown = ({ id }: LayerInfo): boolean => shown.includes(id);
  return [...fitting.filter(isShown), ...fitting.filter((layer) => !isShown(layer))];
}
