/** A raster of people as its file has it. */
import type { Message } from '../../../ingest/index.ts';

/** North up; rows from the north. */
export interface Raster {
  readonly columns: number;
  readonly rows: number;
  /** Outer corner in the north-west, and size of a pixel, in units of `crs`. */
  readonly west: number;
  readonly north: number;
  readonly width: number;
  readonly height: number;
  /** Definition for proj4, or `lonlat`. */
  readonly crs: string;
  /** Values of a window of pixels, row by row, NaN where there is no data. */
  readonly read: (window: PixelWindow) => Promise<Float64Array>;
}

/** From column and row on, up to and without the last. */
export interface PixelWindow {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What keeps a file from being a raster. */
export class RasterError extends Error {
  override readonly name = 'RasterError';
  readonly reason: Message;

  constructor(reason: Message, cause?: unknown) {
    super(reason.message, { cause });
    this.reason = reason;
  }
}
