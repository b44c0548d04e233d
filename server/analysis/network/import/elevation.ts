/** Metres that edges climb and fall, from a raster of heights. */
import { extname } from 'node:path';
import type { Bbox } from '../../../../tiles/api/wire.ts';
import { boxOfPlaces } from '../../../../tiles/tile/bbox.ts';
import { segmentM } from '../../../../tiles/tile/spheroid.ts';
import { loadMessage } from '../../../ingest/index.ts';
import { readAsciiGrid } from '../../demand/import/ascii-grid.ts';
import { readGeoTiff } from '../../demand/import/geotiff-raster.ts';
import { checkCrs, windowOf } from '../../demand/import/pixels.ts';
import { RasterError, type PixelWindow, type Raster } from '../../demand/import/raster.ts';
import { createProjection } from '../../demand/projection.ts';
import { AnalysisError } from '../../errors.ts';
import type { Graph } from '../../types.ts';
import { NETWORK_IMPORT as TEXT } from '../import-messages.ts';
import { edgeLine } from '../lines.ts';

export const ELEVATION_FILES = ['.tif', '.tiff', '.asc'] as const;

/** Heights of a city 100 km across at 10 m. */
const MOST_PIXELS = 100_000_000;
/** Closer together heights tell of their noise more than of the ground. */
const LEAST_SPACING_M = 10;

export interface Climbs {
  /** By edge: metres up and metres down from its `from` to its `to`; NaN where the raster has no height. */
  readonly climb: Float32Array;
  /** Between the places along an edge where heights are taken: the size of a pixel, 10 m at least. */
  readonly spacingM: number;
}

type Heights = (lon: number, lat: number) => number;
type Lines = Pick<Graph, 'edgeCount' | 'lengthM' | 'lonLat' | 'from' | 'to' | 'shapeStart' | 'shape'>;

/**
 * Heights between pixels are bilinear, taken at equal spaces along each edge and added up without further smoothing. A
 * bridge or tunnel, `isSpan`, goes straight from end to end. Throws `AnalysisError` for a file that is no such raster,
 * or lies elsewhere.
 */
export async function readClimbs(path: string, graph: Lines, isSpan: (edge: number) => boolean): Promise<Climbs> {
  try {
    const raster = await (extname(path).toLowerCase() === '.asc' ? readAsciiGrid(path, null) : readGeoTiff(path, null));
    checkCrs(raster, null);
    const window = grown(windowOf(raster, boxOf(graph)), raster);
    const count = (window.right - window.left) * (window.bottom - window.top);
    if (count > MOST_PIXELS) throw new RasterError({ message: 'raster-large', params: { count, max: MOST_PIXELS } });
    const heights = heightsOf(raster, window, await raster.read(window));
    const spacingM = Math.max(LEAST_SPACING_M, pixelM(raster, window));
    const climb = new Float32Array(2 * graph.edgeCount);
    for (let e = 0; e < graph.edgeCount; e += 1) {
      const pieces = isSpan(e) ? 1 : Math.max(1, Math.round((graph.lengthM[e] as number) / spacingM));
      const metres = climbAlong(edgeLine(graph, e), pieces, heights);
      // There are many NaN in bits, of which the network's key and the database know one.
      climb.set(
        metres.map((each) => (Number.isNaN(each) ? NaN : each)),
        2 * e,
      );
    }
    if (climb.every(Number.isNaN))
      throw new AnalysisError('elevation-elsewhere', TEXT['elevation-elsewhere'], { file: path });
    return { climb, spacingM };
  } catch (error) {
    throw explained(error, path);
  }
}

