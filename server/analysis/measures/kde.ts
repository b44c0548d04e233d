import type { KdeResult } from '../../../tiles/api/spatial-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { Projection } from '../demand/projection.ts';
import type { Task } from '../types.ts';
import { assertGridSize, projected } from './grid.ts';

type Request = Pick<Extract<MeasureRequest, { readonly kind: 'kde' }>, 'bandwidthM' | 'cellM' | 'kernel'>;

const M2_PER_KM2 = 1e6;
/**
 * Bandwidths around the points that the grid reaches to: beyond it the quartic kernel is 0, the Gaussian 1 % of its
 * peak.
 */
const MARGIN = { quartic: 1, gaussian: 3 } as const;
/**
 * Of one direction: e^−350 is 10^−152. The product of two stays a normal number, and sums of those that are not are
 * slow.
 */
const LARGEST_EXPONENT = 350;
/** A multiple of four. */
const BLOCK = 128;

/**
 * Points per km² at the centres of cells of `cellM`, in the plane of a projection. Quartic: 3/(πh²)·(1 − d²/h²)² up to
 * h (Silverman 1986, eq. 4.5); Gaussian: e^(−d²/2h²)/(2πh²), to 26 bandwidths east or north. The grid's cells begin at
 * whole multiples of `cellM` and reach a margin of one (quartic) or three (Gaussian) bandwidths around the points.
 * Nothing is corrected at edges: what a kernel spreads over the sea or beyond the city is lost to the city, and nothing
 * beyond the data comes in. Throws `AnalysisError` for a grid that is too large.
 */
export function kde(
  lonLat: Float64Array,
  projection: Projection,
  { bandwidthM, cellM, kernel = 'quartic' }: Request,
  task?: Task,
  at?: string,
): KdeResult {
  const places = projected(lonLat, projection);
  const grid = gridAround(places, MARGIN[kernel] * bandwidthM, cellM, at);
  const values = new Float64Array(grid.columns * grid.rows);
  if (kernel === 'gaussian') addGaussian(values, grid, places, bandwidthM, task);
  else {
    for (let i = 0; i < places.length; i += 2) {
      if (i % 256 === 0) task?.checkpoint();
      if (i % 8192 === 0) task?.progress(i / places.length, 'density');
      addQuartic(values, grid, places[i] as number, places[i + 1] as number, bandwidthM);
    }
  }
  const centre = (column: number, row: number): readonly [number, number] =>
    projection.inverse(grid.x0 + column * cellM, grid.y0 + row * cellM);
  const [east, north] = [grid.columns - 1, grid.rows - 1];
  return {
    kind: 'kde',
    values: Array.from(values),
    columns: grid.columns,
    rows: grid.rows,
    cellM,
    bandwidthM,
    corners: [centre(0, 0), centre(east, 0), centre(east, north), centre(0, north)],
  };
}

/** `x0`, `y0`: centre of the cell in the south-west. */
interface Grid {
  readonly x0: number;
  readonly y0: number;
  readonly columns: number;
  readonly rows: number;
  readonly cellM: number;
}

function gridAround(places: Float64Array, marginM: number, cellM: number, at?: string): Grid {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < places.length; i += 2) {
    const [x, y] = [places[i] as number, places[i + 1] as number];
    [west, east] = [Math.min(west, x), Math.max(east, x)];
    [south, north] = [Math.min(south, y), Math.max(north, y)];
  }
  const cell = (metres: number): number => Math.floor(metres / cellM);
  const [column, row] = [cell(west - marginM), cell(south - marginM)];
  const columns = cell(east + marginM) - column + 1;
  const rows = cell(north + marginM) - row + 1;
  assertGridSize(columns * rows, cellM, at);
  return { x0: (column + 0.5) * cellM, y0: (row + 0.5) * cellM, columns, rows, cellM };
}

function addQuartic(
  values: Float64Array,
  { x0, y0, columns, rows, cellM }: Grid,
  x: number,
  y: number,
  h: number,
): void {
  const peak = (3 / (Math.PI * h * h)) * M2_PER_KM2;
  const first = Math.max(0, Math.ceil((y - h - y0) / cellM));
  const last = Math.min(rows - 1, Math.floor((y + h - y0) / cellM));
  const [from, to] = [
    Math.max(0, Math.ceil((x - h - x0) / cellM)),
    Math.min(columns - 1, Math.floor((x + h - x0) / cellM)),
  ];
  for (let row = first; row <= last; row += 1) {
    const dy = y0 + row * cellM - y;
    for (let column = from; column <= to; column += 1) {
      const dx = x0 + column * cellM - x;
      const inside = 1 - (dx * dx + dy * dy) / (h * h);
      if (inside > 0)
        values[row * columns + column] = (values[row * columns + column] as number) + peak * inside * inside;
    }
  }
}

/**
 * The kernel is a product of one of x and one of y: so many exponentials as columns and rows, not as cells. Points by
 * the hundred, row after row, so that what is added to stays near the processor.
 */
function addGaussian(values: Float64Array, grid: Grid, places: Float64Array, h: number, task?: Task): void {
  const peak = M2_PER_KM2 / (2 * Math.PI * h * h);
  const { columns, rows } = grid;
  const byColumn = Array.from({ length: BLOCK }, () => new Float64Array(columns));
  const byRow = Array.from({ length: BLOCK }, () => new Float64Array(rows));
  for (let first = 0; first < places.length / 2; first += BLOCK) {
    task?.checkpoint();
    task?.progress(first / (places.length / 2), 'density');
    const last = Math.min(first + BLOCK, places.length / 2);
    for (let i = 0; i < BLOCK; i += 1) {
      if (first + i >= last) (byRow[i] as Float64Array).fill(0);
      else {
        along(byColumn[i] as Float64Array, grid.x0, grid.cellM, places[2 * (first + i)] as number, h);
        along(byRow[i] as Float64Array, grid.y0, grid.cellM, places[2 * (first + i) + 1] as number, h);
      }
    }
    for (let row = 0; row < rows; row += 1) {
      const sums = values.subarray(row * columns, (row + 1) * columns);
      for (let i = 0; i < last - first; i += 4) addFour(sums, byColumn, byRow, i, row, peak);
    }
  }
}

/** Four points at once: a sum is fetched and stored once for all. */
function addFour(
  sums: Float64Array,
  byColumn: readonly Float64Array[],
  byRow: readonly Float64Array[],
  i: number,
  row: number,
  peak: number,
): void {
  const [a, b, c, d] = [byColumn[i], byColumn[i + 1], byColumn[i + 2], byColumn[i + 3]] as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const weight = (point: number): number => peak * ((byRow[point] as Float64Array)[row] as number);
  const [wa, wb, wc, wd] = [weight(i), weight(i + 1), weight(i + 2), weight(i + 3)] as [number, number, number, number];
  if (wa + wb + wc + wd === 0) return;
  for (let column = 0; column < sums.length; column += 1) {
    sums[column] =
      (sums[column] as number) +
      (wa * (a[column] as number) +
        wb * (b[column] as number) +
        wc * (c[column] as number) +
        wd * (d[column] as number));
  }
}

function along(factors: Float64Array, origin: number, cellM: number, centre: number, h: number): void {
  for (let k = 0; k < factors.length; k += 1) {
    const exponent = 0.5 * ((origin + k * cellM - centre) / h) ** 2;
    factors[k] = exponent > LARGEST_EXPONENT ? 0 : Math.exp(-exponent);
  }
}
