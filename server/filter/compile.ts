/**
 * Filters in CQL2 → conditions in SQL. The text is put together from the words below alone: every name and value of
 * the filter is a parameter. Whatever a feature holds, evaluating the condition does not fail.
 */
import { gather, toBox3857, toEwkt, toSimple } from '../../tiles/filter/cql2/geometry.ts';
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
import type { SqlValue } from '../platform/db/types.ts';

export interface CompileOptions {
  /** Of the city, by its name in the tz database; that of China where absent. */
  readonly timeZone?: string | undefined;
  /** What the filter can name: `queryablesOf(layer)`. The filter has passed `checkCql2` with them. */
  readonly columns: Queryables;
  /** Number of the first parameter: 3 makes `$3`, `$4` … */
  readonly firstParameter: number;
}

export interface CompiledFilter {
  /** A condition on a row of `feature` (or of `features_as_of`) named `f`; true, false, or null for unknown. */
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

export function compileCql2(
  filter: Cql2,
  { columns, firstParameter, timeZone = CHINA_TIME }: CompileOptions,
): CompiledFilter {
  const compiler = new Compiler(columns, firstParameter, timeZone);
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

/** Whether a comparison of extents holds: of the ends of the left and the right side. */
const EXTENTS: Readonly<Record<ComparisonOp, (a: Side, b: Side) => string>> = {
  '=': (a, b) => `(${a('start')} <= ${b('last')} and ${a('last')} >= ${b('start')})`,
  '<>': (a, b) => `(${a('start')} > ${b('last')} or ${a('last')} < ${b('start')})`,
  '<': (a, b) => `${a('last')} < ${b('start')}`,
  '<=': (a, b) => `${a('start')} <= ${b('last')}`,
  '>': (a, b) => `${a('start')} > ${b('last')}`,
  '>=': (a, b) => `${a('last')} >= ${b('start')}`,
};

const TEMPORAL: Readonly<Record<TemporalOp, (a: Side, b: Side) => string>> = {
  t_after: EXTENTS['>'],
  t_before: EXTENTS['<'],
  t_intersects: EXTENTS['='],
  t_disjoint: (a, b) => `not ${EXTENTS['='](a, b)}`,
  t_equals: (a, b) => `(${a('start')} = ${b('start')} and ${a('last')} = ${b('last')})`,
  t_contains: (a, b) => `(${a('start')} < ${b('start')} and ${a('last')} > ${b('last')})`,
  t_during: (a, b) => TEMPORAL.t_contains(b, a),
  t_finishes: (a, b) => `(${a('start')} > ${b('start')} and ${a('last')} = ${b('last')})`,
  t_finishedBy: (a, b) => TEMPORAL.t_finishes(b, a),
  t_meets: (a, b) => `${a('end')} = ${b('start')}`,
  t_metBy: (a, b) => TEMPORAL.t_meets(b, a),
  t_overlaps: (a, b) =>
    `(${a('start')} < ${b('start')} and ${a('last')} > ${b('start')} and ${a('last')} < ${b('last')})`,
  t_overlappedBy: (a, b) => TEMPORAL.t_overlaps(b, a),
  t_starts: (a, b) => `(${a('start')} = ${b('start')} and ${a('last')} < ${b('last')})`,
  t_startedBy: (a, b) => TEMPORAL.t_starts(b, a),
};

/** The SQL of one end of an operand in time. */
type Side = (side: keyof Extent) => string;

class Compiler {
  readonly params: SqlValue[] = [];
  readonly #columns: Queryables;
  readonly #first: number;
  readonly #names = new Map<string, string>();
  #zoneParameter: string | null = null;

  readonly #timeZone: string;

  constructor(columns: Queryables, firstParameter: number, timeZone: string) {
    this.#timeZone = timeZone;
    this.#columns = columns;
    this.#first = firstParameter;
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
        return `not (${this.condition(node.args[0])})`;
      case 'between': {
        const [value, from, to] = node.args;
        return `(${this.#comparison({ op: '>=', args: [value, from] })} and ${this.#comparison({ op: '<=', args: [value, to] })})`;
      }
      case 'in':
        return this.#in(node);
      case 'like':
        return `${this.#text(node.args[0])} like ${this.#text(node.args[1])}`;
      case 'isNull':
        return `${this.#nullable(node.args[0])} is null`;
    }
  }

  #comparison({ op, args: [left, right] }: Comparison): string {
    const type = [this.#typeOf(left), this.#typeOf(right)].includes('instant') ? 'instant' : this.#typeOf(left);
    if (type === 'instant') return EXTENTS[op](this.#side(left), this.#side(right));
    return `${this.#scalar(left)} ${op} ${this.#scalar(right)}`;
  }

  #in({ args: [value, list] }: In): string {
    const type = this.#typeOf(value);
    const isPlain = type !== 'instant' && list.every((item) => typeof item !== 'object');
    if (!isPlain) return `(${list.map((item) => this.#comparison({ op: '=', args: [value, item] })).join(' or ')})`;
    return `${this.#scalar(value)} = any(${this.#parameter(
      list.filter((item) => typeof item !== 'object'),
      SQL_TYPES[type],
      '[]',
    )})`;
  }

  #spatial({ op, args: [left, right] }: Spatial): string {
    if (op === 's_disjoint') return `not ${this.#spatial({ op: 's_intersects', args: [left, right] })}`;
    const isExact = `${SPATIAL[op]}(${this.#geometry(left, op)}, ${this.#geometry(right, op)})`;
    const literal = isProperty(left) ? right : left;
    // Whatever these predicates hold for, its boxes meet: the index finds them.
    if (isProperty(literal) || !(isProperty(left) || isProperty(right))) return isExact;
    return `(f.geom_3857 && ${this.#parameter(toBox3857(literal), 'geometry')} and ${isExact})`;
  }

