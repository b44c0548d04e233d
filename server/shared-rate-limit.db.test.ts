import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onlyRow, readNumber } from './platform/db/rows.ts';
import { sqlText } from './platform/db/sql.ts';
import type { Database } from './platform/db/types.ts';
import { openBeside, openSuite, type Suite } from './testing/databases.ts';
import { testCatalogue } from './testing/layers.ts';
import { until } from './testing/moments.ts';
import { serve, type TestService } from './testing/serve.ts';

const LIMIT = 80;
/** Two machines with two processes each. */
const PROCESSES = 4;
/** What each process lets pass before it tells. */
const PART = LIMIT / (10 * PROCESSES);
const TOLD = sqlText('select count(*)::float8 as n from rate_spending where client = $1');

let db: Suite;
let handles: Database[];
let services: TestService[];
beforeAll(async () => {
  db = await openSuite('server', 'spending');
  handles = await Promise.all(Array.from({ length: PROCESSES }, () => openBeside(db)));
  services = [];
  for (const handle of handles)
    services.push(
      await serve(
        { db: { ...db, ...handle }, catalogue: testCatalogue },
        { HOSTS: '2', WORKERS: '2', TRUST_PROXY: 'true', RATE_LIMIT: String(LIMIT), TILE_CACHE_MB: '0' },
      ),
    );
});
afterAll(async () => {
  for (const service of services) await service.close();
  for (const handle of handles) await handle.close();
  await db.close();
});

const at = (nth: number): TestService => services[nth % services.length] as TestService;

/** How many of so many requests of a client pass, each answered before the next of its loop. */
async function passing(client: string, count: number, service: (nth: number) => TestService, loops: number) {
  let [asked, passed] = [0, 0];
  const loop = async (): Promise<void> => {
    while (asked < count) {
      asked += 1;
      const answer = await service(asked).get('/cases', { 'x-forwarded-for': client });
      await answer.arrayBuffer();
      const { status } = answer;
      if (status === 200) passed += 1;
      else expect(status).toBe(429);
    }
  };
  await Promise.all(Array.from({ length: loops }, loop));
  return passed;
}

describe('the limit of an address', () => {
  it.each([1, 4, 16])(
    'is one over all processes and machines, and a tenth at most beyond it: %i at once',
    async (loops) => {
      // More would be refused for the rest of the minute, after a wait each.
      const passed = await passing(`203.0.113.${String(loops)}`, LIMIT + 20, at, loops);
      expect(passed).toBeGreaterThanOrEqual(LIMIT);
      expect(passed).toBeLessThanOrEqual(LIMIT + PROCESSES * PART);
    },
  );

  it('is the same as before for who asks one process alone, to the point', async () => {
    expect(await passing('203.0.113.50', LIMIT + 20, () => at(1), 16)).toBe(LIMIT);
  });

  it('is known at a process that the address comes to anew', async () => {
    await passing('203.0.113.51', LIMIT, () => at(0), 4);
    expect(await passing('203.0.113.51', 20, () => at(1), 1)).toBeLessThanOrEqual(PART);
    expect((await at(2).get('/cases', { 'x-forwarded-for': '203.0.113.52' })).status).toBe(200);
  });

  it('is nothing that the database hears of where an address spends little', async () => {
    await passing('203.0.113.53', PROCESSES, at, 1);
    expect(readNumber(onlyRow(await db.query(TOLD, ['203.0.113.53'])), 'n')).toBe(0);
    expect(readNumber(onlyRow(await db.query(TOLD, ['203.0.113.51'])), 'n')).toBe(1);
  });

  it('is that of each process while the database does not answer, and one again afterwards', async () => {
    await db.administrate('alter table suite.rate_spending rename to rate_spending_away');
    const apart = await passing('203.0.113.54', 2 * LIMIT + 20, (nth) => at(nth % 2), 4);
    expect(apart).toBe(2 * LIMIT);
    expect(at(0).log.some((line) => line.includes('rate-limits-apart'))).toBe(true);
    await db.administrate('alter table suite.rate_spending_away rename to rate_spending');
    let client = 60;
    await until(async () => {
      await passing(`203.0.113.${String((client += 1))}`, PART, () => at(0), 1);
      return at(0).log.some((line) => line.includes('rate-limits-together'));
    }, 100);
  });
});
