/** What the table asks the service, and what it does where the answer would be too large for a page. */
import { formatCql2 } from '../../../../tiles/filter/cql2/format.ts';
import type { Cql2 } from '../../../../tiles/filter/cql2/types.ts';
import { toCql2, type LayerFilters } from '../../../../tiles/filter/filter.ts';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import type { Api } from '../../data/api.ts';
import { areaAttribute } from '../../format/area-layers.ts';
import { hexagonRadius, hexagonRing, isInHexagon } from '../../format/hexagon.ts';
import type { AnalysisState } from '../../state/codecs/casedata.ts';
import type { TablePlace } from '../../state/codecs/table.ts';
import { readRows, type TableRows } from './rows.ts';

/** The most rows that the table takes at once: some megabytes on the way, and a moment to sort on a phone. */
export const MOST_ROWS = 50_000;

/** The rows, or how many there would be. */
export type TableAnswer =
  | { readonly kind: 'rows'; readonly rows: TableRows }
  | { readonly kind: 'many'; readonly count: number };

type Asked = Pick<LayerInfo, 'attributes' | 'caseData'>;

/** What filters leave in a place, as CQL2 text; null where that is the whole layer. */
export function tableFilter(layer: Asked, filters: LayerFilters | undefined, place: TablePlace | null): string | null {
  const known = Object.entries(filters ?? {}).filter(([attribute]) => Object.hasOwn(layer.attributes, attribute));
  const conditions = [toCql2(Object.fromEntries(known), layer), place === null ? null : inPlace(layer, place)].filter(
    (condition) => condition !== null,
  );
  const [first] = conditions;
  if (first === undefined) return null;
  return formatCql2(conditions.length === 1 ? first : { op: 'and', args: conditions });
}

/** The filters and the period of the case analysis, as those of a layer. */
export function analysisFilters({ caseData }: Asked, { filters, window }: AnalysisState): LayerFilters {
  const choices = Object.entries(filters).map(([id, values]) => [id, { kind: 'choice' as const, values }] as const);
  const period =
    caseData === undefined || window === null ? [] : [[caseData.date, { kind: 'date' as const, ...window }] as const];
  return Object.fromEntries([...choices, ...period]);
}

/** The attribute that says in which area a feature lies; null where the layer has none. */
function placeAttribute(layer: Asked, kind: Exclude<TablePlace['kind'], 'box' | 'hexagon'>): string | null {
  if (kind === 'district') return areaAttribute(layer, kind);
  return layer.caseData?.areas[kind] ?? (kind === 'grid' ? null : areaAttribute(layer, kind));
}

/** Nothing lies in an area of a layer that does not say where its features lie. */
function inPlace(layer: Asked, place: TablePlace): Cql2 {
  if (place.kind === 'hexagon')
    return {
      op: 's_intersects',
      args: [
        { property: 'geometry' },
        { type: 'Polygon', coordinates: [hexagonRing(place, hexagonRadius(place.zoom))] },
      ],
    };
  if (place.kind === 'box') return { op: 's_intersects', args: [{ property: 'geometry' }, { bbox: place.bbox }] };
  const attribute = placeAttribute(layer, place.kind);
  return attribute !== null && { op: '=', args: [{ property: attribute }, place.code] };
}

/** Whether a position is really in the place, where the filter is a little wider; null where it is not. */
export function placeTest(place: TablePlace | null): ((lon: number, lat: number) => boolean) | null {
  if (place?.kind !== 'hexagon') return null;
  const radius = hexagonRadius(place.zoom);
  return (lon, lat) => isInHexagon(place, radius, lon, lat);
}

export interface RowsQuestion {
  readonly layer: LayerInfo;
  readonly filter: string | null;
  readonly place: TablePlace | null;
}

export async function askRows(
  api: Pick<Api, 'counts' | 'columns'>,
  { layer, filter, place }: RowsQuestion,
  signal: AbortSignal,
): Promise<TableAnswer> {
  if (layer.count > MOST_ROWS) {
    const filters = filter === null ? {} : { [layer.id]: filter };
    const counts = filter === null ? null : await api.counts([layer.id], layer.bbox ?? WORLD, filters, signal);
    const count = counts === null ? layer.count : (counts[layer.id] ?? layer.count);
    if (count > MOST_ROWS) return { kind: 'many', count };
  }
  const columns = await api.columns(layer.id, Object.keys(layer.attributes), signal, filter);
  return { kind: 'rows', rows: readRows(columns, layer, placeTest(place)) };
}

const WORLD = [-180, -90, 180, 90] as const;
