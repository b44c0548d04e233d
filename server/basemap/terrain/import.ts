/** A raster of heights → tiles that clients shade hills from. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Bbox } from '../../../tiles/api/wire.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import type { TileCoord } from '../../../tiles/tile/tile.ts';
import { checkCrs, createProjection, RasterError, readGeoTiff, windowOf } from '../../analysis/index.ts';
import type { PixelWindow, Raster } from '../../analysis/index.ts';
import { ArchiveFile, tileIdOf, type Finished } from '../../export/index.ts';
import { definitionOf, loadMessage, type Message } from '../../ingest/index.ts';
import { BaseMapError } from '../errors.ts';
import { BASEMAP_IMPORT } from '../import-messages.ts';
import { mercatorBox, mercatorX, mercatorY } from '../mercator.ts';
import type { WriteProgress } from '../write.ts';
import { Heights } from './heights.ts';
import { encodePng } from './png.ts';

/** Below it hills cannot be told apart. */
const MIN_ZOOM = 5;
/** Finer than any heights that are free; clients enlarge the tiles of the last zoom. */
const MAX_ZOOM = 14;
const TERRAIN_TILE_PX = 256;
/** Places are projected this far apart, and lie on straight lines between. */
const STEP_PX = 16;
const WORLD: Bbox = [-180, -90, 180, 90];

export interface ImportTerrainOptions {
  /** A GeoTIFF of metres above the sea. */
  readonly path: string;
  /** Degrees; null for all of it. */
  readonly clip: Bbox | null;
  /** In place of the coordinate system of the file; null to take the file's own. */
  readonly crs: string | null;
  readonly attribution: Text;
  /** Where the tiles are to be; what is there stays until the new ones are whole. */
  readonly out: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: WriteProgress) => void;
}

export interface ImportTerrainReport extends Finished {
  readonly bounds: Bbox;
  readonly minzoom: number;
  readonly maxzoom: number;
  /** Pixels of the file along the side of what was kept of them: 1 unless it had too many. */
  readonly factor: number;
}

/**
 * Makes raster-dem tiles in Mapbox' encoding, up to the zoom at which a pixel of a tile is no larger than one of the
 * file. Rejects with `BaseMapError`, the signal's reason, or the file system's error; then the tiles before stay.
 */
export async function importTerrain(options: ImportTerrainOptions): Promise<ImportTerrainReport> {
  const { path, clip, crs: crsText } = options;
  try {
    const crs = crsText === null ? null : definitionOf(crsText);
    if (crsText !== null && crs === null) throw new RasterError({ message: 'raster-crs', params: { crs: crsText } });
    const raster = await readGeoTiff(path, crs);
    checkCrs(raster, crsText);
    const window = clip === null ? wholeOf(raster) : windowOf(raster, clip);
    if (window.right <= window.left || window.bottom <= window.top)
      throw new BaseMapError(BASEMAP_IMPORT['dem-elsewhere'], { file: path, box: (clip ?? WORLD).join(',') });
    const heights = await Heights.read(raster, window, options);
    if (heights === null) throw new BaseMapError(BASEMAP_IMPORT['dem-empty'], { file: path });
    return await writeTerrain(raster, window, heights, options);
  } catch (error) {
    if (error instanceof RasterError) throw new BaseMapError(sayOf(error.reason, path), {}, { cause: error });
    if (error instanceof Error && 'code' in error && 'syscall' in error && 'path' in error && error.path === path)
      throw new BaseMapError(BASEMAP_IMPORT['file-unreadable'], { file: path, reason: error.message });
    throw error;
  }
}

function sayOf({ message, params }: Message, path: string): Text {
  const said = (lang: 'zh' | 'en'): string => `${path}: ${loadMessage(lang, message, params)}`;
  return { zh: said('zh'), en: said('en') };
}

function wholeOf({ columns, rows }: Raster): PixelWindow {
  return { left: 0, top: 0, right: columns, bottom: rows };
}

async function writeTerrain(
  raster: Raster,
  window: PixelWindow,
  heights: Heights,
  { attribution, out, signal, onProgress }: ImportTerrainOptions,
): Promise<ImportTerrainReport> {
  const bounds = boundsOf(raster, window);
  const maxzoom = lastZoom(raster, window, heights.factor);
  const minzoom = Math.min(MIN_ZOOM, maxzoom);
  await mkdir(dirname(out), { recursive: true });
  const archive = await ArchiveFile.create(out, true);
  try {
    const place = pixelPlaces(raster, window);
    for (let z = minzoom; z <= maxzoom; z += 1)
      for (const coord of tilesOver(bounds, z)) {
        signal?.throwIfAborted();
        await archive.add(tileIdOf(coord), drawTile(coord, heights, place));
        onProgress?.({ z, maxzoom, tiles: archive.tileCount });
      }
    const [west, south, east, north] = bounds;
    const finished = await archive.finish({
      tileKind: 'png',
      minzoom,
      maxzoom,
      bounds,
      center: [(west + east) / 2, (south + north) / 2, minzoom],
      metadata: {
        name: 'Chengtu terrain',
        type: 'overlay',
        encoding: 'mapbox',
        attribution: attribution.en,
        'chengtu:attribution': attribution,
      },
    });
    return { ...finished, bounds, minzoom, maxzoom, factor: heights.factor };
  } finally {
    await archive.discard();
  }
}

