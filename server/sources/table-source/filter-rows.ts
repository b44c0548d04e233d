/**
 * Filters on the typed columns of a table. What the service's own database has functions for is written out here, as
 * nothing is made in the database of a source. Wherever an index on a column can answer, the condition is one that it
 * does: the column stands alone on one side.
 */
import { boundsOf3857 } from '../../../tiles/filter/cql2/geometry.ts';
import { CASE_PAIRS } from '../../../tiles/filter/cql2/fold.ts';
import { CHINA_TIME, type Extent } from '../../../tiles/filter/cql2/time.ts';
import type { Property } from '../../../tiles/filter/cql2/types.ts';
import type { FilterRows, MomentOp, RowValues } from '../../filter/rows.ts';
import {
  CHINA_US,
  clockText,
  compareMomentText,
  DAY_US,
  dateText,
  END_US,
  FIRST_US,
  floorDivide,
} from '../../filter/moments.ts';
import { degreesOf, meets, type Ground } from './ground.ts';
import { quoteText } from './names.ts';
import { isWhole, of, type TableSql } from './table-sql.ts';
import type { TableColumn } from '../table.ts';

/** Beyond it microseconds since 1970 are no bigint. */
const FARTHEST = `'200000-01-01 00:00:00+00'`;

export function tableRows(table: TableSql, ground: Ground): (values: RowValues) => FilterRows {
  return (values) => new TableRows(table, ground, values);
}

class TableRows implements FilterRows {
  readonly geometry: string;
  readonly #table: TableSql;
  readonly #ground: Ground;
  readonly #values: RowValues;

  constructor(table: TableSql, ground: Ground, values: RowValues) {
    this.#table = table;
    this.#ground = ground;
    this.#values = values;
    this.geometry = table.flatIn(4326);
  }

