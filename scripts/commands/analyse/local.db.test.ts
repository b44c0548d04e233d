import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { parseAs } from '../../../server/analysis/study/parse.ts';
import { claimDatabase } from '../../../server/layers/city-database.ts';
import { sqlText } from '../../../server/platform/db/sql.ts';
import { openSuite, type Suite } from '../../../server/testing/databases.ts';
import { runHere } from './local.ts';

const NUUK = { code: 'nuuk', name: { zh: '努克', en: 'Nuuk' } };
const STUDY = {
  network: { stored: 'roads' },
  demand: { stored: 'people' },
  facilities: { layer: 'toilets' },
  analyses: [{ kind: 'coverage', within: [600] }],
};

let db: Suite;

beforeAll(async () => {
  // The command opens its database by an address, which only a PostgreSQL has.
  db = await openSuite('server', 'a study here');
  const name = new URL(db.url).pathname.slice(1);
  await db.query(sqlText(`alter database ${name} set search_path = ${db.schema}, public`));
});
afterAll(() => db.close());
afterEach(() => vi.unstubAllEnvs());

it('refuses the database of another city, whose places are not those of its layers', async () => {
  await claimDatabase(db, NUUK);
  vi.stubEnv('DATABASE_URL', db.url);
  const study = parseAs('Study', STUDY, 1000);
  const options = { timeLimitS: 10, memoryMb: 512, signal: new AbortController().signal, onProgress: () => undefined };
  await expect(runHere({ study, networks: new Map() }, options)).rejects.toMatchObject({
    name: 'DatabaseOfOtherCity',
    held: NUUK,
  });
});
