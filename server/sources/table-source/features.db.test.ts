import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadPlace } from '../../layers/page-errors.ts';
import { FEATURE_TABLE } from '../../layers/feature-table-source.ts';
import type { FeatureRow, FeaturesQuery, LayerSource } from '../../layers/source.ts';
import { PUBLIC } from '../../platform/auth/principal.ts';
import { sqlText } from '../../platform/db/sql.ts';
import type { Session, SqlFile, SqlValue } from '../../platform/db/types.ts';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { randomFrom } from '../../testing/random.ts';
import { layerOfTable, sourceTable, tableColumn } from '../../testing/source-tables.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { tableSource } from './index.ts';

const COLUMNS = [
  tableColumn('code', 'text'),
  tableColumn('part', 'integer'),
  tableColumn('name', 'text'),
  tableColumn('n', 'integer'),
  tableColumn('price', 'numeric(10,2)'),
  tableColumn('share', 'double precision'),
  tableColumn('open', 'boolean'),
  tableColumn('day', 'date'),
];
const SHAPE = {
  table: 'plots',
  columns: COLUMNS,
  key: ['code', 'part'],
  geometry: { srid: 4549, shape: 'POINT' },
};
const COUNT = 3000;

describe('pages of a table', () => {
  let db: Suite;
  let session: Session;
  let source: LayerSource;
  let layer: LayerDefinition;
  let all: FeaturesQuery;

  beforeAll(async () => {
    db = await openSuite('server', 'pages of a table');
    session = db.as(PUBLIC, {});
    await db.query(
      sqlText(`select 1; create schema planning;
        create table planning.plots (code text, part int, name text, n int, price numeric(10,2), share float8, open boolean,
          day date, geom geometry(Point, 4549), primary key (code, part));
        insert into planning.plots select 'c' || n / 3, n % 3, nullif('名' || n % 7, '名0'), nullif(n % 11, 0), (n % 900) / 8.0,
          case n % 6 when 0 then 'NaN' when 1 then null else n % 13 / 4.0 end, nullif(n % 3, 2) = 0, date '2020-01-01' + n % 40,
          ST_Transform(ST_SetSRID(ST_MakePoint(120.3 + n % 97 * 0.001, 36 + n % 89 * 0.001), 4326), 4549)
          from generate_series(1, ${String(COUNT)}) as n;
        insert into planning.plots (code, part, name) values ('nowhere', 1, 'x');
        create index on planning.plots using gist (geom); analyze planning.plots`),
    );
    const table = await sourceTable(db, SHAPE);
    layer = layerOfTable('plots', table, 'Point');
    source = tableSource(table, db, { layer: layer.id, owner: 'test' });
    await db.query(sqlText(`select ensure_layer('plots')`));
    await db.query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        select 'plots', code || '~' || part, ST_Transform(geom, 4326),
          (select jsonb_strip_nulls(to_jsonb(r)) from (select code, part, name, n, price, nullif(share, 'NaN') as share, open, day) as r),
          'test', 'public', 'imported'
        from planning.plots where geom is not null`),
    );
    all = {
      layer,
      bbox: null,
      filter: null,
      asOf: null,
      properties: null,
      sort: [],
      after: null,
      limit: 100,
      geometry: { form: 'geojson', srid: 4326 },
    };
  });
  afterAll(() => db.close());

  async function pagesOf(of: LayerSource, query: FeaturesQuery): Promise<FeatureRow[]> {
    const rows: FeatureRow[] = [];
    for (let { after } = query; ; ) {
      const page = await of.features(session, { ...query, after });
      rows.push(...page);
      if (page.length < query.limit) return rows;
      after = page.at(-1)?.place ?? null;
    }
  }

  const values = ({ attributes }: FeatureRow): Record<string, unknown> =>
    JSON.parse(attributes) as Record<string, unknown>;

  it('are the features that the table of features gives, in its order but for ties, each once', async () => {
    const random = randomFrom(7);
    for (let round = 0; round < 8; round += 1) {
      const names = ['name', 'n', 'price', 'share', 'open', 'day'];
      const sort = Array.from({ length: random.below(3) + (round === 0 ? 0 : 1) }, () => ({
        attribute: names.splice(random.below(names.length), 1)[0] ?? '',
        isDescending: random.below(2) === 0,
      }));
      const query = { ...all, sort, limit: 50 + random.below(700) };
      const [mine, theirs] = [await pagesOf(source, query), await pagesOf(FEATURE_TABLE, query)];
      const told = JSON.stringify({ sort, limit: query.limit });
      expect([mine.length, new Set(mine.map(({ id }) => id)).size], told).toEqual([COUNT, COUNT]);
      const inOrder = (rows: readonly FeatureRow[]): unknown[] =>
        rows.map((row) => sort.map(({ attribute }) => values(row)[attribute] ?? null));
      expect(inOrder(mine), told).toEqual(inOrder(theirs));
      const byId = new Map(theirs.map((row) => [row.id, row]));
      for (const row of mine) {
        const other = byId.get(row.id);
        expect([values(row), JSON.parse(String(row.geometry)), row.provenance, row.owner], row.id).toEqual([
          other === undefined ? null : values(other),
          JSON.parse(String(other?.geometry)),
          'imported',
          'test',
        ]);
      }
    }
  });

  it('hold what a box and a filter keep, and the attributes asked for', async () => {
    const query: FeaturesQuery = {
      ...all,
      bbox: [120.31, 36, 120.34, 36.04],
      filter: { op: '>', args: [{ property: 'n' }, 4] },
      properties: ['n', 'day'],
      limit: 33,
    };
    const [mine, theirs] = [await pagesOf(source, query), await pagesOf(FEATURE_TABLE, query)];
    expect(theirs.length).toBeGreaterThan(50);
    expect(mine.map(({ id }) => id).sort()).toEqual(theirs.map(({ id }) => id).sort());
    expect(Object.keys(values(mine[0] ?? (all as never)))).toEqual(['n', 'day']);
  });

  it('give positions in the system of the table as they are, and others through degrees', async () => {
    for (const srid of [4549, 3857, 4490]) {
      const query: FeaturesQuery = { ...all, limit: 5, geometry: { form: 'geojson', srid } };
      const [mine] = await source.features(session, query);
      const [theirs] = await FEATURE_TABLE.features(session, {
        ...query,
        filter: { op: '=', args: [{ property: 'id' }, mine?.id ?? ''] },
      });
      const at = (row: FeatureRow | undefined): readonly number[] =>
        (JSON.parse(String(row?.geometry)) as { readonly coordinates: readonly number[] }).coordinates;
      at(mine).forEach((value, index) => expect(Math.abs(value - (at(theirs)[index] ?? NaN))).toBeLessThan(0.002));
    }
  });

  it('look at the rows of their own alone, where they are in the order of the key', async () => {
    const sent: (readonly [SqlFile, readonly SqlValue[]])[] = [];
    const spy: Session = {
      ...session,
      query: (sql, params = [], options) => {
        sent.push([sql, params]);
        return session.query(sql, params, options);
      },
    };
    await source.features(spy, { ...all, after: ['c7', '1'], limit: 20 });
    const [sql, params] = sent.at(-1) ?? [{ text: '' }, []];
    const rows = await db.query({ text: `explain (analyze, costs off, timing off, summary off) ${sql.text}` }, params);
    const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n');
    expect(plan).toMatch(/Index Scan using plots_pkey on plots t(?:_1)? \(actual rows=2\d(?:\.00)? loops=1\)/);
    expect(plan).not.toMatch(/Seq Scan|Bitmap/);
  });

  it('refuse a place of another order, and a past moment', async () => {
    await expect(source.features(session, { ...all, after: ['c7'] })).rejects.toBeInstanceOf(BadPlace);
    await expect(source.features(session, { ...all, after: ['c7', 'x'] })).rejects.toBeInstanceOf(BadPlace);
    await expect(source.features(session, { ...all, asOf: new Date() })).rejects.toMatchObject({
      parameter: 'datetime',
    });
  });
});