  meets(geometry: Parameters<FilterRows['meets']>[0]): string {
    const box = degreesOf(boundsOf3857(geometry));
    const add = (value: unknown, type: string): string =>
      // `meets` asks for no other type than these two.
      this.#values.parameter(String(value), type === 'geography' ? 'geography' : 'geometry');
    return meets(this.#ground, this.#table.column, box, { add }) ?? 'false';
  }

  text(property: Property): string {
    if (property.property === 'id') return `((${this.#table.id}) collate "C")`;
    if (property.property === 'provenance') return `('imported'::text collate "C")`;
    const column = this.#column(property);
    return column === null ? 'null::text collate "C"' : `((${this.#table.text(column)}) collate "C")`;
  }

  pattern(property: Property): string | null {
    const column = this.#column(property);
    return column !== null && isPlainText(column) ? of(column) : null;
  }

  number(property: Property): string {
    const column = this.#column(property);
    if (column === null) return 'null::numeric';
    const sql = of(column);
    switch (column.kind) {
      case 'integer':
        return `${sql}::numeric`;
      case 'exact':
        return isWhole(column)
          ? `${sql}::numeric`
          : `case when ${sql} not in ('NaN', 'Infinity', '-Infinity') then ${sql} end`;
      case 'number':
        // By its text, which has all digits; a cast to numeric keeps fifteen.
        return `case when ${sql} not in ('NaN', 'Infinity', '-Infinity') then (${sql}::text)::numeric end`;
      case 'text':
      case 'boolean':
      case 'date':
      case 'moment':
      case 'local-time':
      case 'json':
      case 'array':
      case 'other':
        return 'null::numeric';
    }
  }

  flag(property: Property): string {
    const column = this.#column(property);
    return column?.kind === 'boolean' ? of(column) : 'null::boolean';
  }

  moment(property: Property, side: keyof Extent): string {
    const column = this.#column(property);
    if (column === null) return 'null::bigint';
    const sql = of(column);
    switch (column.kind) {
      case 'date':
        return `case when ${sql} >= date '0001-01-01' and ${sql} < date '10000-01-01' then ${this.#dayEnd(sql, side)} end`;
      case 'moment':
        return `case when ${sql} > '-infinity' and ${sql} < timestamptz ${FARTHEST} then (extract(epoch from ${sql}) * 1000000)::bigint end`;
      case 'local-time':
        return `case when ${sql} > '-infinity' and ${sql} < timestamp ${FARTHEST} then ${this.#localMicroseconds(sql)} end`;
      case 'text':
      case 'integer':
      case 'exact':
      case 'number':
      case 'boolean':
      case 'json':
      case 'array':
      case 'other':
        return this.#momentOfText(this.#table.text(column), side);
    }
  }

  foldCase(sql: string): string {
    const upper = this.#values.parameter(CASE_PAIRS.upper, 'text');
    const lower = this.#values.parameter(CASE_PAIRS.lower, 'text');
    // All letters that have a case beyond ASCII lie above it: other texts are folded the fast way.
    return `(select case when written ~ '^[\\u0001-\\u007F]*$' then lower(written) else translate(written, ${upper}, ${lower}) end from (select (${sql}) collate "C" as written offset 0) as folding)`;
  }

  foldAccents(sql: string): string {
    return `(select case when written ~ '^[\\u0001-\\u007F]*$' then written else regexp_replace(normalize(written, NFD) collate "C", '[\\u0300-\\u036F]', '', 'g') end from (select (${sql}) collate "C" as written offset 0) as folding)`;
  }

  compare(
    property: Property,
    op: '=' | '<>' | '<' | '<=' | '>' | '>=',
    value: string | number | boolean,
    isNegated: boolean,
  ): string | null {
    if (typeof value === 'boolean') return null;
    if (typeof value === 'number') return this.#compareNumber(property, op, value, isNegated);
    if (op !== '=') return null;
    if (property.property === 'id') return this.#hasId(value);
    const column = this.#column(property);
    return column !== null && isPlainText(column) ? `${of(column)} = ${this.#values.parameter(value, 'text')}` : null;
  }

  isAny(property: Property, values: readonly (string | number | boolean)[], isNegated: boolean): string | null {
    const column = this.#column(property);
    if (column === null) return null;
    if (isPlainText(column)) return `${of(column)} = any(${this.#values.parameter(values, 'text', '[]')})`;
    const areSafe = values.every((value) => typeof value === 'number' && Number.isSafeInteger(value));
    if (isWholeNumber(column) && areSafe && values.length > 0)
      return `${of(column)} = any(${this.#values.parameter(values, 'bigint', '[]')})`;
    if (isNegated || values.some((value) => typeof value !== 'number')) return null;
    if (column.kind === 'exact' && !isWhole(column))
      return `${of(column)} = any(${this.#values.parameter(values, 'numeric', '[]')})`;
    return column.type === 'double precision'
      ? `${of(column)} = any(${this.#values.parameter(values, 'double precision', '[]')})`
      : null;
  }

  compareMoment(
    property: Property,
    side: keyof Extent,
    op: MomentOp,
    microseconds: bigint,
    isNegated: boolean,
  ): string | null {
    const column = this.#column(property);
    if (column === null || microseconds < FIRST_US || microseconds >= END_US) return null;
    if (column.kind === 'text') {
      const text = `(${this.#table.text(column)} collate "C")`;
      const otherwise = (at: string): string => `${this.moment(property, side)} ${op} ${at}`;
      return compareMomentText({ text, side, op, microseconds, isNegated, otherwise }, this.#values);
    }
    // Infinite times are missing, and an index does not know that: it makes a difference inside a NOT alone.
    if (isNegated) return null;
    const sql = of(column);
    const isFinite = op === '>' || op === '>=' ? `${sql} < ${FARTHEST}` : `${sql} > '-infinity'`;
    switch (column.kind) {
      case 'moment':
        return `(${sql} ${op} ${this.#values.parameter(`${clockText(microseconds)}Z`, 'timestamptz')} and ${isFinite})`;
      case 'local-time': {
        const infinite = isFinite.replace('+00', '');
        if (this.#values.timeZone !== CHINA_TIME) return this.#compareLocal(sql, op, microseconds, infinite);
        const local = microseconds + CHINA_US;
        return `(${sql} ${op} ${this.#values.parameter(clockText(local), 'timestamp')} and ${infinite})`;
      }
      case 'date':
        return this.#compareDay(sql, side, op, microseconds);
      case 'integer':
      case 'exact':
      case 'number':
      case 'boolean':
      case 'json':
      case 'array':
      case 'other':
        return null;
    }
  }

  /** Clocks there are put on and back: the index looks a day too far, and the exact condition decides. */
  #compareLocal(sql: string, op: MomentOp, microseconds: bigint, isFinite: string): string {
    const add = (at: bigint): string =>
      this.#values.parameter(clockText(at < FIRST_US ? FIRST_US : at < END_US ? at : END_US - 1n), 'timestamp');
    const bounds = [
      ...(op === '<' || op === '<=' ? [] : [`${sql} >= ${add(microseconds - 2n * DAY_US)}`]),
      ...(op === '>' || op === '>=' ? [] : [`${sql} <= ${add(microseconds + 2n * DAY_US)}`]),
    ];
    const moment = this.#values.parameter(`${clockText(microseconds)}Z`, 'timestamptz');
    const exact = `(${sql} at time zone ${quoteText(this.#values.timeZone)}) ${op} ${moment}`;
    return `(${[...bounds, isFinite, exact].join(' and ')})`;
  }

  #column({ property }: Property): TableColumn | null {
    return property === 'provenance' || property === 'id' ? null : (this.#table.columnOf(property) ?? null);
  }

  #hasId(id: string): string | null {
    const [key, second] = this.#table.keyColumns;
    if (key === undefined || second !== undefined) return null;
    if (isPlainText(key)) return `${of(key)} = ${this.#values.parameter(id, 'text')}`;
    if (!isWhole(key)) return null;
    // A text that is not how PostgreSQL writes a number is no id.
    const isNumber = /^(?:0|-?[1-9][0-9]{0,18})$/.test(id) && BigInt.asIntN(64, BigInt(id)) === BigInt(id);
    return isNumber ? `${of(key)} = ${this.#values.parameter(id, 'bigint')}` : 'false';
  }

  #compareNumber(
    property: Property,
    op: '=' | '<>' | '<' | '<=' | '>' | '>=',
    value: number,
    isNegated: boolean,
  ): string | null {
    const column = this.#column(property);
    if (column === null) return null;
    const sql = of(column);
    if (isWholeNumber(column)) return this.#compareWhole(sql, op, value);
    if (isNegated || op === '<>') return null;
    const type =
      column.kind === 'exact'
        ? 'numeric'
        : column.type === 'double precision'
          ? 'double precision'
          : column.type === 'real' && isShortReal(value)
            ? 'real'
            : null;
    if (type === null || column.kind === 'text') return null;
    const condition = `${sql} ${op} ${this.#values.parameter(value, type)}`;
    if (op === '=') return condition;
    // PostgreSQL has NaN above all numbers; to a filter it is none.
    return `(${condition} and ${op === '>' || op === '>=' ? `${sql} < 'Infinity'` : `${sql} > '-Infinity'`})`;
  }

