/** A file of streets as it was read, before it becomes a network. */
import type { Warning } from '../../../../tiles/api/result.ts';
import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import type { Restriction } from './restrictions.ts';
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

/** A turn that is forbidden, or the only one that is not, between ways of OpenStreetMap by their ids. */
export interface SourceTurn extends Restriction {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Points, or the ways between. */
  readonly via: { readonly points: readonly number[]; readonly ways: readonly number[] };
}

export interface StreetSource {
  /** Degrees in the file's datum, pairs by point. */
  readonly lonLat: Float64Array;
  readonly streets: readonly SourceStreet[];
  /** Whom points of streets keep from passing. */
  readonly gates: ReadonlyMap<number, readonly Mode[]>;
  readonly turns: readonly SourceTurn[];
  /** What was left out, or not understood. */
  readonly warnings: readonly Warning[];
}
