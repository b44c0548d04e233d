/** Heights of a raster in memory, at full and at every half resolution. */
import type { PixelWindow, Raster } from '../../analysis/index.ts';

/** Some 200 MB with the halves. A finer raster is averaged while it is read. */
const MOST_PIXELS = 36_000_000;
/** Values that are read at a time. */
const BAND_PIXELS = 4_000_000;
/** Metres. What lies beyond is no height of land: files mark so, often without saying, where they have none. */
const LOWEST = -1000;
const HIGHEST = 9000;

interface Level {
  readonly columns: number;
  readonly rows: number;
  /** Metres, NaN where there is none. */
  readonly values: Float32Array;
}

export class Heights {
  /** Pixels of the raster along the side of one of these. */
  readonly factor: number;
  readonly #levels: readonly Level[];

  private constructor(factor: number, levels: readonly Level[]) {
    this.factor = factor;
    this.#levels = levels;
  }

  /** Null where the window has no height at all. Rejects with the signal's reason, or `RasterError`. */
  static async read(
    raster: Raster,
    window: PixelWindow,
    { mostPixels = MOST_PIXELS, signal }: { readonly mostPixels?: number; readonly signal?: AbortSignal } = {},
  ): Promise<Heights | null> {
    const [width, height] = [window.right - window.left, window.bottom - window.top];
    const factor = Math.max(1, Math.ceil(Math.sqrt((width * height) / mostPixels)));
    const [columns, rows] = [Math.ceil(width / factor), Math.ceil(height / factor)];
    const values = new Float32Array(columns * rows);
    const bandRows = Math.max(1, Math.floor(BAND_PIXELS / (width * factor)));
    let known = false;
    for (let row = 0; row < rows; row += bandRows) {
      signal?.throwIfAborted();
      const top = window.top + row * factor;
      const bottom = Math.min(window.bottom, top + bandRows * factor);
      const band = (await raster.read({ ...window, top, bottom })).map((value) =>
        value >= LOWEST && value <= HIGHEST ? value : NaN,
      );
      const means = meansOf({ columns: width, rows: bottom - top, values: band }, factor).values;
      known ||= means.some((value) => !Number.isNaN(value));
      values.set(means, row * columns);
    }
    if (!known) return null;
    const levels: Level[] = [{ columns, rows, values }];
    for (let level = levels[0]; level !== undefined && level.columns * level.rows > 1; level = levels.at(-1))
      levels.push(meansOf(level, 2));
    return new Heights(factor, levels);
  }

  /**
   * Between the centres of pixels; beyond the edge that of the edge. Where there is none, that of the surroundings: a
   * hole would be drawn as a cliff.
   *
   * @param column from the left edge of the window, pixels of the raster
   * @param row from its upper edge
   * @param detail pixels of the raster that the answer stands for
   */
  at(column: number, row: number, detail: number): number {
    const first = Math.max(0, Math.round(Math.log2(detail / this.factor)));
    for (let k = Math.min(first, this.#levels.length - 1); k < this.#levels.length; k += 1) {
      const size = this.factor * 2 ** k;
      const value = between(this.#levels[k] as Level, column / size - 0.5, row / size - 0.5);
      if (!Number.isNaN(value)) return value;
    }
    return 0;
  }
}

/** Means of squares of pixels, of those that have a value. */
function meansOf(
  { columns, rows, values }: { readonly columns: number; readonly rows: number; readonly values: ArrayLike<number> },
  factor: number,
): Level {
  const [across, down] = [Math.ceil(columns / factor), Math.ceil(rows / factor)];
  const means = new Float32Array(across * down);
  for (let y = 0; y < down; y += 1)
    for (let x = 0; x < across; x += 1) {
      let [sum, count] = [0, 0];
      for (let row = y * factor; row < Math.min(rows, (y + 1) * factor); row += 1)
        for (let column = x * factor; column < Math.min(columns, (x + 1) * factor); column += 1) {
          const value = values[row * columns + column] as number;
          if (Number.isNaN(value)) continue;
          sum += value;
          count += 1;
        }
      means[y * across + x] = count === 0 ? NaN : sum / count;
    }
  return { columns: across, rows: down, values: means };
}

/** Bilinear, by the corners that have a value. */
function between({ columns, rows, values }: Level, x: number, y: number): number {
  const [u, v] = [clamp(x, columns - 1), clamp(y, rows - 1)];
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [right, bottom] = [Math.min(left + 1, columns - 1), Math.min(top + 1, rows - 1)];
  const [across, down] = [u - left, v - top];
  let [sum, weight] = [0, 0];
  const add = (column: number, row: number, share: number): void => {
    const value = values[row * columns + column] as number;
    if (Number.isNaN(value)) return;
    sum += value * share;
    weight += share;
  };
  add(left, top, (1 - across) * (1 - down));
  add(right, top, across * (1 - down));
  add(left, bottom, (1 - across) * down);
  add(right, bottom, across * down);
  return weight === 0 ? NaN : sum / weight;
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
