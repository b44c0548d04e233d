/**
 * A relation of somebody's database, as the service finds it: everything that a layer, its tiles and the list of
 * sources are made from. Nothing here is written by the service.
 */

/** Which relation of which source. Written `source.schema.table` in settings, files and messages. */
export interface TableName {
  /** As `SOURCES` names the database. */
  readonly source: string;
  readonly schema: string;
  readonly table: string;
}

export type RelationKind = 'table' | 'partitioned' | 'view' | 'materialized-view' | 'foreign';

/** What the values of a column are to the service; how PostgreSQL holds them is `TableColumn.type`. */
export type ColumnKind =
  | 'text'
  /** Whole numbers that JSON holds exactly. */
  | 'integer'
  /** bigint and numeric: exact as text, and as a number where it is one. */
  | 'exact'
  | 'number'
  | 'boolean'
  | 'date'
  /** With a time zone. */
  | 'moment'
  /** Without one: read in the city's time. */
  | 'local-time'
  | 'json'
  | 'array'
  /** Shown as PostgreSQL writes it: uuid, inet, interval, ranges. */
  | 'other';

export interface TableColumn {
  readonly name: string;
  /** As PostgreSQL writes it, such as `character varying(40)`. */
  readonly type: string;
  readonly kind: ColumnKind;
  readonly isNullable: boolean;
  readonly isGenerated: boolean;
  readonly comment: string | null;
  /** Values that an enum or a check constraint allows, in their order; null where any may come. */
  readonly choices: readonly string[] | null;
}

export interface GeometryColumn {
  readonly name: string;
  readonly type: 'geometry' | 'geography';
  /** 0 where nothing is declared. */
  readonly srid: number;
  /** Declared type in capitals, without Z and M: `POINT`, `MULTIPOLYGON`, `GEOMETRY` where any is allowed. */
  readonly shape: string;
  readonly hasZ: boolean;
  readonly hasM: boolean;
  /** A GiST index (or another that answers `&&`) on the column itself; of views: on the tables below. */
  readonly isIndexed: boolean;
}

export interface SourceTable {
  readonly name: TableName;
  readonly kind: RelationKind;
  readonly oid: number;
  readonly comment: string | null;
  /** The column that is shown, and others that the relation has. */
  readonly geometry: GeometryColumn;
  readonly otherGeometries: readonly string[];
  /** All others, in the order of the table. */
  readonly columns: readonly TableColumn[];
  /** Columns that tell rows apart: of the primary key, of a unique index without nulls, or named by a layer file. */
  readonly key: readonly string[];
  /** From PostgreSQL's statistics; null where it has none. */
  readonly estimatedRows: number | null;
  readonly maySelect: boolean;
}
