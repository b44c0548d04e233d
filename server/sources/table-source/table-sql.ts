/** A table as SQL: its rows, named `t`, and what a layer shows of them. */
import { CHINA_TIME } from '../../../tiles/filter/cql2/time.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { SourceTable, TableColumn } from '../table.ts';
import { quoteName, quoteTable, quoteText } from './names.ts';

/** Whole numbers up to this are ids of features in tiles; clusters have those above. */
const FID_BITS = 52;

/** Names that every feature of a tile or an item has a meaning for. */
const RESERVED = new Set(['id', 'provenance', 'label', 'cluster', 'point_count']);

/** Positions of a system that PROJ is needed for, or not. */
export type Target = 3857 | 4326;

const POINTS = /^(?:MULTI)?POINT$/;
const LINES = /^(?:MULTI)?LINESTRING$/;
const AREAS = /^(?:MULTI)?POLYGON$/;
const CURVES = ['CIRCULARSTRING', 'COMPOUNDCURVE', 'CURVEPOLYGON', 'MULTICURVE', 'MULTISURFACE'];

export class TableSql {
  readonly table: SourceTable;
  /** The relation with its name `t`. */
  readonly from: string;
  /** The geometry column as it is. */
  readonly column: string;
  /** Text: the key; parts of a composite one are joined by `~`, with `~` and `%` in them escaped. */
  readonly id: string;
  /** bigint: the key where it is one whole number that fits, else 52 bits of a hash of the id. */
  readonly fid: string;
  readonly #columns: ReadonlyMap<string, TableColumn>;
  readonly #names: ReadonlyMap<string, string>;
  readonly #timeZone: string;

  /** @param names the column of an attribute that is not called as its column */
  constructor(table: SourceTable, names: ReadonlyMap<string, string>, timeZone: string = CHINA_TIME) {
    this.table = table;
    this.from = `${quoteTable(table.name)} as t`;
    this.column = `t.${quoteName(table.geometry.name)}`;
    this.#columns = new Map(table.columns.map((column) => [column.name, column]));
    this.#names = names;
    this.#timeZone = timeZone;
    const parts = this.keyColumns.map((column) => keyText(column));
    const [only] = parts;
    this.id =
      parts.length === 1 && only !== undefined
        ? only
        : parts.map((part) => `replace(replace(${part}, '%', '%25'), '~', '%7E')`).join(" || '~' || ");
    const hash = `('x' || left(md5(${this.id}), ${String(FID_BITS / 4)}))::bit(${String(FID_BITS)})::bigint`;
    const [key] = this.keyColumns;
    const isNumber = this.keyColumns.length === 1 && key !== undefined && isWhole(key);
    this.fid = isNumber
      ? `case when ${of(key)} between 0 and ${String(2 ** FID_BITS - 1)} then ${of(key)}::bigint else ${hash} end`
      : hash;
  }

  /** Columns of the key. Throws `RangeError` where the table has none: it cannot be served. */
  get keyColumns(): readonly TableColumn[] {
    if (this.table.key.length === 0) throw new RangeError(`The table ${this.table.name.table} has no key.`);
    return this.table.key.map((name) => {
      const column = this.#columns.get(name);
      if (column === undefined) throw new RangeError(`The key names the column ${name}, which is not there.`);
      return column;
    });
  }

  /** The column of an attribute; undefined where the table has none, as after it was dropped. */
  columnOf(attribute: string): TableColumn | undefined {
    return this.#columns.get(this.#names.get(attribute) ?? attribute);
  }

  /** Attributes that rows have values for, without those that features have anyway. */
  attributes(layer: Pick<LayerDefinition, 'attributes'>, wanted?: readonly string[]): readonly string[] {
    return (wanted ?? Object.keys(layer.attributes)).filter(
      (name) => Object.hasOwn(layer.attributes, name) && !RESERVED.has(name) && this.columnOf(name) !== undefined,
    );
  }

  /** Whether a row lies anywhere: not null, not empty, and all its coordinates are numbers. */
  get isPlaced(): string {
    const own = this.table.geometry.type === 'geography' ? `${this.column}::geometry` : this.column;
    const ends = ['XMin', 'XMax', 'YMin', 'YMax'].map((end) => `abs(ST_${end}(${own})) < 'Infinity'`).join(' and ');
    return `(${this.column} is not null and not ST_IsEmpty(${own}) and ${ends})`;
  }

