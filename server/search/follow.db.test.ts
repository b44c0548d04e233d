import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SearchResult } from '../../tiles/api/wire.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { sqlText } from '../platform/db/sql.ts';
import { testCity } from '../testing/city.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { replaceSearchTerms } from './terms.ts';

const layerOf = (id: string) => {
  const layer = testCatalogue.get(id);
  if (layer === undefined) throw new Error(`No ${id}.`);
  return layer;
};
/** Districts are named by an attribute of another name than in the demonstration. */
const catalogue = createCatalogue(
  [
    {
      ...layerOf('districts'),
      attributes: { title: { type: 'string', title: { zh: '名称', en: 'Name' } }, ...layerOf('districts').attributes },
      name: { zh: 'title' },
    },
    layerOf('toilets'),
    layerOf('reports'),
  ],
  { ...testCity, roles: { district: 'districts' } },
);

describeDatabases('search after edits by other programs', { embedded: 'daily' }, (database) => {
  let service: TestService;
  const run = (text: string) => database().query(sqlText(text));

  beforeAll(async () => {
    for (const { id } of catalogue.layers) await run(`select ensure_layer('${id}')`);
    await run(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance) values
      ('districts', '370202', 'srid=4326;polygon((120 36, 121 36, 121 37, 120 36))', '{"title": "市南区"}', 't', 'public', 'official'),
      ('toilets', 'a', 'srid=4326;point(120.3 36.1)', '{"name": "五四广场公厕", "district": "370202"}', 't', 'public', 'official'),
      ('toilets', 'b', 'srid=4326;point(120.3 36.1)', '{"name": "栈桥公厕", "district": "370202"}', 't', 'public', 'official')`);
    service = await serve({ db: database(), catalogue });
  });
  afterAll(() => service.close());

  const search = async (q: string): Promise<SearchResult['hits']> => {
    const response = await service.get(`/search?q=${encodeURIComponent(q)}`);
    expect(response.status).toBe(200);
    return ((await response.json()) as SearchResult).hits;
  };
  const found = async (q: string): Promise<string[]> => (await search(q)).map(({ id }) => id);

  it('finds what was inserted, by name, pinyin, initials and a part', async () => {
    for (const q of ['五四广场公厕', 'wusiguangchang', 'wsgcgc', '广场']) expect(await found(q), q).toContain('a');
  });

  it('finds by the new name and not by the old one', async () => {
    await run(`update feature set attributes = attributes || '{"name": "改名后的公厕"}'
      where layer_id = 'toilets' and feature_id = 'a'`);
    expect(await found('改名后的公厕')).toEqual(['a']);
    expect(await found('gaiminghou')).toEqual(['a']);
    expect(await found('五四广场')).toEqual([]);
    await run(`update feature set attributes = attributes || '{"name": "五四广场公厕"}' where feature_id = 'a'`);
    expect(await found('改名后的公厕')).toEqual([]);
    expect(await found('五四广场')).toEqual(['a']);
  });

  it('names the district as it is called now', async () => {
    expect((await search('栈桥公厕'))[0]?.context.zh).toBe('市南区');
    await run(`update feature set attributes = attributes || '{"title": "新南区"}' where layer_id = 'districts'`);
    expect((await search('栈桥公厕'))[0]?.context.zh).toBe('新南区');
    expect(await found('新南区')).toEqual(['370202']);
    expect(await found('市南区')).toEqual([]);
  });

  it('finds no feature that is gone, renamed or hidden, and finds it again', async () => {
    await run(`update feature set feature_id = 'c' where layer_id = 'toilets' and feature_id = 'b'`);
    expect(await found('栈桥公厕')).toEqual(['c']);
    await run(`update feature set visibility = 'internal' where layer_id = 'toilets' and feature_id = 'c'`);
    expect(await found('栈桥公厕')).toEqual([]);
    await run(`update feature set visibility = 'public' where layer_id = 'toilets' and feature_id = 'c'`);
    expect(await found('栈桥公厕')).toEqual(['c']);
    await run(`delete from feature where layer_id = 'toilets' and feature_id = 'c'`);
    expect(await found('栈桥公厕')).toEqual([]);
  });

  it('follows a statement over more features than are noted one by one', async () => {
    await run(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      select 'toilets', 'n' || n, 'srid=4326;point(120.4 36.2)', jsonb_build_object('name', '海边第' || n || '厕', 'district', '370202'),
        't', 'public', 'official' from generate_series(1, 20001) as n`);
    const waiting = async (): Promise<boolean> =>
      (await run(`select from search_stale where layer_id = 'toilets' limit 1`)).length > 0;
    while (await waiting()) await found('海边');
    expect(await found('海边第20001厕')).toContain('n20001');
    expect(await found('海边第1厕')).toContain('n1');
    // Texts that hundreds share are kept few.
    await run(
      `update feature set attributes = jsonb_set(attributes, '{address}', '"同一条路"') where feature_id ~ '^n1?.$'`,
    );
    await found('同一条路');
    await run(
      `update feature set attributes = jsonb_set(attributes, '{address}', '"同一条路"') where feature_id ~ '^n2.?.$'`,
    );
    await found('同一条路');
    const [row] = await run(`select count(*)::int as n from search_term where folded = '同一条路'`);
    expect(row?.n).toBeLessThanOrEqual(30);
  });

  it('makes no terms of case data, and leaves no notes of it', async () => {
    await run(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      values ('reports', 'r1', 'srid=4326;point(120.3 36.1)', '{"name": "占道经营"}', 't', 'public', 'official')`);
    expect(await found('r1')).toEqual(['r1']);
    expect(await run(`select from search_term where layer_id = 'reports'`)).toEqual([]);
    expect(await run(`select from search_stale where layer_id = 'reports'`)).toEqual([]);
  });

  it('notes nothing where a load makes the terms itself', async () => {
    await database().transaction(async (tx) => {
      await tx.query(sqlText(`select set_config('chengtu.terms_follow', 'on', true)`));
      await tx.query(
        sqlText(`update feature set attributes = attributes || '{"name": "装载的名称"}' where feature_id = 'a'`),
      );
      await replaceSearchTerms(tx, [{ id: 'a', attributes: { name: '装载的名称' } }], {
        layer: layerOf('toilets'),
        replace: false,
        onProgress: () => undefined,
      });
      expect(await tx.query(sqlText('select from search_stale'))).toEqual([]);
    });
    expect(await found('装载的名称')).toEqual(['a']);
  });

  it('answers where nobody may write, from the terms that there are', async () => {
    if (database().kind === 'embedded') return;
    await run(`update feature set attributes = attributes || '{"name": "写不进去"}' where feature_id = 'a'`);
    const role = new URL(database().webUrl).username;
    await run(`revoke delete on search_stale from ${role}`);
    expect(await found('写不进去')).toEqual([]);
    expect(await found('装载的名称')).toEqual([]);
    await run(`grant delete on search_stale to ${role}`);
    expect(await found('写不进去')).toEqual(['a']);
  });
});
