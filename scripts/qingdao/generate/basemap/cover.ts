/** Land cover of the demonstration city: made up, so that towns, woods, fields and parks look like ones. */
import { contours } from 'd3-contour';
import type { Demand } from '../../../../server/analysis/types.ts';
import { polygonsOf } from '../../../../tiles/tile/spheroid.ts';
import type { LandUse } from '../../../../tiles/api/vocabulary.ts';
import { createLocalProjection, type LocalProjection } from '../network/local-projection.ts';
import { blur, fillRings, type Frame } from '../network/raster.ts';
import { createWaves } from '../network/waves.ts';
import type { World } from '../types.ts';
import { HILLS, PARKS } from './places.ts';
import { smoothLine, type Rings } from './smooth.ts';

export const COVERS = ['farmland', 'grass', 'forest', 'residential', 'industrial', 'park'] as const;
export type Cover = (typeof COVERS)[number];

const CELL_M = 200;
const ORIGIN = [120.33, 36.2] as const;
/** Beyond the city on all sides. */
const BOUNDS = [119.45, 35.5, 121.1, 37.25] as const;
/** Smaller patches are not drawn. */
const LEAST_M2 = 80_000;
/** Contours run from cell to cell already. */
const COVER_CUTS = 3;
/** Where less of the surroundings is land, a single cell would be a town. */
const LEAST_LAND = 0.2;
const OUTSIDE = 0;
const INSIDE = 1;

/** Polygons by kind, in degrees. Where two kinds lie over each other the later one of `COVERS` is meant. */
export function landCover(world: Pick<World, 'districts' | 'sea' | 'people' | 'rng'>): Map<Cover, Rings[]> {
  const projection = createLocalProjection(...ORIGIN);
  const frame = frameOf(projection);
  const land = groundOf(world.districts, frame, projection);
  const ground = groundOf([...world.districts, { geometry: world.sea }], frame, projection);
  const share = (counts: (use: LandUse | undefined) => boolean): Float32Array =>
    shareOf(world.people, counts, land, frame, projection);
  const built = share(() => true);
  const works = share((use) => use === 'industrial');
  const green = share((use) => use === 'green');
  const rng = world.rng('land-cover');
  const [edges, fields, meadows, clearings] = [2600, 5200, 2600, 1500].map((length) => createWaves(rng, length)) as [
    Waves,
    Waves,
    Waves,
    Waves,
  ];
  const values: Record<Cover, (x: number, y: number, i: number) => number> = {
    farmland: (x, y, i) => 0.8 + 0.25 * fields(x, y) + 0.2 * clearings(x, y) - at(built, i),
    grass: (x, y, i) => 0.35 * meadows(x, y) + 0.2 * clearings(x, y) - 0.5 * at(built, i),
    forest: (x, y, i) => woods(x, y, projection) + 0.11 * fields(x, y) + 0.05 * edges(x, y) - 0.8 * at(built, i),
    residential: (_x, _y, i) => at(built, i),
    industrial: (_x, _y, i) => at(works, i),
    park: (x, y, i) => Math.max(1.25 * at(green, i), parks(x, y, projection) + 0.12 * clearings(x, y)),
  };
  const levels: Record<Cover, number> = {
    farmland: 0.45,
    grass: 0.45,
    forest: 0.45,
    residential: 0.32,
    industrial: 0.4,
    park: 0.5,
  };
  return new Map(
    COVERS.map((cover) => {
      const field = new Float64Array(frame.columns * frame.rows);
      each(frame, (x, y, i) => {
        field[i] = ground[i] === INSIDE ? values[cover](x, y, i) : 0;
      });
      return [cover, areasAbove(field, levels[cover], frame, projection)];
    }),
  );
}

type Waves = (x: number, y: number) => number;

function at(field: Float32Array, i: number): number {
  return field[i] as number;
}

