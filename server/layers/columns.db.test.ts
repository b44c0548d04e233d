import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureLayers } from '../ingest/layers.ts';
import { loadSql, sqlText } from '../platform/db/sql.ts';
import type { Database, Session } from '../platform/db/types.ts';
import { openToServe } from '../testing/databases.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { until } from '../testing/moments.ts';
import { serve, type TestService } from '../testing/serve.ts';

const COUNT = 10_007;
const PATH = '/layers/toilets/columns';

describeDatabases('a layer by column', { embedded: 'daily' }, (database) => {
  let service: TestService;
  beforeAll(async () => {
    await ensureLayers(database(), testCatalogue);
    await database().query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        select 'toilets', 't' || n, ST_SetSRID(ST_MakePoint(120 + n / 100000.0, 36), 4326),
          jsonb_build_object('name', 'name ' || n % 7, 'stalls_male', n), 'test', 'public', 'synthetic'
        from generate_series(1, ${COUNT}) as n`),
    );
    service = await serve({ db: database(), catalogue: testCatalogue });
  });
  afterAll(() => service.close());

  it('is read in parts: every feature once, with its values', async () => {
    const answer = await service.get(`${PATH}?properties=name,stalls_male`);
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as {
      readonly count: number;
      readonly ids: readonly string[];
      readonly lon: readonly number[];
      readonly columns: {
        readonly name: { readonly values: readonly string[]; readonly data: readonly number[] };
        readonly stalls_male: { readonly data: readonly number[] };
      };
    };
    expect([body.count, new Set(body.ids).size, body.lon.length]).toEqual([COUNT, COUNT, COUNT]);
    for (const [index, id] of body.ids.entries()) {
      const n = Number(id.slice(1));
      const { name, stalls_male } = body.columns;
      if (stalls_male.data[index] !== n || name.values[name.data[index] ?? -1] !== `name ${n % 7}`)
        throw new Error(`Feature ${id} has the values of another.`);
    }
  });

  it('is read by the key part by part: no part looks at the rows of others', async () => {
    if (database().kind !== 'server') return;
    await database().query(sqlText('analyze feature_toilets'));
    const text = loadSql('layers/sql/columns').text.replace('{filter}', 'true');
    const rows = await database().query({ text: `explain (costs off) ${text}` }, ['toilets', ['name'], 't3', 500]);
    const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n');
    expect(plan).toMatch(/Index Scan using feature_toilets_pkey/);
    expect(plan).not.toMatch(/Sort|Seq Scan|Bitmap/);
  });

  it('is made in the turn of any client that waits for it', async () => {
    const web = (await openToServe(database())) ?? database();
    const waiting: (ReadonlySet<string> | undefined)[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const as: Database['as'] = (principal, options) => {
      const session = web.as(principal, options);
      const snapshot: Session['snapshot'] = async (use) => {
        waiting.push(principal.clients);
        await held;
        return session.snapshot(use);
      };
      return { ...session, snapshot };
    };
    const own = await serve({ db: { ...web, as }, catalogue: testCatalogue }, { TRUST_PROXY: 'true' });
    const ask = (client: string): Promise<Response> => own.get(PATH, { 'X-Forwarded-For': client });
    const first = ask('203.0.113.1');
    await until(() => waiting.length > 0);
    const second = ask('203.0.113.2');
    await until(() => waiting[0]?.size === 2);
    expect([...(waiting[0] ?? [])]).toEqual(['203.0.113.1', '203.0.113.2']);
    release();
    for (const answer of [await first, await second])
      expect([answer.status, await answer.json()]).toMatchObject([200, {}]);
    expect(waiting).toHaveLength(1);
    await own.close();
    if (web !== database()) await web.close();
  });

  it('is one answer for one set of attributes, whatever their order', async () => {
    const tags = new Set<string | null>();
    for (const properties of ['name,wifi', 'wifi,name', 'wifi,name,wifi', 'name,%20wifi']) {
      const answer = await service.get(`${PATH}?properties=${properties}`);
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
      tags.add(answer.headers.get('etag'));
    }
    expect(tags.size).toBe(1);
    const [tag] = tags;
    const again = await service.get(`${PATH}?properties=wifi,name`, { 'If-None-Match': tag ?? '' });
    expect(again.status).toBe(304);
    expect((await service.get(`${PATH}?properties=name,colour`)).status).toBe(400);
  });

  it('has another tag after an edit', async () => {
    const before = (await service.get(PATH)).headers.get('etag');
    await database().query(sqlText("delete from feature where feature_id = 't1'"));
    const answer = await service.get(PATH);
    expect(answer.headers.get('etag')).not.toBe(before);
    expect(await answer.json()).toMatchObject({ count: COUNT - 1 });
  });
});
