/** The short form of `npm run drill:restore`. */
import { expect, it } from 'vitest';
import { findPostgres } from '../../../server/testing/postgres.ts';
import { runRestore } from './run.ts';
import { brokenPromises } from './table.ts';

it.skipIf(findPostgres() === undefined)('a database that is lost comes back from its backup and its log', async () => {
  const options = { features: 2000, log: 'sync', archiveTimeoutS: 2, json: null } as const;
  const result = await runRestore(options, () => undefined);
  expect(brokenPromises(result)).toEqual([]);
  expect(result.restores.map(({ to, timeline }) => [to, timeline])).toEqual([
    ['end', 2],
    ['moment', 3],
  ]);
  // Without these, an empty database would pass.
  for (const { expected } of result.restores) expect(expected).toBeGreaterThan(0);
});
