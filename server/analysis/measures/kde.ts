import type { KdeResult, MeasureRequest } from '../../../tiles/analysis/measures.ts';
import type { Plane } from '../demand/plane.ts';
import type { Task } from '../types.ts';
import { assertGridSize } from './grid.ts';

type Request = Pick<Extract<MeasureRequest, { readonly kind: 'kde' }>, 'bandwidthM' | 'cellM' | 'kernel'>;

const M2_PER_KM2 = 1e6;
/** Bandwidths around the points that the grid reaches to: beyond it the quartic kernel is 0, the Gaussian 1 % of its peak. */
const MARGIN = { quartic: 1, gaussian: 3 } as const;

/**
 * Points per km² at the centres of cells of `cellM`, in the plane of a projection. Quartic: 3/(πh²)·(1 − d²/h²)² up to
 * h (Silverman 1986, eq. 4.5); Gaussian: e^(−d²/2h²)/(2πh²) without end. The grid's cells begin at whole multiples of
 * `cellM` and reach a margin of one (quartic) or three (Gaussian) bandwidths around the points. Nothing is corrected at
 * edges: what a kernel spreads over the sea or beyond the city is lost to the city, and nothing beyond the data comes in.
 * Throws `AnalysisFault` for a grid that is too large.
 */
export function kde(lonLat: Float64Array, plane: Plane, { bandwidthM, cellM, kernel = 'quartic' }: Request, task?: Task, at?: string): KdeResult {
  const places = project(lonLat, plane);
  const grid = gridAround(places, MARGIN[kernel] * bandwidthM, cellM, at);
  const values = new Float64Array(grid.columns * grid.rows);
  const add = kernel === 'quartic' ? addQuartic : addGaussian;
  for (let i = 0; i < places.length; i += 2) {
    if (i % 256 === 0) task?.checkpoint();
    if (i % 8192 === 0) task?.progress(i / places.length, 'density');
    add(values, grid, places[i] as number, places[i + 1] as number, bandwidthM);
  }
  const centre = (column: number, row: number): readonly [number, number] => plane.inverse(grid.x0 + column * cellM, grid.y0 + row * cellM);
  const [east, north] = [grid.columns - 1, grid.rows - 1];
  return {
    kind: 'kde', values: Array.from(values), columns: grid.columns, rows: grid.rows, cellM, bandwidthM,
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

function project(lonLat: Float64Array, plane: Plane): Float64Array {
  const places = new Float64Array(lonLat.length);
  for (let i = 0; i < lonLat.length; i += 2) places.set(plane.forward(lonLat[i] as number, lonLat[i + 1] as number), i);
  return places;
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

function addQuartic(values: Float64Array, { x0, y0, columns, rows, cellM }: Grid, x: number, y: number, h: number): void {
  const peak = (3 / (Math.PI * h * h)) * M2_PER_KM2;
  const first = Math.max(0, Math.ceil((y - h - y0) / cellM));
  const last = Math.min(rows - 1, Math.floor((y + h - y0) / cellM));
  const [from, to] = [Math.max(0, Math.ceil((x - h - x0) / cellM)), Math.min(columns - 1, Math.floor((x + h - x0) / cellM))];
  for (let row = first; row <= last; row += 1) {
    const dy = y0 + row * cellM - y;
    for (let column = from; column <= to; column += 1) {
      const dx = x0 + column * cellM - x;
      const inside = 1 - (dx * dx + dy * dy) / (h * h);
      if (inside > 0) values[row * columns + column] = (values[row * columns + column] as number) + peak * inside * inside;
    }
  }
}

/** The kernel is a product of one of x and one of y: so many exponentials as columns and rows, not as cells. */
function addGaussian(values: Float64Array, { x0, y0, columns, rows, cellM }: Grid, x: number, y: number, h: number): void {
  const peak = M2_PER_KM2 / (2 * Math.PI * h * h);
  const along = (origin: number, count: number, centre: number): Float64Array => (
    Float64Array.from({ length: count }, (_, k) => Math.exp(-0.5 * ((origin + k * cellM - centre) / h) ** 2)));
  const byColumn = along(x0, columns, x);
  const byRow = along(y0, rows, y);
  for (let row = 0; row < rows; row += 1) {
    const weight = peak * (byRow[row] as number);
    // So far out that not the smallest number is left.
    if (weight === 0) continue;
    const at = row * columns;
    for (let column = 0; column < columns; column += 1) values[at + column] = (values[at + column] as number) + weight * (byColumn[column] as number);
  }
}
