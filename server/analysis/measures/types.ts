/**
 * What measures read beside `MeasureInput`: places and areas that a request names, as its caller has found them.
 */
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';

/** Points by id; degrees, pairs. */
export interface PointSet {
  readonly ids: readonly string[];
  readonly lonLat: Float64Array;
}

/** Polygons by id, in an order that stays the same. */
export interface AreaSet {
  readonly ids: readonly string[];
  readonly geometries: readonly GeoJSONGeometry[];
}

/** Features with a number each. */
export interface ValuedFeatures extends PointSet {
  readonly values: Float64Array;
  /** Null for points. */
  readonly geometries: readonly GeoJSONGeometry[] | null;
}

/**
 * Cells that touch, by cell: the neighbours of c are `index[start[c]]` to `index[start[c + 1] - 1]`; each pair both
 * ways.
 */
export interface Touching {
  readonly start: Uint32Array;
  readonly index: Uint32Array;
}

/** Only what the request needs has to be there; what is missing then is a `TypeError` (an error of the caller). */
export interface MeasureExtra {
  /** JSON pointer of the request within the study, such as `/analyses/0`: errors say where they are. */
  readonly at?: string;
  /** `gaps`: cells that share an edge. Without it every cell is an area of its own. */
  readonly touching?: Touching;
  /** `kde` and `balance`: features of `of`; `hotspots` and `moran`: those of `values.count.of`. */
  readonly points?: PointSet;
  /** Features of the layer that `values` names. */
  readonly valued?: ValuedFeatures;
  /** Areas of the layer that `areas` names. */
  readonly areas?: AreaSet;
  /** Values of the attribute that `opportunities` and `huff` name, by existing facility; NaN where one has none. */
  readonly attribute?: Float64Array;
  /** Places of `values.points`, in their order; needed where neighbours are found by distance. */
  readonly places?: Float64Array;
}
