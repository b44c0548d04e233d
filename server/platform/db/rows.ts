import { IncompleteAnswer } from './errors.ts';
import type { Row } from './types.ts';

/** A column does not hold what the head of the SQL file promises. The request is never to blame. */
export class UnexpectedColumn extends Error {
  override readonly name = 'UnexpectedColumn';

  constructor(column: string, expected: string, value: unknown) {
    super(`Column ${column} should be ${expected}, but is ${value === null ? 'null' : typeof value}.`);
  }
}

export function readText(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new UnexpectedColumn(column, 'text', value);
  return value;
}

export function readTextOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : readText(row, column);
}

/** Also reads bigint and numeric, which the driver gives as text; their values must fit a double exactly. */
export function readNumber(row: Row, column: string): number {
  const value = row[column];
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw new UnexpectedColumn(column, 'a number', value);
  return number;
}

export function readNumberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : readNumber(row, column);
}

export function readBoolean(row: Row, column: string): boolean {
  const value = row[column];
  if (typeof value !== 'boolean') throw new UnexpectedColumn(column, 'a boolean', value);
  return value;
}

export function readBytes(row: Row, column: string): Buffer {
  const value = row[column];
  if (!Buffer.isBuffer(value)) throw new UnexpectedColumn(column, 'bytes', value);
  return value;
}

/**
 * Bytes that the statement encodes in base64. The driver decodes every value as UTF-8 before it can be asked for bytes;
 * base64 passes through that unharmed, and is smaller and faster to read than the hexadecimal text of a bytea.
 */
export function readBase64(row: Row, column: string): Buffer {
  return Buffer.from(readText(row, column), 'base64');
}

export function readBase64OrNull(row: Row, column: string): Buffer | null {
  return row[column] === null ? null : readBase64(row, column);
}

export function readDate(row: Row, column: string): Date {
  const value = row[column];
  if (!(value instanceof Date)) throw new UnexpectedColumn(column, 'a time', value);
  return value;
}

export function readDateOrNull(row: Row, column: string): Date | null {
  return row[column] === null ? null : readDate(row, column);
}

/** A json or jsonb object. */
export function readObject(row: Row, column: string): Readonly<Record<string, unknown>> {
  const value = row[column];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnexpectedColumn(column, 'an object', value);
  return Object.fromEntries(Object.entries(value));
}

export function readArray(row: Row, column: string): readonly unknown[] {
  const value: unknown = row[column];
  if (!Array.isArray(value)) throw new UnexpectedColumn(column, 'an array', value);
  return value;
}

/** The only row of a statement that always gives one. */
export function onlyRow(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new IncompleteAnswer('Its only row is missing.');
  if (rows.length > 1) throw new Error(`Expected one row, got ${rows.length}.`);
  return row;
}

/**
 * What a statement found that gives one row of nulls where it finds nothing. An answer without any row is then one that
 * the database has not completed. `key` is a column that every row found has.
 */
export function foundRows(rows: readonly Row[], key: string): readonly Row[] {
  const [first] = rows;
  if (first === undefined) throw new IncompleteAnswer('The row that says whether anything was found is missing.');
  return rows.length === 1 && first[key] === null ? [] : rows;
}
