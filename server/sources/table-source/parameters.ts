import type { SqlValue } from '../../platform/db/types.ts';
import { quoteText } from './names.ts';

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

/** Values that are the same whenever the statement is sent: they stand in its text. */
export class Constants extends Parameters {
  override add(value: SqlValue, type: ParameterType): string {
    return `${quoteText(String(value))}::${type}`;
  }
}
