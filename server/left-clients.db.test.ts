/** Whatever a client asked for: its statements end when it leaves, also those that still wait for a connection. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { StoredSources } from './analysis/engine/stored.ts';
import { ensureLayers } from './ingest/layers.ts';
import { registryOf } from './layers/registry.ts';
import { sqlText } from './platform/db/sql.ts';
import { openSuite, type Suite } from './testing/databases.ts';
import { testCatalogue } from './testing/layers.ts';
import { serve, type TestService } from './testing/serve.ts';

const CONNECTIONS = 10;
const PAST = encodeURIComponent(new Date(Date.now() - 60_000).toISOString());

const ROUTES: readonly string[] = [
  '/layers/toilets/items/a',
  '/nearby?layer=toilets&lon=120.38&lat=36.07&radius=50000',
  '/search?q=zhongshan',
  '/counts?layers=toilets&bbox=120,36,121,37',
  `/counts?filter=${encodeURIComponent("name LIKE '%a%'")}`,
  '/layers/toilets/columns?properties=name',
  '/layers/toilets/download.geojson',
  '/layers/toilets/download.gpkg',
  '/tiles/toilets/12/3412/1593.mvt',
  `/tiles/toilets/12/3412/1593.mvt?filter=${encodeURIComponent("name = 'a'")}`,
];

describe('a client that leaves', () => {
  let db: Suite;
  let admin: pg.Client;
  let service: TestService;
  beforeAll(async () => {
    db = await openSuite('server', 'left clients');
    await ensureLayers(db, testCatalogue);
    admin = new pg.Client({ connectionString: inject('adminUrl') });
    await admin.connect();
    service = await serve({ db, catalogue: testCatalogue }, { DATABASE_CONNECTIONS: String(CONNECTIONS) });
    // Counts are kept from now on.
    await service.get('/layers');
  });
  afterAll(async () => {
    await service.close();
    await admin.end();
    await db.close();
  });

  /** Statements that wait for the lock on the features. */
  async function held(): Promise<number> {
    const { rows } = await admin.query<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where datname = $1 and state = 'active' and wait_event_type = 'Lock'",
      [new URL(db.url).pathname.slice(1)],
    );
    return rows[0]?.n ?? -1;
  }

  /** Nothing that reads features gets on while `use` runs. */
  async function withLockedFeatures(table: string, use: () => Promise<void>): Promise<void> {
    await db.transaction(
      async (tx) => {
        await tx.query(sqlText(`lock table ${table} in access exclusive mode`));
        await use();
      },
      { unlimited: true },
    );
  }

  const ask = (path: string, signal: AbortSignal) =>
    expect(fetch(service.url + path, { signal })).rejects.toMatchObject({ name: 'AbortError' });

  beforeEach(async () => {
    await expect.poll(held).toBe(0);
  });

  it.each([...ROUTES, `/tiles/toilets/12/3412/1593.mvt?datetime=${PAST}`])('ends its statement: %s', async (path) => {
    await withLockedFeatures('feature', async () => {
      const client = new AbortController();
      const answer = ask(path, client.signal);
      await expect.poll(held).toBeGreaterThan(0);
      client.abort();
      await answer;
      await expect.poll(held).toBe(0);
    });
  });

  it('ends the count of a layer that nobody else waits for', async () => {
    await db.query(sqlText("update layer set revision = revision + 1 where layer_id = 'toilets'"));
    await withLockedFeatures('feature', async () => {
      const client = new AbortController();
      const answer = ask('/layers', client.signal);
      await expect.poll(held).toBe(1);
      client.abort();
      await answer;
      await expect.poll(held).toBe(0);
    });
  });

  it.each([
    ['/analysis/catalogue', 'network'],
    ['/analysis/demand/people/cells', 'demand'],
  ])('ends what an analysis reads: %s', async (path, table) => {
    await withLockedFeatures(table, async () => {
      const client = new AbortController();
      const answer = ask(path, client.signal);
      await expect.poll(held).toBe(1);
      client.abort();
      await answer;
      await expect.poll(held).toBe(0);
    });
  });

  it('ends what a study reads', async () => {
    const sources = new StoredSources(db, registryOf(testCatalogue), '');
    await withLockedFeatures('feature', async () => {
      const client = new AbortController();
      const query = { layer: 'toilets' };
      const known = null;
      const answer = expect(
        sources.fetch({ kind: 'features', query, at: '', known }, client.signal),
      ).rejects.toMatchObject({ name: 'QueryCancelled' });
      await expect.poll(held).toBe(1);
      client.abort();
      await answer;
      await expect.poll(held).toBe(0);
    });
  });

  it('leaves the queue where it still waits for a connection, and is never sent', async () => {
    const waiting = async (): Promise<number> => {
      const text = await (await service.get('/metrics')).text();
      const counts = [...text.matchAll(/^chengtu_(?:database|requests)_waiting (\d+)$/gm)];
      expect(counts).toHaveLength(2);
      // Ahead of the database, or of the thread.
      return counts.reduce((sum, [, count]) => sum + Number(count), 0);
    };
    await withLockedFeatures('feature', async () => {
      const first = Array.from({ length: CONNECTIONS }, () => new AbortController());
      const busy = first.map((client) => ask('/layers/toilets/items/a', client.signal));
      await expect.poll(held).toBe(CONNECTIONS);
      // Tiles and counts ask for revisions by the connection of the service's own first; a search waits for its terms.
      const paths = ROUTES.filter((path) => !path.includes('/columns') && !path.startsWith('/search'));
      const late = paths.map((path) => ({ path, client: new AbortController() }));
      const answers = late.map(({ path, client }) => ask(path, client.signal));
      await expect.poll(waiting).toBeGreaterThanOrEqual(paths.length);
      for (const { client } of late) client.abort();
      await Promise.all(answers);
      await expect.poll(waiting).toBe(0);
      expect(await held()).toBe(CONNECTIONS);
      for (const client of first) client.abort();
      await Promise.all(busy);
      await expect.poll(held).toBe(0);
    });
  });
});
