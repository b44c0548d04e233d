import { latLngToCell } from 'h3-js';
import type { Demand, DemandShape } from '../types.ts';
import { squareAt, squareKey } from './cells.ts';
import { createProjection } from './projection.ts';

/** Indexes of cells by column and row. Kept as long as the demand is: one question after the other is asked of it. */
const squares = new WeakMap<DemandShape, ReadonlyMap<number, number>>();
const hexagons = new WeakMap<DemandShape, ReadonlyMap<string, number>>();

/** Index of the cell with a column and row; undefined where there is none. */
export function squareIndex(shape: Extract<DemandShape, { readonly kind: 'square' }>): ReadonlyMap<number, number> {
  let index = squares.get(shape);
  if (index === undefined) {
    const made = new Map<number, number>();
    shape.column.forEach((column, cell) => made.set(squareKey(column, shape.row[cell] as number), cell));
    squares.set(shape, (index = made));
  }
  return index;
}

export function h3Index(shape: Extract<DemandShape, { readonly kind: 'h3' }>): ReadonlyMap<string, number> {
  let index = hexagons.get(shape);
  if (index === undefined) hexagons.set(shape, (index = new Map(shape.ids.map((id, cell) => [id, cell]))));
  return index;
}

/**
 * Cell that each point lies in, -1 for none; points as pairs of degrees, NaN in none. Cells are half-open: a point on
 * an edge lies in one of its two cells. Demand of points has no ground, so that nothing lies in it.
 */
export function locateCells({ shape }: Demand, lonLat: Float64Array): Int32Array {
  const cells = new Int32Array(lonLat.length / 2).fill(-1);
  if (shape.kind === 'points') return cells;
  const cellAt = shape.kind === 'square' ? squareLookup(shape) : h3Lookup(shape);
  for (let i = 0; i < cells.length; i += 1) {
    const lon = lonLat[2 * i] as number,
      lat = lonLat[2 * i + 1] as number;
    if (Number.isFinite(lon) && Number.isFinite(lat)) cells[i] = cellAt(lon, lat) ?? -1;
  }
  return cells;
}

type Lookup = (lon: number, lat: number) => number | undefined;

function squareLookup(shape: Extract<DemandShape, { readonly kind: 'square' }>): Lookup {
  const projection = createProjection(shape.proj);
  const index = squareIndex(shape);
  return (lon, lat) => index.get(squareKey(...squareAt(projection, shape.sizeM, lon, lat)));
}

function h3Lookup(shape: Extract<DemandShape, { readonly kind: 'h3' }>): Lookup {
  const index = h3Index(shape);
  return (lon, lat) => index.get(latLngToCell(lat, lon, shape.resolution));
}
