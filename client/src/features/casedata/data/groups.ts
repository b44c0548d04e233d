/** Groups rows by hexagon or area and measures each group. */
import type { Measure } from '../../../state/codecs/casedata.ts';
import type { Dataset } from './dataset.ts';
import { measureArea, type AreaValue } from '../../../format/area-measure.ts';
import { hexagonAt, hexagonCentre } from '../../../format/hexagon.ts';
import { latOf, lonOf } from '../../../format/mercator.ts';

/** Groups of rows: those of group `g` are `rows[starts[g] … starts[g + 1]]`. */
export interface Groups {
  /** Hexagon `column/row`, or the area's code. */
  readonly keys: readonly string[];
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  /** Where each group stands, in degrees. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Rows that lie in no group. */
  readonly unplaced: number;
}

/** `radius` is centre to corner, as a share of the world. */
export function binHexagons(data: Dataset, rows: Uint32Array, radius: number): Groups {
  const keys: string[] = [];
  const centres: (readonly [x: number, y: number])[] = [];
  const indexes = new Map<number, number>();
  const assignment = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] ?? 0;
    const { column, line } = hexagonAt(data.x[row] ?? 0, data.y[row] ?? 0, radius);
    // Columns stay far below 2²¹ at any size a map can show.
    const key = line * 0x20_0000 + column;
    let index = indexes.get(key);
    if (index === undefined) {
      index = keys.length;
      indexes.set(key, index);
      keys.push(`${column}/${line}`);
      centres.push(hexagonCentre({ column, line }, radius));
    }
    assignment[i] = index;
  }
  return {
    ...gather(rows, assignment, keys.length),
    keys,
    lon: Float64Array.from(centres, ([x]) => lonOf(x)),
    lat: Float64Array.from(centres, ([, y]) => latOf(y)),
  };
}

/** By the area whose code a row carries. An area stands at its own centre, or at the mean of its rows. */
export function groupByArea(
  data: Dataset,
  rows: Uint32Array,
  attribute: string,
  centres: ReadonlyMap<string, readonly [lon: number, lat: number]>,
): Groups {
  const dimension = data.dimensions.get(attribute);
  const indexes = new Map<number, number>();
  const keys: string[] = [];
  const assignment = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const code = dimension?.codes[rows[i] ?? 0] ?? -1;
    let index = code < 0 ? -1 : indexes.get(code);
    if (index === undefined) {
      index = keys.length;
      indexes.set(code, index);
      keys.push(dimension?.values[code] ?? '');
    }
    assignment[i] = index;
  }
  const groups = gather(rows, assignment, keys.length);
  const at = keys.map((key, index) => centres.get(key) ?? meanOf(data, rowsOf(groups, index)));
  return { ...groups, keys, lon: Float64Array.from(at, ([lon]) => lon), lat: Float64Array.from(at, ([, lat]) => lat) };
}

export function rowsOf({ rows, starts }: Pick<Groups, 'rows' | 'starts'>, index: number): Uint32Array {
  return rows.subarray(starts[index], starts[index + 1]);
}

/** What a measure needs beside the rows. */
export interface MeasureParts {
  readonly isClosed: (row: number) => boolean;
  /** By the code of an area; absent where the people are not known. */
  readonly people?: Readonly<Record<string, number>> | undefined;
}

/** One value for each group; NaN where there is nothing to divide by. */
export function measureGroups(data: Dataset, groups: Groups, measure: Measure, parts: MeasureParts): Float64Array {
  return Float64Array.from(
    groups.keys,
    (key, index) => measureRows(data, rowsOf(groups, index), measure, parts, key).value ?? NaN,
  );
}

/** As `measureGroups`; NaN too where a value tells too little to be compared with those of other areas. */
export function comparedGroups(data: Dataset, groups: Groups, measure: Measure, parts: MeasureParts): Float64Array {
  return Float64Array.from(groups.keys, (key, index) => {
    const { value, shortage } = measureRows(data, rowsOf(groups, index), measure, parts, key);
    return shortage === null ? (value ?? NaN) : NaN;
  });
}

/** @param area code of the area that the rows lie in, for the people who live there */
export function measureRows(
  data: Dataset,
  rows: Uint32Array,
  measure: Measure,
  { isClosed, people }: MeasureParts,
  area = '',
): AreaValue {
  let [closed, sum, known] = [0, 0, 0];
  if (measure.kind === 'closed') for (const row of rows) if (isClosed(row)) closed += 1;
  if (measure.kind === 'sum' || measure.kind === 'mean') {
    const figures = data.figures.get(measure.attribute);
    for (const row of rows) {
      const value = figures?.[row] ?? NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      known += 1;
    }
  }
  return measureArea(measure, { records: rows.length, closed, sum, known }, people?.[area]);
}

/** A counting sort: rows of the same group stand together, in the order they came. */
function gather(
  rows: Uint32Array,
  assignment: Int32Array,
  groupCount: number,
): Pick<Groups, 'rows' | 'starts' | 'unplaced'> {
  const starts = new Uint32Array(groupCount + 1);
  for (const index of assignment) if (index >= 0) starts[index + 1] = (starts[index + 1] ?? 0) + 1;
  for (let index = 0; index < groupCount; index += 1)
    starts[index + 1] = (starts[index + 1] ?? 0) + (starts[index] ?? 0);
  const next = starts.slice();
  const placed = starts[groupCount] ?? 0;
  const sorted = new Uint32Array(placed);
  for (let i = 0; i < assignment.length; i += 1) {
    const index = assignment[i] ?? -1;
    if (index < 0) continue;
    const at = next[index] ?? 0;
    sorted[at] = rows[i] ?? 0;
    next[index] = at + 1;
  }
  return { rows: sorted, starts, unplaced: rows.length - placed };
}

function meanOf({ lon, lat }: Dataset, rows: Uint32Array): [lon: number, lat: number] {
  let [sumLon, sumLat] = [0, 0];
  for (const row of rows) {
    sumLon += lon[row] ?? 0;
    sumLat += lat[row] ?? 0;
  }
  return [sumLon / rows.length, sumLat / rows.length];
}