  /** Other rows, named `other`, than the row `t`: the relation, its geometry column, and what holds for them. */
  get others(): { readonly others: string; readonly column: string; readonly other_key: string } {
    const names = this.table.key.map(quoteName);
    const isOther = names.map((name) => `other.${name} is distinct from t.${name}`).join(' or ');
    return {
      others: quoteTable(this.table.name),
      column: quoteName(this.table.geometry.name),
      other_key: `(${isOther})`,
    };
  }

  /** The geometry in two dimensions and without curves, in its own coordinates. */
  get flat(): string {
    const { type, shape, hasZ, hasM } = this.table.geometry;
    let sql = type === 'geography' ? `${this.column}::geometry` : this.column;
    const isKnown = POINTS.test(shape) || LINES.test(shape) || AREAS.test(shape);
    if (hasZ || hasM || !isKnown) sql = `ST_Force2D(${sql})`;
    if (CURVES.includes(shape)) return `ST_CurveToLine(${sql})`;
    if (isKnown) return sql;
    return `(case when GeometryType(${sql}) = any ('{${CURVES.join()}}') then ST_CurveToLine(${sql}) else ${sql} end)`;
  }

  /** The geometry with its heights, without curves, in degrees: as GeoJSON has it. */
  get whole(): string {
    return this.wholeIn(4326);
  }

  /** The same in any coordinate system that the database has. @param srid a whole number of ours */
  wholeIn(srid: number): string {
    const { type, shape, srid: own } = this.table.geometry;
    const column = type === 'geography' ? `${this.column}::geometry` : this.column;
    const isPlain = POINTS.test(shape) || LINES.test(shape) || AREAS.test(shape);
    return transformed(isPlain ? column : `ST_CurveToLine(${column})`, own, srid);
  }

  /** `flat` in degrees or in metres of Web Mercator. */
  flatIn(target: Target): string {
    return transformed(this.flat, this.table.geometry.srid, target);
  }

  /** Dimension of every geometry of the column; null where they may differ. */
  get dimension(): 0 | 1 | 2 | null {
    const { shape } = this.table.geometry;
    if (POINTS.test(shape)) return 0;
    if (LINES.test(shape) || ['CIRCULARSTRING', 'COMPOUNDCURVE', 'MULTICURVE'].includes(shape)) return 1;
    if (AREAS.test(shape) || ['CURVEPOLYGON', 'MULTISURFACE'].includes(shape)) return 2;
    return null;
  }

  get areSinglePoints(): boolean {
    return this.table.geometry.shape === 'POINT';
  }

  /** A value as text, as people see it; null where the column has none that can be shown. */
  text(column: TableColumn): string {
    const sql = of(column);
    switch (column.kind) {
      case 'text':
        return column.type === 'text' ? sql : `${sql}::text`;
      case 'date':
        return `case when ${sql} >= date '0001-01-01' then to_char(${sql}, 'YYYY-MM-DD') end`;
      case 'moment':
        return this.#moment(sql);
      case 'local-time':
        return `case when ${sql} >= timestamp '0001-01-01' then ${clock(sql)} end`;
      case 'array':
        return `to_json(${sql})::text`;
      case 'boolean':
        return `(${sql})::text`;
      case 'integer':
      case 'exact':
      case 'number':
      case 'json':
      case 'other':
        return `${sql}::text`;
    }
  }

  #moment(sql: string): string {
    const isChina = this.#timeZone === CHINA_TIME;
    const zone = quoteText(this.#timeZone);
    const local = isChina ? `(${sql} at time zone 'UTC' + interval '8 hours')` : `(${sql} at time zone ${zone})`;
    const ahead = `(${local} - (${sql} at time zone 'UTC'))`;
    const offset = isChina
      ? `'+08:00'`
      : `(case when ${ahead} < interval '0' then '-' || to_char(- ${ahead}, 'HH24:MI') else '+' || to_char(${ahead}, 'HH24:MI') end)`;
    return `case when ${local} >= timestamp '0001-01-01' then ${clock(local)} || ${offset} end`;
  }

  /** A finite number as a number that JSON and tiles hold; null for one that is none, or would lose digits. */
  number(column: TableColumn): string {
    const sql = of(column);
    switch (column.kind) {
      case 'integer':
        return sql;
      case 'exact':
        if (isWhole(column)) return `case when ${sql} between -9007199254740991 and 9007199254740991 then ${sql} end`;
        return holdsAll(column)
          ? `case when ${sql} <> 'NaN' then ${sql}::float8 end`
          : `case when ${isDouble(sql)} then ${sql}::float8 end`;
      case 'number':
        return `nullif(nullif(nullif(${column.type === 'real' ? `(${sql}::text)::float8` : sql}, 'NaN'), 'Infinity'), '-Infinity')`;
      case 'text':
      case 'boolean':
      case 'date':
      case 'moment':
      case 'local-time':
      case 'json':
      case 'array':
      case 'other':
        return 'null::float8';
    }
  }

