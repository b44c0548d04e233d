/** CQL2 JSON → syntax tree. */
import { quoteRounded } from '../../exact-json.ts';
import { Cql2Error, LIMITS, shorten } from './error.ts';
import { checkText, dot, isObject, refuse, type Fields } from './json-value.ts';
import { parseJsonGeometry } from './parse-geojson.ts';
import { makeInterval, readDate, readIntervalEnd, readTimestamp } from './parse-time.ts';
import type { Reference } from './reference.ts';
import {
  COMPARISONS,
  SPATIAL_OPS,
  TEMPORAL_OPS,
  isOneOf,
  isTextExpression,
  type Cql2,
  type GeometryExpression,
  type Instant,
  type IntervalEnd,
  type Property,
  type Scalar,
  type TemporalExpression,
  type TextExpression,
} from './types.ts';

/** Throws `Cql2Error`, whatever the value is. */
export function parseCql2Json(value: unknown, reference: Reference | null = null): Cql2 {
  return new Reader(reference).condition(value, '', 0);
}

/** CQL2 JSON as it stands in an address. Throws `Cql2Error`. */
export function parseCql2JsonText(text: string, reference: Reference | null = null): Cql2 {
  if (text.length > LIMITS.longest) throw new Cql2Error('too-long', { max: LIMITS.longest });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new Cql2Error('json-syntax', position === undefined ? {} : { position: Number(position) + 1 });
  }
  const exact = quoteRounded(text, ROUNDED);
  return parseCql2Json(exact === text ? value : JSON.parse(exact), reference);
}

/** Before the digits of a whole number that would be rounded. No text of a filter begins with it. */
const ROUNDED = '\ue000\ue001';

const NOT_SUPPORTED: Readonly<Record<string, 'no-arithmetic' | 'no-arrays'>> = {
  '+': 'no-arithmetic',
  '-': 'no-arithmetic',
  '*': 'no-arithmetic',
  '/': 'no-arithmetic',
  '%': 'no-arithmetic',
  '^': 'no-arithmetic',
  div: 'no-arithmetic',
  a_equals: 'no-arrays',
  a_contains: 'no-arrays',
  a_containedBy: 'no-arrays',
  a_overlaps: 'no-arrays',
};

class Reader {
  readonly #reference: Reference | null;
  #nodes = 0;
  #positions = 0;

  constructor(reference: Reference | null) {
    this.#reference = reference;
  }

  condition(value: unknown, path: string, depth: number): Cql2 {
    this.#enter(path, depth);
    if (typeof value === 'boolean') return value;
    if (!isObject(value) || !('op' in value)) return refuse(value, path, 'condition');
    const { op } = value;
    if (typeof op !== 'string') return refuse(op, `${dot(path)}op`, 'string');
    const args = (count: 1 | 2 | 3): readonly unknown[] => this.#args(value, path, count);
    const at = (index: number): string => `${dot(path)}args[${String(index)}]`;
    if (op === 'and' || op === 'or') {
      const list = value.args;
      if (!Array.isArray(list) || list.length < 2) return refuse(list, `${dot(path)}args`, 'two');
      return { op, args: list.map((each, index) => this.condition(each, at(index), depth + 1)) };
    }
    if (op === 'not') return { op, args: [this.condition(args(1)[0], at(0), depth + 1)] };
    if (isOneOf(COMPARISONS, op))
      return { op, args: [this.scalar(args(2)[0], at(0), depth), this.scalar(args(2)[1], at(1), depth)] };
    if (op === 'between')
      return {
        op,
        args: [
          this.scalar(args(3)[0], at(0), depth),
          this.scalar(args(3)[1], at(1), depth),
          this.scalar(args(3)[2], at(2), depth),
        ],
      };
    if (op === 'like')
      return { op, args: [this.text(args(2)[0], at(0), depth), this.pattern(args(2)[1], at(1), depth)] };
    if (op === 'in') {
      const list = args(2)[1];
      if (!Array.isArray(list) || list.length === 0) return refuse(list, at(1), 'list');
      return {
        op,
        args: [
          this.scalar(args(2)[0], at(0), depth),
          list.map((each, index) => this.scalar(each, `${at(1)}[${String(index)}]`, depth)),
        ],
      };
    }
    if (op === 'isNull') {
      const operand = this.scalar(args(1)[0], at(0), depth);
      if (typeof operand !== 'object' || 'date' in operand || 'timestamp' in operand)
        return refuse(args(1)[0], at(0), 'property');
      return { op, args: [operand] };
    }
    if (isOneOf(SPATIAL_OPS, op))
      return { op, args: [this.geometry(args(2)[0], at(0)), this.geometry(args(2)[1], at(1))] };
    if (isOneOf(TEMPORAL_OPS, op)) return { op, args: [this.time(args(2)[0], at(0)), this.time(args(2)[1], at(1))] };
    throw unknownOp(op, path);
  }

