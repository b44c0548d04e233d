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
    fillHoles(levels);
    return new Heights(factor, levels);
  }

  /**
   * Between the centres of pixels. Where there is none, that of the surroundings: a hole would be drawn as a cliff.
   * Beyond the edge that of the edge, the farther the smoother: every hill at the edge would be drawn as a wall.
   *
   * @param column from the left edge of the window, pixels of the raster
   * @param row from its upper edge
   * @param detail pixels of the raster that the answer stands for
   */
  at(column: number, row: number, detail: number): number {
    const { columns, rows } = this.#levels[0] as Level;
    const [x, y] = [column / this.factor, row / this.factor];
    const beyond = Math.hypot(x - clamp(x, columns), y - clamp(y, rows));
    const level = Math.log2(Math.max(1, detail / this.factor, beyond));
    const [finer, share] = [Math.floor(level), level % 1];
    const height = this.#atLevel(finer, x, y);
    // Between two levels: a step from one to the next would be seen.
    return share === 0 ? height : height * (1 - share) + this.#atLevel(finer + 1, x, y) * share;
  }

  #atLevel(k: number, x: number, y: number): number {
    const level = Math.min(k, this.#levels.length - 1);
    return between(this.#levels[level] as Level, x / 2 ** level - 0.5, y / 2 ** level - 0.5);
  }
}

/** Gives every pixel without a value that of the next coarser level, so that there is no step around a hole. */
function fillHoles(levels: readonly Level[]): void {
  for (let k = levels.length - 2; k >= 0; k -= 1) {
    const [level, coarser] = [levels[k] as Level, levels[k + 1] as Level];
    level.values.forEach((value, i) => {
      if (Number.isNaN(value))
        level.values[i] = between(
          coarser,
          ((i % level.columns) + 0.5) / 2 - 0.5,
          (Math.floor(i / level.columns) + 0.5) / 2 - 0.5,
        );
    });
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

/** Bilinear; beyond the edge that of the edge. */
function between({ columns, rows, values }: Level, x: number, y: number): number {
  const [u, v] = [clamp(x, columns - 1), clamp(y, rows - 1)];
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [right, bottom] = [Math.min(left + 1, columns - 1), Math.min(top + 1, rows - 1)];
  const [across, down] = [u - left, v - top];
  const at = (column: number, row: number): number => values[row * columns + column] as number;
  return (
    (at(left, top) * (1 - across) + at(right, top) * across) * (1 - down) +
    (at(left, bottom) * (1 - across) + at(right, bottom) * across) * down
  );
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
