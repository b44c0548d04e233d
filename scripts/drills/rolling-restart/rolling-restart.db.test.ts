import { expect, it, onTestFinished } from 'vitest';
import { openSuite } from '../../../server/testing/databases.ts';
import { drill } from './drill.ts';
import { hasHaproxy } from './haproxy.ts';

// HAProxy is a package of Debian; without it nothing can be said here.
it.skipIf(!hasHaproxy())('hosts behind HAProxy are restarted one by one without a failed request', async () => {
  const db = await openSuite('server', 'rolling');
  onTestFinished(() => db.close());
  const { failures, allTold, job, resumed, answered, restarts } = await drill({
    db,
    schema: db.schema,
    rounds: 1,
    permutations: 2000,
  });
  expect(failures).toEqual([]);
  expect([allTold, job, restarts]).toEqual([true, 'done', 2]);
  // Each stream was at one of the hosts, and each of those was stopped.
  expect(resumed).toBeGreaterThanOrEqual(4);
  expect(answered).toBeGreaterThan(100);
});
