/**
 * Filters in CQL2 → conditions in SQL. The text is put together from the words below alone: every name and value of
 * the filter is a parameter. Whatever a feature holds, evaluating the condition does not fail.
 */
import { gather, toEwkt, toSimple } from '../../tiles/filter/cql2/geometry.ts';
import { GEOMETRY_NAMES, type Queryables, type QueryableType } from '../../tiles/filter/cql2/queryables.ts';
import { CHINA_TIME, EARLIEST, extentOf, LATEST, type Extent } from '../../tiles/filter/cql2/time.ts';
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
  type Geometry,
  type GeometryExpression,
  type In,
  type Instant,
  type Interval,
  type IntervalEnd,
  type Property,
  type Scalar,
  type Spatial,
  type SpatialOp,
  type Temporal,
  type TemporalExpression,
  type TemporalOp,
  type TextExpression,
} from '../../tiles/filter/cql2/types.ts';
import { featureRows, FLIPPED, type MomentOp, type FilterRows, type LiteralType, type RowValues } from './rows.ts';
import type { SqlValue } from '../platform/db/types.ts';

export interface CompileOptions {
  /** Of the city, by its name in the tz database; that of China where absent. */
  readonly timeZone?: string | undefined;
  /** Id of the layer, where the rows are its features as of now: their times may be known to be spelt alike. */
  readonly layer?: string | undefined;
  /** What the filter can name: `queryablesOf(layer)`. The filter has passed `checkCql2` with them. */
  readonly columns: Queryables;
  /** Number of the first parameter: 3 makes `$3`, `$4` … */
  readonly firstParameter: number;
  /** What the rows are; those of the table of features where absent. */
  readonly rows?: (values: RowValues) => FilterRows;
}

export interface CompiledFilter {
  /**
   * A condition on a row of `feature` (or of `features_as_of`) named `f`, or on what `rows` says; true, false, or null
   * for unknown.
   */
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

export function compileCql2(
  filter: Cql2,
  { columns, firstParameter, layer, timeZone = CHINA_TIME, rows = featureRows }: CompileOptions,
): CompiledFilter {
  const compiler = new Compiler({ columns, firstParameter, layer, timeZone, rows });
  const sql = compiler.condition(filter);
  return { sql, params: compiler.params };
}

const SPATIAL: Readonly<Record<Exclude<SpatialOp, 's_disjoint'>, string>> = {
  s_intersects: 'ST_Intersects',
  s_equals: 'ST_Equals',
  s_touches: 'ST_Touches',
  s_within: 'ST_Within',
  s_contains: 'ST_Contains',
  s_crosses: 'ST_Crosses',
  s_overlaps: 'ST_Overlaps',
};

/** How an end of the left operand compares with one of the right. */
type Ends = (a: keyof Extent, op: MomentOp, b: keyof Extent) => string;

/** The same seen from the right operand. */
function swapped(ends: Ends): Ends {
  return (a, op, b) => ends(b, FLIPPED[op], a);
}

/** Whether a comparison of extents holds. */
const EXTENTS: Readonly<Record<ComparisonOp, (ends: Ends) => string>> = {
  '=': (ends) => `(${ends('start', '<=', 'last')} and ${ends('last', '>=', 'start')})`,
  '<>': (ends) => `(${ends('start', '>', 'last')} or ${ends('last', '<', 'start')})`,
  '<': (ends) => ends('last', '<', 'start'),
  '<=': (ends) => ends('start', '<=', 'last'),
  '>': (ends) => ends('start', '>', 'last'),
  '>=': (ends) => ends('last', '>=', 'start'),
};

const TEMPORAL: Readonly<Record<TemporalOp, (ends: Ends) => string>> = {
  t_after: EXTENTS['>'],
  t_before: EXTENTS['<'],
  t_intersects: EXTENTS['='],
  t_disjoint: EXTENTS['<>'],
  t_equals: (ends) => `(${ends('start', '=', 'start')} and ${ends('last', '=', 'last')})`,
  t_contains: (ends) => `(${ends('start', '<', 'start')} and ${ends('last', '>', 'last')})`,
  t_during: (ends) => TEMPORAL.t_contains(swapped(ends)),
  t_finishes: (ends) => `(${ends('start', '>', 'start')} and ${ends('last', '=', 'last')})`,
  t_finishedBy: (ends) => TEMPORAL.t_finishes(swapped(ends)),
  t_meets: (ends) => ends('end', '=', 'start'),
  t_metBy: (ends) => TEMPORAL.t_meets(swapped(ends)),
  t_overlaps: (ends) =>
    `(${ends('start', '<', 'start')} and ${ends('last', '>', 'start')} and ${ends('last', '<', 'last')})`,
  t_overlappedBy: (ends) => TEMPORAL.t_overlaps(swapped(ends)),
  t_starts: (ends) => `(${ends('start', '=', 'start')} and ${ends('last', '<', 'last')})`,
  t_startedBy: (ends) => TEMPORAL.t_starts(swapped(ends)),
};

/** One end of an operand in time: a property's, or a moment in microseconds since 1970. */
type End = { readonly property: Property; readonly side: keyof Extent } | bigint;

/** An operand in time by its ends. */
type Side = (side: keyof Extent) => End;

interface CompilerParts {
  readonly columns: Queryables;
  readonly firstParameter: number;
  readonly layer: string | undefined;
  readonly timeZone: string;
  readonly rows: (values: RowValues) => FilterRows;
}

class Compiler {
  readonly params: SqlValue[] = [];
  readonly #columns: Queryables;
  readonly #first: number;
  readonly #timeZone: string;
  readonly #rows: FilterRows;
  readonly #names = new Map<string, string>();
  #zoneParameter: string | null = null;
  /** Inside a NOT it matters whether a condition is false or unknown. */
  #isNegated = false;

