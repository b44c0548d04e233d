import { readText } from '../../../ingest/index.ts';
import { RasterError, type Raster } from './raster.ts';

const HEAD = /^\s*(ncols|nrows|xllcorner|yllcorner|xllcenter|yllcenter|cellsize|dx|dy|nodata_value)\s+(\S+)\s*$/i;

/**
 * An ESRI ASCII grid: a head of keywords, then the values, rows from the north. The format names no coordinate system:
 * degrees where the grid fits on a globe, else `crs`.
 */
export async function readAsciiGrid(path: string, crs: string | null): Promise<Raster> {
  const read = await readText(path);
  if ('error' in read) throw new RasterError(read.error);
  const { head, values } = parse(read.text);
  const number = (key: string): number => head.get(key) ?? NaN;
  const columns = number('ncols'),
    rows = number('nrows');
  const width = head.get('dx') ?? number('cellsize'),
    height = head.get('dy') ?? number('cellsize');
  const west = head.get('xllcorner') ?? number('xllcenter') - width / 2,
    south = head.get('yllcorner') ?? number('yllcenter') - height / 2;
  if (![columns, rows].every(isCount) || ![west, south].every(Number.isFinite) || !(width > 0) || !(height > 0)) {
    throw new RasterError({
      message: 'raster-unreadable',
      params: { detail: 'ncols, nrows, xllcorner, yllcorner, cellsize' },
    });
  }
  if (values.length !== columns * rows)
    throw new RasterError({
      message: 'raster-unreadable',
      params: { detail: `${values.length} ≠ ${columns} × ${rows}` },
    });
  const north = south + rows * height;
  const isDegrees = west >= -360 && west + columns * width <= 360 && south >= -90.001 && north <= 90.001;
  if (crs === null && !isDegrees) throw new RasterError({ message: 'raster-crs', params: { crs: '?' } });
  return {
    columns,
    rows,
    west,
    north,
    width,
    height,
    crs: crs ?? 'lonlat',
    read: ({ left, top, right, bottom }) => {
      const part = new Float64Array((right - left) * (bottom - top));
      for (let row = top; row < bottom; row += 1)
        part.set(values.subarray(row * columns + left, row * columns + right), (row - top) * (right - left));
      return Promise.resolve(part);
    },
  };
}

function parse(text: string): { readonly head: ReadonlyMap<string, number>; readonly values: Float64Array } {
  const head = new Map<string, number>();
  let at = 0;
  for (;;) {
    const end = text.indexOf('\n', at);
    const match = HEAD.exec(text.slice(at, end < 0 ? undefined : end));
    if (match === null) break;
    head.set((match[1] as string).toLowerCase(), Number(match[2]));
    if (end < 0) break;
    at = end + 1;
  }
  const noData = head.get('nodata_value');
  const words = text
    .slice(at)
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const wrong = words.find((word) => Number.isNaN(Number(word)) && !/^nan$/i.test(word));
  if (wrong !== undefined)
    throw new RasterError({ message: 'raster-unreadable', params: { detail: wrong.slice(0, 60) } });
  return { head, values: Float64Array.from(words, (word) => (Number(word) === noData ? NaN : Number(word))) };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
