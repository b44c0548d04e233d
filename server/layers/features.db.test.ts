import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { PUBLIC } from '../platform/auth/principal.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Session } from '../platform/db/types.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { randomFrom, type Random } from '../testing/random.ts';
import { FEATURE_TABLE } from './feature-table-source.ts';
import { pageStatement } from './feature-table/features.ts';
import { BadPlace, NotInSystem } from './page-errors.ts';
import type { FeatureRow, FeaturesQuery, LayerSource, SortKey } from './source.ts';
import { walkFeatures } from './walk-features.ts';

const COUNT = 3000;

function layerOf(id: string): LayerDefinition {
  const layer = testCatalogue.get(id);
  if (layer === undefined) throw new Error(`The test catalogue has ${id}.`);
  return layer;
}

const TOILETS = layerOf('toilets');
const ALL: FeaturesQuery = {
  layer: TOILETS,
  bbox: null,
  filter: null,
  asOf: null,
  properties: null,
  sort: [],
  after: null,
  limit: 10,
  geometry: { form: 'geojson', srid: 4326 },
};

/** Every page of a query, one after the other. */
async function pagesOf(
  session: Session,
  query: FeaturesQuery,
  source: LayerSource = FEATURE_TABLE,
): Promise<FeatureRow[]> {
  const all: FeatureRow[] = [];
  let { after } = query;
  for (;;) {
    const page = await source.features(session, { ...query, after });
    all.push(...page);
    if (page.length < query.limit) return all;
    after = page.at(-1)?.place ?? null;
  }
}

const SORTABLE = ['stalls_male', 'name', 'wifi', 'opened', 'grade'] as const;

function anySort(random: Random): readonly SortKey[] {
  const rest: string[] = [...SORTABLE];
  return Array.from({ length: random.below(4) }, () => ({
    attribute: rest.splice(random.below(rest.length), 1)[0] ?? '',
    isDescending: random.below(2) === 0,
  }));
}

/** Where a feature comes in an order, by its attributes as JavaScript has them. */
function compare(sort: readonly SortKey[]) {
  return (a: FeatureRow, b: FeatureRow): number => {
    const [left, right] = [a, b].map(({ attributes }) => JSON.parse(attributes) as Record<string, string | number>);
    for (const { attribute, isDescending } of sort) {
      const [x, y] = [left?.[attribute], right?.[attribute]];
      if (x === y) continue;
      if (x === undefined) return 1;
      if (y === undefined) return -1;
      return (x < y ? -1 : 1) * (isDescending ? -1 : 1);
    }
    return 0;
  };
}

