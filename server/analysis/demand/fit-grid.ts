/** Fits the polynomials of `CellGrid` to squares of a projection. */
import { countOfTerms, termsOf, type CellGrid, type GridPolynomial } from '../../../tiles/api/cell-grid.ts';
import { CORNERS, placesOf, type PackedSquares } from '../../../tiles/api/packed-messages.ts';
import type { Demand } from '../types.ts';

/** A millimetre on the ground, and a thousandth of a square metre. */
const TOLERANCE_DEGREES = 1e-8;
const TOLERANCE_M2 = 1e-3;
const DEGREES_TRIED = [3, 5, 7, 9];
const SAMPLES = 1500;

type Places = ReturnType<typeof placesOf>;

/**
 * Null where cells are no squares, or where no polynomial of a few terms is true to all of them. `places` is what the
 * plain message says of them.
 */
export function packedSquares({ shape, count }: Pick<Demand, 'shape' | 'count'>, places: Places): PackedSquares | null {
  if (shape.kind !== 'square' || count === 0) return null;
  const { column, row } = shape;
  const frame = frameOf(column, row);
  const origin = [places.lonLat[0] as number, places.lonLat[1] as number] as const;
  const step = Math.max(1, Math.floor(count / SAMPLES));
  const samples = Array.from({ length: Math.ceil(count / step) }, (_, k) => k * step);
  const centres = samples.map((cell): Sample => {
    const at = unitOf(frame, (column[cell] as number) + 0.5, (row[cell] as number) + 0.5);
    return { at, lonLat: lonLatOf(places, origin, cell), areaM2: places.areaM2[cell] as number };
  });
  const corners = samples.flatMap((cell) =>
    CORNERS.map(([east, north], corner): Sample => {
      const at = unitOf(frame, (column[cell] as number) + east, (row[cell] as number) + north);
      return { at, lonLat: lonLatOf(places, origin, cell, corner), areaM2: NaN };
    }),
  );
  const all = [...centres, ...corners];
  for (const degree of DEGREES_TRIED) {
    const fit = (of: readonly Sample[], valueOf: (sample: Sample) => number): GridPolynomial => ({
      degree,
      terms: leastSquares(degree, of, valueOf),
    });
    const squares = {
      grid: {
        ...frame,
        origin,
        lon: fit(all, ({ lonLat: [lon] }) => lon),
        lat: fit(all, ({ lonLat: [, lat] }) => lat),
        areaM2: fit(centres, ({ areaM2 }) => areaM2),
      },
      column,
      row,
    };
    if (isTrue(placesOf(squares), places)) return squares;
  }
  return null;
}

interface Sample {
  readonly at: readonly [u: number, v: number];
  /** Less those of the origin. */
  readonly lonLat: readonly [lon: number, lat: number];
  readonly areaM2: number;
}

function lonLatOf(
  { lonLat, ring }: Places,
  origin: readonly [number, number],
  cell: number,
  corner: number | null = null,
): readonly [lon: number, lat: number] {
  const [lon, lat] = [(lonLat[2 * cell] as number) - origin[0], (lonLat[2 * cell + 1] as number) - origin[1]];
  if (corner === null) return [lon, lat];
  const at = 8 * cell + 2 * corner;
  return [lon + (ring[at] as number), lat + (ring[at + 1] as number)];
}

type Frame = Pick<CellGrid, 'middle' | 'span'>;

function frameOf(column: Int32Array, row: Int32Array): Frame {
  const [west, east] = rangeOf(column);
  const [south, north] = rangeOf(row);
  return {
    middle: [(west + east + 1) / 2, (south + north + 1) / 2],
    span: Math.max(1, (east - west + 1) / 2, (north - south + 1) / 2),
  };
}

function rangeOf(values: Int32Array): readonly [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

function unitOf({ middle, span }: Frame, column: number, row: number): readonly [u: number, v: number] {
  return [(column - middle[0]) / span, (row - middle[1]) / span];
}

/** Normal equations; a value along the diagonal keeps them soluble where cells lie on one line. */
function leastSquares(degree: number, samples: readonly Sample[], valueOf: (sample: Sample) => number): number[] {
  const size = countOfTerms(degree);
  const matrix = Array.from({ length: size }, () => new Float64Array(size + 1));
  const terms = new Float64Array(size);
  for (const sample of samples) {
    termsOf(degree, ...sample.at, terms);
    const value = valueOf(sample);
    for (let i = 0; i < size; i += 1) {
      const line = matrix[i] as Float64Array;
      for (let j = 0; j < size; j += 1) line[j] = (line[j] as number) + (terms[i] as number) * (terms[j] as number);
      line[size] = (line[size] as number) + (terms[i] as number) * value;
    }
  }
  matrix.forEach((line, k) => {
    line[k] = (line[k] as number) + 1e-14 * samples.length;
  });
  return solve(matrix);
}

/** Gauss–Jordan elimination of a matrix whose last column is what the others make. */
function solve(matrix: readonly Float64Array[]): number[] {
  const size = matrix.length;
  const lines = [...matrix];
  for (let k = 0; k < size; k += 1) {
    let pivot = k;
    for (let i = k + 1; i < size; i += 1)
      if (Math.abs(lines[i]?.[k] as number) > Math.abs(lines[pivot]?.[k] as number)) pivot = i;
    [lines[k], lines[pivot]] = [lines[pivot] as Float64Array, lines[k] as Float64Array];
    const own = lines[k] as Float64Array;
    for (let i = 0; i < size; i += 1) {
      const other = lines[i] as Float64Array;
      const factor = (other[k] as number) / (own[k] as number);
      if (i === k || factor === 0) continue;
      for (let j = k; j <= size; j += 1) other[j] = (other[j] as number) - factor * (own[j] as number);
    }
  }
  return lines.map((line, k) => (line[size] as number) / (line[k] as number));
}

/** Whether every centre, corner and area is as the demand has it. */
function isTrue(computed: Places, { lonLat, ring, areaM2 }: Places): boolean {
  return (
    agree(computed.lonLat, lonLat, TOLERANCE_DEGREES) &&
    agree(computed.ring, ring, TOLERANCE_DEGREES) &&
    agree(computed.areaM2, areaM2, TOLERANCE_M2)
  );
}

function agree(one: Float64Array | Float32Array, other: Float64Array | Float32Array, tolerance: number): boolean {
  if (one.length !== other.length) return false;
  for (let k = 0; k < one.length; k += 1)
    if (!(Math.abs((one[k] as number) - (other[k] as number)) <= tolerance)) return false;
  return true;
}
