/** The cells that people live in, as `GET /analysis/demand/{id}/cells` gives them. */
import type { CellsHeader } from '../../../../../tiles/api/coverage.ts';
import type { ColumnarArray, ColumnarMessage } from '../../../../../tiles/api/columnar-message.ts';
import { ApiError } from '../../../data/errors.ts';

export interface Cells {
  readonly header: CellsHeader;
  /** Group whose people they have; null for everybody. */
  readonly group: string | null;
  readonly count: number;
  /** Degrees, pairs by cell. */
  readonly lonLat: Float64Array;
  /** Degrees from the centre, `header.ringSize` pairs by cell. */
  readonly ring: Float32Array;
  readonly people: Float64Array;
  readonly areaM2: Float64Array;
  /** Indexes into the lists of the header; -1 for none. */
  readonly district: Int16Array;
  readonly subdistrict: Int16Array;
  readonly landUse: Int16Array;
}

/** Throws `ApiError` where the message has no cells. */
export function readCells({ header, arrays }: ColumnarMessage<unknown>, group: string | null = null): Cells {
  const head = header as CellsHeader;
  const count = head.count;
  const take = <T extends ColumnarArray>(
    name: string,
    Type: abstract new (...args: never[]) => T,
    length: number,
  ): T => {
    const array = arrays[name];
    if (!(array instanceof Type) || array.length !== length) throw new ApiError({ code: 'bad-answer' });
    return array;
  };
  return {
    header: head,
    group,
    count,
    lonLat: take('lonLat', Float64Array, 2 * count),
    ring: take('ring', Float32Array, 2 * head.ringSize * count),
    people: take('people', Float64Array, count),
    areaM2: take('areaM2', Float64Array, count),
    district: take('district', Int16Array, count),
    subdistrict: take('subdistrict', Int16Array, count),
    landUse: take('landUse', Int16Array, count),
  };
}

/** As studies call the cell. */
export function cellId({ header: { ids } }: Pick<Cells, 'header'>, cell: number): string {
  return ids?.[cell] ?? `cell-${String(cell)}`;
}

/** The one shape that is drawn for all cells of a city: corners in units of `radiusM`, counter-clockwise. */
export interface CellShape {
  readonly radiusM: number;
  readonly vertices: [number, number][];
}

const METRES_PER_DEGREE = 111_320;
const SAMPLES = 64;
/** Points without an area are drawn as small discs. */
const POINT_RADIUS_M = 40;
const DISC_CORNERS = 12;

/**
 * The mean shape of a sample of cells. Within a city cells differ from it by less than a metre (their grid turns by
 * some tenths of a degree from one end to the other), which no screen shows; and one shape is drawn 72,000 times at no
 * cost.
 */
export function meanShape({ header, count, lonLat, ring }: Cells): CellShape {
  const corners = header.ringSize;
  if (corners < 3 || count === 0) return disc();
  const sum = new Float64Array(2 * corners);
  const step = Math.max(1, Math.floor(count / SAMPLES));
  let samples = 0;
  for (let cell = 0; cell < count; cell += step, samples += 1) {
    const metresPerLon = METRES_PER_DEGREE * Math.cos(((lonLat[2 * cell + 1] as number) * Math.PI) / 180);
    for (let k = 0; k < corners; k += 1) {
      const at = 2 * (cell * corners + k);
      sum[2 * k] = (sum[2 * k] as number) + (ring[at] as number) * metresPerLon;
      sum[2 * k + 1] = (sum[2 * k + 1] as number) + (ring[at + 1] as number) * METRES_PER_DEGREE;
    }
  }
  const mean = sum.map((value) => value / samples);
  const radiusM = Math.max(
    ...Array.from({ length: corners }, (_, k) => Math.hypot(mean[2 * k] as number, mean[2 * k + 1] as number)),
  );
  const vertices = Array.from({ length: corners }, (_, k): [number, number] => [
    (mean[2 * k] as number) / radiusM,
    (mean[2 * k + 1] as number) / radiusM,
  ]);
  return { radiusM, vertices };
}

function disc(): CellShape {
  const angle = (k: number): number => (2 * Math.PI * k) / DISC_CORNERS;
  return {
    radiusM: POINT_RADIUS_M,
    vertices: Array.from({ length: DISC_CORNERS }, (_, k) => [Math.cos(angle(k)), Math.sin(angle(k))]),
  };
}