function frameOf({ x, y }: LocalProjection): Frame {
  const [west, south, east, north] = BOUNDS;
  return {
    west: x(west),
    south: y(south),
    cellM: CELL_M,
    columns: Math.ceil((x(east) - x(west)) / CELL_M),
    rows: Math.ceil((y(north) - y(south)) / CELL_M),
  };
}

/** Cells of some areas. What is drawn beyond the shore the sea covers, so that no gap is left along it. */
function groundOf(
  areas: readonly Pick<World['districts'][number], 'geometry'>[],
  frame: Frame,
  projection: LocalProjection,
): Uint8Array {
  const ground = new Uint8Array(frame.columns * frame.rows).fill(OUTSIDE);
  for (const { geometry } of areas)
    for (const rings of polygonsOf(geometry)) fillRings(ground, frame, projection, rings, INSIDE);
  return ground;
}

/** How much of the land around each cell people of such uses live in, 0 to about 1. */
function shareOf(
  { count, lonLat, landUse, landUses }: Demand,
  counts: (use: LandUse | undefined) => boolean,
  land: Uint8Array,
  frame: Frame,
  { x, y }: LocalProjection,
): Float32Array {
  const cells = new Float32Array(frame.columns * frame.rows);
  for (let i = 0; i < count; i += 1) {
    if (!counts(landUses[landUse[i] as number] as LandUse | undefined)) continue;
    const column = Math.floor((x(lonLat[2 * i] as number) - frame.west) / frame.cellM);
    const row = Math.floor((y(lonLat[2 * i + 1] as number) - frame.south) / frame.cellM);
    if (column >= 0 && row >= 0 && column < frame.columns && row < frame.rows) cells[row * frame.columns + column] = 1;
  }
  const around = (field: Float32Array): Float32Array => blur(blur(field, frame, 1), frame, 1);
  const ofLand = around(Float32Array.from(land));
  // The sea around a shore does not make it less of a town.
  return around(cells).map((part, i) => part / Math.max(LEAST_LAND, at(ofLand, i)));
}

function woods(x: number, y: number, { x: toX, y: toY }: LocalProjection): number {
  return HILLS.reduce((most, { at: [lon, lat], reachM }) => {
    const away = Math.hypot(x - toX(lon), y - toY(lat)) / reachM;
    return Math.max(most, 1.1 * Math.exp(-0.9 * away * away));
  }, 0);
}

function parks(x: number, y: number, { x: toX, y: toY }: LocalProjection): number {
  return PARKS.reduce((most, { at: [lon, lat], radiusM }) => {
    const away = Math.hypot(x - toX(lon), y - toY(lat)) / radiusM;
    return Math.max(most, Math.exp(-0.7 * away * away));
  }, 0);
}

function each({ west, south, cellM, columns, rows }: Frame, call: (x: number, y: number, i: number) => void): void {
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      call(west + (column + 0.5) * cellM, south + (row + 0.5) * cellM, row * columns + column);
}

function areasAbove(field: Float64Array, level: number, frame: Frame, projection: LocalProjection): Rings[] {
  const { coordinates } = contours().size([frame.columns, frame.rows]).contour(Array.from(field), level);
  const toDegrees = ([x = 0, y = 0]: readonly number[]): number[] => [
    projection.lon(frame.west + x * frame.cellM),
    projection.lat(frame.south + y * frame.cellM),
  ];
  const isLarge = (ring: readonly (readonly number[])[]): boolean =>
    Math.abs(cellArea(ring)) * frame.cellM ** 2 >= LEAST_M2;
  return coordinates
    .filter(([outer]) => outer !== undefined && isLarge(outer))
    .map((rings) => rings.filter(isLarge).map((ring) => smoothLine(ring.map(toDegrees), COVER_CUTS)));
}

function cellArea(ring: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = [ring[i - 1], ring[i]];
    sum += ax * by - bx * ay;
  }
  return sum / 2;
}
