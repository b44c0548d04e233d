/** Values of the statement that a condition on rows stands in. */
import type { ComparisonOp, Property } from '../../tiles/filter/cql2/types.ts';
import type { SqlValue } from '../platform/db/types.ts';

export type LiteralType =
  | 'text'
  | 'numeric'
  | 'boolean'
  | 'bigint'
  | 'geometry'
  | 'geography'
  | 'double precision'
  | 'real'
  | 'date'
  | 'timestamp'
  | 'timestamptz';

/** Values of the statement that a condition stands in. */
export interface RowValues {
  /** Of the city. */
  readonly timeZone: string;
  /** Whose features as of now the rows are; undefined of others. */
  readonly layer: string | undefined;
  /** @returns the value as SQL: a new parameter. */
  parameter(value: SqlValue, type: LiteralType, list?: '' | '[]'): string;
  /** The name of a property: one parameter, however often it comes. */
  name(property: Property): string;
  /** The time zone, likewise. */
  zone(): string;
}

export type MomentOp = Exclude<ComparisonOp, '<>'>;
