/** CQL2 Text → syntax tree, by recursive descent over the standard's grammar. */
import { Cql2Error, LIMITS, placeAt, type Cql2Term } from './error.ts';
import { parseGeometry, isGeometryWord } from './parse-wkt.ts';
import { parseInstant, parseInterval } from './parse-time.ts';
import {
  COMPARISONS,
  INSTANT_OPS,
  INTERVAL_OPS,
  SPATIAL_OPS,
  isOneOf,
  isTextExpression,
  type Cql2,
  type GeometryExpression,
  type IsNull,
  type Property,
  type Scalar,
  type TemporalExpression,
  type TextExpression,
} from './types.ts';
import type { Reference } from './reference.ts';
import { Tokens } from './tokens.ts';

/** Words that name no property unless quoted. Names of functions do, where no bracket follows. */
export const RESERVED: ReadonlySet<string> = new Set([
  'AND',
  'OR',
  'NOT',
  'LIKE',
  'BETWEEN',
  'IN',
  'IS',
  'NULL',
  'TRUE',
  'FALSE',
  'DIV',
]);

const SPATIAL = new Map(SPATIAL_OPS.map((op) => [op.toUpperCase(), op]));
const TEMPORAL = new Map([...INSTANT_OPS, ...INTERVAL_OPS].map((op) => [op.toUpperCase(), op]));
const ARRAY_FUNCTIONS = new Set(['A_EQUALS', 'A_CONTAINS', 'A_CONTAINEDBY', 'A_OVERLAPS']);
const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '^', 'DIV']);

/** Throws `Cql2Error`, whatever the text is. */
export function parseCql2Text(text: string, reference: Reference | null = null): Cql2 {
  const tokens = new Tokens(text, reference);
  const filter = parseOr(tokens, 0);
  if (tokens.next.kind !== 'end') refuse(tokens, 'and-or-end');
  return filter;
}

function parseOr(tokens: Tokens, depth: number): Cql2 {
  return parseLogical(tokens, 'or', () => parseLogical(tokens, 'and', () => parseNot(tokens, depth)));
}

function parseLogical(tokens: Tokens, op: 'and' | 'or', parseArgument: () => Cql2): Cql2 {
  const args = [parseArgument()];
  while (tokens.takeWord(op.toUpperCase())) args.push(parseArgument());
  const [only, ...more] = args;
  return only !== undefined && more.length === 0 ? only : tokens.count({ op, args });
}

function parseNot(tokens: Tokens, depth: number): Cql2 {
  if (depth > LIMITS.depth) throw new Cql2Error('too-deep', { position: tokens.next.position, max: LIMITS.depth });
  if (tokens.takeWord('NOT')) return tokens.count({ op: 'not', args: [parseNot(tokens, depth + 1)] });
  if (!tokens.takeSign('(')) return parsePredicate(tokens);
  const inner = parseOr(tokens, depth + 1);
  tokens.expectSign(')', 'and-or-end');
  // `(a + b) > c` begins like a condition in brackets.
  if (tokens.isSign(...COMPARISONS)) refuse(tokens, 'and-or-end');
  return inner;
}

function parsePredicate(tokens: Tokens): Cql2 {
  const { position } = tokens.next;
  return placeBy(parseFunctionPredicate(tokens) ?? parseComparison(tokens), position);
}

function placeBy(node: Cql2, position: number): Cql2 {
  return typeof node === 'boolean' ? node : placeAt(node, position);
}

function parseFunctionPredicate(tokens: Tokens): Cql2 | null {
  if (!tokens.isCall()) return null;
  const { keyword } = tokens.next;
  if (ARRAY_FUNCTIONS.has(keyword)) throw new Cql2Error('no-arrays', { position: tokens.next.position });
  const spatial = SPATIAL.get(keyword);
  if (spatial !== undefined)
    return tokens.count({ op: spatial, args: parsePair(tokens, () => parseGeometryOperand(tokens)) });
  const temporal = TEMPORAL.get(keyword);
  return temporal === undefined
    ? null
    : tokens.count({ op: temporal, args: parsePair(tokens, () => parseTemporalOperand(tokens)) });
}

function parsePair<T>(tokens: Tokens, parseArgument: () => T): [T, T] {
  tokens.advance();
  tokens.expectSign('(');
  const first = parseArgument();
  tokens.expectSign(',');
  const second = parseArgument();
  tokens.expectSign(')');
  return [first, second];
}

function parseGeometryOperand(tokens: Tokens): GeometryExpression {
  if (isGeometryWord(tokens)) return parseGeometry(tokens);
  return parseProperty(tokens) ?? refuse(tokens, 'geometry');
}

function parseTemporalOperand(tokens: Tokens): TemporalExpression {
  if (tokens.isCall() && tokens.next.keyword === 'INTERVAL') return parseInterval(tokens, () => parseProperty(tokens));
  return parseInstant(tokens) ?? parseProperty(tokens) ?? refuse(tokens, 'time');
}

function parseComparison(tokens: Tokens): Cql2 {
  const left = parseScalar(tokens, 'condition', 0);
  const { next } = tokens;
  if (isOneOf(COMPARISONS, next.keyword)) {
    tokens.advance();
    return tokens.count({ op: next.keyword, args: [left, parseScalar(tokens, 'operand', 0)] });
  }
  if (tokens.takeWord('IS')) return parseIsNull(tokens, left);
  const negated = tokens.takeWord('NOT');
  const predicate = parseLikeBetweenIn(tokens, left);
  if (predicate !== null) return negated ? tokens.count({ op: 'not', args: [predicate] }) : predicate;
  if (negated) refuse(tokens, 'like-between-in');
  // TRUE and FALSE are conditions by themselves.
  return typeof left === 'boolean' ? left : refuse(tokens, 'comparison');
}