/** In the order of their ids. */
function tilesOver(bounds: Bbox, z: number): TileCoord[] {
  const side = 2 ** z;
  const [left, top, right, bottom] = mercatorBox(bounds).map((edge) =>
    Math.min(side - 1, Math.max(0, Math.floor(edge * side))),
  ) as [number, number, number, number];
  const tiles: TileCoord[] = [];
  for (let y = top; y <= bottom; y += 1) for (let x = left; x <= right; x += 1) tiles.push({ z, x, y });
  return tiles.sort((a, b) => tileIdOf(a) - tileIdOf(b));
}

type Place = (x: number, y: number) => readonly [column: number, row: number];

/** Pixels from the corner of the window by place in Web Mercator, 0 to 1. */
function pixelPlaces({ crs, west, north, width, height }: Raster, { left, top }: PixelWindow): Place {
  const projection = crs === 'lonlat' ? null : createProjection(crs);
  return (x, y) => {
    const [lon, lat] = [x * 360 - 180, latitudeAt(y)];
    const [east, up] = projection?.forward(lon, lat) ?? [lon, lat];
    return [(east - west) / width - left, (north - up) / height - top];
  };
}

function latitudeAt(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}

function drawTile({ z, x, y }: TileCoord, heights: Heights, place: Place): Buffer {
  const [size, steps] = [TERRAIN_TILE_PX, TERRAIN_TILE_PX / STEP_PX];
  const side = 2 ** z;
  const nodes = Array.from({ length: (steps + 1) ** 2 }, (_, k) =>
    place((x + (k % (steps + 1)) / steps) / side, (y + Math.floor(k / (steps + 1)) / steps) / side),
  );
  const node = (column: number, row: number): readonly [number, number] =>
    nodes[row * (steps + 1) + column] as readonly [number, number];
  const [corner, across] = [node(0, 0), node(steps, 0)];
  const detail = Math.hypot(across[0] - corner[0], across[1] - corner[1]) / size;
  const pixels = new Uint8Array(size * size * 3);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const [u, v] = [(column + 0.5) / STEP_PX, (row + 0.5) / STEP_PX];
      const [i, j] = [Math.floor(u), Math.floor(v)];
      const [a, b, c, d] = [node(i, j), node(i + 1, j), node(i, j + 1), node(i + 1, j + 1)];
      const at = (axis: 0 | 1): number =>
        (a[axis] * (1 - (u - i)) + b[axis] * (u - i)) * (1 - (v - j)) +
        (c[axis] * (1 - (u - i)) + d[axis] * (u - i)) * (v - j);
      writeHeight(pixels, (row * size + column) * 3, heights.at(at(0), at(1), detail));
    }
  return encodePng(pixels, size, size);
}

/** Mapbox' encoding: steps of 0.1 m above -10,000 m. */
function writeHeight(pixels: Uint8Array, at: number, metres: number): void {
  const steps = Math.round((metres + 10_000) * 10);
  pixels[at] = steps >> 16;
  pixels[at + 1] = (steps >> 8) & 0xff;
  pixels[at + 2] = steps & 0xff;
}

/** The zoom from which on a pixel of a tile is no larger than one of the heights, in the middle of the raster. */
function lastZoom(raster: Raster, window: PixelWindow, factor: number): number {
  const degrees = placesOf(raster);
  const [column, row] = [(window.left + window.right) / 2, (window.top + window.bottom) / 2];
  const [here, beside] = [degrees(column, row), degrees(column + factor, row)];
  const size = Math.hypot(mercatorX(beside[0]) - mercatorX(here[0]), mercatorY(beside[1]) - mercatorY(here[1]));
  return Math.min(MAX_ZOOM, Math.max(0, Math.ceil(Math.log2(1 / (TERRAIN_TILE_PX * size)))));
}

function placesOf({
  crs,
  west,
  north,
  width,
  height,
}: Raster): (column: number, row: number) => readonly [number, number] {
  const projection = crs === 'lonlat' ? null : createProjection(crs);
  return (column, row) => {
    const [x, y] = [west + column * width, north - row * height];
    return projection?.inverse(x, y) ?? [x, y];
  };
}

/** Around points along the edge: projected, it bends. */
function boundsOf(raster: Raster, { left, top, right, bottom }: PixelWindow): Bbox {
  const degrees = placesOf(raster);
  const edge = Array.from({ length: 17 }, (_, k) => k / 16).flatMap((t) => [
    degrees(left + (right - left) * t, top),
    degrees(left + (right - left) * t, bottom),
    degrees(left, top + (bottom - top) * t),
    degrees(right, top + (bottom - top) * t),
  ]);
  const [lons, lats] = [edge.map(([lon]) => lon), edge.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