  #compareWhole(sql: string, op: '=' | '<>' | '<' | '<=' | '>' | '>=', value: number): string | null {
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return null;
    if (Number.isInteger(value)) return `${sql} ${op} ${this.#values.parameter(value, 'bigint')}`;
    switch (op) {
      case '<':
      case '<=':
        return `${sql} <= ${this.#values.parameter(Math.floor(value), 'bigint')}`;
      case '>':
      case '>=':
        return `${sql} >= ${this.#values.parameter(Math.ceil(value), 'bigint')}`;
      case '=':
      case '<>':
        return null;
    }
  }

  /** A day compared with a moment is compared with the day that the moment lies in. */
  #compareDay(sql: string, side: keyof Extent, op: MomentOp, microseconds: bigint): string | null {
    if (this.#values.timeZone !== CHINA_TIME) {
      // Days there differ in length: the index looks a day too far, and the exact condition decides.
      const day = floorDivide(microseconds, DAY_US);
      const [from, to] = [dateText(day - 2n), dateText(day + 2n)];
      if (from === null || to === null) return null;
      const exact = `${this.#dayEnd(sql, side)} ${op} ${this.#values.parameter(String(microseconds), 'bigint')}`;
      const isLower =
        op !== '>' && op !== '>='
          ? [`${sql} <= ${this.#values.parameter(to, 'date')}`]
          : [`${sql} < date '10000-01-01'`];
      const isHigher =
        op !== '<' && op !== '<='
          ? [`${sql} >= ${this.#values.parameter(from, 'date')}`]
          : [`${sql} >= date '0001-01-01'`];
      return `(${[...isHigher, ...isLower, exact].join(' and ')})`;
    }
    const start = microseconds + CHINA_US - (side === 'start' ? 0n : side === 'last' ? DAY_US - 1n : DAY_US);
    const [floor, isWholeDay] = [floorDivide(start, DAY_US), start % DAY_US === 0n];
    const ceil = isWholeDay ? floor : floor + 1n;
    const day = dateText(op === '<=' || op === '>' || op === '=' ? floor : ceil);
    if (day === null || (op === '=' && !isWholeDay)) return null;
    const bound = op === '>' || op === '>=' ? `${sql} < date '10000-01-01'` : `${sql} >= date '0001-01-01'`;
    return `(${sql} ${op} ${this.#values.parameter(day, 'date')} and ${bound})`;
  }

  #dayEnd(sql: string, side: keyof Extent): string {
    if (this.#values.timeZone === CHINA_TIME) {
      const add = { start: 0n, last: DAY_US - 1n, end: DAY_US }[side] - CHINA_US;
      return `((${sql} - date '1970-01-01')::bigint * ${String(DAY_US)} + ${String(add)})`;
    }
    const day = side === 'start' ? sql : `(${sql} + 1)`;
    const less = side === 'last' ? ' - 1' : '';
    return `((extract(epoch from ${day}::timestamp at time zone ${quoteText(this.#values.timeZone)}) * 1000000)::bigint${less})`;
  }

  /** Of a time without a zone, which is the city's. */
  #localMicroseconds(sql: string): string {
    return this.#values.timeZone === CHINA_TIME
      ? `((extract(epoch from ${sql}) * 1000000)::bigint - ${String(CHINA_US)})`
      : `(extract(epoch from ${sql} at time zone ${quoteText(this.#values.timeZone)}) * 1000000)::bigint`;
  }

  /** As the SQL functions `filter_moment` and `filter_moment_in` read a text: null for one that is no date or time. */
  #momentOfText(sql: string, side: keyof Extent): string {
    const hasClock = `part[4] is not null`;
    const local = `timestamp '1970-01-01' + us * interval '1 microsecond'`;
    const day = `((make_date(part[1]::int, part[2]::int, 1) + (part[3]::int - 1)) - date '1970-01-01')::bigint * ${String(DAY_US)}`;
    const clock = `coalesce(part[4]::bigint * 3600000000 + part[5]::bigint * 60000000 + coalesce(part[6]::bigint, 0) * 1000000 + coalesce(rpad(left(part[7], 6), 6, '0')::bigint, 0), 0)`;
    const offset = `case when part[8] = 'Z' then 0 else (part[9] || '1')::bigint * (part[10]::bigint * 3600000000 + part[11]::bigint * 60000000) end`;
    const inCity = (at: string): string =>
      this.#values.timeZone === CHINA_TIME
        ? `(${at} - ${String(CHINA_US)})`
        : `(extract(epoch from (${local.replace('us', at)}) at time zone ${quoteText(this.#values.timeZone)}) * 1000000)::bigint`;
    const bare =
      side === 'start' ? inCity('us') : `${inCity(`(us + ${String(DAY_US)})`)}${side === 'last' ? ' - 1' : ''}`;
    return `(select case when ${hasClock} then case when part[8] is not null or part[9] is not null then us - ${offset} else ${inCity('us')} end else ${bare} end
      from (select part, case when part[1] <> '0000' and extract(month from make_date(case part[1] when '0000' then 1 else part[1]::int end, part[2]::int, 1) + (part[3]::int - 1)) = part[2]::int then ${day} + ${clock} end as us
        from (select regexp_match((${sql}) collate "C", '^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?:[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:[.]([0-9]+))?)?(?:(Z)|([-+])([01][0-9]|2[0-3]):([0-5][0-9]))?)?$') as part offset 0) as matched offset 0) as read)`;
  }
}

/** Types that text is compared with as it is. */
function isPlainText({ type }: TableColumn): boolean {
  return type === 'text' || type.startsWith('character varying');
}

function isWholeNumber(column: TableColumn): boolean {
  return isWhole(column) && (column.kind === 'integer' || column.kind === 'exact');
}

/** Whether a number is how PostgreSQL writes a real: then it is that real alone. */
function isShortReal(value: number): boolean {
  const real = Math.fround(value);
  for (let digits = 1; digits <= 9; digits += 1) {
    const written = Number(real.toPrecision(digits));
    if (Math.fround(written) === real) return written === value;
  }
  return false;
}
