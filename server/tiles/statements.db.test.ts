import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createCatalogue } from '../layers/catalogue.ts';
import { readNumber } from '../platform/db/rows.ts';
import { loadSql, sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import { openSuite } from '../testing/databases.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { CORNER, insertFixtures } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { until } from '../testing/moments.ts';
import { serveTiles, type TileService } from '../testing/serve-tiles.ts';
import { testCity } from '../testing/city.ts';

const catalogue = createCatalogue(
  testCatalogue.layers.filter(({ id }) => id === 'toilets' || id === 'zones'),
  testCity,
);
const { z, x, y } = tileAt(CORNER, 13);
const path = (dx = 0): string => `/tiles/toilets,zones/${z}/${x + dx}/${y}.mvt`;

const RESET = sqlText('select pg_stat_statements_reset()');
/** The schema of another suite has statements of its own. */
const CALLS = sqlText(`
  select coalesce(sum(calls), 0)::int as calls, coalesce(sum(calls) filter (where query like '%tile_encoded($1::text[], $2::boolean[]%'), 0)::int as tiles
  from pg_stat_statements
  where dbid = (select oid from pg_database where datname = current_database()) and query not like '%pg_stat_statements%'`);

/** Counts the statements of a handle that are not the poller's. */
function counting(db: Database): { db: Database; count(): number } {
  let count = 0;
  const counted =
    <T extends readonly unknown[], R>(run: (...args: T) => R) =>
    (...args: T): R => {
      count += 1;
      return run(...args);
    };
  return { db: { ...db, query: counted(db.query) }, count: () => count };
}

describeDatabases('statements', { embedded: 'daily' }, (database, kind) => {
  let service: TileService;
  let handle: ReturnType<typeof counting>;

  beforeAll(async () => {
    await insertFixtures(database(), catalogue);
    handle = counting(database());
    service = await serveTiles(handle.db, catalogue);
    if (kind === 'server')
      await database().administrate(
        'create extension if not exists pg_stat_statements schema public',
        'grant execute on function pg_stat_statements_reset to public',
      );
  });
  afterAll(() => service.close());

  const callsOf = async (): Promise<{ calls: number; tiles: number }> => {
    const [row] = await database().query(CALLS);
    if (!row) throw new Error('No counts.');
    return { calls: readNumber(row, 'calls'), tiles: readNumber(row, 'tiles') };
  };

  it('a thousand who ask at once for a tile that is not there need one', async () => {
    if (kind === 'server') await database().query(RESET);
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, n) => service.ask(path(), { 'accept-encoding': n % 2 ? 'br' : 'gzip' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect([handle.count(), [...service.made.values()]]).toEqual([1, [1]]);
    if (kind === 'server') expect((await callsOf()).tiles).toBe(1);
  });

  it('a client that asks whether a tile still holds needs none', async () => {
    const { headers } = await service.ask(path(), { 'accept-encoding': 'br' });
    const before = handle.count();
    if (kind === 'server') await database().query(RESET);
    for (let n = 0; n < 200; n += 1) {
      const answer = await service.ask(path(), { 'accept-encoding': 'br', 'if-none-match': String(headers.etag) });
      expect([answer.status, answer.headers['x-cache']]).toEqual([304, 'hit']);
    }
    expect(handle.count()).toBe(before);
    if (kind === 'server') expect((await callsOf()).tiles).toBe(0);
  });

  it('a change costs one for each tile it touches', async () => {
    await Promise.all([-40, 40].map((dx) => service.ask(path(dx))));
    await database().query(
      sqlText(`
      insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      values ('toilets', 'middle', ST_Transform(ST_Centroid(ST_TileEnvelope($1, $2, $3)), 4326), '{"name":"middle"}', 'test', 'public', 'synthetic')`),
      [z, x, y],
    );
    await service.poller.catchUp();
    const before = handle.count();
    await Promise.all([-40, 0, 0, 40].map((dx) => service.ask(path(dx), { 'accept-encoding': 'br' })));
    expect([handle.count() - before, service.made.size]).toEqual([1, 3]);
  });
});

it('of tiles that nobody waits for any more are ended in the database', async () => {
  const db = await openSuite('server', 'abandoned');
  await insertFixtures(db, catalogue);
  const service = await serveTiles(db, catalogue);
  onTestFinished(async () => {
    await service.close();
    await db.close();
  });
  const waiting = async (): Promise<number> => {
    const [row] = await db.query(
      sqlText(
        `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '-- A tile as of now%'`,
      ),
    );
    return row ? readNumber(row, 'count') : 0;
  };
  await service.poller.look();
  await db.transaction(async (tx) => {
    await tx.query(sqlText('lock table feature in access exclusive mode'));
    const client = new AbortController();
    const answer = fetch(service.url + path(), { signal: client.signal });
    await until(async () => (await waiting()) === 1);
    client.abort();
    await expect(answer).rejects.toThrow();
    await until(async () => (await waiting()) === 0);
  });
  expect(service.handler.stats()).toMatchObject({ aborted: 1, entries: 0 });
  expect((await service.ask(path())).status).toBe(200);
});

it('of tiles have the text by which these tests find them', () => {
  expect(loadSql('layers/sql/tile-encoded').text).toMatch(
    /^-- A tile as of now[^]*tile_encoded\(\$1::text\[\], \$2::boolean\[\]/,
  );
});
