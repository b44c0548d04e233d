/**
 * Messages of the planners' page in a tenth of their bytes, for lines of a few hundred kilobits: places as polynomials
 * of a grid, or to 1e-7 degrees; times rounded up to half a second; gap areas by cell. `unpack` gives what the plain
 * message holds.
 */
import type { ColumnarArray, ColumnarMessage } from './columnar-message.ts';
import { ColumnarError } from './columnar-message.ts';
import type { CellsHeader, CoverageHeader } from './coverage.ts';
import { gridValue, type CellGrid } from './cell-grid.ts';
import { packDifferences, packIntegers, unpackDifferences, unpackIntegers } from './packed-integers.ts';

/** Squares of a grid: what places and areas are computed from. */
export interface PackedSquares {
  readonly grid: CellGrid;
  readonly column: Int32Array;
  readonly row: Int32Array;
}

interface PackedCells extends CellsHeader {
  readonly packed: {
    /** What people are multiplied by to be whole numbers; null where they are sent as they are. */
    readonly peopleScale: number | null;
    readonly grid: CellGrid | null;
  };
}

interface PackedCoverage extends CoverageHeader {
  readonly packed: { readonly count: number };
}

type Arrays = ColumnarMessage<unknown>['arrays'];

/** Parts of a second that times are rounded up to. Whole seconds, and with them every class of the map, stay exact. */
const STEPS_PER_S = 2;
/** Degrees of places that are on no grid: a centimetre. */
const STEP_DEGREES = 1e-7;
const PEOPLE_SCALES = [1, 10, 100, 1000];
const LISTS = ['district', 'subdistrict', 'landUse'] as const;

/** Packs a plain message of cells; squares have their places computed. */
export function packCells(
  { header, arrays }: ColumnarMessage<CellsHeader>,
  squares: PackedSquares | null,
): ColumnarMessage<unknown> {
  const people = arrays['people'] as Float64Array;
  const peopleScale = scaleOf(people);
  const lists = Object.fromEntries(LISTS.map((name) => [name, packDifferences(arrays[name] ?? [])]));
  const head: PackedCells = { ...header, packed: { peopleScale, grid: squares?.grid ?? null } };
  return {
    header: head,
    arrays: {
      people: peopleScale === null ? people : packIntegers(people.map((each) => Math.round(each * peopleScale))),
      ...lists,
      ...(squares === null
        ? packPlaces(arrays, header.ringSize)
        : { column: packDifferences(squares.column), row: packDifferences(squares.row) }),
    },
  };
}

/** The plain message. Throws `ColumnarError` where it is not what `packCells` made. */
export function unpackCells({ header, arrays }: ColumnarMessage<unknown>): ColumnarMessage<unknown> {
  const { packed, ...plain } = header as PackedCells;
  const { count, ringSize } = plain;
  const lists = LISTS.map((name): [string, ColumnarArray] => [
    name,
    Int16Array.from(unpackDifferences(array(arrays, name, Uint8Array), count)),
  ]);
  return {
    header: plain,
    arrays: {
      people: unpackPeople(arrays, count, packed.peopleScale),
      ...Object.fromEntries(lists),
      ...(packed.grid === null
        ? unpackPlaces(arrays, count, ringSize)
        : placesOf({
            grid: packed.grid,
            column: unpackDifferences(array(arrays, 'column', Uint8Array), count),
            row: unpackDifferences(array(arrays, 'row', Uint8Array), count),
          })),
    },
  };
}

function unpackPeople(arrays: Arrays, count: number, scale: number | null): Float64Array {
  if (scale === null) return array(arrays, 'people', Float64Array);
  return Float64Array.from(unpackIntegers(array(arrays, 'people', Uint8Array), count), (each) => each / scale);
}

/** Places, outlines and areas of squares, as the plain message has them. */
export function placesOf({ grid, column, row }: PackedSquares): {
  lonLat: Float64Array;
  ring: Float32Array;
  areaM2: Float64Array;
} {
  const [lon, lat, area] = [gridValue(grid, grid.lon), gridValue(grid, grid.lat), gridValue(grid, grid.areaM2)];
  const count = column.length;
  const [lonLat, ring, areaM2] = [new Float64Array(2 * count), new Float32Array(8 * count), new Float64Array(count)];
  for (let cell = 0; cell < count; cell += 1) {
    const [c, r] = [column[cell] as number, row[cell] as number];
    const [x, y] = [lon(c + 0.5, r + 0.5), lat(c + 0.5, r + 0.5)];
    lonLat[2 * cell] = x + grid.origin[0];
    lonLat[2 * cell + 1] = y + grid.origin[1];
    areaM2[cell] = area(c + 0.5, r + 0.5);
    CORNERS.forEach(([east, north], k) => {
      ring[8 * cell + 2 * k] = lon(c + east, r + north) - x;
      ring[8 * cell + 2 * k + 1] = lat(c + east, r + north) - y;
    });
  }
  return { lonLat, ring, areaM2 };
}

