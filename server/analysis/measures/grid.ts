import { MEASURES } from './messages.ts';
import type { Projection } from '../demand/projection.ts';
import { AnalysisError } from '../errors.ts';

export const MOST_CELLS = 1_000_000;

/** Throws `AnalysisError`. */
export function assertGridSize(cells: number, cellM: number, at?: string): void {
  if (!(cells <= MOST_CELLS)) {
    throw new AnalysisError(
      'grid-too-fine',
      MEASURES['grid-too-fine'],
      { cells: Math.round(cells), cellM, most: MOST_CELLS },
      { at: `${at ?? ''}/cellM` },
    );
  }
}

/** Metres in the projection, pairs, of degrees, pairs. */
export function projected(lonLat: Float64Array, projection: Projection): Float64Array {
  const metres = new Float64Array(lonLat.length);
  for (let i = 0; i < lonLat.length; i += 2) {
    const [x, y] = projection.forward(lonLat[i] as number, lonLat[i + 1] as number);
    metres[i] = x;
    metres[i + 1] = y;
  }
  return metres;
}

/** Cells of a grid by whole column and row: (c, r) covers [c, c + 1) × [r, r + 1) times `cellM` of the projection. */
export interface CellGrid {
  readonly cellM: number;
  readonly projection: Projection;
  /** South to north, west to east within a row. */
  readonly column: Int32Array;
  readonly row: Int32Array;
}

/**
 * The cells of `cellM` that hold one of the places (metres in the projection) at least, such as the centres of demand
 * cells; with `whole` all cells of the rectangle around them. Throws `AnalysisError` where these would be too many.
 */
export function gridOver(
  metres: Float64Array,
  projection: Projection,
  cellM: number,
  { whole }: { readonly whole: boolean },
  at?: string,
): CellGrid {
  const { column, row } = cellsOf(metres, cellM);
  const box = boxOf(column, row);
  const width = box.east - box.west + 1;
  // Numbers of the rectangle's cells, by which they are in order.
  const cells = whole ? null : new Set(column.map((c, i) => ((row[i] as number) - box.south) * width + c - box.west));
  const count = cells?.size ?? (column.length === 0 ? 0 : width * (box.north - box.south + 1));
  assertGridSize(count, cellM, at);
  const numbers = cells === null ? Float64Array.from({ length: count }, (_, i) => i) : Float64Array.from(cells).sort();
  return {
    cellM,
    projection,
    column: Int32Array.from(numbers, (number) => box.west + (number % width)),
    row: Int32Array.from(numbers, (number) => box.south + Math.floor(number / width)),
  };
}

/** Column and row, such as `1203:39874`. */
export function cellNames({ column, row }: CellGrid): string[] {
  return Array.from(column, (c, i) => `${c}:${row[i] as number}`);
}

/**
 * Cell of each place (metres in the projection), -1 where it is in none. Half-open: a place on a border is in the cell
 * to its north-east, and in no other.
 */
export function locateInGrid(grid: CellGrid, metres: Float64Array): Int32Array {
  const at = new Map(Array.from(grid.column, (c, i) => [cellKey(c, grid.row[i] as number), i]));
  const { column, row } = cellsOf(metres, grid.cellM);
  return Int32Array.from(column, (c, i) => at.get(cellKey(c, row[i] as number)) ?? -1);
}

/** Unique while rows stay within two thousand million of 0. */
export function cellKey(column: number, row: number): number {
  return column * 2 ** 32 + row;
}

/** Degrees, pairs. */
export function cellCentres({ cellM, projection, column, row }: CellGrid): Float64Array {
  const centres = new Float64Array(2 * column.length);
  for (let i = 0; i < column.length; i += 1) {
    const [lon, lat] = projection.inverse(((column[i] as number) + 0.5) * cellM, ((row[i] as number) + 0.5) * cellM);
    centres[2 * i] = lon;
    centres[2 * i + 1] = lat;
  }
  return centres;
}

function cellsOf(metres: Float64Array, cellM: number): { readonly column: Float64Array; readonly row: Float64Array } {
  const count = metres.length / 2;
  const [column, row] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i += 1) {
    column[i] = Math.floor((metres[2 * i] as number) / cellM);
    row[i] = Math.floor((metres[2 * i + 1] as number) / cellM);
  }
  return { column, row };
}

function boxOf(
  column: Float64Array,
  row: Float64Array,
): { readonly west: number; readonly south: number; readonly east: number; readonly north: number } {
  const least = (values: Float64Array): number => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
  return { west: least(column), south: least(row), east: most(column), north: most(row) };
}
