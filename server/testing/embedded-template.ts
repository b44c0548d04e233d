/** An embedded database with its extensions, made once and copied: starting from nothing takes four times as long. */
import { cp, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openDatabase } from '../platform/db/pool.ts';
import { sqlText } from '../platform/db/sql.ts';
import { hashOf, prepared } from './prepared.ts';

const PACKAGES = ['@electric-sql/pglite', '@electric-sql/pglite-postgis'];
const SOURCES = ['server/platform/db/embedded', 'server/platform/db/pool.ts', 'server/platform/db/rights.ts'];
const DATA = 'pgdata';

/** Gives a home, which must not have a database yet, one without any tables of ours. */
export async function copyEmbedded(home: string): Promise<void> {
  const template = await prepared({
    name: 'embedded',
    key: await hashOf(SOURCES, process.version, ...(await Promise.all(PACKAGES.map(versionOf)))),
    make: async (folder) => {
      const db = await openDatabase({ home: folder });
      await db.query(sqlText('create extension if not exists pg_trgm schema public'));
      await db.close();
    },
  });
  await mkdir(home, { recursive: true });
  await cp(join(template, DATA), join(home, DATA), { recursive: true, mode: 0 });
}

/** Name and version of an installed package. */
async function versionOf(name: string): Promise<string> {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  for (;;) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
    const found: unknown = text === null ? null : JSON.parse(text);
    if (typeof found === 'object' && found !== null && 'name' in found && found.name === name && 'version' in found)
      return `${name} ${String(found.version)}`;
    if (folder === dirname(folder)) throw new Error(`There is no package ${name}.`);
    folder = dirname(folder);
  }
}