  #geometry(value: GeometryExpression, op: SpatialOp): string {
    return isProperty(value)
      ? 'f.geom'
      : this.#parameter(toEwkt(op === 's_intersects' ? value : gathered(value)), 'geometry');
  }

  #temporal({ op, args: [left, right] }: Temporal): string {
    return TEMPORAL[op](this.#side(left), this.#side(right));
  }

  /** An operand in time; a text beside one reads as one, or `checkCql2` had refused it. */
  #side(value: Scalar | TemporalExpression): Side {
    if (typeof value === 'object' && isInterval(value)) return this.#interval(value);
    if (isProperty(value)) return (side) => this.#moment(value, side);
    if (typeof value === 'string' || (typeof value === 'object' && isInstant(value))) {
      const extent = extentOfLiteral(value, this.#timeZone);
      return (side) => this.#parameter(String(extent[side]), 'bigint');
    }
    throw new RangeError('The filter was not checked: a value is compared with a time.');
  }

  #interval({ interval: [from, to] }: Interval): Side {
    const end = (value: IntervalEnd, side: keyof Extent, open: bigint): string => {
      if (isProperty(value)) return this.#moment(value, side);
      return this.#parameter(String(value === '..' ? open : extentOfLiteral(value, this.#timeZone)[side]), 'bigint');
    };
    return (side) => (side === 'start' ? end(from, side, EARLIEST) : end(to, side, LATEST));
  }

  #moment(property: Property, side: keyof Extent): string {
    const text = this.#text(property);
    if (this.#timeZone === CHINA_TIME) return `filter_moment(${text}, '${side}')`;
    return `filter_moment_in(${text}, '${side}', ${this.#zone()})`;
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
        return `filter_number(f.attributes, ${this.#name(value)})`;
      case 'boolean':
        return `filter_flag(f.attributes, ${this.#name(value)})`;
      default:
        return this.#text(value);
    }
  }

  /** In the collation that orders by code points, whatever the database's is. */
  #text(value: TextExpression): string {
    if (typeof value === 'string') return this.#parameter(value, 'text');
    if (isTextCall(value))
      return `(${value.op === 'casei' ? 'filter_fold_case' : 'filter_fold_accents'}(${this.#text(value.args[0])}) collate "C")`;
    if (value.property === 'id') return '(f.feature_id collate "C")';
    if (value.property === 'provenance') return '(f.provenance collate "C")';
    return `(filter_text(f.attributes, ${this.#name(value)}) collate "C")`;
  }

  #nullable(value: Exclude<TextExpression, string>): string {
    return isProperty(value) && GEOMETRY_NAMES.includes(value.property) ? 'f.geom' : this.#scalar(value);
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

  #parameter(
    value: SqlValue,
    type: 'text' | 'numeric' | 'boolean' | 'bigint' | 'geometry',
    list: '' | '[]' = '',
  ): string {
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
