/** A file of streets as it was read, before it becomes a network. */
import type { Warning } from '../../../../tiles/api/result.ts';
import type { Bbox } from '../../../../tiles/api/wire.ts';
import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import type { Restriction } from './restrictions.ts';
import type { Polygons } from '../water.ts';
import type { Speeds } from '../build.ts';

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
  return boundsOf(lonLat, isMet);
}

/** Around places, pairs of degrees, or those of them that `isMet` has a 1 for; those that are NaN are nowhere. */
export function boundsOf(lonLat: Float64Array, isMet?: Uint8Array): Bbox {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lonLat.length; i += 2) {
    if (Number.isNaN(lonLat[i]) || isMet?.[i >> 1] === 0) continue;
    bounds[0] = Math.min(bounds[0], lonLat[i] as number);
    bounds[1] = Math.min(bounds[1], lonLat[i + 1] as number);
    bounds[2] = Math.max(bounds[2], lonLat[i] as number);
    bounds[3] = Math.max(bounds[3], lonLat[i + 1] as number);
  }
  return bounds;
}
