/** The reader's filters as the service takes them. */
import { toCql2, type Filters, type LayerFilters } from '../../../tiles/filter/filter.ts';
import { formatCql2 } from '../../../tiles/filter/cql2/format.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';

/** CQL2 text; null where the filter leaves nothing out. Ignores attributes that the layer does not have. */
export function filterText(layer: LayerDefinition, filters: LayerFilters | undefined): string | null {
  const known = Object.entries(filters ?? {}).filter(([attribute]) => Object.hasOwn(layer.attributes, attribute));
  const node = known.length === 0 ? null : toCql2(Object.fromEntries(known), layer);
  return node === null ? null : formatCql2(node);
}

/** By layer, those that have a filter. */
export function filterTexts(
  layers: ReadonlyMap<string, LayerDefinition>,
  filters: Filters,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([id, each]) => {
      const layer = layers.get(id);
      const text = layer === undefined ? null : filterText(layer, each);
      return text === null ? [] : [[id, text] as const];
    }),
  );
}
