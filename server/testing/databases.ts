/**
 * Global set-up of the database tests: one embedded database and one PostgreSQL cluster, both in a temporary folder.
 * Suites open them with `openSuite`, or run on both with `describeDatabases`.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../platform/db/migrate.ts';
import { openDatabase } from '../platform/db/pool.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { startEmbedded } from '../platform/db/embedded/supervisor.ts';
import { createCluster } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Home folder of the running embedded database, to be attached to. */
    embeddedHome: string;
    /** URL of the PostgreSQL database. */
    serverUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'chengtu-db-'));
  // PostgreSQL runs as another user and has to pass through.
  chmodSync(folder, 0o755);
  const given = process.env.TEST_DATABASE_URL;
  const [cluster, embedded] = await Promise.all([
    given === undefined || given === '' ? createCluster(join(folder, 'postgres')) : null,
    startEmbedded({ home: join(folder, 'embedded'), whenRunning: 'fail' }),
  ]);
  project.provide('embeddedHome', join(folder, 'embedded'));
  project.provide('serverUrl', cluster?.url ?? given ?? '');
  return async () => {
    await Promise.all([cluster?.remove(), embedded.close()]);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A handle on the running test database of a kind, in an empty, migrated schema that `close` removes. */
export async function openSuite(kind: Database['kind'], name: string): Promise<Database> {
  const schema = `suite_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}_${process.pid}`;
  const db = await openTestDatabase(kind, schema);
  await db.query(sqlText(`drop schema if exists ${schema} cascade`));
  await db.query(sqlText(`create schema ${schema}`));
  await migrate(db);
  return {
    ...db,
    close: async () => {
      await db.query(sqlText(`drop schema if exists ${schema} cascade`));
      await db.close();
    },
  };
}

/** Another handle on a test database, in a schema that exists. */
export async function openTestDatabase(kind: Database['kind'], schema: string): Promise<Database> {
  // Only the tests have vitest's values, not the set-up above.
  const { inject } = await import('vitest');
  return openDatabase({
    home: inject('embeddedHome'),
    whenRunning: 'attach',
    schema,
    ...(kind === 'server' ? { url: inject('serverUrl') } : {}),
  });
}
