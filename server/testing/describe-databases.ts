import { afterAll, beforeAll, describe } from 'vitest';
import type { Database } from '../platform/db/types.ts';
import { openSuite } from './databases.ts';

/**
 * Runs a suite on the embedded database and on PostgreSQL, each time in an empty, migrated schema of its own.
 * `database()` may be called inside hooks and tests.
 */
export function describeDatabases(
  name: string,
  suite: (database: () => Database, kind: Database['kind']) => void,
): void {
  for (const kind of ['embedded', 'server'] as const) {
    describe(`${name} [${kind}]`, () => {
      let db: Database | null = null;
      beforeAll(async () => {
        db = await openSuite(kind, name);
      });
      afterAll(async () => {
        await db?.close();
      });
      suite(() => {
        if (db === null) throw new Error('The database is there inside hooks and tests only.');
        return db;
      }, kind);
    });
  }
}
