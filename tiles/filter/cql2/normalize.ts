/** Maps filters of equivalent form to one tree, which caches use as a key. */
import { compareText, evaluateCql2 } from './evaluate.ts';
import { foldAccents, foldCase } from './fold.ts';
import { formatCql2 } from './format.ts';
import {
  isComparison,
  isInstant,
  isInterval,
  isProperty,
  isSpatial,
  isTemporal,
  isTextCall,
  type Comparison,
  type ComparisonOp,
  type Cql2,
  type In,
  type Scalar,
  type Spatial,
  type SpatialOp,
  type Temporal,
  type TemporalOp,
  type TextExpression,
} from './types.ts';

const MIRRORED: Readonly<Record<ComparisonOp, ComparisonOp>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
const NEGATED: Readonly<Record<ComparisonOp, ComparisonOp>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};
const SPATIAL_MIRRORED: Readonly<Record<SpatialOp, SpatialOp>> = {
  s_intersects: 's_intersects',
  s_disjoint: 's_disjoint',
  s_equals: 's_equals',
  s_touches: 's_touches',
  s_within: 's_contains',
  s_contains: 's_within',
  s_crosses: 's_crosses',
  s_overlaps: 's_overlaps',
};
const TEMPORAL_MIRRORED: Readonly<Record<TemporalOp, TemporalOp>> = {
  t_after: 't_before',
  t_before: 't_after',
  t_disjoint: 't_disjoint',
  t_equals: 't_equals',
  t_intersects: 't_intersects',
  t_contains: 't_during',
  t_during: 't_contains',
  t_finishedBy: 't_finishes',
  t_finishes: 't_finishedBy',
  t_meets: 't_metBy',
  t_metBy: 't_meets',
  t_overlappedBy: 't_overlaps',
  t_overlaps: 't_overlappedBy',
  t_startedBy: 't_starts',
  t_starts: 't_startedBy',
};

/** A filter in normal form that keeps the same features. The normal form of a normal form is itself. */
export function normalizeCql2(node: Cql2): Cql2 {
  if (typeof node === 'boolean') return node;
  if (isSpatial(node)) return normalizeSpatial(node);
  if (isTemporal(node)) return normalizeTemporal(node);
  if (isComparison(node))
    return normalizeComparison(node.op, normalizeScalar(node.args[0]), normalizeScalar(node.args[1]));
  switch (node.op) {
    case 'and':
    case 'or':
      return combine(node.op, node.args.map(normalizeCql2));
    case 'not':
      return negate(normalizeCql2(node.args[0]));
    case 'between': {
      const [value, from, to] = node.args.map(normalizeScalar);
      if (value === undefined || from === undefined || to === undefined)
        throw new RangeError('BETWEEN has three operands.');
      return combine('and', [normalizeComparison('>=', value, from), normalizeComparison('<=', value, to)]);
    }
    case 'in':
      return normalizeIn(node);
    case 'like': {
      const [text, pattern] = [normalizeText(node.args[0]), normalizeText(node.args[1])];
      return typeof text === 'string'
        ? fold({ op: 'like', args: [text, pattern] })
        : { op: 'like', args: [text, pattern] };
    }
    case 'isNull': {
      const operand = normalizeText(node.args[0]);
      return typeof operand === 'string' ? false : { op: 'isNull', args: [operand] };
    }
  }
}

function combine(op: 'and' | 'or', args: readonly Cql2[]): Cql2 {
  const absorbing = op === 'or';
  const flat = args.flatMap((each) => (typeof each !== 'boolean' && each.op === op ? each.args : [each]));
  if (flat.includes(absorbing)) return absorbing;
  const byText = new Map(flat.filter((each) => typeof each !== 'boolean').map((each) => [formatCql2(each), each]));
  const sorted = [...byText].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each);
  const [only, ...more] = sorted;
  if (only === undefined) return !absorbing;
  return more.length === 0 ? only : { op, args: sorted };
}

function negate(node: Cql2): Cql2 {
  if (typeof node === 'boolean') return !node;
  if (node.op === 'not') return node.args[0];
  if (isComparison(node)) return { op: NEGATED[node.op], args: node.args };
  return { op: 'not', args: [node] };
}

function normalizeText(text: TextExpression): TextExpression {
  if (!isTextCall(text)) return isProperty(text) ? { property: text.property } : text;
  const inner = normalizeText(text.args[0]);
  if (typeof inner === 'string') return text.op === 'casei' ? foldCase(inner) : foldAccents(inner);
  // Applying it twice changes nothing.
  return isTextCall(inner) && inner.op === text.op ? inner : { op: text.op, args: [inner] };
}

function normalizeScalar(value: Scalar): Scalar {
  if (typeof value !== 'object' || isInstant(value)) return value;
  return normalizeText(value);
}

const isConstant = (value: Scalar): boolean => typeof value !== 'object' || isInstant(value);

function normalizeComparison(op: ComparisonOp, left: Scalar, right: Scalar): Cql2 {
  if (isConstant(left) && isConstant(right)) return fold({ op, args: [left, right] });
  const swap = isConstant(left) || (!isConstant(right) && compareText(JSON.stringify(left), JSON.stringify(right)) > 0);
  return swap ? { op: MIRRORED[op], args: [right, left] } : { op, args: [left, right] };
}

function normalizeIn({ args }: In): Cql2 {
  const value = normalizeScalar(args[0]);
  const list = args[1].map(normalizeScalar);
  const isPlain = list.every((item) => typeof item !== 'object') && !isConstant(value);
  const items = [...new Map(list.map((item) => [JSON.stringify(item), item])).entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, item]) => item);
  if (isPlain && items.length > 1) return { op: 'in', args: [value, items] };
  return combine(
    'or',
    items.map((item) => normalizeComparison('=', value, item)),
  );
}

/** A comparison of constants of one type is true or false by itself. */
function fold(node: Comparison | { op: 'like'; args: readonly [string, TextExpression] }): Cql2 {
  const [left, right] = node.args;
  const alike =
    typeof left === typeof right &&
    (typeof left !== 'object' || (isInstant(left) && typeof right === 'object' && isInstant(right)));
  return alike ? (evaluateCql2(node, { id: '', provenance: '', attributes: {} }, new Map()) ?? node) : node;
}

function normalizeSpatial(node: Spatial): Cql2 {
  if (node.op === 's_disjoint') return negate(normalizeSpatial({ op: 's_intersects', args: node.args }));
  const [left, right] = node.args;
  const isSymmetric = SPATIAL_MIRRORED[node.op] === node.op;
  const both = isProperty(left) === isProperty(right);
  const swap = both ? isSymmetric && compareText(JSON.stringify(left), JSON.stringify(right)) > 0 : isProperty(right);
  return swap ? { op: SPATIAL_MIRRORED[node.op], args: [right, left] } : { op: node.op, args: [left, right] };
}

function normalizeTemporal(node: Temporal): Cql2 {
  if (node.op === 't_disjoint') return negate(normalizeTemporal({ op: 't_intersects', args: node.args }));
  const [left, right] = node.args;
  const isFixed = (value: Temporal['args'][number]): boolean =>
    isInstant(value) || (isInterval(value) && !value.interval.some(isProperty));
  if (isFixed(left) && isFixed(right))
    return evaluateCql2(node, { id: '', provenance: '', attributes: {} }, new Map()) ?? node;
  const swap = isFixed(left) || (!isFixed(right) && compareText(JSON.stringify(left), JSON.stringify(right)) > 0);
  return swap ? { op: TEMPORAL_MIRRORED[node.op], args: [right, left] } : { op: node.op, args: [left, right] };
}
