import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { tileAt, tileBoundsLonLat } from '../../tiles/tile/tile.ts';
import { readNumber, onlyRow } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { SqlValue } from '../platform/db/types.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { insertFixtures } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve, type TestService } from '../testing/serve.ts';

const SECRET = { lon: 120.51, lat: 36.21 };
const OPEN = { lon: 120.71, lat: 36.31 };
const { z, x, y } = tileAt(SECRET, 14);

describeDatabases('an edit of what is internal', { embedded: 'full' }, (database, kind) => {
  let service: TestService;
  beforeAll(async () => {
    await insertFixtures(database(), testCatalogue);
    service = await serve({ db: database(), catalogue: testCatalogue });
  });
  afterAll(() => service.close());
  beforeEach(() => run("delete from feature where layer_id = 'toilets' and feature_id like 'x%'"));

  const run = (text: string, params: SqlValue[] = []) => database().query(sqlText(text), params);
  const put = (id: string, { lon, lat }: typeof SECRET, visibility: string) =>
    run(
      `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
       values ('toilets', $1, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326), '{"name":"x"}', 'test', $4, 'synthetic')`,
      [id, lon, lat, visibility],
    );
  const layer = async () => onlyRow(await run("select revision, edits from layer where layer_id = 'toilets'"));
  const revision = async (): Promise<number> => readNumber(await layer(), 'revision');
  const edits = async (): Promise<number> => readNumber(await layer(), 'edits');

  /** Everything of the layer that a client may ask for. */
  const seen = async (): Promise<unknown> =>
    Promise.all(
      [
        '/layers/toilets',
        '/layers',
        `/tiles/toilets/${z}/${x}/${y}.mvt`,
        '/tiles/toilets/8/213/100.mvt',
        '/tiles/toilets.json',
        '/counts?layers=toilets',
        '/layers/toilets/columns',
        `/nearby?layer=toilets&lon=${SECRET.lon}&lat=${SECRET.lat}&radius=500`,
        '/layers/toilets/items/x1',
        '/search?q=x',
      ].map(async (path) => {
        const response = await service.get(path);
        const { status, headers } = response;
        const body = await response.text();
        return { path, status, tag: headers.get('etag'), body: body.replace(/"(?:requestId|instance)":"[^"]*"/g, '') };
      }),
    );
  /** Boxes of the changes after a revision; null: none. */
  const boxesSince = async (known: number): Promise<unknown> =>
    (await run("select boxes from change where layer_id = 'toilets' and revision > $1 order by revision", [known])).map(
      (row) => row['boxes'],
    );

  it('changes no answer, tag or revision, and reaches no listener', async () => {
    const before = [await seen(), await revision()];
    const countBefore = await edits();
    const events: string[] = [];
    const stream = new AbortController();
    const response = await fetch(`${service.url}/events?layers=toilets`, { signal: stream.signal });
    const reading = (async () => {
      for await (const chunk of response.body ?? []) events.push(Buffer.from(chunk).toString());
    })().catch(() => undefined);
    await expect.poll(() => events.join('')).toContain('event: hello');

    await put('x1', SECRET, 'internal');
    await run(`update feature set attributes = '{"name":"y"}' where layer_id = 'toilets' and feature_id = 'x1'`);
    await run("update feature set geom = ST_Translate(geom, 0.01, 0) where layer_id = 'toilets' and feature_id = 'x1'");
    await run(
      `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
       select 'toilets', 'xm' || n, ST_SetSRID(ST_MakePoint(120.5, 36.2), 4326), '{"name":"x"}', 'test', 'internal', 'synthetic'
       from generate_series(1, 20001) as n`,
    );
    await run("delete from feature where layer_id = 'toilets' and feature_id like 'xm%'");
    expect([await seen(), await revision()]).toEqual(before);
    await run("delete from feature where layer_id = 'toilets' and feature_id = 'x1'");
    expect([await seen(), await revision()]).toEqual(before);
    // What may not be seen still counts as edited, so that no demonstration data take its place.
    expect(await edits()).toBe(countBefore + 6);

    // A change that everybody may see comes next, and is all that came.
    await put('x2', OPEN, 'public');
    await expect.poll(() => events.join('')).toContain('event: change');
    stream.abort();
    await reading;
    const changes = events.join('').match(/event: change\ndata: .*/g) ?? [];
    expect(changes).toHaveLength(1);
    const { boxes } = JSON.parse(changes[0]?.split('data: ')[1] ?? '') as { boxes: number[][] };
    expect(boxes).toEqual([tileBoundsLonLat(tileAt(OPEN, 20)).map((edge) => expect.closeTo(edge, 6))]);
  });

  it('tells the place that a feature leaves when it becomes internal, and not the one it goes to', async () => {
    await put('x1', OPEN, 'public');
    const known = await revision();
    await run(
      `update feature set visibility = 'internal', geom = ST_SetSRID(ST_MakePoint($1::float8, $2::float8), 4326)
       where layer_id = 'toilets' and feature_id = 'x1'`,
      [SECRET.lon, SECRET.lat],
    );
    expect(await boxesSince(known)).toEqual([
      [expect.closeTo(13_437_375, -3), expect.anything(), expect.anything(), expect.anything()],
    ]);
    await run(
      `update feature set visibility = 'public', geom = ST_SetSRID(ST_MakePoint($1::float8, $2::float8), 4326)
       where layer_id = 'toilets' and feature_id = 'x1'`,
      [OPEN.lon, OPEN.lat],
    );
    const [, back] = (await boxesSince(known)) as number[][];
    expect(back).toHaveLength(4);
    expect(back?.[0]).toBeCloseTo(13_437_375, -3);
  });

  it('in one statement with others tells of the others alone', async () => {
    const known = await revision();
    await run(
      `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
       values ('toilets', 'x1', ST_SetSRID(ST_MakePoint(120.71, 36.31), 4326), '{"name":"x"}', 'test', 'public', 'synthetic'),
              ('toilets', 'x2', ST_SetSRID(ST_MakePoint(120.51, 36.21), 4326), '{"name":"x"}', 'test', 'internal', 'synthetic')`,
    );
    expect(await revision()).toBe(known + 1);
    expect(((await boxesSince(known)) as number[][])[0]).toHaveLength(4);
  });

  it('counts towards no limit of what is written down', async () => {
    const known = await revision();
    await run(
      `select note_changes(array_agg('toilets'::text), array_agg(ST_MakePoint(n, n)::box3d), array_agg(n = 0))
       from generate_series(0, 20001) as n`,
    );
    expect(await boxesSince(known)).toEqual([[0, 0, 0, 0]]);
  });

  // The embedded database has one session.
  it.runIf(kind === 'server')(
    'takes its layer in the order of all layers, whichever of them everybody sees',
    async () => {
      const first =
        "select layer_id from layer where layer_id in ('districts', 'toilets') order by layer_id for no key update";
      const edits: Promise<unknown>[] = [];
      await database().transaction(async (holder) => {
        await holder.query(sqlText(`${first} limit 1`));
        // What is seen lies in the layer that comes later.
        edits.push(
          run(
            `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
             select layer_id, 'x1', ST_SetSRID(geom, 4326), '{"name":"x"}', 'test', visibility, 'synthetic'
             from (values ('toilets', ST_MakePoint(120.71, 36.31), 'public'),
                          ('districts', ST_MakeEnvelope(120.5, 36.2, 120.6, 36.3), 'internal'))
               as placed (layer_id, geom, visibility)`,
          ),
        );
        const { pid } = (await holder.query(sqlText('select pg_backend_pid() as pid')))[0] as { pid: number };
        const waits = `select from pg_stat_activity where ${pid} = any (pg_blocking_pids(pid))`;
        await expect.poll(async () => (await run(waits)).length).toBe(1);
        await holder.query(sqlText(`${first} nowait`));
      });
      await Promise.all(edits);
      await run("delete from feature where layer_id = 'districts' and feature_id = 'x1'");
    },
  );

  it('is not told by a truncation of internal features alone', async () => {
    await run("delete from feature where layer_id = 'toilets'");
    await put('x1', SECRET, 'internal');
    const [known, count] = [await revision(), await edits()];
    await run('truncate feature_toilets');
    expect([await revision(), await edits()]).toEqual([known, count + 1]);
    await put('x2', OPEN, 'public');
    await run('truncate feature_toilets');
    expect(await revision()).toBe(known + 2);
  });
});