/** Metres up and down over heights at the ends of so many equal pieces of a line. */
function climbAlong(line: Float64Array, pieces: number, heights: Heights): readonly [up: number, down: number] {
  const at = (point: number): readonly [number, number] => [line[2 * point] as number, line[2 * point + 1] as number];
  const metres = Array.from({ length: line.length / 2 - 1 }, (_, i) => segmentM(...at(i), ...at(i + 1)));
  const total = metres.reduce((sum, each) => sum + each, 0);
  let [up, down, segment, passedM] = [0, 0, 0, 0];
  let before = heights(...at(0));
  for (let nth = 1; nth <= pieces; nth += 1) {
    const reachedM = (total * nth) / pieces;
    while (segment < metres.length - 1 && passedM + (metres[segment] as number) < reachedM) {
      passedM += metres[segment] as number;
      segment += 1;
    }
    const length = metres[segment] as number;
    const share = length === 0 ? 1 : Math.min(1, (reachedM - passedM) / length);
    const [[lon, lat], [toLon, toLat]] = [at(segment), at(segment + 1)];
    const height = heights(lon + (toLon - lon) * share, lat + (toLat - lat) * share);
    // NaN stays NaN.
    up += Math.max(0, height - before);
    down += Math.max(0, before - height);
    before = height;
  }
  return [up, down];
}

/** Bilinear between the centres of pixels; of those without a height the others count alone, NaN where none has one. */
function heightsOf(raster: Raster, window: PixelWindow, values: Float64Array): Heights {
  const projection = raster.crs === 'lonlat' ? null : createProjection(raster.crs);
  const [columns, rows] = [window.right - window.left, window.bottom - window.top];
  return (lon, lat) => {
    const [x, y] = projection?.forward(lon, lat) ?? [lon, lat];
    const column = (x - raster.west) / raster.width - 0.5 - window.left;
    const row = (raster.north - y) / raster.height - 0.5 - window.top;
    const [left, top] = [Math.floor(column), Math.floor(row)];
    let [sum, weights] = [0, 0];
    for (const [c, r] of [
      [left, top],
      [left + 1, top],
      [left, top + 1],
      [left + 1, top + 1],
    ] as const) {
      const weight = (1 - Math.abs(column - c)) * (1 - Math.abs(row - r));
      const value = c < 0 || r < 0 || c >= columns || r >= rows ? NaN : (values[r * columns + c] as number);
      if (Number.isNaN(value) || weight === 0) continue;
      sum += weight * value;
      weights += weight;
    }
    return weights === 0 ? NaN : sum / weights;
  };
}

/** By a pixel to every side, so that places at the border have neighbours, and a street along it lies in the window. */
function grown({ left, top, right, bottom }: PixelWindow, { columns, rows }: Raster): PixelWindow {
  return {
    left: Math.max(0, left - 1),
    top: Math.max(0, top - 1),
    right: Math.min(columns, right + 1),
    bottom: Math.min(rows, bottom + 1),
  };
}

/** Around nodes and shapes: a bent street leaves the box of its ends. */
function boxOf({ lonLat, shape }: Lines): Bbox {
  const places = new Float64Array(lonLat.length + shape.length);
  places.set(lonLat);
  places.set(shape, lonLat.length);
  return boxOfPlaces(places);
}

/** Height of a pixel in the middle of the window. */
function pixelM({ crs, west, north, width, height }: Raster, { left, top, right, bottom }: PixelWindow): number {
  const projection = crs === 'lonlat' ? null : createProjection(crs);
  const place = (row: number): readonly [number, number] => {
    const [x, y] = [west + ((left + right) / 2) * width, north - row * height];
    return projection?.inverse(x, y) ?? [x, y];
  };
  const middle = (top + bottom) / 2;
  return segmentM(...place(middle - 0.5), ...place(middle + 0.5));
}

function explained(error: unknown, path: string): unknown {
  const told =
    error instanceof RasterError
      ? error.reason
      : error instanceof Error && 'code' in error && 'syscall' in error
        ? { message: 'file-unreadable' as const, params: { detail: error.message } }
        : null;
  if (told === null) return error;
  const reason = (lang: 'zh' | 'en'): string => loadMessage(lang, told.message, told.params ?? {});
  const values = { file: path, reason: { zh: reason('zh'), en: reason('en') } };
  return new AnalysisError('network-file', TEXT.file, values, { cause: error });
}
