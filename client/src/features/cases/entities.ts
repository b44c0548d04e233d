/** What the map holds of a case: counted from the layer's own data, the same way the demonstration data was checked. */
import type { EntityLink } from '../../../../tiles/cases/case.ts';
import type { Attribute } from '../../../../tiles/layer/layer.ts';
import type { Bbox, Column, Columns, LayerInfo } from '../../../../tiles/api/wire.ts';
import type { FilterValue, LayerFilters } from '../../state/types.ts';

export type Where = NonNullable<EntityLink['where']>;

/** Attributes that a link's measure reads. */
export function propertiesOf({ where = {}, attribute }: Pick<EntityLink, 'where' | 'attribute'>): readonly string[] {
  return [...new Set([...Object.keys(where), ...(attribute === undefined ? [] : [attribute])])];
}

/**
 * Number of the rows that the link selects, or the sum or number of distinct values of its attribute in them. Null
 * where the layer lacks the attribute, or the sum would be one of texts.
 */
export function measureLink(link: EntityLink, columns: Columns): number | null {
  const rows = rowsWhere(link.where ?? {}, columns);
  if (link.measure === 'count') return rows.length;
  const column = columns.columns[link.attribute ?? ''];
  if (column === undefined) return null;
  const values = rows.map((row) => column.data[row]);
  if (link.measure === 'distinct')
    return new Set(values.filter((value) => value !== null && value !== undefined && value !== -1)).size;
  if (column.kind === 'dictionary') return null;
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/** Whether a measured value equals the figure's, up to the rounding of decimal sums. */
export function agrees(value: number, measured: number): boolean {
  return Math.abs(value - measured) <= Math.max(1e-6, Math.abs(value) * 1e-9);
}

export function rowsWhere(where: Where, columns: Columns): number[] {
  const tests = Object.entries(where).map(([attribute, wanted]) => testOf(columns.columns[attribute], wanted));
  return Array.from({ length: columns.count }, (_, row) => row).filter((row) => tests.every((test) => test(row)));
}

/** Box around the rows; null where there is none. */
export function extentOf(rows: readonly number[], { lon, lat }: Pick<Columns, 'lon' | 'lat'>): Bbox | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const row of rows) {
    const [x, y] = [lon[row] ?? NaN, lat[row] ?? NaN];
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return west <= east ? [west, south, east, north] : null;
}

/** The case's selection as the filter of the layer, as a reader would have set it. */
export function filtersOf(where: Where, layer: Pick<LayerInfo, 'attributes'>): LayerFilters {
  return Object.fromEntries(
    Object.entries(where).map(([attribute, wanted]) => [attribute, filterOf(layer.attributes[attribute], wanted)]),
  );
}

function filterOf(attribute: Attribute | undefined, wanted: Where[string]): FilterValue {
  if (typeof wanted === 'boolean') return { kind: 'flag', on: wanted };
  if (typeof wanted === 'number' && attribute?.type !== 'string') return { kind: 'range', from: wanted, to: wanted };
  return { kind: 'choice', values: (Array.isArray(wanted) ? wanted : [wanted]).map(String) };
}

function testOf(column: Column | undefined, wanted: Where[string]): (row: number) => boolean {
  const accepted: readonly (string | number | boolean)[] = Array.isArray(wanted)
    ? wanted
    : [wanted as string | number | boolean];
  if (column === undefined) return () => false;
  if (column.kind !== 'dictionary') return (row) => accepted.includes(column.data[row] ?? NaN);
  const texts = accepted.map(String);
  const codes = new Set(column.values.flatMap((value, code) => (texts.includes(value) ? [code] : [])));
  return (row) => codes.has(column.data[row] ?? -1);
}
