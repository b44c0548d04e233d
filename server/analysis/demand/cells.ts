/** Cells by their numbers: squares of a projection, or hexagons of H3. */
import { cellToBoundary, cellToLatLng } from 'h3-js';
import type { DemandShape } from '../types.ts';
import { createProjection, type Projection } from './projection.ts';

type Square = Extract<DemandShape, { readonly kind: 'square' }>;

/** Columns and rows are within ± 2²⁵: with cells of a metre that is farther than a zone of the projection reaches. */
const HALF_SPAN = 2 ** 25;
const SPAN = 2 ** 26;

/** One whole number for column and row, in the order of rows, then columns. */
export function squareKey(column: number, row: number): number {
  return (row + HALF_SPAN) * SPAN + column + HALF_SPAN;
}

export function squareOfKey(key: number): readonly [column: number, row: number] {
  const row = Math.floor(key / SPAN);
  return [key - row * SPAN - HALF_SPAN, row - HALF_SPAN];
}

/**
 * Column and row of the cell that a point lies in: cells are half-open, so that a point on an edge lies in the eastern
 * or northern one alone.
 */
export function squareAt(
  projection: Projection,
  sizeM: number,
  lon: number,
  lat: number,
): readonly [column: number, row: number] {
  const [x, y] = projection.forward(lon, lat);
  return [Math.floor(x / sizeM), Math.floor(y / sizeM)];
}

/** Corners in degrees, counter-clockwise from the south-west. */
export function squareCorners(
  projection: Projection,
  sizeM: number,
  column: number,
  row: number,
): readonly (readonly [lon: number, lat: number])[] {
  const west = column * sizeM,
    south = row * sizeM,
    east = (column + 1) * sizeM,
    north = (row + 1) * sizeM;
  return [
    projection.inverse(west, south),
    projection.inverse(east, south),
    projection.inverse(east, north),
    projection.inverse(west, north),
  ];
}

/** Corners of every cell of a shape, in degrees, counter-clockwise, not closed. Points have none. */
export function cornersOf(shape: DemandShape): (cell: number) => readonly (readonly [lon: number, lat: number])[] {
  switch (shape.kind) {
    case 'square':
      return squareCornersOf(shape);
    case 'h3':
      return (cell) => h3Corners(shape.ids[cell] as string);
    case 'points':
      return () => [];
  }
}

/** H3 gives corners counter-clockwise. */
export function h3Corners(id: string): readonly (readonly [lon: number, lat: number])[] {
  return cellToBoundary(id).map(([lat, lon]) => [lon, lat] as const);
}

export function h3Centre(id: string): readonly [lon: number, lat: number] {
  const [lat, lon] = cellToLatLng(id);
  return [lon, lat];
}

/** Neighbouring cells ask for the same corners: each is converted once. */
function squareCornersOf({
  sizeM,
  proj,
  column,
  row,
}: Square): (cell: number) => readonly (readonly [number, number])[] {
  const projection = createProjection(proj);
  const known = new Map<number, readonly [number, number]>();
  const corner = (c: number, r: number): readonly [number, number] => {
    const key = squareKey(c, r);
    let at = known.get(key);
    if (at === undefined) known.set(key, (at = projection.inverse(c * sizeM, r * sizeM)));
    return at;
  };
  return (cell) => {
    const c = column[cell] as number,
      r = row[cell] as number;
    return [corner(c, r), corner(c + 1, r), corner(c + 1, r + 1), corner(c, r + 1)];
  };
}
