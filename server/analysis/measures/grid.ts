import { MEASURES } from '../../messages/analysis/measures.ts';
import type { Plane } from '../demand/plane.ts';
import { AnalysisFault } from '../errors.ts';

export const MOST_CELLS = 1_000_000;

/** Throws `AnalysisFault`. */
export function assertGridSize(cells: number, cellM: number, at?: string): void {
  if (!(cells <= MOST_CELLS)) {
    throw new AnalysisFault('grid-too-fine', MEASURES['grid-too-fine'], { cells: Math.round(cells), cellM, most: MOST_CELLS }, { at: `${at ?? ''}/cellM` });
  }
}

/** Cells of a grid by whole column and row: (c, r) covers [c, c + 1) × [r, r + 1) times `cellM` of the plane. */
export interface CellGrid {
  readonly cellM: number;
  readonly plane: Plane;
  /** South to north, west to east within a row. */
  readonly column: Int32Array;
  readonly row: Int32Array;
}

/**
 * The cells of `cellM` that hold one of the places at least, such as the centres of demand cells; with `whole` all
 * cells of the rectangle around them. Throws `AnalysisFault` where these would be too many.
 */
export function gridOver(lonLat: Float64Array, plane: Plane, cellM: number, { whole }: { readonly whole: boolean }, at?: string): CellGrid {
  const found = new Map<string, readonly [column: number, row: number]>();
  for (let i = 0; i < lonLat.length; i += 2) {
    const cell = cellOf(plane, cellM, lonLat[i] as number, lonLat[i + 1] as number);
    found.set(cellName(...cell), cell);
  }
  const cells = whole ? rectangle([...found.values()], cellM, at) : [...found.values()].sort(([ac, ar], [bc, br]) => ar - br || ac - bc);
  assertGridSize(cells.length, cellM, at);
  return { cellM, plane, column: Int32Array.from(cells, ([column]) => column), row: Int32Array.from(cells, ([, row]) => row) };
}

/** Column and row, such as `1203:39874`. */
export function cellName(column: number, row: number): string {
  return `${column}:${row}`;
}

export function cellNames({ column, row }: CellGrid): string[] {
  return Array.from(column, (c, i) => cellName(c, row[i] as number));
}

/** Cell of each place, -1 where it is in none. Half-open: a place on a border is in the cell to its north-east, and in no other. */
export function locateInGrid(grid: CellGrid, lonLat: Float64Array): Int32Array {
  const at = new Map(cellNames(grid).map((name, i) => [name, i]));
  return Int32Array.from({ length: lonLat.length / 2 }, (_, i) => (
    at.get(cellName(...cellOf(grid.plane, grid.cellM, lonLat[2 * i] as number, lonLat[2 * i + 1] as number))) ?? -1));
}

/** Degrees, pairs. */
export function cellCentres({ cellM, plane, column, row }: CellGrid): Float64Array {
  const centres = new Float64Array(2 * column.length);
  for (let i = 0; i < column.length; i += 1) centres.set(plane.inverse(((column[i] as number) + 0.5) * cellM, ((row[i] as number) + 0.5) * cellM), 2 * i);
  return centres;
}

function cellOf(plane: Plane, cellM: number, lon: number, lat: number): readonly [column: number, row: number] {
  const [x, y] = plane.forward(lon, lat);
  return [Math.floor(x / cellM), Math.floor(y / cellM)];
}

function rectangle(cells: readonly (readonly [number, number])[], cellM: number, at?: string): (readonly [number, number])[] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [column, row] of cells) {
    [west, east] = [Math.min(west, column), Math.max(east, column)];
    [south, north] = [Math.min(south, row), Math.max(north, row)];
  }
  if (cells.length === 0) return [];
  const columns = east - west + 1;
  assertGridSize(columns * (north - south + 1), cellM, at);
  return Array.from({ length: columns * (north - south + 1) }, (_, i) => [west + (i % columns), south + Math.floor(i / columns)] as const);
}
