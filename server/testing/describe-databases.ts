import { afterAll, beforeAll, describe } from 'vitest';
import type { Database } from '../platform/db/types.ts';
import { openSuite, type Suite } from './databases.ts';
import { isFull } from './effort.ts';

export interface DatabasesOptions {
  /**
   * When the suite runs on the embedded database. `daily`: always, as what it tests has a branch for the kind of
   * database. `full`: with `npm run test:all`, as its SQL is the same for both. On PostgreSQL it runs always.
   */
  readonly embedded: 'daily' | 'full';
}

/**
 * Runs a suite on the embedded database and on PostgreSQL, each time in an empty, migrated schema of its own.
 * `database()` may be called inside hooks and tests.
 */
export function describeDatabases(
  name: string,
  options: DatabasesOptions,
  suite: (database: () => Suite, kind: Database['kind']) => void,
): void {
  const kinds = options.embedded === 'daily' || isFull() ? (['embedded', 'server'] as const) : (['server'] as const);
  for (const kind of kinds) {
    describe(`${name} [${kind}]`, () => {
      let db: Suite | null = null;
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
