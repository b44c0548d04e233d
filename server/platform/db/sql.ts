import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SqlFile } from './types.ts';

const SQL_FOLDER = new URL('../../', import.meta.url);

/** Reads `server/<name>.sql`; prepared once a connection under that name. */
export function loadSql(name: string): SqlFile {
  return { name, text: readFileSync(fileURLToPath(new URL(`${name}.sql`, SQL_FOLDER)), 'utf8') };
}

/** A statement that runs once, such as a migration: not prepared; several statements may stand in one text. */
export function sqlText(text: string): SqlFile {
  return { text };
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

/**
 * A statement that is put together, prepared once a connection: the same text has the same name. That of a layer or a
 * table may be longer than the name of a statement.
 */
export function namedByText(kind: string, text: string): SqlFile {
  return { name: `${kind} ${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`, text };
}
