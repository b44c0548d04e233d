import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SqlFile } from './types.ts';

const SQL_FOLDER = new URL('../sql/', import.meta.url);

/**
 * Reads `server/sql/<name>.sql`. A line `-- results: binary` in its head asks for binary results; then only columns
 * the driver decodes from binary (text, numbers, booleans, times, bytea) may be selected: cast json to text.
 */
export function loadSql(name: string): SqlFile {
  const text = readFileSync(fileURLToPath(new URL(`${name}.sql`, SQL_FOLDER)), 'utf8');
  return { name, text, binary: /^-- results: binary$/m.test(text) };
}

/** A statement that runs once, such as a migration: not prepared; several statements may stand in one text. */
export function sqlText(text: string): SqlFile {
  return { text, binary: false };
}
