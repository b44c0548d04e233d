import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { tileAt } from '../../tiles/tile/tile.ts';
import { replaceSearchTerms } from '../search/index.ts';
import { onlyRow, readNumber, readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database, Queryable, SqlValue } from '../platform/db/types.ts';
import { JobStore } from '../platform/jobs/job-store.ts';
import { openToServe } from '../testing/databases.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { insertFixtures } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { momentBetween } from '../testing/moments.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { forget, forgetAgain, listErasures, NoFeature, previewErasure } from './erasure.ts';

const AT = { lon: 120.7123456, lat: 36.3123456 };
const ID = 'id-3702-19800101-001X',
  FORMER_ID = 'former-id-3702-1980';
const NAME = '王小明诊所',
  NOTE = 'a-unique-note-8d1f';
const { z, x, y } = tileAt(AT, 16);

describeDatabases('an erased feature', { embedded: 'daily' }, (database, kind) => {
  let service: TestService;
  let web: Database;
  beforeAll(async () => {
    await insertFixtures(database(), testCatalogue);
    web = (await openToServe(database())) ?? database();
    service = await serve({ db: database(), catalogue: testCatalogue });
  });
  afterAll(async () => {
    await service.close();
    if (web !== database()) await web.close();
  });
  beforeEach(async () => {
    await run('delete from feature where feature_id = any ($1)', [[ID, FORMER_ID]]);
    for (const id of [ID, FORMER_ID])
      await forget(database(), 'toilets', id, null).catch((error: unknown) => {
        if (!(error instanceof NoFeature)) throw error;
      });
    await run('delete from analysis_job');
  });

  const run = (text: string, params: readonly SqlValue[] = [], db: Queryable = database()) =>
    db.query(sqlText(text), params);
  /** Renamed once, edited twice, with terms. */
  const put = async (visibility = 'public'): Promise<void> => {
    await run(
      `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
       values ('toilets', $1, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326),
         jsonb_build_object('name', $4::text, 'note', $5::text), 'test', $6, 'official')`,
      [FORMER_ID, AT.lon, AT.lat, NAME, NOTE, visibility],
    );
    await run('update feature set feature_id = $1 where feature_id = $2', [ID, FORMER_ID]);
    await run("update feature set owner = 'other' where feature_id = $1", [ID]);
    const layer = testCatalogue.get('toilets');
    if (layer === undefined) throw new Error('The test has toilets.');
    const feature = { id: ID, attributes: { name: NAME } };
    await replaceSearchTerms(database(), [feature], { layer, replace: false, onProgress: () => undefined });
  };
  /** Relations that the web role can read and that hold one of the texts. */
  const holding = async (...texts: string[]): Promise<string[]> => {
    const relations = await run(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and has_table_privilege(c.oid, 'select')
         and (n.nspname not in ('information_schema', 'pg_catalog') or c.relname = 'pg_stats')
       order by 1`,
      [],
      web,
    );
    const found: string[] = [];
    for (const name of relations.map((row) => readText(row, 'name'))) {
      const rows = await run(
        `select count(*) as count from ${name} as r where exists (select from unnest($1::text[]) as t where strpos(r::text, t) > 0)`,
        [texts],
        web,
      );
      if (readNumber(onlyRow(rows), 'count') > 0) found.push(name);
    }
    return found;
  };
  const tile = async (query = '') => (await service.get(`/tiles/toilets/${z}/${x}/${y}.mvt${query}`)).status;
  const revision = async (): Promise<number> =>
    readNumber(onlyRow(await run("select revision from layer where layer_id = 'toilets'")), 'revision');

  it('is in nothing that the web role can read, under none of its names', async () => {
    await put();
    const then = await momentBetween(database());
    // So that statistics of columns hold it.
    await run('analyze');
    const schema = readText(onlyRow(await run('select current_schema()::text as name')), 'name');
    const before = await holding(ID, FORMER_ID, NAME, NOTE);
    expect(before).toEqual(
      expect.arrayContaining(['feature', 'feature_history', 'search_term'].map((each) => `${schema}.${each}`)),
    );
    expect(before).toContain('pg_catalog.pg_stats');
    const asOf = `?datetime=${then.toISOString()}`;
    expect([await tile(), await tile(asOf)]).toEqual([200, 200]);

    expect(await forget(database(), 'toilets', ID, 'the owner asked for it')).toBe(3);
    expect(await holding(ID, FORMER_ID, NAME, NOTE)).toEqual([]);
    // Spellings and places are content too.
    expect(await holding('wangxiaoming', 'wxmzs', '13437635', '13437636')).toEqual([]);
    await service.server.poller.catchUp();
    expect([await tile(), await tile(asOf)]).toEqual([204, 204]);
    expect(await run("select * from check_pyramid('toilets')")).toEqual([]);
    expect((await service.get(`/layers/toilets/items/${ID}`)).status).toBe(404);
    for (const q of [NAME, ID, FORMER_ID, 'wangxiaoming'])
      expect(await (await service.get(`/search?q=${q}`)).text()).toContain('"hits":[]');
    expect(await (await service.get('/layers/toilets/columns?properties=name')).text()).not.toMatch(/id-3702|王小明/);
  });

  it('leaves a note that says nothing of it, which nobody can change', async () => {
    await put();
    await forget(database(), 'toilets', ID, ' asked for ');
    const note = (await listErasures(database())).at(-1);
    expect(note).toMatchObject({ layer: 'toilets', states: 3, reason: 'asked for', layers: ['toilets'] });
    expect(note?.digests).toHaveLength(2);
    const rows = await run('select e::text as text from erasure e');
    for (const row of rows)
      for (const told of [ID, FORMER_ID, NAME, NOTE]) expect(readText(row, 'text')).not.toContain(told);
    for (const statement of [
      'delete from erasure',
      "update erasure set reason = 'other'",
      'truncate erasure',
      'delete from erasure where false',
    ])
      await expect(run(statement), statement).rejects.toMatchObject({ code: '42501' });
    expect(await previewErasure(database(), 'toilets', ID)).toMatchObject({
      states: 0,
      erasedAt: expect.any(Date) as Date,
    });
  });

  it('is told beforehand: what there is, under which names', async () => {
    await put();
    expect(await previewErasure(database(), 'toilets', ID)).toMatchObject({
      hasLayer: true,
      states: 3,
      present: { layer: 'toilets', id: ID, visibility: 'public', name: NAME },
      names: expect.arrayContaining([
        ['toilets', ID],
        ['toilets', FORMER_ID],
      ]) as string[][],
      erasedAt: expect.any(Date) as Date,
    });
    expect(await previewErasure(database(), 'toilets', 'none')).toMatchObject({
      hasLayer: true,
      states: 0,
      erasedAt: null,
    });
    expect(await previewErasure(database(), 'none', ID)).toMatchObject({ hasLayer: false, states: 0 });
    await expect(forget(database(), 'toilets', 'none', null)).rejects.toBeInstanceOf(NoFeature);
    await expect(forget(database(), 'none', ID, null)).rejects.toBeInstanceOf(NoFeature);
  });

  it('is a new feature when it comes again', async () => {
    await put();
    const before = onlyRow(await run('select fid from feature where feature_id = $1', [ID]));
    const then = await momentBetween(database());
    await run('delete from feature where feature_id = $1', [ID]);
    expect(await forget(database(), 'toilets', ID, null)).toBe(3);
    await run(
      `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
       values ('toilets', $1, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326), '{}', 'test', 'public', 'official')`,
      [ID, AT.lon, AT.lat],
    );
    const after = onlyRow(await run('select fid, revision from feature where feature_id = $1', [ID]));
    expect(after['revision']).toBe('1');
    expect(after['fid']).not.toBe(before['fid']);
    await service.server.poller.catchUp();
    expect([await tile(), await tile(`?datetime=${then.toISOString()}`)]).toEqual([200, 204]);
  });

  it('is erased again where an older backup has brought it back, and what came later is not', async () => {
    await put();
    const names = await run('select layer_id, feature_id, fid from feature where feature_id = $1', [ID]);
    expect(names).toHaveLength(1);
    await forget(database(), 'toilets', ID, 'asked for once');
    const list = await listErasures(database());
    await put();
    // All are known here, so that a feature of the same name is a new one.
    expect((await forgetAgain(database(), list)).every((each) => each === null)).toBe(true);
    expect((await previewErasure(database(), 'toilets', ID)).states).toBe(3);
    // As a backup of before would have it.
    await run('alter table erasure disable trigger guarded');
    await run("delete from erasure where reason = 'asked for once'");
    await run('alter table erasure enable trigger guarded');
    const last = list.at(-1);
    expect((await forgetAgain(database(), list)).filter((each) => each !== null)).toEqual([3]);
    expect((await previewErasure(database(), 'toilets', ID)).states).toBe(0);
    expect((await listErasures(database())).at(-1)).toEqual(last);
  });

  it('is in no result of a study, of those that are done and those at work', async () => {
    const jobs = new JobStore(database());
    const progress = { share: 0, analysis: 0, phase: 'started' } as const;
    const result = Buffer.from('a result');
    const admit = (id: string) => jobs.admit({ id, title: null, client: '', study: Buffer.from(ID) }, 'owner', 40);
    for (const id of ['done', 'working']) await admit(id);
    await jobs.finish('done', 'owner', { state: 'done', progress, error: null, result });
    await put();
    await forget(database(), 'toilets', ID, null);
    expect(await jobs.result('done')).toBeNull();
    expect(await jobs.beat('owner', [{ lane: 'long', id: 'working', state: 'running', progress }])).toEqual(
      new Map([['working', true]]),
    );
    expect(await run('select from analysis_job where study is not null')).toEqual([]);
    await jobs.finish('working', 'owner', { state: 'done', progress, error: null, result });
    expect(await jobs.result('working')).toEqual({ state: 'cancelled', bytes: null });
    await admit('later');
    await jobs.finish('later', 'owner', { state: 'done', progress, error: null, result });
    expect(await jobs.result('later')).toEqual({ state: 'done', bytes: result });
  });

  it('is not told of where nobody could ever see it', async () => {
    await put('internal');
    const known = await revision();
    expect(await forget(database(), 'toilets', ID, null)).toBe(3);
    expect(await revision()).toBe(known);
  });

  it('leaves everything as it was where the erasure fails', async () => {
    await put();
    await expect(
      database().transaction(async (tx) => {
        await run("select forget('toilets', $1)", [ID], tx);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await previewErasure(database(), 'toilets', ID)).states).toBe(3);
  });

  if (kind === 'server') {
    it('is in no result of a study that finishes or comes in meanwhile', async () => {
      const jobs = new JobStore(database());
      const progress = { share: 0, analysis: 0, phase: 'started' } as const;
      const end = { state: 'done', progress, error: null, result: Buffer.from('a result') } as const;
      const admit = (id: string) => jobs.admit({ id, title: null, client: '', study: Buffer.from(ID) }, 'owner', 40);
      const waiting = async () =>
        readNumber(
          onlyRow(
            await run(
              `select count(*) as count from pg_stat_activity
               where datname = current_database() and wait_event_type = 'Lock'`,
            ),
          ),
          'count',
        );
      for (const id of ['done', 'working']) await admit(id);
      await jobs.finish('done', 'owner', end);
      await put();
      const meanwhile: Promise<unknown>[] = [];
      await database().transaction(async (tx) => {
        // The erasure waits for this row when it removes what is done.
        await run("select from analysis_job where job_id = 'done' for update", [], tx);
        meanwhile.push(forget(database(), 'toilets', ID, null));
        await expect.poll(waiting).toBe(1);
        meanwhile.push(jobs.finish('working', 'owner', end), admit('later'));
        await expect.poll(waiting).toBe(3);
      });
      await Promise.all(meanwhile);
      expect(await jobs.result('done')).toBeNull();
      expect(await jobs.result('working')).toEqual({ state: 'cancelled', bytes: null });
      // It has begun after the erasure.
      await jobs.finish('later', 'owner', end);
      expect((await jobs.result('later'))?.state).toBe('done');
    });

    it('cannot be erased or asked after by the web role, whatever rights on tables it has', async () => {
      await put();
      for (const statement of [
        `select forget('toilets', '${ID}')`,
        `select erase_feature('toilets', '${ID}')`,
        "select forget_again('toilets', now(), 1, '', null, '', '{}', '{}')",
        'select * from erasure',
        "insert into erasure (layer_id, states, salt, digests, layers) values ('toilets', 1, '', '{}', '{}')",
      ])
        await expect(run(statement, [], web), statement).rejects.toMatchObject({ code: '42501' });
      expect((await previewErasure(database(), 'toilets', ID)).states).toBe(3);
    });
  }
});
