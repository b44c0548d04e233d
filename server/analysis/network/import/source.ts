/** A file of streets as it was read, before it becomes a network. */
import type { Warning } from '../../../../tiles/api/result.ts';
import type { Bbox } from '../../../../tiles/api/wire.ts';
import { boxOfPlaces } from '../../../../tiles/tile/bbox.ts';
import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import type { Restriction } from './restrictions.ts';
import type { Polygons } from '../water.ts';
import type { Speeds } from '../build.ts';

/** A way through points; streets meet where they share one. */
export interface SourceStreet {
  readonly points: readonly number[];
  readonly speeds: Speeds;
  readonly isStairs: boolean;
  /** See `packTags`. */
  readonly streetTags: number;
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

/** A ferry through points. */
export interface SourceFerry {
  readonly points: readonly number[];
  /** Way of OpenStreetMap; 0 for none. */
  readonly osmWay: number;
  readonly forward: readonly Mode[];
  readonly backward: readonly Mode[];
  /** From end to end; null where the file does not say. */
  readonly seconds: number | null;
}

export interface StreetSource {
  /** Degrees in the file's datum, pairs by point. */
  readonly lonLat: Float64Array;
  readonly streets: readonly SourceStreet[];
  readonly ferries: readonly SourceFerry[];
  /** Whom points of streets keep from passing. */
  readonly gates: ReadonlyMap<number, readonly Mode[]>;
  readonly turns: readonly SourceTurn[];
  /** Around the streets, in the file's datum. */
  readonly water: Polygons;
  /** What was left out, or not understood. */
  readonly warnings: readonly Warning[];
}

/** Around the streets alone: a ferry may lead far away. */
export function boundsOfStreets({ lonLat, streets }: Pick<StreetSource, 'lonLat' | 'streets'>): Bbox {
  const isMet = new Uint8Array(lonLat.length / 2);
  for (const { points } of streets) for (const point of points) isMet[point] = 1;
  return boxOfPlaces(lonLat, isMet);
}
