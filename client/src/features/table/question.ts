/** What the table asks the service, and what it does where the answer would be too large for a page. */
import { formatCql2 } from '../../../../tiles/filter/cql2/format.ts';
import type { Cql2 } from '../../../../tiles/filter/cql2/types.ts';
import { toCql2, type LayerFilters } from '../../../../tiles/filter/filter.ts';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import type { TableSubject } from '../../app/types.ts';
import type { Api } from '../../data/api.ts';
import { areaAttribute } from '../../format/area-layers.ts';
import { readRows, type TableRows } from './rows.ts';

/** The most rows that the table takes at once: some megabytes on the way, and a moment to sort on a phone. */
export const MOST_ROWS = 50_000;

/** The rows, or how many there would be. */
export type TableAnswer =
  | { readonly kind: 'rows'; readonly rows: TableRows }
  | { readonly kind: 'many'; readonly count: number };

/** What the layer's filter leaves in the area, as CQL2 text; null where that is the whole layer. */
export function tableFilter(
  layer: Pick<LayerInfo, 'attributes'>,
  filters: LayerFilters | undefined,
  area: TableSubject['area'],
): string | null {
  const known = Object.entries(filters ?? {}).filter(([attribute]) => Object.hasOwn(layer.attributes, attribute));
  const attribute = area === null ? null : areaAttribute(layer, area.format);
  const conditions: Cql2[] = [];
  const chosen = toCql2(Object.fromEntries(known), layer);
  if (chosen !== null) conditions.push(chosen);
  if (area !== null && attribute !== null) conditions.push({ op: '=', args: [{ property: attribute }, area.code] });
  const [first, ...more] = conditions;
  if (first === undefined) return null;
  return formatCql2(more.length === 0 ? first : { op: 'and', args: conditions });
}

export async function askRows(
  api: Pick<Api, 'counts' | 'columns'>,
  layer: LayerInfo,
  filter: string | null,
  signal: AbortSignal,
): Promise<TableAnswer> {
  if (layer.count > MOST_ROWS) {
    const filters = filter === null ? {} : { [layer.id]: filter };
    const counts = filter === null ? null : await api.counts([layer.id], layer.bbox ?? WORLD, filters, signal);
    const count = counts === null ? layer.count : (counts[layer.id] ?? layer.count);
    if (count > MOST_ROWS) return { kind: 'many', count };
  }
  const columns = await api.columns(layer.id, Object.keys(layer.attributes), signal, filter);
  return { kind: 'rows', rows: readRows(columns, layer) };
}

const WORLD = [-180, -90, 180, 90] as const;
