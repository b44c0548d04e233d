/** Pixels of a raster as areas with people. */
import { extname } from 'node:path';
import type { Bbox, GeoJSONGeometry } from '../../../../tiles/api/wire.ts';
import { definitionOf, type Message } from '../../../ingest/index.ts';
import { createProjection } from '../projection.ts';
import { readAsciiGrid } from './ascii-grid.ts';
import { readGeoTiff } from './geotiff-raster.ts';
import { RasterError, type PixelWindow, type Raster } from './raster.ts';
import { refuseFile } from './source.ts';

export const RASTERS = ['.tif', '.tiff', '.asc'];

/** A city 100 km across at 10 m a pixel. */
const MOST_PIXELS = 100_000_000;

export interface Pixels {
  readonly notes: readonly Message[];
  /** Calls back for every pixel with people. */
  readonly each: (visit: (geometry: GeoJSONGeometry, people: number) => void) => void;
  /** Centres of at most so many of them, pairs of degrees. */
  readonly sample: (most: number) => Float64Array;
}

/** The pixels of a raster that touch the box. Throws `LoadErrors`. */
export async function readPixels(path: string, box: Bbox, crsText: string | null): Promise<Pixels> {
  try {
    const crs =
      crsText === null
        ? null
        : (definitionOf(crsText) ?? refuseFile({ message: 'raster-crs', params: { crs: crsText } }));
    const raster =
      extname(path).toLowerCase() === '.asc' ? await readAsciiGrid(path, crs) : await readGeoTiff(path, crs);
    checkCrs(raster, crsText);
    return await pixelsOf(raster, box);
  } catch (error) {
    if (error instanceof RasterError) return refuseFile(error.reason);
    if (error instanceof Error && 'code' in error)
      return refuseFile({ message: 'file-unreadable', params: { detail: error.message } });
    throw error;
  }
}

/** Degrees that a position may be off after the way there and back: some ten metres. */
const EXACT_DEG = 1e-4;

/** Refuses a definition that lacks what its projection needs: the middle of the raster then has no place. */
export function checkCrs({ crs, west, north, width, height, columns, rows }: Raster, given: string | null): void {
  if (crs === 'lonlat') return;
  const refused = new RasterError({ message: 'raster-crs-useless', params: { crs: (given ?? crs).slice(0, 200) } });
  const [x, y] = [west + (columns / 2) * width, north - (rows / 2) * height];
  let back: readonly number[];
  try {
    const { inverse, forward } = createProjection(crs);
    const [lon, lat] = inverse(x, y);
    if (!(Math.abs(lat) <= 90)) throw refused;
    back = inverse(...forward(lon, lat)).map((degrees, axis) => degrees - (axis === 0 ? lon : lat));
  } catch {
    throw refused;
  }
  if (!back.every((off) => Math.abs(off) < EXACT_DEG)) throw refused;
}

async function pixelsOf(raster: Raster, box: Bbox): Promise<Pixels> {
  const window = windowOf(raster, box);
  const columns = window.right - window.left,
    rows = window.bottom - window.top;
  if (columns <= 0 || rows <= 0)
    throw new RasterError({ message: 'raster-elsewhere', params: { place: placeOf(raster) } });
  const count = columns * rows,
    total = raster.columns * raster.rows;
  if (count > MOST_PIXELS) throw new RasterError({ message: 'raster-large', params: { count, max: MOST_PIXELS } });
  const values = await raster.read(window);
  let [taken, negative, least] = [0, 0, 0];
  for (const value of values) {
    if (value > 0) taken += 1;
    else if (value < 0) [negative, least] = [negative + 1, Math.min(least, value)];
  }
  if (negative > 0) throw new RasterError({ message: 'raster-negative', params: { count: negative, least } });
  if (taken === 0) throw new RasterError({ message: 'raster-nobody', params: { count } });
  const corner = cornersOf(raster, window);
  return {
    notes: count === total ? [] : [{ message: 'raster-window', params: { count, total } }],
    each(visit) {
      for (let pixel = 0; pixel < values.length; pixel += 1) {
        if (!((values[pixel] as number) > 0)) continue;
        const column = pixel % columns,
          row = Math.floor(pixel / columns);
        const ring = [
          corner(column, row + 1),
          corner(column + 1, row + 1),
          corner(column + 1, row),
          corner(column, row),
          corner(column, row + 1),
        ];
        visit({ type: 'Polygon', coordinates: [ring] }, values[pixel] as number);
      }
    },
    sample(most) {
      const step = Math.max(1, Math.ceil(taken / most));
      const places: number[] = [];
      let nth = 0;
      for (let pixel = 0; pixel < values.length; pixel += 1) {
        if (!((values[pixel] as number) > 0)) continue;
        if (nth % step === 0) places.push(...corner((pixel % columns) + 0.5, Math.floor(pixel / columns) + 0.5));
        nth += 1;
      }
      return Float64Array.from(places);
    },
  };
}

/**
 * Pixels that the box's outline and inside can touch: projected, its sides bend, so that points along them are looked
 * at.
 */
export function windowOf({ crs, west, north, width, height, columns, rows }: Raster, [w, s, e, n]: Bbox): PixelWindow {
  const projection = crs === 'lonlat' ? null : createProjection(crs);
  const steps = Array.from({ length: 17 }, (_, i) => i / 16);
  const places = steps
    .flatMap(
      (t) =>
        [
          [w + (e - w) * t, s],
          [w + (e - w) * t, n],
          [w, s + (n - s) * t],
          [e, s + (n - s) * t],
        ] as const,
    )
    .map(([lon, lat]) => projection?.forward(lon, lat) ?? ([lon, lat] as const));
  const at = places
    .map(([x, y]) => [(x - west) / width, (north - y) / height] as const)
    // A zone of a projection does not reach the whole world: what has no place in it is not in the raster.
    .filter((place) => place.every(Number.isFinite));
  if (at.length === 0) return { left: 0, right: 0, top: 0, bottom: 0 };
  const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  return {
    left: clamp(Math.floor(Math.min(...at.map(([x]) => x))), columns),
    right: clamp(Math.ceil(Math.max(...at.map(([x]) => x))), columns),
    top: clamp(Math.floor(Math.min(...at.map(([, y]) => y))), rows),
    bottom: clamp(Math.ceil(Math.max(...at.map(([, y]) => y))), rows),
  };
}

/** Place of a corner of pixels in degrees, those of a row of pixels converted once. */
function cornersOf(
  { crs, west, north, width, height }: Raster,
  { left, top }: PixelWindow,
): (column: number, row: number) => number[] {
  const projection = crs === 'lonlat' ? null : createProjection(crs);
  return (column, row) => {
    const x = west + (left + column) * width,
      y = north - (top + row) * height;
    return projection === null ? [x, y] : [...projection.inverse(x, y)];
  };
}

function placeOf({ crs, west, north, width, height, columns, rows }: Raster): string {
  const projection = crs === 'lonlat' ? null : createProjection(crs);
  const corners = [
    [west, north - rows * height],
    [west + columns * width, north],
  ].map(([x = NaN, y = NaN]) => projection?.inverse(x, y) ?? [x, y]);
  return corners.map(([lon = NaN, lat = NaN]) => `${lon.toFixed(3)}, ${lat.toFixed(3)}`).join(' – ');
}