  scalar(value: unknown, path: string, depth: number): Scalar {
    this.#enter(path, depth);
    switch (typeof value) {
      case 'boolean':
        return value;
      case 'string':
        if (value.startsWith(ROUNDED))
          throw new Cql2Error('bad-number', { path, found: shorten(value.slice(ROUNDED.length)) });
        return checkText(value, path);
      case 'number':
        if (!Number.isFinite(value)) throw new Cql2Error('bad-number', { path, found: String(value) });
        return value === 0 ? 0 : value;
      default:
    }
    if (!isObject(value)) {
      if (value === null) throw new Cql2Error('no-null-literal', { path });
      return refuse(value, path, 'operand');
    }
    const { op } = value;
    if (op === 'casei' || op === 'accenti')
      return { op, args: [this.text(this.#args(value, path, 1)[0], `${dot(path)}args[0]`, depth + 1)] };
    if (typeof op === 'string') {
      if (isOneOf(COMPARISONS, op) || Object.hasOwn(CONDITIONS, op)) return refuse(value, path, 'operand');
      throw unknownOp(op, path);
    }
    return instantOf(value, path) ?? propertyOf(value, path) ?? refuse(value, path, 'operand');
  }

  text(value: unknown, path: string, depth: number): TextExpression {
    const scalar = this.scalar(value, path, depth);
    return isTextExpression(scalar) ? scalar : refuse(value, path, 'text');
  }

  pattern(value: unknown, path: string, depth: number): TextExpression {
    const pattern = this.text(value, path, depth);
    let inner = pattern;
    while (typeof inner === 'object' && 'op' in inner) inner = inner.args[0];
    return typeof inner === 'string' ? pattern : refuse(value, path, 'pattern');
  }

  time(value: unknown, path: string): TemporalExpression {
    this.#enter(path, 0);
    if (!isObject(value)) return refuse(value, path, 'time');
    if ('interval' in value) {
      const ends = value.interval;
      if (!Array.isArray(ends) || ends.length !== 2) return refuse(ends, `${dot(path)}interval`, 'two');
      return makeInterval(
        this.#end(ends[0], `${dot(path)}interval[0]`),
        this.#end(ends[1], `${dot(path)}interval[1]`),
        { path },
      );
    }
    return instantOf(value, path) ?? propertyOf(value, path) ?? refuse(value, path, 'time');
  }

  geometry(value: unknown, path: string): GeometryExpression {
    this.#enter(path, 0);
    if (!isObject(value)) return refuse(value, path, 'geometry');
    return (
      propertyOf(value, path) ??
      parseJsonGeometry(value, path, { countPosition: () => this.#countPosition(path), reference: this.#reference })
    );
  }

  #end(value: unknown, path: string): IntervalEnd {
    this.#enter(path, 0);
    if (typeof value === 'string') return readIntervalEnd(value, { path });
    return (isObject(value) ? propertyOf(value, path) : null) ?? refuse(value, path, 'interval-end');
  }

  #args(value: Fields, path: string, count: 1 | 2 | 3): readonly unknown[] {
    const { args } = value;
    if (Array.isArray(args) && args.length === count) return args;
    return refuse(args, `${dot(path)}args`, ({ 1: 'one', 2: 'two', 3: 'three' } as const)[count]);
  }

  #enter(path: string, depth: number): void {
    if (depth > LIMITS.depth) throw new Cql2Error('too-deep', { path: shorten(path), max: LIMITS.depth });
    this.#nodes += 1;
    if (this.#nodes > LIMITS.nodes) throw new Cql2Error('too-large', { path: shorten(path), max: LIMITS.nodes });
  }

  #countPosition(path: string): void {
    this.#positions += 1;
    if (this.#positions > LIMITS.positions) throw new Cql2Error('too-many-positions', { path, max: LIMITS.positions });
  }
}

const CONDITIONS = Object.fromEntries(
  ['and', 'or', 'not', 'like', 'between', 'in', 'isNull', ...SPATIAL_OPS, ...TEMPORAL_OPS].map((op) => [op, true]),
);

function unknownOp(op: string, path: string): Cql2Error {
  if (Object.hasOwn(NOT_SUPPORTED, op)) return new Cql2Error(NOT_SUPPORTED[op] ?? 'json-op', { path });
  return new Cql2Error('json-op', { path: `${dot(path)}op`, found: shorten(op) });
}

function instantOf(value: Fields, path: string): Instant | null {
  if ('date' in value)
    return typeof value.date === 'string'
      ? readDate(value.date, { path: `${dot(path)}date` })
      : refuse(value.date, `${dot(path)}date`, 'string');
  if (!('timestamp' in value)) return null;
  return typeof value.timestamp === 'string'
    ? readTimestamp(value.timestamp, { path: `${dot(path)}timestamp` })
    : refuse(value.timestamp, `${dot(path)}timestamp`, 'string');
}

function propertyOf(value: Fields, path: string): Property | null {
  if (!('property' in value)) return null;
  if (typeof value.property !== 'string' || value.property === '' || value.property.includes('"'))
    return refuse(value.property, `${dot(path)}property`, 'property');
  return { property: checkText(value.property, `${dot(path)}property`) };
}
