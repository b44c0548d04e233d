/**
 * What a filter costs for each feature that it looks at. The unit is about one comparison of an attribute, half a
 * microsecond of PostgreSQL; the figures are measured there, and rounded.
 */
import { GEOMETRY_NAMES, type Queryables } from './queryables.ts';
import { positionsOf, toSimple } from './geometry.ts';
import {
  isComparison,
  isInterval,
  isProperty,
  isSpatial,
  isTemporal,
  isTextCall,
  type Cql2,
  type GeometryExpression,
  type In,
  type Property,
  type Scalar,
  type Spatial,
  type SpatialOp,
  type TemporalExpression,
} from './types.ts';

const COSTS = {
  read: 1,
  like: 1,
  /** Characters of a pattern for one unit. */
  signsPerUnit: 50,
  casei: 3,
  accenti: 6,
  /** A function of a function is called for each feature; alone it becomes a part of the statement. */
  nested: 5,
  /**
   * One end of a date, read from its text and compared with a moment. Where all features of a layer spell their dates
   * alike it is 1, which nobody knows here: this is what it is where they are spelt in several ways, or with an offset.
   */
  moment: 10,
  /** The same where it is compared with that of another attribute: a function works each out. */
  momentOfTwo: 15,
  /** Items of a list for one unit. */
  itemsPerUnit: 50,
  spatial: 4,
  /** Positions for one unit, where the database keeps the geometry prepared. */
  preparedPositionsPerUnit: 50,
  /** Geometries of features beside each other: nobody knows how large they are. */
  bothFeatures: 50,
} as const;

/** PostGIS prepares the geometry of these once; for the others it works through all positions at every feature. */
const PREPARED: ReadonlySet<SpatialOp> = new Set(['s_intersects', 's_disjoint', 's_within', 's_contains']);

/** A whole number; 0 where nothing is looked at. The filter has passed `checkCql2` with these queryables. */
export function costOf(filter: Cql2, queryables: Queryables): number {
  const isTime = (value: Scalar | TemporalExpression): boolean =>
    typeof value === 'object' && isProperty(value) && queryables.get(value.property) === 'instant';

  const ofComparison = (op: string, args: readonly Scalar[]): number => {
    // Of an equality both ends of a day are looked at.
    const ends = op === '=' || op === '<>' ? 2 : 1;
    if (args.some(isTime) || args.some((each) => typeof each === 'object' && ('date' in each || 'timestamp' in each)))
      return ends * momentCost(args.filter(isTime).length, args.every(isTime));
    return args.reduce<number>((sum, each) => sum + scalarCost(each), 0);
  };

  const ofIn = ({ args: [value, list] }: In): number => {
    const isPlain = !isTime(value) && list.every((item) => typeof item !== 'object');
    if (isPlain) return scalarCost(value) + list.length / COSTS.itemsPerUnit;
    return list.reduce<number>((sum, item) => sum + ofComparison('=', [value, item]), 0);
  };

  const of = (node: Cql2): number => {
    if (typeof node === 'boolean') return 0;
    if (isSpatial(node)) return spatialCost(node);
    if (isTemporal(node)) {
      const read = node.args.map((each) => propertiesOf(each).length);
      return momentCost(2 * read.reduce((sum, each) => sum + each, 0), !read.includes(0));
    }
    if (isComparison(node)) return ofComparison(node.op, node.args);
    switch (node.op) {
      case 'and':
      case 'or':
      case 'not':
        return node.args.reduce<number>((sum, each) => sum + of(each), 0);
      case 'between': {
        const [value, from, to] = node.args;
        return ofComparison('>=', [value, from]) + ofComparison('<=', [value, to]);
      }
      case 'in':
        return ofIn(node);
      case 'like': {
        const [text, pattern] = node.args;
        const length = typeof pattern === 'string' ? pattern.length / COSTS.signsPerUnit : 0;
        return COSTS.like + length + scalarCost(text) + scalarCost(pattern);
      }
      case 'isNull':
        return scalarCost(node.args[0]);
    }
  };
  return Math.ceil(of(filter));
}

/** Of ends that are read; `isOfTwo` where attributes stand on both sides. */
function momentCost(ends: number, isOfTwo: boolean): number {
  return ends * (isOfTwo ? COSTS.momentOfTwo : COSTS.moment);
}

function scalarCost(value: Scalar): number {
  if (typeof value !== 'object') return 0;
  if (isProperty(value)) return GEOMETRY_NAMES.includes(value.property) ? 0 : COSTS.read;
  if (!isTextCall(value)) return 0;
  const [inner] = value.args;
  const ofInner = scalarCost(inner);
  // What names no attribute is worked out once.
  return ofInner === 0 ? 0 : COSTS[value.op] + ofInner + (isTextCall(inner) ? COSTS.nested : 0);
}

function propertiesOf(value: TemporalExpression): readonly Property[] {
  if (isProperty(value)) return [value];
  return isInterval(value) ? value.interval.filter((end) => isProperty(end)) : [];
}

function spatialCost({ op, args }: Spatial): number {
  const literals = args.filter((each) => !isProperty(each));
  if (literals.length === 0) return COSTS.bothFeatures;
  // Two literals are compared once.
  if (literals.length === args.length) return 0;
  const positions = literals.reduce((sum, each) => sum + positionCount(each), 0);
  return COSTS.spatial + (PREPARED.has(op) ? positions / COSTS.preparedPositionsPerUnit : positions);
}

function positionCount(geometry: GeometryExpression): number {
  return isProperty(geometry) ? 0 : positionsOf(toSimple(geometry)).length;
}
