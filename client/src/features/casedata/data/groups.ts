/** Groups rows by hexagon or area and measures each group. */
import type { Measure } from '../../../state/codecs/casedata.ts';
import type { Dataset } from './dataset.ts';
import { latOf, lonOf } from './mercator.ts';

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

/**
 * Hexagons with a corner to the north, tiling the Mercator plane from a fixed origin: the same size always has the
 * same borders. `radius` is centre to corner, as a share of the world.
 */
export function binHexagons(data: Dataset, rows: Uint32Array, radius: number): Groups {
  const [dx, dy] = [radius * Math.sqrt(3), radius * 1.5];
  const keys: string[] = [];
  const centres: [x: number, y: number][] = [];
  const indexes = new Map<number, number>();
  const assignment = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] ?? 0;
    const [column, line] = hexagonAt((data.x[row] ?? 0) / dx, (data.y[row] ?? 0) / dy);
    // Columns stay far below 2²¹ at any size a map can show.
    const key = line * 0x20_0000 + column;
    let index = indexes.get(key);
    if (index === undefined) {
      index = keys.length;
      indexes.set(key, index);
      keys.push(`${column}/${line}`);
      centres.push([(column + (line & 1) / 2) * dx, line * dy]);
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

/** Column and line of the nearest centre; `x` in widths of a hexagon, `y` in distances of two lines. */
function hexagonAt(x: number, y: number): [column: number, line: number] {
  const line = Math.round(y);
  const column = Math.round(x - (line & 1) / 2);
  const offY = y - line;
  if (Math.abs(offY) * 3 <= 1) return [column, line];
  // Near the slanted sides the neighbour of the next line can be closer. Distances in common units: dx = √3, dy = 1.5.
  const offX = x - (column + (line & 1) / 2);
  const otherLine = line + Math.sign(offY);
  const otherColumn = Math.round(x - (otherLine & 1) / 2);
  const otherX = x - (otherColumn + (otherLine & 1) / 2);
  const otherY = y - otherLine;
  return 3 * offX * offX + 2.25 * offY * offY > 3 * otherX * otherX + 2.25 * otherY * otherY
    ? [otherColumn, otherLine]
    : [column, line];
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

/** One value for each group; NaN where there is nothing to average. */
export function measureGroups(
  data: Dataset,
  groups: Groups,
  measure: Measure,
  isClosed: (row: number) => boolean,
): Float64Array {
  return Float64Array.from(groups.keys, (_, index) => measureRows(data, rowsOf(groups, index), measure, isClosed));
}

/** `closed` gives percent, 0–100. */
export function measureRows(
  data: Dataset,
  rows: Uint32Array,
  measure: Measure,
  isClosed: (row: number) => boolean,
): number {
  switch (measure.kind) {
    case 'count':
      return rows.length;
    case 'closed': {
      let closed = 0;
      for (const row of rows) if (isClosed(row)) closed += 1;
      return (closed / rows.length) * 100;
    }
    case 'sum':
    case 'mean': {
      const figures = data.figures.get(measure.attribute);
      let [sum, known] = [0, 0];
      for (const row of rows) {
        const value = figures?.[row] ?? NaN;
        if (Number.isNaN(value)) continue;
        sum += value;
        known += 1;
      }
      return measure.kind === 'sum' ? sum : sum / known;
    }
  }
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
