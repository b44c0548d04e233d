import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { writeArrayBuffer } from 'geotiff';
import { afterAll, describe, expect, it } from 'vitest';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { BaseMap } from '../base-map.ts';
import { BaseMapError } from '../errors.ts';
import { mercatorX, mercatorY } from '../mercator.ts';
import { Heights } from './heights.ts';
import { importTerrain, type ImportTerrainOptions } from './import.ts';
import { encodePng } from './png.ts';

const folder = mkdtempSync(join(tmpdir(), 'terrain-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Pixels of a second of arc, some 30 m. */
const STEP = 1 / 3600;
const [WEST, NORTH, SIZE] = [120.3, 36.2, 240] as const;
const NO_DATA = -32_768;

/** A slope of waves, linear enough between neighbours. */
const heightAt = (column: number, row: number): number => 200 + column + 0.5 * row + 30 * Math.sin(column / 20);

function tiff(name: string, values: readonly number[], metadata: object = {}): string {
  const path = join(folder, name);
  const bytes = writeArrayBuffer(Float32Array.from(values), {
    width: SIZE,
    height: SIZE,
    ModelTiepoint: [0, 0, 0, WEST, NORTH, 0],
    ModelPixelScale: [STEP, STEP, 0],
    GTModelTypeGeoKey: 2,
    GeographicTypeGeoKey: 4326,
    GDAL_NODATA: String(NO_DATA),
    ...metadata,
  });
  writeFileSync(path, new Uint8Array(bytes));
  return path;
}

const grid = (height: (column: number, row: number) => number): number[] =>
  Array.from({ length: SIZE * SIZE }, (_, k) => height(k % SIZE, Math.floor(k / SIZE)));

/** Reads a picture back: `encodePng` writes one filter alone. */
function pixelsOf(png: Buffer): Uint8Array {
  const at = png.indexOf('IDAT');
  const raw = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    expect(raw[row * (width * 3 + 1)]).toBe(1);
    for (let i = 0; i < width * 3; i += 1) {
      const before = i < 3 ? 0 : (pixels[row * width * 3 + i - 3] as number);
      pixels[row * width * 3 + i] = (raw[row * (width * 3 + 1) + 1 + i] as number) + before;
    }
  }
  return pixels;
}

/** Pictures that were read already. */
const read = new WeakMap<BaseMap, Map<string, Uint8Array>>();

/** Height of the pixel of the tiles that a place is in, at a zoom. */
async function heightIn(tiles: BaseMap, lon: number, lat: number, z: number): Promise<number> {
  const [x, y] = [mercatorX(lon) * 2 ** z, mercatorY(lat) * 2 ** z];
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const known = read.get(tiles) ?? new Map<string, Uint8Array>();
  read.set(tiles, known);
  const key = `${z}/${column}/${row}`;
  const pixels = known.get(key) ?? pixelsOf((await tiles.tile(z, column, row)) as Buffer);
  known.set(key, pixels);
  const at = (Math.floor((y % 1) * 256) * 256 + Math.floor((x % 1) * 256)) * 3;
  const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
  return -10_000 + (red * 65_536 + green * 256 + blue) / 10;
}

function options(path: string, name = 'out.pmtiles'): ImportTerrainOptions & { readonly out: string } {
  const attribution = { zh: '测绘局', en: 'Survey' };
  return { path, clip: null, crs: null, attribution, out: join(folder, name) };
}

async function refused(wish: ImportTerrainOptions): Promise<string> {
  const error: unknown = await importTerrain(wish).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BaseMapError);
  return (error as BaseMapError).text.en;
}

