import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEATURE_TABLE } from '../../layers/feature-table-source.ts';
import type { ColumnsPart, LayerSource } from '../../layers/source.ts';
import { PUBLIC } from '../../platform/auth/principal.ts';
import { readText } from '../../platform/db/rows.ts';
import { sqlText } from '../../platform/db/sql.ts';
import type { Session } from '../../platform/db/types.ts';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { randomFrom } from '../../testing/random.ts';
import { layerOfTable, sourceTable, tableColumn, type TableShape } from '../../testing/source-tables.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { tileAt } from '../../../tiles/tile/tile.ts';
import { tableSource } from './index.ts';

const COLUMNS = [
  tableColumn('id', 'integer'),
  tableColumn('name', 'text'),
  tableColumn('n', 'integer'),
  tableColumn('price', 'numeric(10,2)'),
  tableColumn('open', 'boolean'),
  tableColumn('day', 'date'),
];
const TYPES = COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ');
const SEED = `select n as id, 'p' || n, n % 17, (n % 1000) / 8.0, n % 3 = 0, date '2020-01-01' + n % 900,
  case n % 10 when 0 then 179.999 + (n % 9) * 0.0001 when 1 then -179.999 - (n % 9) * 0.0001 else 120.31 + ((n * 7919) % 1000) * 0.00011 end as lon,
  case n % 10 when 0 then 10.001 when 1 then 10.002 else 36.07 + ((n * 104729) % 1000) * 0.00009 end as lat from generate_series(1, 2000) as n`;

const AT = 'ST_SetSRID(ST_MakePoint(lon, lat), 4326)';
const SQUARE = `ST_Rotate(ST_Expand(${AT}, 0.0007), 0.3, ${AT})`;
const TABLES: readonly (TableShape & {
  type: string;
  of: string;
  kind: 'table';
  draws: LayerDefinition['geometry'];
})[] = [
  { table: 'degrees', srid: 4326, shape: 'POINT', type: 'geometry(Point, 4326)', of: AT },
  { table: 'zone', srid: 4549, shape: 'POINT', type: 'geometry(Point, 4549)', of: `ST_Transform(${AT}, 4549)` },
  { table: 'globe', srid: 4326, shape: 'POINT', type: 'geography(Point, 4326)', of: `${AT}::geography` },
  {
    table: 'metres',
    srid: 3857,
    shape: 'POLYGON',
    type: 'geometry(Polygon, 3857)',
    of: `ST_Transform(${SQUARE}, 3857)`,
  },
  {
    table: 'zone_areas',
    srid: 4549,
    shape: 'POLYGON',
    type: 'geometry(Polygon, 4549)',
    of: `ST_Transform(${SQUARE}, 4549)`,
  },
].map(({ table, srid, shape, type, of }) => ({
  table,
  columns: COLUMNS,
  key: ['id'],
  geometry: { srid, shape, type: type.startsWith('geography') ? ('geography' as const) : ('geometry' as const) },
  type,
  of,
  kind: 'table' as const,
  draws: shape === 'POINT' ? ('Point' as const) : ('Polygon' as const),
}));

