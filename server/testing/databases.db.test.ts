import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { openSuite, openToServe, type Suite } from './databases.ts';
import { roleOf } from './roles.ts';

let suite: Suite;
beforeAll(async () => {
  suite = await openSuite('server', 'to serve');
});
afterAll(() => suite.close());

it.each<[string, () => Database]>([
  ['a suite', () => suite],
  ['a copy of a suite with something else in it', () => ({ ...suite, refuses: () => 'full' })],
])('%s is served as the web role', async (_, db) => {
  const web = await openToServe(db());
  expect(await web?.query(sqlText('select current_user::text as role'))).toEqual([{ role: roleOf(suite.webUrl) }]);
  await web?.close();
});
