/** Cells by their numbers: squares of a projection, or hexagons of H3. */
import { cellToBoundary, cellToLatLng, latLngToCell, gridDisk } from 'h3-js';
import { locateInAreas } from '../measures/areas.ts';
import { bordering } from '../measures/borders.ts';
import type { DemandShape, Demand } from '../types.ts';
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

/** Corners of every cell of a shape, in degrees, counter-clockwise, not closed. Points and areas have none. */
export function cornersOf(shape: DemandShape): (cell: number) => readonly (readonly [lon: number, lat: number])[] {
  switch (shape.kind) {
    case 'square':
      return squareCornersOf(shape);
    case 'h3':
      return (cell) => h3Corners(shape.ids[cell] as string);
    case 'areas':
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

/** So many corners are kept: more than two rows of any province have. */
const MOST_KEPT = 500_000;

/** Neighbouring cells ask for the same corners, and cells come row by row: each is converted about once. */
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
    if (at === undefined) {
      if (known.size >= MOST_KEPT) known.clear();
      known.set(key, (at = projection.inverse(c * sizeM, r * sizeM)));
    }
    return at;
  };
  return (cell) => {
    const c = column[cell] as number,
      r = row[cell] as number;
    return [corner(c, r), corner(c + 1, r), corner(c + 1, r + 1), corner(c, r + 1)];
  };
}

/** Indexes of cells: squares by the key of their column and row, hexagons by their id. Empty for points and areas. */
export type CellIndex = ReadonlyMap<number | string, number>;

export function cellIndex(shape: DemandShape): CellIndex {
  switch (shape.kind) {
    case 'square':
      return squareIndex(shape);
    case 'h3':
      return h3Index(shape);
    case 'areas':
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
 * an edge lies in one of its two cells, and one on a border of areas in the first of them. Demand of points has no
 * ground, so that nothing lies in it. `index` is that of the demand, for a caller who has one question after the other.
 */
export function locateCells({ shape }: Demand, lonLat: Float64Array, index: CellIndex = cellIndex(shape)): Int32Array {
  const cells = new Int32Array(lonLat.length / 2).fill(-1);
  if (shape.kind === 'points') return cells;
  if (shape.kind === 'areas') return locateInAreas({ ids: [], geometries: shape.geometries }, lonLat);
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

/** Cells that touch: those of cell c are `index[start[c]]` to `index[start[c + 1] - 1]`, ascending. */
export interface Neighbours {
  readonly start: Uint32Array;
  readonly index: Uint32Array;
}

const SIDES = [
  [0, -1],
  [-1, 0],
  [1, 0],
  [0, 1],
] as const;
const CORNERS = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;

/**
 * Which cells touch which: along an edge, or with `corners` also at a corner alone, which hexagons do not. Points have
 * no neighbours.
 */
export function neighbours(
  { shape, count }: Demand,
  { corners = false }: { readonly corners?: boolean } = {},
): Neighbours {
  const around = neighboursOf(shape, corners);
  const start = new Uint32Array(count + 1);
  const found: number[] = [];
  for (let cell = 0; cell < count; cell += 1) {
    const own = around(cell).filter((other) => other !== undefined);
    own.sort((a, b) => a - b);
    found.push(...own);
    start[cell + 1] = found.length;
  }
  return { start, index: Uint32Array.from(found) };
}

function neighboursOf(shape: DemandShape, corners: boolean): (cell: number) => (number | undefined)[] {
  switch (shape.kind) {
    case 'square': {
      const index = squareIndex(shape);
      const steps = corners ? [...SIDES, ...CORNERS] : SIDES;
      return (cell) =>
        steps.map(([dc, dr]) =>
          index.get(squareKey((shape.column[cell] as number) + dc, (shape.row[cell] as number) + dr)),
        );
    }
    case 'h3': {
      const index = h3Index(shape);
      return (cell) =>
        gridDisk(shape.ids[cell] as string, 1)
          .filter((id) => id !== shape.ids[cell])
          .map((id) => index.get(id));
    }
    case 'areas': {
      const around = bordering(shape.geometries, corners ? 'queen' : 'rook');
      return (cell) => around[cell] ?? [];
    }
    case 'points':
      return () => [];
  }
}
