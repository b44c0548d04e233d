import type { SqlValue } from '../../platform/db/types.ts';

export type ParameterType =
  | 'text'
  | 'text[]'
  | 'numeric'
  | 'numeric[]'
  | 'bigint'
  | 'bigint[]'
  | 'int'
  | 'int[]'
  | 'float8'
  | 'float8[]'
  | 'boolean'
  | 'boolean[]'
  | 'date'
  | 'date[]'
  | 'real'
  | 'timestamp'
  | 'timestamptz'
  | 'geometry'
  | 'geometry[]'
  | 'geography';

/** Values of a statement that is put together from parts: each gets the next number. */
export class Parameters {
  readonly values: SqlValue[] = [];

  /** @returns the parameter as SQL: its number, with a cast. */
  add(value: SqlValue, type: ParameterType): string {
    this.values.push(value);
    return `$${String(this.values.length)}::${type}`;
  }
}