describe('tiles of heights', () => {
  it('hold the heights of the file to the step of the encoding and what lies between pixels', async () => {
    const wish = options(tiff('slope.tif', grid(heightAt)));
    const report = await importTerrain(wish);
    // 1/3600 degree is 1/256 of a tile between zooms 12 and 13.
    expect([report.minzoom, report.maxzoom, report.factor]).toEqual([5, 13, 1]);
    const tiles = new BaseMap([wish.out]);
    expect(await tiles.info()).toMatchObject({ minzoom: 5, maxzoom: 13, attribution: wish.attribution, draws: [] });
    let most = 0;
    for (let column = 3; column < SIZE - 3; column += 13)
      for (let row = 3; row < SIZE - 3; row += 17) {
        const [lon, lat] = [WEST + (column + 0.5) * STEP, NORTH - (row + 0.5) * STEP];
        most = Math.max(most, Math.abs((await heightIn(tiles, lon, lat, 13)) - heightAt(column, row)));
      }
    // A pixel of the tile is at most half of one away, where the slope is at most 2.5 + 0.5 m a pixel of the file.
    expect(most).toBeLessThan(0.5 * 3 + 0.05);
  });

  it('are the same from a projected file', async () => {
    // Web Mercator, in metres: north up as tiles are.
    const world = 40_075_016.68557849;
    const path = tiff('metres.tif', grid(heightAt), {
      GTModelTypeGeoKey: 1,
      GeographicTypeGeoKey: undefined,
      ProjectedCSTypeGeoKey: 3857,
      ModelTiepoint: [0, 0, 0, (mercatorX(WEST) - 0.5) * world, (0.5 - mercatorY(NORTH)) * world, 0],
      ModelPixelScale: [30, 30, 0],
    });
    const wish = options(path);
    const { bounds } = await importTerrain(wish);
    expect(bounds[0]).toBeCloseTo(WEST, 9);
    expect(bounds[3]).toBeCloseTo(NORTH, 9);
    const lon = WEST + (100.5 * 30 * 360) / world;
    const y = mercatorY(NORTH) + (50.5 * 30) / world;
    const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
    expect(Math.abs((await heightIn(new BaseMap([wish.out]), lon, lat, 13)) - heightAt(100, 50))).toBeLessThan(1.55);
  });

  it('go on over holes, declared or not, and at lower zooms are means', async () => {
    const wish = options(
      tiff(
        'holes.tif',
        grid((column, row) => (column > 100 && column < 140 ? (row % 2 === 0 ? NO_DATA : 99_999) : 80)),
      ),
    );
    await importTerrain(wish);
    const tiles = new BaseMap([wish.out]);
    for (const z of [5, 9, 13])
      for (const column of [10, 101, 120, 139, 230])
        expect(await heightIn(tiles, WEST + column * STEP, NORTH - 50 * STEP, z)).toBeCloseTo(80, 1);
  });

  it('are cut to a box, and replace what was there only once they are whole', async () => {
    const path = tiff('cut.tif', grid(heightAt));
    const clip: Bbox = [WEST + 0.02, NORTH - 0.04, WEST + 0.03, NORTH - 0.02];
    const wish = { ...options(path, 'cut.pmtiles'), clip };
    const { bounds } = await importTerrain(wish);
    bounds.forEach((edge, k) => expect(Math.abs(edge - (clip[k] as number))).toBeLessThan(STEP + 1e-9));
    const before = readFileSync(wish.out);
    const stop = new AbortController();
    const stopped = importTerrain({ ...wish, clip: null, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(stopped).rejects.toThrow('abort');
    expect(readFileSync(wish.out).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('are made of a file that is larger than what Node reads at once', async () => {
    const wish = options(tiff('large.tif', grid(heightAt)), 'large.pmtiles');
    // The rest is a hole, which takes no room on the disk.
    truncateSync(wish.path, 3 * 2 ** 30);
    expect((await importTerrain(wish)).maxzoom).toBe(13);
  });

  it('are not made of files without heights, of other places, or that are no raster', async () => {
    const flat = tiff('flat.tif', grid(heightAt));
    expect(
      await refused(
        options(
          tiff(
            'empty.tif',
            grid(() => NO_DATA),
          ),
        ),
      ),
    ).toContain('no heights');
    expect(await refused({ ...options(flat), clip: [10, 50, 11, 51] })).toContain('--clip');
    expect(await refused({ ...options(flat), crs: 'EPSG:nowhere' })).toContain('EPSG:nowhere');
    expect(await refused(options(join(folder, 'missing.tif')))).toContain('missing.tif cannot be read');
    const text = join(folder, 'text.tif');
    writeFileSync(text, 'heights');
    expect(await refused(options(text))).toContain('not a raster');
    const short = tiff('short.tif', grid(heightAt));
    truncateSync(short, SIZE * SIZE * 2);
    expect(await refused(options(short))).toContain('short.tif');
  });
});

describe('heights in memory', () => {
  it('are averaged while they are read where a file has too many', async () => {
    const raster = {
      columns: 10,
      rows: 7,
      west: 0,
      north: 0,
      width: 1,
      height: 1,
      crs: 'lonlat',
      read: ({ left, top, right, bottom }: { left: number; top: number; right: number; bottom: number }) =>
        Promise.resolve(
          Float64Array.from(
            { length: (right - left) * (bottom - top) },
            (_, k) => left + (k % (right - left)) + 0 * top,
          ),
        ),
    };
    const heights = await Heights.read(raster, { left: 0, top: 0, right: 10, bottom: 7 }, { mostPixels: 20 });
    expect(heights?.factor).toBe(2);
    // Of columns 2 and 3; the centre of both.
    expect(heights?.at(3, 3, 1)).toBeCloseTo(2.5, 6);
  });

  it('leave no wall beyond the edge, where hills end, and no step around a hole', async () => {
    const side = 64;
    /** Ridges 8 pixels apart, and a hole. */
    const hill = (column: number, row: number): number =>
      Math.hypot(column - 32, row - 32) < 12 ? NaN : 100 + 50 * Math.sin((row * Math.PI) / 4);
    const raster = {
      columns: side,
      rows: side,
      west: 0,
      north: 0,
      width: 1,
      height: 1,
      crs: 'lonlat',
      read: () =>
        Promise.resolve(Float64Array.from({ length: side ** 2 }, (_, k) => hill(k % side, Math.floor(k / side)))),
    };
    const heights = await Heights.read(raster, { left: 0, top: 0, right: side, bottom: side });
    const along = (column: number, rows: readonly number[]): number[] =>
      rows.map((row) => heights?.at(column, row, 1) ?? NaN);
    const range = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
    const rows = Array.from({ length: 41 }, (_, k) => 12 + k);
    expect(range(along(side - 0.5, rows))).toBeGreaterThan(80);
    expect(range(along(side + 16, rows))).toBeLessThan(15);
    // Half a pixel further it is never far from where it was, whatever lies there.
    for (const row of rows) {
      const across = Array.from({ length: 4 * side }, (_, k) => heights?.at(k / 2 - side / 2, row, 1) ?? NaN);
      const steps = across.slice(1).map((height, k) => Math.abs(height - (across[k] as number)));
      expect(Math.max(...steps)).toBeLessThan(30);
    }
  });
});

describe('a picture', () => {
  it('has its pixels again', () => {
    const pixels = Uint8Array.from({ length: 5 * 4 * 3 }, (_, k) => (k * 37) % 256);
    expect(pixelsOf(encodePng(pixels, 5, 4))).toEqual(pixels);
  });
});