function parseLikeBetweenIn(tokens: Tokens, left: Scalar): Exclude<Cql2, boolean> | null {
  const { position } = tokens.next;
  if (tokens.takeWord('LIKE')) {
    if (!isTextExpression(left)) throw new Cql2Error('expected', { position, expected: 'text', found: 'LIKE' });
    return tokens.count({ op: 'like', args: [left, parsePattern(tokens, 0)] });
  }
  if (tokens.takeWord('BETWEEN')) {
    const from = parseScalar(tokens, 'operand', 0);
    if (!tokens.takeWord('AND')) refuse(tokens, 'AND');
    return tokens.count({ op: 'between', args: [left, from, parseScalar(tokens, 'operand', 0)] });
  }
  if (!tokens.takeWord('IN')) return null;
  tokens.expectSign('(');
  const list = [parseScalar(tokens, 'operand', 0)];
  while (tokens.takeSign(',')) list.push(parseScalar(tokens, 'operand', 0));
  tokens.expectSign(')');
  return tokens.count({ op: 'in', args: [left, list] });
}

function parseIsNull(tokens: Tokens, operand: Scalar): Cql2 {
  const negated = tokens.takeWord('NOT');
  const { position } = tokens.next;
  if (!tokens.takeWord('NULL')) refuse(tokens, 'NULL');
  if (typeof operand !== 'object' || 'date' in operand || 'timestamp' in operand) {
    throw new Cql2Error('expected', { position, expected: 'property', found: 'NULL' });
  }
  const isNull: IsNull = tokens.count({ op: 'isNull', args: [operand] });
  return negated ? tokens.count({ op: 'not', args: [placeAt(isNull, position)] }) : isNull;
}

function parsePattern(tokens: Tokens, depth: number): TextExpression {
  const pattern = parseScalar(tokens, 'pattern', depth);
  // A pattern is a text of the filter itself, perhaps inside CASEI or ACCENTI.
  let inner = pattern;
  while (typeof inner === 'object' && 'op' in inner) inner = inner.args[0];
  if (typeof inner !== 'string' || !isTextExpression(pattern)) return refuse(tokens, 'pattern');
  return pattern;
}

function parseScalar(tokens: Tokens, expected: Cql2Term, depth: number): Scalar {
  const { next } = tokens;
  if (next.kind === 'string') {
    tokens.advance();
    return tokens.countLiteral(next.value);
  }
  if (next.kind === 'number') return tokens.countLiteral(tokens.takeNumber());
  if (tokens.takeWord('TRUE')) return tokens.countLiteral(true);
  if (tokens.takeWord('FALSE')) return tokens.countLiteral(false);
  if (next.keyword === 'NULL' && next.kind === 'word')
    throw new Cql2Error('no-null-literal', { position: next.position });
  return parseInstant(tokens) ?? parseTextCall(tokens, depth) ?? parseProperty(tokens) ?? refuse(tokens, expected);
}

function parseTextCall(tokens: Tokens, depth: number): Scalar | null {
  const { keyword, position } = tokens.next;
  if (!tokens.isCall() || (keyword !== 'CASEI' && keyword !== 'ACCENTI')) return null;
  if (depth > LIMITS.depth) throw new Cql2Error('too-deep', { position, max: LIMITS.depth });
  tokens.advance();
  tokens.expectSign('(');
  const argument = tokens.next.position;
  const text = parseScalar(tokens, 'text', depth + 1);
  if (!isTextExpression(text))
    throw new Cql2Error('expected', {
      position: argument,
      expected: 'text',
      found: typeof text === 'object' ? 'DATE' : String(text),
    });
  tokens.expectSign(')');
  return placeAt(
    tokens.count({ op: keyword === 'CASEI' ? ('casei' as const) : ('accenti' as const), args: [text] as const }),
    position,
  );
}

/** Null where something else than a name follows. */
function parseProperty(tokens: Tokens): Property | null {
  const { next } = tokens;
  if (next.kind !== 'name' && (next.kind !== 'word' || RESERVED.has(next.keyword))) return null;
  if (next.kind === 'word' && tokens.isCall()) {
    if (ARRAY_FUNCTIONS.has(next.keyword)) throw new Cql2Error('no-arrays', { position: next.position });
    // A condition or a geometry stands where it cannot: the error says what can.
    if (
      SPATIAL.has(next.keyword) ||
      TEMPORAL.has(next.keyword) ||
      isGeometryWord(tokens) ||
      next.keyword === 'INTERVAL'
    )
      return null;
    throw new Cql2Error('unknown-function', { position: next.position, name: next.text });
  }
  tokens.advance();
  return placeAt(tokens.count({ property: next.value }), next.position);
}

/** Throws an error that names what was found and what was expected. */
function refuse(tokens: Tokens, expected: Cql2Term): never {
  const { next } = tokens;
  const isSignedNumber =
    next.kind === 'number' && /^[+-]/.test(next.text) && expected !== 'operand' && expected !== 'condition';
  if (isSignedNumber || (next.kind !== 'string' && ARITHMETIC.has(next.keyword)))
    throw new Cql2Error('no-arithmetic', { position: next.position });
  return tokens.refuse(expected);
}
