/** How names of somebody's database come into SQL: quoted, and by these functions alone. */
import { createHash } from 'node:crypto';
import pg from 'pg';
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

/**
 * Fills the places `{{name}}` of a template. A place without a text is a mistake of ours. Throws `RangeError` for it.
 */
export function fill(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined) throw new RangeError(`The template has a place ${name} that nothing is put into.`);
    return part;
  });
}

/** A statement that is prepared once a connection: the same text has the same name. */
export function named(text: string): SqlFile {
  return { name: `source ${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`, text };
}