describeDatabases('pages of features', { embedded: 'daily' }, (database, kind) => {
  let session: Session;
  beforeAll(async () => {
    await ensureLayers(database(), testCatalogue);
    // Equal values, missing ones, nulls, and some of another type than the attribute's.
    await database().query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        select 'toilets', 't' || n, ST_SetSRID(ST_MakePoint(
            case n % 10 when 0 then 179.9 + (n % 7) * 0.01 when 1 then -179.9 - (n % 7) * 0.01 else 120.3 + (n % 97) * 0.001 end,
            36 + (n % 89) * 0.001), 4326),
          jsonb_build_object('name', '名' || n % 5, 'wifi', n % 3 = 0)
            || case when n % 4 = 0 then '{}'::jsonb else jsonb_build_object('stalls_male', n % 6 + 0.5) end
            || case n % 11 when 0 then '{"opened": null}'::jsonb when 1 then '{}' else jsonb_build_object('opened', (date '2020-01-01' + n % 9)::text) end
            || case n % 13 when 0 then '{"grade": "first"}'::jsonb else '{}' end,
          'owner ' || n % 2, case when n % 50 = 7 then 'internal' else 'public' end, 'synthetic'
        from generate_series(1, $1::int) as n`),
      [COUNT],
    );
    await database().query(sqlText('analyze feature'));
    session = database().as(PUBLIC, {});
  });

  it('are all of the public features, each once, whatever the order and the limit', async () => {
    const random = randomFrom(15);
    const visible = COUNT - COUNT / 50;
    for (let round = 0; round < 12; round += 1) {
      const sort = anySort(random);
      const limit = [1 + random.below(400), visible, visible / 4, 100][round % 4] ?? 1;
      const all = await pagesOf(session, { ...ALL, sort, limit: Math.max(limit, 40) });
      const told = JSON.stringify({ sort, limit });
      expect(all.length, told).toBe(visible);
      expect(new Set(all.map(({ id }) => id)).size, told).toBe(visible);
      const order = compare(sort);
      all.slice(1).forEach((row, index) => {
        const before = all[index];
        if (before === undefined) return;
        const by = order(before, row);
        expect(by, `${told} ${before.attributes} ${row.attributes}`).toBeLessThanOrEqual(0);
        if (by === 0) expect(before.id < row.id || kind === 'server', `${told} ${before.id} ${row.id}`).toBe(true);
      });
    }
  });

  it('give what a feature is: whole, or the attributes asked for, without those that have no value', async () => {
    const [row] = await FEATURE_TABLE.features(session, {
      ...ALL,
      filter: { op: '=', args: [{ property: 'id' }, 't22'] },
    });
    expect(row).toMatchObject({ id: 't22', provenance: 'synthetic', owner: 'owner 0', place: ['t22'] });
    expect(JSON.parse(row?.attributes ?? '')).toEqual({ name: '名2', wifi: false, stalls_male: 4.5 });
    expect(JSON.parse(String(row?.geometry))).toEqual({ type: 'Point', coordinates: [120.322, 36.022] });
    expect(Math.abs(Date.now() - (row?.updatedAt.getTime() ?? 0))).toBeLessThan(3_600_000);
    const [chosen] = await FEATURE_TABLE.features(session, {
      ...ALL,
      properties: ['wifi', 'opened'],
      after: ['t23'],
      limit: 1,
    });
    expect(Object.keys(JSON.parse(chosen?.attributes ?? '') as object).sort()).toEqual(['opened', 'wifi']);
    const [none] = await FEATURE_TABLE.features(session, { ...ALL, properties: [], limit: 1 });
    expect(none?.attributes).toBe('{}');
  });

  it('give geometries in other systems, as text and as binary', async () => {
    const one = { ...ALL, filter: { op: '=', args: [{ property: 'id' }, 't22'] } } as const;
    const at = async (srid: number): Promise<readonly number[]> => {
      const [row] = await FEATURE_TABLE.features(session, { ...one, geometry: { form: 'geojson', srid } });
      const geometry = JSON.parse(String(row?.geometry)) as { readonly coordinates: readonly number[] };
      expect(Object.keys(geometry).sort()).toEqual(['coordinates', 'type']);
      return geometry.coordinates;
    };
    expect(await at(4490)).toEqual([120.322, 36.022]);
    const [x, y] = await at(3857);
    expect([x?.toFixed(2), y?.toFixed(2)]).toEqual(['13394183.77', '4303648.96']);
    const [east, north] = await at(4549);
    // 0.322° east of the central meridian of 120°, false easting 500 km.
    expect([Math.abs((east ?? 0) - 529_000) < 200, Math.abs((north ?? 0) - 3_988_000) < 1500]).toEqual([true, true]);
    const [row] = await FEATURE_TABLE.features(session, { ...one, geometry: { form: 'wkb', srid: 4326 } });
    const bytes = Buffer.from(row?.geometry as Uint8Array);
    expect([bytes.length, bytes.readInt8(0), bytes.readUInt32LE(1), bytes.readDoubleLE(5)]).toEqual([
      21, 1, 1, 120.322,
    ]);
    await expect(at(999_999)).rejects.toBeInstanceOf(NotInSystem);
  });

  it('hold what a box meets, across the antimeridian too, and what a filter keeps', async () => {
    const across = await pagesOf(session, { ...ALL, bbox: [179, 30, -179, 40], limit: 100 });
    expect(across.length).toBe(600);
    expect(across.every(({ geometry }) => /\[-?179\./.test(String(geometry)))).toBe(true);
    const filter = { op: '=', args: [{ property: 'wifi' }, true] } as const;
    const both = await pagesOf(session, { ...ALL, bbox: [120, 36, 120.35, 36.05], filter, limit: 37 });
    const all = await pagesOf(session, { ...ALL, limit: 1000 });
    const expected = all.filter(({ geometry, attributes }) => {
      const [lon = 0, lat = 0] = (JSON.parse(String(geometry)) as { readonly coordinates: readonly number[] })
        .coordinates;
      return lon >= 120 && lon <= 120.35 && lat <= 36.05 && attributes.includes('"wifi": true');
    });
    expect(expected.length).toBeGreaterThan(100);
    expect(both.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });

  it.each([{ after: [] }, { after: ['t1', 't2'] }, { after: [null] }])('refuse the place $after', async ({ after }) => {
    await expect(FEATURE_TABLE.features(session, { ...ALL, after })).rejects.toBeInstanceOf(BadPlace);
  });

  it('refuse a place that holds another type than the order has', async () => {
    const sort = [{ attribute: 'stalls_male', isDescending: false }];
    await expect(FEATURE_TABLE.features(session, { ...ALL, sort, after: ['x', 't1'] })).rejects.toBeInstanceOf(
      BadPlace,
    );
  });

  it('look at the rows of their own alone, where they are in the order of ids', async () => {
    const first = (await FEATURE_TABLE.features(session, { ...ALL, limit: 2000 })).at(-1);
    const { sql, params } = pageStatement({ ...ALL, after: first?.place ?? null, limit: 50 });
    const rows = await database().query(
      { text: `explain (analyze, costs off, timing off, summary off) ${sql.text}` },
      params,
    );
    const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n');
    expect(plan).toMatch(
      /Index Scan using feature_toilets_pkey on feature_toilets \w+ \(actual rows=5\d(?:\.00)? loops=1\)/,
    );
    expect(plan).toMatch(/Index Cond: .*feature_id > /);
    expect(plan).not.toMatch(/Seq Scan|Bitmap/);
  });

  it('of a past moment hold what was there then, each once', async () => {
    const layer = layerOf('reports');
    const reports = { ...ALL, layer };
    const insert = (from: number, to: number, name: string): Promise<unknown> =>
      database().query(
        sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
          select 'reports', 'r' || lpad(n::text, 5, '0'), ST_SetSRID(ST_MakePoint(120.3, 36), 4326), jsonb_build_object('name', $3::text),
            'test', 'public', 'imported' from generate_series($1::int, $2::int) as n`),
        [from, to, name],
      );
    await insert(1, 3000, 'first');
    await database().query(sqlText('select pg_sleep(0.05)'));
    const [{ at = null } = {}] = await database().query(sqlText('select clock_timestamp() as at'));
    const asOf = at as Date;
    await database().query(sqlText('select pg_sleep(0.05)'));
    await insert(3001, 3100, 'later');
    await database().query(
      sqlText(
        `update feature set attributes = '{"name": "renamed"}' where layer_id = 'reports' and right(feature_id, 1) = '0'`,
      ),
    );
    await database().query(sqlText("delete from feature where layer_id = 'reports' and right(feature_id, 1) = '5'"));
    await database().query(
      sqlText("update feature set visibility = 'internal' where layer_id = 'reports' and right(feature_id, 2) = '99'"),
    );
    await database().query(sqlText('analyze feature'));
    await database().query(sqlText('analyze feature_history'));
    const past = await pagesOf(session, { ...reports, asOf, limit: 300 });
    expect([past.length, new Set(past.map(({ id }) => id)).size]).toEqual([2970, 2970]);
    expect(past.every(({ attributes, owner }) => attributes.includes('first') && owner === 'test')).toBe(true);
    expect(past.map(({ id }) => id)).toEqual([...past.map(({ id }) => id)].sort());
    const filter = { op: '=', args: [{ property: 'name' }, 'renamed'] } as const;
    expect(await pagesOf(session, { ...reports, asOf, filter, limit: 300 })).toEqual([]);
    expect((await pagesOf(session, { ...reports, filter, limit: 300 })).length).toBe(310);

    const { sql, params } = pageStatement({ ...reports, asOf, after: ['r02000'], limit: 50 });
    const rows = await database().query(
      { text: `explain (analyze, costs off, timing off, summary off) ${sql.text}` },
      params,
    );
    const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n');
    // Of those that still are as they were. Those that ended are few, and all behind the place may be looked at.
    expect(plan).toMatch(
      /Index Scan using feature_reports_pkey on feature_reports \w+ \(actual rows=\d\d(?:\.00)? loops=1\)/,
    );
    expect(plan).toMatch(/Merge Append/);
  });

  it('of a moment before the history begins are refused', async () => {
    await database().query(sqlText("select prune_history(now() - interval '5 years')"));
    await expect(FEATURE_TABLE.features(session, { ...ALL, asOf: new Date('1990-01-01') })).rejects.toMatchObject({
      code: 'CT001',
    });
  });

  it('are walked through one by one, and no more is read than is taken', async () => {
    const { layer, ...rest } = ALL;
    let asked = 0;
    const source: Pick<LayerSource, 'features'> = {
      features: (db, query) => {
        asked += 1;
        return FEATURE_TABLE.features(db, { ...query, limit: query.limit });
      },
    };
    const ids: string[] = [];
    for await (const page of walkFeatures(source, session, { layer, ...rest })) ids.push(...page.map(({ id }) => id));
    expect([ids.length, new Set(ids).size, asked]).toEqual([2940, 2940, 2]);
  });

  it('are walked through no farther than somebody takes them, and an error reaches whoever does', async () => {
    let asked = 0;
    const endless: Pick<LayerSource, 'features'> = {
      features: (_db, { limit, after }) => {
        asked += 1;
        if (after?.[0] === 'stop') return Promise.reject(new RangeError('enough'));
        const row = {
          id: '',
          geometry: '',
          attributes: '',
          provenance: 'imported',
          owner: '',
          updatedAt: new Date(0),
        } as const;
        return Promise.resolve(Array.from({ length: limit }, () => ({ ...row, place: [asked > 39 ? 'stop' : ''] })));
      },
    };
    for await (const [row] of walkFeatures(endless, session, ALL)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(row?.place).toEqual(['']);
      break;
    }
    expect(asked).toBeLessThanOrEqual(5);
    const all = async (): Promise<void> => {
      for await (const page of walkFeatures(endless, session, ALL)) void page;
    };
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    await expect(all()).rejects.toThrow('enough');
    process.off('warning', note);
    // Such as of listeners that are left behind, page after page.
    expect(warnings).toEqual([]);
  });

  afterAll(() => database().query(sqlText('truncate feature')));
});
