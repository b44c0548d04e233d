/** A file of streets as it was read, before it becomes a network. */
import type { Warning } from '../../../../tiles/api/result.ts';
import type { Speeds } from './speeds.ts';

/** A way through points; streets meet where they share one. */
export interface SourceStreet {
  readonly points: readonly number[];
  readonly speeds: Speeds;
  readonly isStairs: boolean;
  /** Way of OpenStreetMap; 0 for none. */
  readonly osmWay: number;
  /** On a bridge or in a tunnel: it may cross water. */
  readonly mayCrossWater: boolean;
}

export interface StreetSource {
  /** Degrees in the file's datum, pairs by point. */
  readonly lonLat: Float64Array;
  readonly streets: readonly SourceStreet[];
  /** What was left out, or not understood. */
  readonly warnings: readonly Warning[];
}