  constructor({ columns, firstParameter, layer, timeZone, rows }: CompilerParts) {
    this.#timeZone = timeZone;
    this.#columns = columns;
    this.#first = firstParameter;
    this.#rows = rows({
      timeZone,
      layer,
      parameter: (value, type, list) => this.#parameter(value, type, list),
      name: (property) => this.#name(property),
      zone: () => this.#zone(),
    });
  }

  condition(node: Cql2): string {
    if (typeof node === 'boolean') return node ? 'true' : 'false';
    if (isSpatial(node)) return this.#spatial(node);
    if (isTemporal(node)) return this.#temporal(node);
    if (isComparison(node)) return this.#comparison(node);
    switch (node.op) {
      case 'and':
      case 'or':
        return `(${node.args.map((each) => this.condition(each)).join(node.op === 'and' ? ' and ' : ' or ')})`;
      case 'not':
        return `not (${this.#negated(() => this.condition(node.args[0]))})`;
      case 'between': {
        const [value, from, to] = node.args;
        return `(${this.#comparison({ op: '>=', args: [value, from] })} and ${this.#comparison({ op: '<=', args: [value, to] })})`;
      }
      case 'in':
        return this.#in(node);
      case 'like':
        return `${this.#pattern(node.args[0])} like ${this.#text(node.args[1])}`;
      case 'isNull':
        return `${this.#nullable(node.args[0])} is null`;
    }
  }

  #negated(make: () => string): string {
    const before = this.#isNegated;
    this.#isNegated = true;
    const sql = make();
    this.#isNegated = before;
    return sql;
  }

  #comparison({ op, args: [left, right] }: Comparison): string {
    const type = [this.#typeOf(left), this.#typeOf(right)].includes('instant') ? 'instant' : this.#typeOf(left);
    if (type === 'instant') return EXTENTS[op](this.#ends(this.#side(left), this.#side(right)));
    const direct =
      isProperty(left) && typeof right !== 'object'
        ? this.#rows.compare?.(left, op, right, this.#isNegated)
        : isProperty(right) && typeof left !== 'object'
          ? this.#rows.compare?.(right, FLIPPED[op], left, this.#isNegated)
          : null;
    return direct ?? `${this.#scalar(left)} ${op} ${this.#scalar(right)}`;
  }

  #in({ args: [value, list] }: In): string {
    const type = this.#typeOf(value);
    const isPlain = type !== 'instant' && list.every((item) => typeof item !== 'object');
    if (!isPlain) return `(${list.map((item) => this.#comparison({ op: '=', args: [value, item] })).join(' or ')})`;
    const items = list.filter((item) => typeof item !== 'object');
    const direct = isProperty(value) ? this.#rows.isAny?.(value, items, this.#isNegated) : null;
    return direct ?? `${this.#scalar(value)} = any(${this.#parameter(items, SQL_TYPES[type], '[]')})`;
  }

  #spatial({ op, args: [left, right] }: Spatial): string {
    if (op === 's_disjoint')
      return `not ${this.#negated(() => this.#spatial({ op: 's_intersects', args: [left, right] }))}`;
    const isExact = `${SPATIAL[op]}(${this.#geometry(left, op)}, ${this.#geometry(right, op)})`;
    const literal = isProperty(left) ? right : left;
    // Whatever these predicates hold for, its boxes meet: the index finds them.
    if (isProperty(literal) || !(isProperty(left) || isProperty(right))) return isExact;
    return `(${this.#rows.meets(literal)} and ${isExact})`;
  }

  #geometry(value: GeometryExpression, op: SpatialOp): string {
    return isProperty(value)
      ? this.#rows.geometry
      : this.#parameter(toEwkt(op === 's_intersects' ? value : gathered(value)), 'geometry');
  }

  #temporal({ op, args: [left, right] }: Temporal): string {
    return TEMPORAL[op](this.#ends(this.#side(left), this.#side(right)));
  }

  /** An operand in time; a text beside one reads as one, or `checkCql2` had refused it. */
  #side(value: Scalar | TemporalExpression): Side {
    if (typeof value === 'object' && isInterval(value)) return this.#interval(value);
    if (isProperty(value)) return (side) => ({ property: value, side });
    if (typeof value === 'string' || (typeof value === 'object' && isInstant(value))) {
      const extent = extentOfLiteral(value, this.#timeZone);
      return (side) => extent[side];
    }
    throw new RangeError('The filter was not checked: a value is compared with a time.');
  }

  #interval({ interval: [from, to] }: Interval): Side {
    const end = (value: IntervalEnd, side: keyof Extent, open: bigint): End => {
      if (isProperty(value)) return { property: value, side };
      return value === '..' ? open : extentOfLiteral(value, this.#timeZone)[side];
    };
    return (side) => (side === 'start' ? end(from, side, EARLIEST) : end(to, side, LATEST));
  }

  #ends(left: Side, right: Side): Ends {
    return (a, op, b) => {
      const [first, second] = [left(a), right(b)];
      const direct =
        typeof first === 'object' && typeof second === 'bigint'
          ? this.#rows.compareMoment?.(first.property, first.side, op, second, this.#isNegated)
          : typeof first === 'bigint' && typeof second === 'object'
            ? this.#rows.compareMoment?.(second.property, second.side, FLIPPED[op], first, this.#isNegated)
            : null;
      return direct ?? `${this.#moment(first)} ${op} ${this.#moment(second)}`;
    };
  }

  #moment(end: End): string {
    if (typeof end === 'bigint') return this.#parameter(String(end), 'bigint');
    return this.#rows.moment(end.property, end.side);
  }

  #scalar(value: Scalar): string {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
      case 'boolean':
        return this.#parameter(value, SQL_TYPES[this.#typeOf(value)]);
      default:
    }
    if (isInstant(value)) throw new RangeError('Times are compared by their ends.');
    if (isTextCall(value)) return this.#text(value);
    switch (this.#typeOf(value)) {
      case 'number':
        return this.#rows.number(value);
      case 'boolean':
        return this.#rows.flag(value);
      default:
        return this.#text(value);
    }
  }

  /** In the collation that orders by code points, whatever the database's is. */
  #text(value: TextExpression): string {
    if (typeof value === 'string') return this.#parameter(value, 'text');
    if (isTextCall(value)) {
      const folded = this.#text(value.args[0]);
      return `(${value.op === 'casei' ? this.#rows.foldCase(folded) : this.#rows.foldAccents(folded)} collate "C")`;
    }
    return this.#rows.text(value);
  }

  /** What LIKE looks at: it goes by code points whatever the collation is. */
  #pattern(value: TextExpression): string {
    return (isProperty(value) ? this.#rows.pattern?.(value) : null) ?? this.#text(value);
  }

  #nullable(value: Exclude<TextExpression, string>): string {
    return isProperty(value) && GEOMETRY_NAMES.includes(value.property) ? this.#rows.geometry : this.#scalar(value);
  }

  #typeOf(value: Scalar): QueryableType {
    if (typeof value === 'string') return 'string';
    if (typeof value === 'number') return 'number';
    if (typeof value === 'boolean') return 'boolean';
    if (isInstant(value)) return 'instant';
    if (isTextCall(value)) return 'string';
    const type = this.#columns.get(value.property);
    if (type === undefined) throw new RangeError(`The filter was not checked: ${value.property} is no column.`);
    return type;
  }

  /** The time zone: one parameter, however often it comes. */
  #zone(): string {
    this.#zoneParameter ??= this.#parameter(this.#timeZone, 'text');
    return this.#zoneParameter;
  }

  /** The name of an attribute: one parameter, however often it comes. */
  #name({ property }: Property): string {
    const known = this.#names.get(property) ?? this.#parameter(property, 'text');
    this.#names.set(property, known);
    return known;
  }

  #parameter(value: SqlValue, type: LiteralType, list: '' | '[]' = ''): string {
    this.params.push(value);
    return `$${String(this.#first + this.params.length - 1)}::${type}${list}`;
  }
}

const SQL_TYPES = {
  string: 'text',
  number: 'numeric',
  boolean: 'boolean',
  instant: 'text',
  geometry: 'geometry',
} as const;

function extentOfLiteral(value: string | Instant, timeZone: string): Extent {
  const text = typeof value === 'string' ? value : 'date' in value ? value.date : value.timestamp;
  const extent = extentOf(text, timeZone);
  if (extent === null) throw new RangeError('The filter was not checked: a text is compared with a time.');
  return extent;
}

/** Predicates other than "intersects" take collections of one kind, as what they are together. */
function gathered(geometry: Geometry): Geometry {
  const simple = toSimple(geometry);
  return simple.type === 'GeometryCollection' ? (gather(simple) ?? simple) : simple;
}
