/** Rows of the table in memory, and their order. */
import type { Column, Columns } from '../../../../tiles/api/wire.ts';
import type { Attribute, AttributeValue, LayerDefinition } from '../../../../tiles/layer/layer.ts';
import { toIso } from '../../../../tiles/day.ts';
import type { Language } from '../../i18n/keys.ts';
import type { Sort } from '../../state/codecs/table.ts';
import type { TableColumn } from './columns.ts';

export interface TableRows {
  readonly count: number;
  readonly ids: readonly string[];
  /** Degrees; of lines and areas those of a point on them. */
  readonly lon: readonly number[];
  readonly lat: readonly number[];
  /** A value of an attribute as the catalogue types it; dates as `2017-03-01`. */
  readonly value: (attribute: string, row: number) => AttributeValue;
}

/** @param isIn which of the rows to take, by their position; null for all */
export function readRows(
  { count, ids, lon, lat, columns }: Columns,
  layer: Pick<LayerDefinition, 'attributes'>,
  isIn: ((lon: number, lat: number) => boolean) | null = null,
): TableRows {
  const taken = Array.from({ length: count }, (_, row) => row).filter(
    (row) => isIn === null || isIn(lon[row] ?? 0, lat[row] ?? 0),
  );
  return {
    count: taken.length,
    ids: taken.map((row) => ids[row] ?? ''),
    lon: taken.map((row) => lon[row] ?? 0),
    lat: taken.map((row) => lat[row] ?? 0),
    value: (id, row) => {
      const column = Object.hasOwn(columns, id) ? columns[id] : undefined;
      return column === undefined ? null : valueOf(column, layer.attributes[id], taken[row] ?? -1);
    },
  };
}

function valueOf(column: Column, attribute: Attribute | undefined, row: number): AttributeValue {
  const value = column.data[row] ?? null;
  if (value === null) return null;
  switch (column.kind) {
    case 'number':
      return value;
    case 'date':
      return toIso(value);
    case 'dictionary': {
      const text = column.values[value] ?? null;
      return attribute?.type === 'boolean' && text !== null ? text === 'true' : text;
    }
  }
}

/** The value that a reader of a language sees: the English of a pair where there is one. */
export function shownValue(rows: TableRows, column: TableColumn, row: number, language: Language): AttributeValue {
  if (language === 'en' && column.english !== null) {
    const english = rows.value(column.english, row);
    if (english !== null && english !== '') return english;
  }
  return rows.value(column.id, row);
}

/** What a click on a head does next: ascending, descending, and the order of ids again. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

export interface SortParts {
  readonly rows: TableRows;
  readonly column: TableColumn;
  readonly descending: boolean;
  readonly language: Language;
  /** What stands in a cell, by which texts are ordered. */
  readonly textOf: (value: AttributeValue) => string;
  readonly compare: (a: string, b: string) => number;
}

/**
 * Numbers of rows in the order of a column: numbers and dates by their value, values of a list as the catalogue lists
 * them, texts as the language orders them. Rows without a value come last either way; equal ones keep their order.
 */
export function sortedRows({ rows, column, descending, language, textOf, compare }: SortParts): Uint32Array {
  const values = Array.from({ length: rows.count }, (_, row) => shownValue(rows, column, row, language));
  const ranks = ranksOf(values, column.attribute, textOf, compare);
  const key = values.map((value) => (value === null || value === '' ? null : (ranks.get(value) ?? 0)));
  const sign = descending ? -1 : 1;
  return Uint32Array.from(key.keys()).sort((a, b) => {
    const [x, y] = [key[a] ?? null, key[b] ?? null];
    if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0) || a - b;
    return sign * (x - y) || a - b;
  });
}

/** The place of each distinct value: texts are compared once each, not once for each pair of rows. */
function ranksOf(
  values: readonly AttributeValue[],
  attribute: Attribute,
  textOf: SortParts['textOf'],
  compare: SortParts['compare'],
): ReadonlyMap<AttributeValue, number> {
  const listed = new Map(Object.keys(attribute.values ?? {}).map((value, index) => [value, index]));
  const isByValue = attribute.format === 'date' || attribute.format === 'date-time';
  const distinct = [...new Set(values)].filter((value) => value !== null && value !== '');
  const texts = new Map(distinct.map((value) => [value, isByValue ? String(value) : textOf(value)]));
  const text = (value: AttributeValue): string => texts.get(value) ?? '';
  const order = (a: AttributeValue, b: AttributeValue): number => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a === 'boolean' && typeof b === 'boolean') return Number(b) - Number(a);
    const [x, y] = [listed.get(String(a)), listed.get(String(b))];
    if (x !== undefined || y !== undefined) return (x ?? listed.size) - (y ?? listed.size);
    return isByValue ? Number(text(a) > text(b)) - Number(text(a) < text(b)) : compare(text(a), text(b));
  };
  // Values that read alike, such as two codes of one name, share a place.
  const ranks = new Map<AttributeValue, number>();
  let [rank, last]: [number, AttributeValue] = [0, null];
  for (const value of distinct.sort(order)) {
    if (last !== null && order(last, value) !== 0) rank += 1;
    ranks.set(value, rank);
    last = value;
  }
  return ranks;
}