describe('rows of tables', () => {
  let db: Suite;
  let session: Session;

  beforeAll(async () => {
    db = await openSuite('server', 'rows of tables');
    session = db.as(PUBLIC, {});
    await db.query(sqlText('create schema planning'));
  });
  afterAll(() => db.close());

  async function open(shape: TableShape, layer: LayerDefinition): Promise<LayerSource> {
    return tableSource(await sourceTable(db, shape), db, { layer: layer.id, owner: 'test' });
  }

  describe.each(TABLES)('of $table', (each) => {
    let source: LayerSource;
    let layer: LayerDefinition;

    beforeAll(async () => {
      const id = each.table.replaceAll('_', '-');
      const inZone = each.geometry.srid === 4549 ? 'lon between 110 and 130' : 'true';
      await db.query(
        sqlText(`select 1; create table planning.${each.table} (${TYPES}, geom ${each.type}, primary key (id));
        insert into planning.${each.table} select id, name, n, price, open, day, ${each.of} from (${SEED}) as s (id, name, n, price, open, day, lon, lat) where ${inZone};
        insert into planning.${each.table} (id, geom) values (9999, null);
        create index on planning.${each.table} using gist (geom); analyze planning.${each.table}`),
      );
      await db.query(sqlText(`select ensure_layer($1)`), [id]);
      await db.query(
        sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        select $1, id::text, ST_Transform(geom::geometry, 4326),
          (select jsonb_strip_nulls(to_jsonb(r)) from (select name, n, price, open, day) as r), 'test', 'public', 'imported'
        from planning.${each.table} where geom is not null`),
        [id],
      );
      const found = await sourceTable(db, each);
      layer = layerOfTable(id, found, each.draws);
      source = await open(each, layer);
    });

    it('are the features that the table of features gives, one by one', async () => {
      for (const id of ['1', '2', '10', '1999', '2000', '9999', '007', 'x', '99999999999999999999', '', "'", 'a~b']) {
        const [mine, theirs] = [await source.item(session, layer, id), await FEATURE_TABLE.item(session, layer, id)];
        const plain = (item: typeof mine): unknown =>
          item === null ? null : { ...item, updatedAt: '', bbox: item.bbox.map((value) => value.toFixed(9)) };
        expect(plain(mine), id).toEqual(plain(theirs));
      }
    });

    it('are the nearest to any place, with their distances', async () => {
      const random = randomFrom(3);
      let count = 0;
      for (let round = 0; round < 25; round += 1) {
        const isFar = round % 6 === 5;
        const query = {
          layer,
          lon: isFar ? 180 - random.next() * 0.002 : 120.3 + random.next() * 0.14,
          lat: isFar ? 10 : 36.05 + random.next() * 0.12,
          radiusM: 50 + random.next() ** 2 * 20_000,
          limit: 1 + random.below(30),
          filter: round % 3 === 0 ? ({ op: '<', args: [{ property: 'n' }, 5] } as const) : null,
        };
        const [mine, theirs] = [await source.items(session, query), await FEATURE_TABLE.items(session, query)];
        // Those that are as far to a hair may come in any order.
        const distances = (items: typeof mine): readonly number[] => items.map(({ distanceM }) => distanceM);
        const names = (items: typeof mine): readonly string[] => items.map(({ id }) => id).sort();
        expect(mine.length, JSON.stringify(query)).toBe(theirs.length);
        distances(mine).forEach((distance, index) =>
          expect(Math.abs(distance - (distances(theirs)[index] ?? NaN))).toBeLessThan(0.11),
        );
        const isTied = theirs.length > 0 && theirs.length === query.limit;
        if (!isTied) expect(names(mine)).toEqual(names(theirs));
        count += mine.length;
      }
      expect(count).toBeGreaterThan(100);
    });

    it('are counted in a box, with a filter and without', async () => {
      const random = randomFrom(5);
      const boxes = Array.from({ length: 25 }, () => {
        const [west, south] = [120.29 + random.next() * 0.13, 36.05 + random.next() * 0.1];
        return [west, south, west + random.next() * 0.05, south + random.next() * 0.05] as const;
      });
      for (const bbox of [...boxes, [-180, -90, 180, 90] as const, [179.99, 0, 180, 20] as const]) {
        for (const filter of [null, { op: '=', args: [{ property: 'open' }, true] } as const]) {
          const query = { layers: [layer], bbox, filters: new Map([[layer.id, filter]]) };
          const [mine, theirs] = [await source.counts(session, query), await FEATURE_TABLE.counts(session, query)];
          expect([...mine], JSON.stringify(bbox)).toEqual([...theirs]);
        }
      }
    });

    it('come by column, all of them once', async () => {
      const read = async (of: LayerSource): Promise<unknown[]> => {
        const parts: ColumnsPart[] = [];
        await of.columns(session, layer, ['name', 'n', 'price', 'open', 'day'], (part) => void parts.push(part));
        return parts
          .flatMap(({ ids, lon, lat, columns }) =>
            ids.map((id, index) => [id, lon[index], lat[index], ...columns.map((column) => column[index] ?? null)]),
          )
          .sort(([a], [b]) => Number(a) - Number(b));
      };
      const [mine, theirs] = [await read(source), await read(FEATURE_TABLE)];
      expect(mine.length).toBe(theirs.length);
      if (layer.geometry === 'Point') expect(mine).toEqual(theirs);
      // A point on an area is another one where the area has other coordinates.
      else
        expect(mine.map((row) => [...(row as unknown[]).slice(0, 1), ...(row as unknown[]).slice(3)])).toEqual(
          theirs.map((row) => [...(row as unknown[]).slice(0, 1), ...(row as unknown[]).slice(3)]),
        );
    });

    it('are facilities and areas of an analysis', async () => {
      for (const filter of [null, { op: '<', args: [{ property: 'n' }, 5] } as const]) {
        const query = { layer, attributes: ['', 'n', 'price', 'name'], filter };
        const read = async (of: LayerSource): Promise<unknown[]> => {
          const rows = JSON.parse((await of.facilities(session, query)).json) as [
            string,
            number,
            number,
            string,
            unknown[],
          ][];
          return rows
            .map(([id, lon, lat, ...rest]) => [
              Number(id),
              lon.toFixed(layer.geometry === 'Point' ? 8 : 2),
              lat.toFixed(layer.geometry === 'Point' ? 8 : 2),
              ...rest,
            ])
            .sort(([a], [b]) => Number(a) - Number(b));
        };
        expect(await read(source)).toEqual(await read(FEATURE_TABLE));
      }
      const areas = async (of: LayerSource): Promise<string[]> =>
        (JSON.parse((await of.areas(session, layer)).json) as [string, unknown][]).map(([id]) => id);
      expect(await areas(source)).toEqual(await areas(FEATURE_TABLE));
    });

    it('are found by a text, the best first', async () => {
      const ids = async (text: string): Promise<string[]> =>
        ((await source.search?.(session, { layer, text, limit: 3 })) ?? []).map(({ id, rank }) => `${rank} ${id}`);
      const [first, ...others] = await ids('P12');
      expect(first).toBe('exact 12');
      expect(others.map((each) => each.slice(0, 8))).toEqual(['start 12', 'start 12']);
      // By the key too, which few will know.
      expect(await ids('777')).toEqual(['exact 777', 'part 1777']);
      expect(await ids('100%')).toEqual([]);
      expect(await ids("p1'")).toEqual([]);
    });

    it('lie in the tiles that an export asks for', async () => {
      for (const z of [0, 7, 12]) {
        const last = 2 ** z - 1;
        const runs =
          (await source.tilesOfLevel?.(session, {
            layer,
            z,
            marginUnits: 328,
            columns: { first: 0, last },
            rows: { first: 0, last },
          })) ?? [];
        const isAsked = (x: number, y: number): boolean =>
          runs.some((run) => run.y === y && run.first <= x && run.last >= x);
        for (const at of [
          { lon: 120.31, lat: 36.07 },
          { lon: 120.4199, lat: 36.1599 },
          ...(each.geometry.srid === 4549 ? [] : [{ lon: 179.9995, lat: 10.001 }]),
        ]) {
          const { x, y } = tileAt(at, z);
          expect(isAsked(x, y), `${String(z)} ${JSON.stringify(at)}`).toBe(true);
        }
        const count = runs.reduce((sum, run) => sum + run.last - run.first + 1, 0);
        // Areas on the antimeridian have boxes around the world.
        if (layer.geometry === 'Point') expect(count).toBeLessThan(60);
      }
    });

    it('are told in numbers, with those that no map can show', async () => {
      const mine = (await source.stats(session, [layer.id])).get(layer.id);
      const theirs = (await FEATURE_TABLE.stats(session, [layer.id])).get(layer.id);
      expect(mine?.count).toBe(theirs?.count);
      expect(mine?.provenance).toEqual({ imported: theirs?.count });
      expect(mine?.leftOut).toBe(1);
      mine?.bbox?.forEach((edge, index) => expect(Math.abs(edge - (theirs?.bbox?.[index] ?? NaN))).toBeLessThan(0.003));
    });
  });

  it('are told apart by keys of any kind, and read part by part in their order', async () => {
    await db.query(
      sqlText(`select 1; create table planning."键 ""表""" (a text, "B c" date, u uuid, name text, geom geometry(Point, 4326), primary key (a, "B c", u));
      insert into planning."键 ""表""" select case n % 4 when 0 then 'x~y' when 1 then '50%' when 2 then '' else '海 "q" ''' end, date '2020-01-01' + n, md5(n::text)::uuid, 'n' || n, ST_Point(120 + n / 1e5, 36, 4326)
      from generate_series(1, 11000) as n`),
    );
    const shape = {
      table: '键 "表"',
      columns: [
        tableColumn('a', 'text'),
        tableColumn('B c', 'date'),
        tableColumn('u', 'uuid'),
        tableColumn('name', 'text'),
      ],
      key: ['a', 'B c', 'u'],
      geometry: { srid: 4326, shape: 'POINT' },
    };
    const layer = layerOfTable('keys', await sourceTable(db, shape), 'Point');
    const source = await open(shape, layer);
    const parts: ColumnsPart[] = [];
    await source.columns(session, layer, ['name'], (part) => void parts.push(part));
    const ids = parts.flatMap((part) => part.ids);
    expect(parts.length).toBeGreaterThan(2);
    expect(new Set(ids).size).toBe(11000);
    for (const id of ids.filter((_, index) => index % 1500 === 0))
      expect((await source.item(session, layer, id))?.id).toBe(id);
    expect(await source.item(session, layer, 'x~y~2020-01-01')).toBeNull();
    expect(await source.item(session, layer, 'a~b~c')).toBeNull();
  });

  it('lose no digit and no hour', async () => {
    await db.query(
      sqlText(`select 1; set timezone = 'America/New_York'; set datestyle = 'SQL, DMY';
      create table planning.values (id bigint primary key, big bigint, wide numeric, money numeric(10,2), ratio float8, small real, at timestamptz, local timestamp, doc jsonb, tags text[], code uuid, geom geometry(PointZ, 4326));
      insert into planning.values values
        (9007199254740993, 9007199254740993, 12345678901234567890.123456789, 12.30, 0.1, 0.1, '2024-05-01T02:03:04.5Z', '2024-05-01 02:03:04', '{"a": [1, null]}', '{甲,"b c"}', '00000000-0000-0000-0000-000000000001', ST_MakePoint(120, 36, 12.5)),
        (2, 9007199254740991, 0.1, -3, 'NaN', 'Infinity', 'infinity', '-infinity', 'null', '{}', null, ST_MakePoint(120, 36, 1));
      reset timezone; reset datestyle`),
    );
    const shape = {
      table: 'values',
      columns: [
        tableColumn('id', 'bigint'),
        tableColumn('big', 'bigint'),
        tableColumn('wide', 'numeric'),
        tableColumn('money', 'numeric(10,2)'),
        tableColumn('ratio', 'double precision'),
        tableColumn('small', 'real'),
        tableColumn('at', 'timestamp with time zone'),
        tableColumn('local', 'timestamp without time zone'),
        tableColumn('doc', 'jsonb'),
        tableColumn('tags', 'text[]'),
        tableColumn('code', 'uuid'),
      ],
      key: ['id'],
      geometry: { srid: 4326, shape: 'POINT', hasZ: true },
    };
    const layer = layerOfTable('values', await sourceTable(db, shape), 'Point');
    const source = await open(shape, layer);
    const item = await source.item(session, layer, '9007199254740993');
    expect(item?.geometry).toEqual({ type: 'Point', coordinates: [120, 36, 12.5] });
    expect(item?.properties).toEqual({
      big: '9007199254740993',
      wide: '12345678901234567890.123456789',
      money: 12.3,
      ratio: 0.1,
      small: 0.1,
      at: '2024-05-01T10:03:04.5+08:00',
      local: '2024-05-01T02:03:04',
      doc: '{"a": [1, null]}',
      tags: '["甲","b c"]',
      code: '00000000-0000-0000-0000-000000000001',
    });
    expect((await source.item(session, layer, '2'))?.properties).toEqual({
      big: 9007199254740991,
      wide: 0.1,
      money: -3,
      doc: 'null',
      tags: '[]',
    });
  });

  it('that have positions outside of what their coordinates mean are left out, and hide no others', async () => {
    await db.query(
      sqlText(`select 1; create table planning.wrong (id int primary key, geom geometry(Point, 4549));
      insert into planning.wrong select n, ST_SetSRID(ST_MakePoint(500000 + n, 4000000), 4549) from generate_series(1, 20) as n;
      insert into planning.wrong values (21, ST_SetSRID(ST_MakePoint(1e30, 1e30), 4549)), (22, ST_SetSRID(ST_MakePoint('Infinity', 0), 4549)), (23, 'SRID=4549;POINT EMPTY');
      create index on planning.wrong using gist (geom)`),
    );
    const shape = {
      table: 'wrong',
      columns: [tableColumn('id', 'integer')],
      key: ['id'],
      geometry: { srid: 4549, shape: 'POINT' },
    };
    const layer = layerOfTable('wrong', await sourceTable(db, shape), 'Point');
    const source = await open(shape, layer);
    const stats = (await source.stats(session, [layer.id])).get(layer.id);
    expect(stats).toMatchObject({ count: 20, leftOut: 3 });
    const all = { layers: [layer], bbox: [-180, -90, 180, 90] as const, filters: new Map() };
    expect([...(await source.counts(session, all))]).toEqual([['wrong', 20]]);
    expect(await source.item(session, layer, '21')).toBeNull();
    for (const z of [0, 5, 12]) {
      const tile = { matrixSet: 'WebMercatorQuad' as const, tile: tileAt({ lon: 120.0001, lat: 36.13 }, z) };
      const { bytes } = await source.tile(session, tile, {
        layers: [{ layer, filter: null, properties: null }],
        asOf: null,
      });
      expect(bytes.length, String(z)).toBeGreaterThan(0);
    }
  });

  it('around a place are found by the index', async () => {
    const plans: string[] = [];
    await db.transaction(async (tx) => {
      const spy: Session = {
        ...session,
        query: async (sql, params, options) => {
          if (sql.text.includes('chengtu m'))
            plans.push(
              (await tx.query(sqlText(`explain ${sql.text}`), params))
                .map((row) => readText(row, 'QUERY PLAN'))
                .join('\n'),
            );
          return tx.query(sql, params, options);
        },
      };
      for (const each of TABLES) {
        const layer = layerOfTable(each.table.replaceAll('_', '-'), await sourceTable(db, each), each.draws);
        await (await open(each, layer)).items(spy, {
          layer,
          lon: 120.35,
          lat: 36.1,
          radiusM: 500,
          limit: 5,
          filter: null,
        });
      }
    });
    expect(plans.length).toBeGreaterThanOrEqual(TABLES.length);
    for (const plan of plans) expect(plan).toContain('Index Cond');
  });
});
