import type { BaseWorld } from '../world/base.ts';
import { polygonsOf } from '../../../../tiles/tile/spheroid.ts';
import { createLocalProjection, type LocalProjection } from './local-projection.ts';
import { blur, distanceField, fillRings, sample, type Frame } from './raster.ts';
import { indexSegments, type SegmentIndex } from './segments.ts';

const CELL_M = 100;
const MARGIN_M = 3000;
const SEA = 255;

/** Where the city's land is: coarsely by cells for laying out, exactly by its outline for checking. */
export interface Land {
  readonly projection: LocalProjection;
  readonly frame: Frame;
  /** Index of the district at a point, -1 outside the city; right to about a hundred metres. */
  readonly districtIndex: (x: number, y: number) => number;
  /** Code of the district at a point, exactly; null outside the city. */
  readonly district: (x: number, y: number) => string | null;
  /** Distance from the sea in metres, smoothed so that its contours run as coastal roads do. */
  readonly shoreDistance: (x: number, y: number) => number;
  /** Value of the smoothed distance in a cell. */
  readonly shoreField: Float32Array;
  /** Outline of the city and shores of the sea: what no edge may touch. */
  readonly outline: SegmentIndex;
}

/** The projection of the city and its outline, which are a tenth of the work of all that `createLand` makes. */
export function createOutline(base: Pick<BaseWorld, 'districts' | 'sea'>): Pick<Land, 'projection' | 'outline'> {
  const [west, south, east, north] = boundsOf(base);
  const projection = createLocalProjection((west + east) / 2, (south + north) / 2);
  return { projection, outline: indexSegments(outlineOf(base, projection), 500) };
}

function boundsOf({
  districts,
}: Pick<BaseWorld, 'districts'>): readonly [west: number, south: number, east: number, north: number] {
  const boxes = districts.map((district) => district.bbox);
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}

export function createLand(base: BaseWorld): Land {
  const [west, south, east, north] = boundsOf(base);
  const { projection, outline } = createOutline(base);
  const frame: Frame = {
    west: projection.x(west) - MARGIN_M,
    south: projection.y(south) - MARGIN_M,
    cellM: CELL_M,
    columns: Math.ceil((projection.x(east) - projection.x(west) + 2 * MARGIN_M) / CELL_M),
    rows: Math.ceil((projection.y(north) - projection.y(south) + 2 * MARGIN_M) / CELL_M),
  };

  const cells = new Uint8Array(frame.columns * frame.rows);
  base.districts.forEach((district, index) => {
    fillRings(cells, frame, projection, polygonsOf(district.geometry).flat(), index + 1);
  });
  fillRings(cells, frame, projection, polygonsOf(base.sea).flat(), SEA);
  const shoreField = blur(blur(distanceField(cells, SEA, frame), frame, 2), frame, 2);

  const cellAt = (x: number, y: number): number => {
    const column = Math.floor((x - frame.west) / CELL_M),
      row = Math.floor((y - frame.south) / CELL_M);
    const outside = column < 0 || row < 0 || column >= frame.columns || row >= frame.rows;
    return outside ? -1 : row * frame.columns + column;
  };
  const districtIndex = (x: number, y: number): number => {
    const value = cells[cellAt(x, y)] ?? SEA;
    return value === SEA ? -1 : value - 1;
  };
  return {
    projection,
    frame,
    districtIndex,
    district(x, y) {
      const index = districtIndex(x, y);
      // Asking the exact lookup costs a walk around a polygon, so only where a boundary may be near.
      const sure =
        index >= 0 &&
        [-CELL_M, 0, CELL_M].every((dx) => [-CELL_M, 0, CELL_M].every((dy) => districtIndex(x + dx, y + dy) === index));
      return sure
        ? (base.districts[index]?.code ?? null)
        : base.districtAt({ lon: projection.lon(x), lat: projection.lat(y) });
    },
    shoreDistance: (x, y) => sample(shoreField, frame, x, y),
    shoreField,
    outline,
  };
}

/** Boundary segments that only one district has, which is the city's outline, and every shore of the sea. */
function outlineOf(base: Pick<BaseWorld, 'districts' | 'sea'>, projection: LocalProjection): Float64Array {
  const single = new Map<string, readonly number[]>();
  const visit = (
    ring: readonly (readonly number[])[],
    seen: (key: string, segment: readonly number[]) => void,
  ): void => {
    for (let i = 1; i < ring.length; i += 1) {
      const [lonA = 0, latA = 0] = ring[i - 1] ?? [];
      const [lonB = 0, latB = 0] = ring[i] ?? [];
      const a = `${lonA} ${latA}`,
        b = `${lonB} ${latB}`;
      seen(a < b ? `${a} ${b}` : `${b} ${a}`, [
        projection.x(lonA),
        projection.y(latA),
        projection.x(lonB),
        projection.y(latB),
      ]);
    }
  };
  for (const district of base.districts) {
    for (const ring of polygonsOf(district.geometry).flat()) {
      visit(ring, (key, segment) => {
        if (!single.delete(key)) single.set(key, segment);
      });
    }
  }
  for (const ring of polygonsOf(base.sea).flat()) visit(ring, (key, segment) => single.set(key, segment));
  return Float64Array.from([...single.values()].flat());
}