  /** What a value adds to a sum, exactly where the column is: null for what is no finite number. */
  summand(column: TableColumn): string {
    if (column.kind !== 'exact') return this.number(column);
    return isWhole(column)
      ? of(column)
      : `case when ${of(column)} not in ('NaN', 'Infinity', '-Infinity') then ${of(column)} end`;
  }

  /** Whether some values of an `exact` column are no number that JSON holds. */
  mayBeInexact(column: TableColumn): boolean {
    return column.kind === 'exact' && !holdsAll(column);
  }

  /** The value of an attribute as JSON has it: SQL of type json, boolean, a number or text. */
  json(attribute: string, { attributes }: Pick<LayerDefinition, 'attributes'>): string {
    const column = this.columnOf(attribute);
    if (column === undefined) return 'null::text';
    switch (this.shownAs(column, attributes[attribute]?.type)) {
      case 'boolean':
        return of(column);
      case 'number':
        return this.mayBeInexact(column)
          ? `coalesce(to_json(${this.number(column)}), to_json(${finiteText(column)}))`
          : this.number(column);
      case 'text':
        return this.text(column);
    }
  }

  /** How an attribute's values are shown: a file may ask for a number as text, and for no text as a number. */
  shownAs(
    { kind }: TableColumn,
    type: 'string' | 'integer' | 'number' | 'boolean' | undefined,
  ): 'boolean' | 'number' | 'text' {
    if (kind === 'boolean' && type !== 'string') return 'boolean';
    if ((kind === 'integer' || kind === 'exact' || kind === 'number') && type !== 'string') return 'number';
    return 'text';
  }

  /** The key of a row as texts that `afterKey` takes. */
  get keyTexts(): string {
    return `array[${this.keyColumns.map((column) => `${of(column)}::text`).join(', ')}]`;
  }
}

/** A column of the row `t`. */
export function of({ name }: TableColumn): string {
  return `t.${quoteName(name)}`;
}

/** Columns of whole numbers, as far as PostgreSQL has types for them. */
export function isWhole({ type }: TableColumn): boolean {
  return type === 'integer' || type === 'bigint' || type === 'smallint';
}

/** Texts of ids are the same whatever the settings of the session are. */
function keyText(column: TableColumn): string {
  const sql = of(column);
  switch (column.kind) {
    case 'date':
    case 'moment':
    case 'local-time':
      // As ISO 8601 has it; a moment in UTC.
      return column.kind === 'moment' ? `to_json(${sql} at time zone 'UTC') #>> '{}'` : `to_json(${sql}) #>> '{}'`;
    case 'text':
      return column.type === 'text' ? sql : `${sql}::text`;
    case 'integer':
    case 'exact':
    case 'number':
    case 'boolean':
    case 'json':
    case 'array':
    case 'other':
      return `${sql}::text`;
  }
}

function clock(sql: string): string {
  return `rtrim(rtrim(to_char(${sql}, 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.')`;
}

/** numeric(p, s) with so few digits that a double has each of them. */
function holdsAll({ type }: TableColumn): boolean {
  const precision = /^numeric\((\d+)/.exec(type)?.[1];
  return precision !== undefined && Number(precision) <= 15;
}

/** Whether a numeric comes back from a double as it was. Casting beyond the range of doubles would fail. */
function isDouble(sql: string): string {
  return `case when ${sql} = 0 then true when abs(${sql}) between 1e-300 and 1e300 then (${sql}::float8)::text::numeric = ${sql} end`;
}

function finiteText(column: TableColumn): string {
  return isWhole(column)
    ? `${of(column)}::text`
    : `case when ${of(column)} not in ('NaN', 'Infinity', '-Infinity') then ${of(column)}::text end`;
}

function transformed(sql: string, srid: number, target: number): string {
  if (srid === target) return sql;
  // CGCS2000 is WGS 84 to a few centimetres; where no system is declared, degrees are meant.
  const isDegrees = srid === 4490 || srid === 4326 || srid === 0;
  if (isDegrees && target === 4326) return srid === 4490 ? `ST_SetSRID(${sql}, 4326)` : sql;
  if (isDegrees && target === 4490) return `ST_SetSRID(${sql}, 4490)`;
  const known = srid === 4490 ? `ST_SetSRID(${sql}, 4326)` : sql;
  return `ST_Transform(${known}, ${String(target === 4490 ? 4326 : target)})`;
}
