/** Filters evaluated over plain attributes, by the rules of the SQL that server/filter/compile.ts makes. */
import { foldAccents, foldCase } from './fold.ts';
import { matches } from './like.ts';
import type { Queryables } from './queryables.ts';
import { EARLIEST, extentOf, LATEST, type Extent } from './time.ts';
import {
  isComparison,
  isInstant,
  isInterval,
  isProperty,
  isSpatial,
  isTemporal,
  isTextCall,
  type ComparisonOp,
  type Cql2,
  type IntervalEnd,
  type Scalar,
  type TemporalExpression,
  type TemporalOp,
  type TextExpression,
} from './types.ts';

export interface PlainFeature {
  readonly id: string;
  readonly provenance: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** True, false, or null for unknown, as in SQL: a feature is kept where it is true. */
export type Truth = boolean | null;

/** Throws `RangeError` for spatial predicates, which only the database evaluates. */
export function evaluateCql2(node: Cql2, feature: PlainFeature, queryables: Queryables): Truth {
  const valueOf = (scalar: Scalar): Value => evaluateScalar(scalar, feature, queryables);
  if (typeof node === 'boolean') return node;
  if (isSpatial(node)) throw new RangeError('Geometries are compared by the database.');
  if (isTemporal(node))
    return relate(node.op, temporalExtent(node.args[0], feature), temporalExtent(node.args[1], feature));
  if (isComparison(node)) return compare(node.op, valueOf(node.args[0]), valueOf(node.args[1]));
  switch (node.op) {
    case 'and':
      return all(node.args.map((each) => evaluateCql2(each, feature, queryables)));
    case 'or':
      return not(all(node.args.map((each) => not(evaluateCql2(each, feature, queryables)))));
    case 'not':
      return not(evaluateCql2(node.args[0], feature, queryables));
    case 'between':
      return all([
        compare('>=', valueOf(node.args[0]), valueOf(node.args[1])),
        compare('<=', valueOf(node.args[0]), valueOf(node.args[2])),
      ]);
    case 'in':
      return not(all(node.args[1].map((item) => not(compare('=', valueOf(node.args[0]), valueOf(item))))));
    case 'isNull': {
      const [operand] = node.args;
      // A text that does not read as a date is still a value.
      const isTime = isProperty(operand) && queryables.get(operand.property) === 'instant';
      return (isTime ? textOf(operand, feature) : valueOf(operand)) === null;
    }
    case 'like': {
      const [text, pattern] = node.args.map((each) => textOf(each, feature));
      return text === null || pattern === null || text === undefined || pattern === undefined
        ? null
        : matches(text, pattern);
    }
  }
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

type Value = string | number | boolean | Extent | null;

function evaluateScalar(scalar: Scalar, feature: PlainFeature, queryables: Queryables): Value {
  if (typeof scalar !== 'object') return scalar;
  if (isInstant(scalar)) return extentOf('date' in scalar ? scalar.date : scalar.timestamp);
  if (isTextCall(scalar)) return textOf(scalar, feature);
  const value = readProperty(scalar.property, feature);
  switch (queryables.get(scalar.property)) {
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'instant':
      return typeof value === 'string' ? extentOf(value) : null;
    case 'geometry':
      return true;
    default:
      return typeof value === 'string' ? value : null;
  }
}

function readProperty(name: string, { id, provenance, attributes }: PlainFeature): unknown {
  if (name === 'id') return id;
  if (name === 'provenance') return provenance;
  return Object.hasOwn(attributes, name) ? attributes[name] : null;
}

function textOf(text: TextExpression, feature: PlainFeature): string | null {
  if (typeof text === 'string') return text;
  if (isTextCall(text)) {
    const inner = textOf(text.args[0], feature);
    return inner === null ? null : text.op === 'casei' ? foldCase(inner) : foldAccents(inner);
  }
  const value = readProperty(text.property, feature);
  return typeof value === 'string' ? value : null;
}

function compare(op: ComparisonOp, a: Value, b: Value): Truth {
  if (a === null || b === null) return null;
  // A text beside a time is a time: `checkCql2` has seen that it parses.
  if (typeof a === 'object' || typeof b === 'object') {
    const [first, second] = [a, b].map((each) => (typeof each === 'string' ? extentOf(each) : each));
    return typeof first === 'object' && first !== null && typeof second === 'object' && second !== null
      ? compareExtents(op, first, second)
      : null;
  }
  const order = typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : Number(a) - Number(b);
  switch (op) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** Before, after, or neither, which is equal. */
function compareExtents(op: ComparisonOp, a: Extent, b: Extent): boolean {
  const [before, after] = [a.last < b.start, a.start > b.last];
  switch (op) {
    case '=':
      return !before && !after;
    case '<>':
      return before || after;
    case '<':
      return before;
    case '<=':
      return !after;
    case '>':
      return after;
    case '>=':
      return !before;
  }
}

/** By code points, as the database does in the collation "C". */
export function compareText(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  // Where the second halves of two characters differ, their first halves have to be compared too.
  const from = at > 0 && isHighSurrogate(a.charCodeAt(at - 1)) ? at - 1 : at;
  return (a.codePointAt(from) ?? -1) - (b.codePointAt(from) ?? -1);
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

type Ends = Partial<Record<keyof Extent, bigint>>;

/** Bounds that are unknown are absent. */
function temporalExtent(value: TemporalExpression, feature: PlainFeature): Ends {
  if (!isInterval(value)) {
    const text = isProperty(value)
      ? readProperty(value.property, feature)
      : 'date' in value
        ? value.date
        : value.timestamp;
    return (typeof text === 'string' ? extentOf(text) : null) ?? {};
  }
  const from = endOf(value.interval[0], feature, EARLIEST);
  const to = endOf(value.interval[1], feature, LATEST);
  return { ...(from && { start: from.start }), ...(to && { last: to.last, end: to.end }) };
}

function endOf(value: IntervalEnd, feature: PlainFeature, open: bigint): Extent | null {
  if (value === '..') return { start: open, last: open, end: open };
  const text = isProperty(value) ? readProperty(value.property, feature) : value;
  return typeof text === 'string' ? extentOf(text) : null;
}

function relate(op: TemporalOp, a: Ends, b: Ends): Truth {
  const is = (x: bigint | undefined, sign: '<' | '=' | '>', y: bigint | undefined): Truth => {
    if (x === undefined || y === undefined) return null;
    return sign === '<' ? x < y : sign === '>' ? x > y : x === y;
  };
  switch (op) {
    case 't_after':
      return is(a.start, '>', b.last);
    case 't_before':
      return is(a.last, '<', b.start);
    case 't_intersects':
      return all([not(is(a.start, '>', b.last)), not(is(a.last, '<', b.start))]);
    case 't_disjoint':
      return not(relate('t_intersects', a, b));
    case 't_equals':
      return all([is(a.start, '=', b.start), is(a.last, '=', b.last)]);
    case 't_contains':
      return all([is(a.start, '<', b.start), is(a.last, '>', b.last)]);
    case 't_during':
      return relate('t_contains', b, a);
    case 't_finishes':
      return all([is(a.start, '>', b.start), is(a.last, '=', b.last)]);
    case 't_finishedBy':
      return relate('t_finishes', b, a);
    case 't_meets':
      return is(a.end, '=', b.start);
    case 't_metBy':
      return relate('t_meets', b, a);
    case 't_overlaps':
      return all([is(a.start, '<', b.start), is(a.last, '>', b.start), is(a.last, '<', b.last)]);
    case 't_overlappedBy':
      return relate('t_overlaps', b, a);
    case 't_starts':
      return all([is(a.start, '=', b.start), is(a.last, '<', b.last)]);
    case 't_startedBy':
      return relate('t_starts', b, a);
  }
}
