import { open } from 'node:fs/promises';
import { GeoTIFF, type GeoTIFFImage } from 'geotiff';
import { crsOfGeoKeys, nameOfGeoKeys } from './geo-keys.ts';
import { RasterError, type Raster } from './raster.ts';

interface Slice {
  readonly offset: number;
  readonly length: number;
}

/** Of GeoTIFF 1.1: pixels are points at their centres. */
const PIXEL_IS_POINT = 2;

/**
 * Reads of the file what is asked for alone: heights of a province are larger than memory.
 *
 * @param crs in place of that of the file; null to take the file's own
 */
export async function readGeoTiff(path: string, crs: string | null): Promise<Raster> {
  const image = await openImage(path);
  const { west, north, width, height } = placeOf(image);
  const noData = image.getGDALNoData();
  return {
    columns: image.getWidth(),
    rows: image.getHeight(),
    west,
    north,
    width,
    height,
    crs: crs ?? crsOf(image),
    async read({ left, top, right, bottom }) {
      const window = [left, top, right, bottom];
      const band = await explained(image.readRasters({ window, samples: [0], interleave: true }));
      const values = Float64Array.from(band as ArrayLike<number>);
      for (let i = 0; i < values.length; i += 1)
        if (values[i] === noData || !Number.isFinite(values[i])) values[i] = NaN;
      return values;
    },
  };
}

function openImage(path: string): Promise<GeoTIFFImage> {
  return explained(GeoTIFF.fromSource(sourceOf(path)).then((tiff) => tiff.getImage()));
}

/** Opens the file for each part, so that none stays open. */
function sourceOf(path: string): Parameters<typeof GeoTIFF.fromSource>[0] {
  const fetchSlice = async ({ offset, length }: Slice): Promise<Slice & { readonly data: ArrayBuffer }> => {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset);
      return { offset, length, data: buffer.buffer.slice(0, bytesRead) };
    } finally {
      await file.close();
    }
  };
  return {
    fileSize: null,
    fetchSlice,
    fetch: (slices) => Promise.all(slices.map(async (slice) => (await fetchSlice(slice)).data)),
    close: () => Promise.resolve(),
  };
}

/** The reader's errors are of many classes; those of the file system stay as they are. */
async function explained<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new RasterError({ message: 'raster-unreadable', params: { detail } }, error);
  }
}

function placeOf(image: GeoTIFFImage): Pick<Raster, 'west' | 'north' | 'width' | 'height'> {
  const transformation: unknown = image.getFileDirectory().getValue('ModelTransformation');
  if (isNumbers(transformation) && (transformation[1] !== 0 || transformation[4] !== 0))
    throw new RasterError({ message: 'raster-rotated' });
  try {
    const [x = NaN, y = NaN] = image.getOrigin();
    const [dx = NaN, dy = NaN] = image.getResolution();
    if (![x, y, dx, dy].every(Number.isFinite) || dx <= 0 || dy >= 0)
      throw new RasterError({ message: dx > 0 ? 'raster-rotated' : 'raster-no-place' });
    const half = image.getGeoKeys()?.GTRasterTypeGeoKey === PIXEL_IS_POINT ? 0.5 : 0;
    return { west: x - half * dx, north: y - half * dy, width: dx, height: -dy };
  } catch (error) {
    throw error instanceof RasterError ? error : new RasterError({ message: 'raster-no-place' }, error);
  }
}

function crsOf(image: GeoTIFFImage): string {
  const keys = { ...image.getGeoKeys() };
  const crs = crsOfGeoKeys(keys);
  if (crs === null) throw new RasterError({ message: 'raster-crs', params: { crs: nameOfGeoKeys(keys) } });
  return crs;
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
