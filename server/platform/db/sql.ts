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
