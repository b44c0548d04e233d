/** Results as tables, whatever files they go into. */
import type { AnalysisResult, StudyResult } from '../../../tiles/api/result.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Columns are all that any row has. */
export interface ResultTable {
  readonly name: string;
  readonly rows: readonly Row[];
  /** By row, the item of the result that it was made of, where it was made of one. */
  readonly items?: readonly Row[];
}

export type Written = Pick<StudyResult, 'facilities' | 'results'> & Partial<Pick<StudyResult, 'demand'>>;

/** A table of every list of a result, one of its single figures, and one of the study's facilities. */
export function resultTables({ facilities, demand, results }: Written): ResultTable[] {
  const ids = demand?.ids ?? [];
  return [
    { name: 'facilities', rows: facilities, items: facilities },
    ...results.flatMap((result, index) => [
      ...tablesOf(result, fileName(result, index), ids),
      ...(result.kind === 'gaps' ? [{ name: `${fileName(result, index)}-cells`, rows: gapCells(result, ids) }] : []),
    ]),
  ];
}

/** Which area each cell belongs to. */
function gapCells({ areas }: Extract<AnalysisResult, { readonly kind: 'gaps' }>, ids: readonly string[]): Row[] {
  return areas.flatMap(({ rank, cells }) => cells.map((index) => ({ rank, index, demand: ids[index] ?? null })));
}

/** Lists of a value for each demand. */
const BY_DEMAND = ['costs', 'access', 'perDemand'];

function tablesOf(result: AnalysisResult, name: string, ids: readonly string[]): ResultTable[] {
  const entries = Object.entries(result);
  const figures = entries.filter(([, value]) => !Array.isArray(value)).flatMap(([key, value]) => flatten(key, value));
  const lists = entries.flatMap(([key, value]): ResultTable[] => {
    if (!isRows(value)) return [];
    const rows = value.map(rowsOf);
    return [
      {
        name: `${name}-${key}`,
        rows: rows.flat(),
        items: rows.flatMap((each, nth) => each.map(() => value[nth] as Row)),
      },
    ];
  });
  const columns = entries.filter(
    (entry): entry is [string, readonly unknown[]] =>
      Array.isArray(entry[1]) &&
      entry[1].length > 0 &&
      entry[1].every((each) => typeof each !== 'object' || each === null),
  );
  const values = grouped(columns).map((group) => ({
    name: `${name}-${group.map(([key]) => key).join('-')}`,
    rows: Array.from({ length: group[0]?.[1].length ?? 0 }, (_, index) => ({
      index,
      ...(group.some(([key]) => BY_DEMAND.includes(key)) && index < ids.length ? { demand: ids[index] } : {}),
      ...Object.fromEntries(group.map(([key, list]) => [key, list[index]])),
    })),
  }));
  return [{ name, rows: [Object.fromEntries(figures)] }, ...lists, ...values];
}

/** Lists of the same things: of demand, or of others that are as many. As many alone may be chance. */
function grouped(columns: readonly [string, readonly unknown[]][]): readonly [string, readonly unknown[]][][] {
  const groups = new Map<string, [string, readonly unknown[]][]>();
  for (const column of columns) {
    const kind = `${String(BY_DEMAND.includes(column[0]))} ${String(column[1].length)}`;
    groups.set(kind, [...(groups.get(kind) ?? []), column]);
  }
  return [...groups.values()];
}

export function isRows(value: unknown): value is readonly Row[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
  );
}

/** Flattens nested rows, such as the figures of a district by each of the costs, into a row for each. */
function rowsOf(row: Row): Row[] {
  const inner = Object.entries(row).find(([, value]) => isRows(value));
  if (inner === undefined) return [flat(row)];
  const [name, rows] = inner as [string, readonly Row[]];
  return rows.map((each) => ({ ...flat(row), ...Object.fromEntries(flatten(name, each)) }));
}

/** Single figures of an object; what is a list or a geometry in it has a file of its own, or none. */
export function flat(row: Row): Row {
  return Object.fromEntries(Object.entries(row).flatMap(([key, value]) => flatten(key, value)));
}

function flatten(key: string, value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return [[key, value]];
  if ('coordinates' in value) return [];
  return Object.entries(value).flatMap(([inner, each]) => flatten(`${key}.${inner}`, each));
}

/** All that any row has, in the order in which they are met. */
export function columnsOf(rows: readonly Row[]): string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const column of Object.keys(row)) columns.add(column);
  return [...columns];
}

export function hasPlace(row: Row | { readonly lon: unknown; readonly lat: unknown }): boolean {
  return 'lon' in row && 'lat' in row && typeof row.lon === 'number' && typeof row.lat === 'number';
}

export function fileName({ kind }: AnalysisResult, index: number): string {
  return `${String(index + 1).padStart(2, '0')}-${kind}`;
}

/** From each demand to the facility that it goes to, where both have a place. */
export function linesOf(
  rows: readonly Row[],
  facilities: Written['facilities'],
): { readonly properties: Row; readonly geometry: Row }[] {
  const places = new Map(facilities.filter(hasPlace).map(({ id, lon, lat }) => [id, [lon, lat]]));
  return rows.flatMap(({ lon, lat, ...properties }) => {
    const end = places.get(String(properties.facility));
    return end === undefined ? [] : [{ properties, geometry: { type: 'LineString', coordinates: [[lon, lat], end] } }];
  });
}