/** Corners of a square from its south-west, counter-clockwise. */
export const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

function packPlaces(arrays: Arrays, ringSize: number): Arrays {
  const lonLat = arrays['lonLat'] as Float64Array;
  const ring = arrays['ring'] as Float32Array;
  const places = columns(lonLat, 2);
  const corners = columns(ring, 2 * ringSize);
  return {
    places: joined(places.map(packed4)),
    corners: joined(corners.map(packed4)),
    // To a part in ten million.
    areaM2: Float32Array.from(arrays['areaM2'] ?? []),
  };
}

function unpackPlaces(arrays: Arrays, count: number, ringSize: number): Arrays {
  const read = (name: string, size: number): Float64Array => {
    const bytes = array(arrays, name, Uint8Array);
    const values = new Float64Array(size * count);
    for (let k = 0; k < size; k += 1) {
      const column = unpackDifferences(bytes.subarray(4 * count * k, 4 * count * (k + 1)), count);
      for (let cell = 0; cell < count; cell += 1) values[cell * size + k] = (column[cell] as number) * STEP_DEGREES;
    }
    return values;
  };
  return {
    lonLat: read('places', 2),
    ring: Float32Array.from(read('corners', 2 * ringSize)),
    areaM2: Float64Array.from(array(arrays, 'areaM2', Float32Array)),
  };
}

/** The k-th of `size` values of every cell, in whole steps. */
function columns(values: ArrayLike<number>, size: number): Int32Array[] {
  return Array.from({ length: size }, (_, k) =>
    Int32Array.from({ length: values.length / size }, (__, cell) =>
      Math.round((values[cell * size + k] as number) / STEP_DEGREES),
    ),
  );
}

/** Always four planes, so that columns of one array have one length. */
function packed4(values: Int32Array): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  bytes.set(packDifferences(values));
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function scaleOf(people: Float64Array): number | null {
  const isWhole = (scale: number): boolean =>
    people.every((each) => each >= 0 && each * scale < 2 ** 32 && Math.round(each * scale) / scale === each);
  return PEOPLE_SCALES.find(isWhole) ?? null;
}

/** Packs a plain message of all cells. */
export function packCoverage({ header, arrays }: ColumnarMessage<CoverageHeader>): ColumnarMessage<unknown> {
  const cost = arrays['cost'] as Float32Array | Float64Array;
  const gap = new Uint32Array(cost.length);
  header.gaps.forEach(({ cells }, k) => {
    for (const cell of cells) gap[cell] = k + 1;
  });
  const head: PackedCoverage = {
    ...header,
    gaps: header.gaps.map((area) => ({ ...area, cells: [] })),
    packed: { count: cost.length },
  };
  return {
    header: head,
    arrays: {
      // 0 is no way at all.
      cost: packDifferences(Int32Array.from(cost, (each) => (each === Infinity ? 0 : stepsOf(each) + 1))),
      nearest: packIntegers(Uint32Array.from(arrays['nearest'] ?? [], (each) => each + 1)),
      gap: packIntegers(gap),
    },
  };
}

/** The plain message, its times rounded up. Throws `ColumnarError` where it is not what `packCoverage` made. */
export function unpackCoverage({ header, arrays }: ColumnarMessage<unknown>): ColumnarMessage<CoverageHeader> {
  const {
    packed: { count },
    ...plain
  } = header as PackedCoverage;
  const cells = plain.gaps.map((): number[] => []);
  unpackIntegers(array(arrays, 'gap', Uint8Array), count).forEach((rank, cell) => cells[rank - 1]?.push(cell));
  return {
    header: { ...plain, gaps: plain.gaps.map((area, k) => ({ ...area, cells: cells[k] ?? [] })) },
    arrays: {
      cost: Float32Array.from(unpackDifferences(array(arrays, 'cost', Uint8Array), count), (each) =>
        each === 0 ? Infinity : (each - 1) / STEPS_PER_S,
      ),
      nearest: Int32Array.from(unpackIntegers(array(arrays, 'nearest', Uint8Array), count), (each) => each - 1),
    },
  };
}

/** Seconds as packed messages have them: of two times that are compared, both have to be. */
export function roundedUp(seconds: number): number {
  return seconds === Infinity ? Infinity : stepsOf(seconds) / STEPS_PER_S;
}

function stepsOf(seconds: number): number {
  return Math.ceil(seconds * STEPS_PER_S);
}

function array<T extends ColumnarArray>(arrays: Arrays, name: string, Type: abstract new (...args: never[]) => T): T {
  const found = arrays[name];
  if (!(found instanceof Type)) throw new ColumnarError(`The message has no array "${name}" of that kind.`);
  return found;
}
