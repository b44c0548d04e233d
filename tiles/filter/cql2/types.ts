/**
 * Filters in CQL2 (OGC 21-065r2) as syntax trees. A tree is CQL2 JSON: what `parseCql2Json` takes, checked and typed,
 * so `JSON.stringify` of a tree is the filter in that encoding.
 */

export const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='] as const;
export type ComparisonOp = (typeof COMPARISONS)[number];

export const SPATIAL_OPS = [
  's_intersects',
  's_disjoint',
  's_equals',
  's_touches',
  's_within',
  's_contains',
  's_crosses',
  's_overlaps',
] as const;
export type SpatialOp = (typeof SPATIAL_OPS)[number];

/** For instants and intervals. */
export const INSTANT_OPS = ['t_after', 't_before', 't_disjoint', 't_equals', 't_intersects'] as const;
/** For two intervals; the standard refuses instants. */
export const INTERVAL_OPS = [
  't_contains',
  't_during',
  't_finishedBy',
  't_finishes',
  't_meets',
  't_metBy',
  't_overlappedBy',
  't_overlaps',
  't_startedBy',
  't_starts',
] as const;
export const TEMPORAL_OPS = [...INSTANT_OPS, ...INTERVAL_OPS] as const;
export type TemporalOp = (typeof TEMPORAL_OPS)[number];

export interface Property {
  readonly property: string;
}

/** A day in the city's time, or a moment. `2017-03-01`; `2017-03-01T08:00:00Z`. */
export type Instant = { readonly date: string } | { readonly timestamp: string };

/** A date, a timestamp, or `..` for no bound. */
export type IntervalEnd = string | Property;

export interface Interval {
  readonly interval: readonly [IntervalEnd, IntervalEnd];
}

/** The text without regard to case, or to accents. */
export interface TextCall {
  readonly op: 'casei' | 'accenti';
  readonly args: readonly [TextExpression];
}

export type TextExpression = string | Property | TextCall;
export type Scalar = string | number | boolean | Property | Instant | TextCall;
export type TemporalExpression = Property | Instant | Interval;

export type Position = readonly [lon: number, lat: number];

export type SimpleGeometry =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'LineString' | 'MultiPoint'; readonly coordinates: readonly Position[] }
  | { readonly type: 'Polygon' | 'MultiLineString'; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly Position[])[])[] };

export interface GeometryCollection {
  readonly type: 'GeometryCollection';
  readonly geometries: readonly SimpleGeometry[];
}

export interface Box {
  /** West, south, east, north in degrees; west of a box across the 180th meridian is the larger. */
  readonly bbox: readonly [west: number, south: number, east: number, north: number];
}

export type Geometry = SimpleGeometry | GeometryCollection | Box;
export type GeometryExpression = Property | Geometry;

export interface Logical {
  readonly op: 'and' | 'or';
  readonly args: readonly Cql2[];
}

export interface Not {
  readonly op: 'not';
  readonly args: readonly [Cql2];
}

export interface Comparison {
  readonly op: ComparisonOp;
  readonly args: readonly [Scalar, Scalar];
}

export interface Like {
  readonly op: 'like';
  readonly args: readonly [text: TextExpression, pattern: TextExpression];
}

export interface Between {
  readonly op: 'between';
  readonly args: readonly [value: Scalar, from: Scalar, to: Scalar];
}

export interface In {
  readonly op: 'in';
  readonly args: readonly [value: Scalar, list: readonly Scalar[]];
}

export interface IsNull {
  readonly op: 'isNull';
  readonly args: readonly [Property | TextCall];
}

export interface Spatial {
  readonly op: SpatialOp;
  readonly args: readonly [GeometryExpression, GeometryExpression];
}

export interface Temporal {
  readonly op: TemporalOp;
  readonly args: readonly [TemporalExpression, TemporalExpression];
}

export type Cql2 = boolean | Logical | Not | Comparison | Like | Between | In | IsNull | Spatial | Temporal;

export function isProperty(value: unknown): value is Property {
  return typeof value === 'object' && value !== null && 'property' in value;
}

export function isTextCall(value: unknown): value is TextCall {
  return (
    typeof value === 'object' && value !== null && 'op' in value && (value.op === 'casei' || value.op === 'accenti')
  );
}

export function isInstant(value: unknown): value is Instant {
  return typeof value === 'object' && value !== null && ('date' in value || 'timestamp' in value);
}

export function isInterval(value: unknown): value is Interval {
  return typeof value === 'object' && value !== null && 'interval' in value;
}

export function isTextExpression(value: Scalar): value is TextExpression {
  return typeof value === 'string' || isProperty(value) || isTextCall(value);
}

/** Whether an op is one of a list, such as `SPATIAL_OPS`. */
export function isOneOf<T extends string>(list: readonly T[], op: string): op is T {
  return (list as readonly string[]).includes(op);
}

export const isSpatial = (node: Exclude<Cql2, boolean>): node is Spatial => isOneOf(SPATIAL_OPS, node.op);
export const isTemporal = (node: Exclude<Cql2, boolean>): node is Temporal => isOneOf(TEMPORAL_OPS, node.op);
export const isComparison = (node: Exclude<Cql2, boolean>): node is Comparison => isOneOf(COMPARISONS, node.op);
