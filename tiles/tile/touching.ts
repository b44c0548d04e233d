/** Which tiles a box touches: what has to be made anew when something in it changes. */
import { MATRIX_SETS, matrixSize, HALF_WORLD_M, type MatrixSetId } from './matrix-set.ts';
import { latitudeOf, longitudeOf } from './mercator.ts';
import { EXTENT, tileBounds3857, type Bounds3857 } from './tile.ts';

/** Whole numbers from `first` to `last`, both among them. */
export interface TileRange {
  readonly first: number;
  readonly last: number;
}

/** Tiles of one level: every column of `columns` in every row of `rows`. */
export interface TilesTouching {
  /**
   * Apart from one another, from west to east; two where a box reaches over the antimeridian; none where nothing is
   * touched.
   */
  readonly columns: readonly TileRange[];
  readonly rows: TileRange;
}

const NONE: TilesTouching = { columns: [], rows: { first: 0, last: -1 } };
const WORLD_M = 2 * HALF_WORLD_M;

/**
 * Tiles whose ground, widened by `marginUnits` tile units, meets a box; touching edges meet. The world goes on behind
 * the antimeridian: what lies near +180° is in the margin of the tiles at −180°. Exactly those that
 * `tileBounds3857(tile, marginUnits, matrixSet)` tells, so that a caller that compares with other arithmetic (degrees,
 * or PostGIS) passes a little more than the margin it means.
 */
export function tilesTouching(box: Bounds3857, matrixSet: MatrixSetId, z: number, marginUnits: number): TilesTouching {
  const rows = rowsTouching(box, matrixSet, z, marginUnits);
  if (rows === null) return NONE;
  const columns: TileRange[] = [];
  for (const shiftM of [-WORLD_M, 0, WORLD_M]) {
    const range = columnsTouching(box.west + shiftM, box.east + shiftM, matrixSet, z, marginUnits);
    if (range === null) continue;
    const before = columns.at(-1);
    // The box of the next world begins further east, but at low levels the ranges meet.
    if (before !== undefined && range.first <= before.last + 1)
      columns[columns.length - 1] = {
        first: Math.min(before.first, range.first),
        last: Math.max(before.last, range.last),
      };
    else columns.push(range);
  }
  return columns.length === 0 ? NONE : { columns, rows };
}

/** Whether a tile is among them. */
export function isTouched({ columns, rows }: TilesTouching, x: number, y: number): boolean {
  return y >= rows.first && y <= rows.last && columns.some(({ first, last }) => x >= first && x <= last);
}

/** Number of tiles touched. */
export function countTouched({ columns, rows }: TilesTouching): number {
  return columns.reduce((sum, { first, last }) => sum + last - first + 1, 0) * (rows.last - rows.first + 1);
}

function columnsTouching(
  westM: number,
  eastM: number,
  matrixSet: MatrixSetId,
  z: number,
  marginUnits: number,
): TileRange | null {
  const { west, tileSpan } = MATRIX_SETS[matrixSet];
  const toUnits = matrixSet === 'CGCS2000Quad' ? longitudeOf : (metres: number) => metres;
  const place = (metres: number): number => ((toUnits(metres) - west) * 2 ** z) / tileSpan;
  const margin = marginUnits / EXTENT;
  return settle(
    { first: place(westM) - margin, last: place(eastM) + margin },
    matrixSize(matrixSet, z).columns,
    (x) => {
      const bounds = tileBounds3857({ z, x, y: 0 }, marginUnits, matrixSet);
      return bounds.west <= eastM && bounds.east >= westM;
    },
  );
}

function rowsTouching(box: Bounds3857, matrixSet: MatrixSetId, z: number, marginUnits: number): TileRange | null {
  const { north, tileSpan } = MATRIX_SETS[matrixSet];
  const toUnits = matrixSet === 'CGCS2000Quad' ? latitudeOf : (metres: number) => metres;
  const place = (metres: number): number => ((north - toUnits(metres)) * 2 ** z) / tileSpan;
  const margin = marginUnits / EXTENT;
  return settle(
    { first: place(box.north) - margin, last: place(box.south) + margin },
    matrixSize(matrixSet, z).rows,
    (y) => {
      const bounds = tileBounds3857({ z, x: 0, y }, marginUnits, matrixSet);
      return bounds.south <= box.north && bounds.north >= box.south;
    },
  );
}

/** Turns places, which are right but for rounding, into the range of indexes that meet the condition. */
function settle(places: TileRange, count: number, meets: (index: number) => boolean): TileRange | null {
  const clamp = (place: number): number => Math.max(0, Math.min(count - 1, Math.floor(place)));
  let first = clamp(places.first);
  let last = clamp(places.last);
  while (first > 0 && meets(first - 1)) first -= 1;
  while (first <= last && !meets(first)) first += 1;
  while (last < count - 1 && meets(last + 1)) last += 1;
  while (last >= first && !meets(last)) last -= 1;
  return first <= last ? { first, last } : null;
}
