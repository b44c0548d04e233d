/** How names of somebody's database come into SQL: quoted, and by these functions alone. */
import pg from 'pg';
import { namedByText } from '../../platform/db/sql.ts';
import type { SqlFile } from '../../platform/db/types.ts';
import type { TableName } from '../table.ts';

export function quoteName(name: string): string {
  if (name.includes('\0')) throw new RangeError('A name of PostgreSQL has no zero bytes.');
  return pg.escapeIdentifier(name);
}

/** For what a parameter cannot stand for. */
export function quoteText(text: string): string {
  if (text.includes('\0')) throw new RangeError('A text of PostgreSQL has no zero bytes.');
  return pg.escapeLiteral(text);
}

export function quoteTable({ schema, table }: Pick<TableName, 'schema' | 'table'>): string {
  return `${quoteName(schema)}.${quoteName(table)}`;
}

/** Statements that have a name, by their texts. */
const NAMED = new Map<string, SqlFile>();
/** Connections keep every statement that has a name, and whoever chooses properties makes texts at will. */
const MOST_NAMED = 1000;

/** A statement that is prepared once a connection: the same text has the same name, unless too many have one. */
export function named(text: string): SqlFile {
  const known = NAMED.get(text);
  if (known !== undefined) return known;
  if (NAMED.size >= MOST_NAMED) return { text };
  const sql = namedByText('source', text);
  NAMED.set(text, sql);
  return sql;
}

/** The same; those with a condition of the request are hardly ever sent twice, and have no name. */
export function statement(text: string, condition: object | null): SqlFile {
  return condition === null ? named(text) : { text };
}
