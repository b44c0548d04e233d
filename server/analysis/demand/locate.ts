import { latLngToCell } from 'h3-js';
import type { Demand, DemandShape } from '../types.ts';
import { squareAt, squareKey } from './cells.ts';
import { createProjection } from './projection.ts';

/** Indexes of cells: squares by the key of their column and row, hexagons by their id. Empty for points. */
export type CellIndex = ReadonlyMap<number | string, number>;

export function cellIndex(shape: DemandShape): CellIndex {
  switch (shape.kind) {
    case 'square':
      return squareIndex(shape);
    case 'h3':
      return h3Index(shape);
    case 'points':
      return new Map();
  }
}

/** Index of the cell with a column and row; undefined where there is none. */
export function squareIndex(shape: Extract<DemandShape, { readonly kind: 'square' }>): ReadonlyMap<number, number> {
  const index = new Map<number, number>();
  shape.column.forEach((column, cell) => index.set(squareKey(column, shape.row[cell] as number), cell));
  return index;
}

export function h3Index(shape: Extract<DemandShape, { readonly kind: 'h3' }>): ReadonlyMap<string, number> {
  return new Map(shape.ids.map((id, cell) => [id, cell]));
}

/**
 * Cell that each point lies in, -1 for none; points as pairs of degrees, NaN in none. Cells are half-open: a point on
 * an edge lies in one of its two cells. Demand of points has no ground, so that nothing lies in it. `index` is that of
 * the demand, for a caller who has one question after the other.
 */
export function locateCells({ shape }: Demand, lonLat: Float64Array, index: CellIndex = cellIndex(shape)): Int32Array {
  const cells = new Int32Array(lonLat.length / 2).fill(-1);
  if (shape.kind === 'points') return cells;
  const cellAt = shape.kind === 'square' ? squareLookup(shape, index) : h3Lookup(shape, index);
  for (let i = 0; i < cells.length; i += 1) {
    const lon = lonLat[2 * i] as number,
      lat = lonLat[2 * i + 1] as number;
    if (Number.isFinite(lon) && Number.isFinite(lat)) cells[i] = cellAt(lon, lat) ?? -1;
  }
  return cells;
}

type Lookup = (lon: number, lat: number) => number | undefined;

function squareLookup(shape: Extract<DemandShape, { readonly kind: 'square' }>, index: CellIndex): Lookup {
  const projection = createProjection(shape.proj);
  return (lon, lat) => index.get(squareKey(...squareAt(projection, shape.sizeM, lon, lat)));
}

function h3Lookup(shape: Extract<DemandShape, { readonly kind: 'h3' }>, index: CellIndex): Lookup {
  return (lon, lat) => index.get(latLngToCell(lat, lon, shape.resolution));
}
