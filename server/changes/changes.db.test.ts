import { execFile } from 'node:child_process';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { onlyRow, readArray, readNumber, readText } from '../platform/db/rows.ts';
import { loadSql, sqlText } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { findPostgres } from '../testing/postgres.ts';

const CHANGES = loadSql('layers/sql/changes');

type Spot = readonly [id: string, lon: number, lat: number];
/** Boxes in degrees as [west, south, east, north], or null for the whole layer. */
interface Touched {
  readonly layer: string;
  readonly boxes: readonly (readonly number[])[] | null;
}

describeDatabases('changes', { embedded: 'full' }, (database, kind) => {
  beforeAll(async () => {
    for (const layer of ['dots', 'long-spots']) await run('select ensure_layer($1)', [layer]);
  });
  beforeEach(() => run('truncate feature'));

  const run = (text: string, params: Parameters<Queryable['query']>[1] = [], db: Queryable = database()) =>
    db.query(sqlText(text), params);

  /** Inserts points by one statement. */
  const put = (spots: readonly Spot[], layer = 'dots', db: Queryable = database(), table = 'feature') =>
    run(
      `insert into ${table} (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
     select $1, id, ST_SetSRID(ST_MakePoint(lon, lat), 4326), '{}', 'test', 'public', 'synthetic'
     from unnest($2::text[], $3::float8[], $4::float8[]) as t (id, lon, lat)`,
      [layer, spots.map(([id]) => id), spots.map(([, lon]) => lon), spots.map(([, , lat]) => lat)],
      db,
    );

  /** What `work` wrote down, in order of layer and revision. Steps without gaps are part of the promise. */
  async function touchedBy(work: () => Promise<unknown>): Promise<Touched[]> {
    const before = await revisions();
    await work();
    const after = await revisions();
    const touched: Touched[] = [];
    for (const [layer, revision] of after) {
      const rows = await run(
        'select revision, boxes from change where layer_id = $1 and revision > $2 order by revision',
        [layer, before.get(layer) ?? 0],
      );
      expect(rows.map((row) => readNumber(row, 'revision'))).toEqual(numbersAfter(before.get(layer) ?? 0, revision));
      touched.push(
        ...rows.map((row) => ({ layer, boxes: row.boxes === null ? null : degrees(readArray(row, 'boxes')) })),
      );
    }
    return touched;
  }

  async function revisions(): Promise<Map<string, number>> {
    const rows = await run('select layer_id, revision from layer order by layer_id');
    return new Map(rows.map((row) => [readText(row, 'layer_id'), readNumber(row, 'revision')]));
  }

  it('hold the place of every new feature, each place once', async () => {
    expect(
      await touchedBy(() =>
        put([
          ['a', 120, 36],
          ['b', 121, 37],
          ['c', 120, 36],
        ]),
      ),
    ).toEqual([
      {
        layer: 'dots',
        boxes: [
          [120, 36, 120, 36],
          [121, 37, 121, 37],
        ],
      },
    ]);
  });

  it('hold the places before and after of a feature that moved, and one place where it stayed', async () => {
    await put([
      ['a', 120, 36],
      ['b', 121, 37],
    ]);
    expect(
      await touchedBy(() =>
        run("update feature set geom = ST_SetSRID(ST_MakePoint(119, 35), 4326) where feature_id = 'a'"),
      ),
    ).toEqual([
      {
        layer: 'dots',
        boxes: [
          [119, 35, 119, 35],
          [120, 36, 120, 36],
        ],
      },
    ]);
    expect(await touchedBy(() => run("update feature set attributes = '{\"n\": 1}' where feature_id = 'b'"))).toEqual([
      { layer: 'dots', boxes: [[121, 37, 121, 37]] },
    ]);
  });

  it('hold the places of removed features, and the whole layer where it is truncated', async () => {
    await put([
      ['a', 120, 36],
      ['b', 121, 37],
    ]);
    expect(await touchedBy(() => run("delete from feature where feature_id = 'a'"))).toEqual([
      { layer: 'dots', boxes: [[120, 36, 120, 36]] },
    ]);
    expect(await touchedBy(() => run('truncate feature'))).toEqual([{ layer: 'dots', boxes: null }]);
  });

  it('hold the box of an area to the last digit', async () => {
    await run(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      values ('dots', 'area', ST_GeomFromText('POLYGON((120.1234567 36.1, 120.2 36.1, 120.2 36.2345678, 120.1234567 36.1))', 4326), '{}', '', 'public', 'synthetic')`);
    expect(
      onlyRow(
        await run(`
      select c.boxes = array[ST_XMin(f.geom_3857), ST_YMin(f.geom_3857), ST_XMax(f.geom_3857), ST_YMax(f.geom_3857)] as same
      from change c join layer l using (layer_id, revision) join feature f using (layer_id) where f.feature_id = 'area'`),
      ).same,
    ).toBe(true);
  });

  it('hold nothing for a statement that touched nothing, or changed nothing', async () => {
    await put([['a', 120, 36]]);
    expect(
      await touchedBy(async () => {
        await put([]);
        await run("update feature set owner = 'other' where feature_id = 'none'");
        await run("delete from feature where layer_id = 'dots' and feature_id = 'none'");
        await run("update feature set geom = geom, attributes = attributes || '{}', revision = 7, valid_from = now()");
        await run(
          'insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance) select layer_id, feature_id, geom, attributes, owner, visibility, provenance from feature on conflict do nothing',
        );
        await run('truncate feature_long_spots');
      }),
    ).toEqual([]);
  });

  it('say of features without a position, which a database may hold from before, that they lie nowhere', async () => {
    await run('alter table feature drop constraint feature_geom_is_placed');
    expect(
      await touchedBy(() =>
        run(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      values ('dots', 'a', ST_GeomFromText('POINT EMPTY', 4326), '{}', '', 'public', 'synthetic')`),
      ),
    ).toEqual([{ layer: 'dots', boxes: [] }]);
  });

  it('of an upsert tell what came and what was replaced', async () => {
    await put([
      ['a', 120, 36],
      ['same', 118, 34],
    ]);
    const touched = await touchedBy(() =>
      run(`
      insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      select 'dots', id, ST_SetSRID(ST_MakePoint(lon, 36), 4326), '{}', 'test', 'public', 'synthetic'
      from unnest(array['a', 'b'], array[121.0, 122.0]) as t (id, lon)
      union all select 'dots', feature_id, geom, attributes, owner, visibility, provenance from feature where feature_id = 'same'
      on conflict (layer_id, feature_id) do update set geom = excluded.geom, attributes = excluded.attributes`),
    );
    expect(touched.toSorted((one, other) => (one.boxes?.length ?? 0) - (other.boxes?.length ?? 0))).toEqual([
      { layer: 'dots', boxes: [[122, 36, 122, 36]] },
      {
        layer: 'dots',
        boxes: [
          [120, 36, 120, 36],
          [121, 36, 121, 36],
        ],
      },
    ]);
  });

  it('of a statement over several layers tell each layer its own part', async () => {
    await put([['a', 120, 36]]);
    await put(
      [
        ['a', 121, 37],
        ['b', 122, 38],
      ],
      'long-spots',
    );
    expect(await touchedBy(() => run("update feature set owner = 'other'"))).toEqual([
      { layer: 'dots', boxes: [[120, 36, 120, 36]] },
      {
        layer: 'long-spots',
        boxes: [
          [121, 37, 121, 37],
          [122, 38, 122, 38],
        ],
      },
    ]);
    expect(await touchedBy(() => run('delete from feature'))).toHaveLength(2);
  });

  it('tell both layers of a feature that moves from one to the other', async () => {
    await put([
      ['a', 120, 36],
      ['b', 121, 37],
    ]);
    expect(
      await touchedBy(() =>
        run(
          "update feature set layer_id = 'long-spots', geom = ST_SetSRID(ST_MakePoint(119, 35), 4326) where feature_id = 'a'",
        ),
      ),
    ).toEqual([
      { layer: 'dots', boxes: [[120, 36, 120, 36]] },
      { layer: 'long-spots', boxes: [[119, 35, 119, 35]] },
    ]);
  });

  it('are the same for statements on the partition itself', async () => {
    expect(
      await touchedBy(async () => {
        await put([['a', 120, 36]], 'long-spots', database(), 'feature_long_spots');
        await run('update feature_long_spots set geom = ST_SetSRID(ST_MakePoint(121, 37), 4326)');
        await run('delete from feature_long_spots');
        await put([['b', 122, 38]], 'long-spots', database(), 'feature_long_spots');
        await run('truncate feature_long_spots');
      }),
    ).toEqual(
      [
        [[120, 36, 120, 36]],
        [
          [120, 36, 120, 36],
          [121, 37, 121, 37],
        ],
        [[121, 37, 121, 37]],
        [[122, 38, 122, 38]],
        null,
      ].map((boxes) => ({ layer: 'long-spots', boxes })),
    );
  });

  it('are one for each statement of a transaction, none of one that is rolled back', async () => {
    expect(
      await touchedBy(() =>
        database().transaction(async (tx) => {
          await put([['a', 120, 36]], 'dots', tx);
          await put([['b', 121, 37]], 'dots', tx);
        }),
      ),
    ).toHaveLength(2);
    expect(
      await touchedBy(() =>
        expect(
          database().transaction(async (tx) => {
            await put([['c', 120, 36]], 'dots', tx);
            throw new Error('no');
          }),
        ).rejects.toThrow('no'),
      ),
    ).toEqual([]);
  });

  it('name up to 20,000 places, and the whole layer beyond', async () => {
    const many = (from: number, to: number) =>
      run(
        `
      insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      select 'dots', 'n' || n, ST_SetSRID(ST_MakePoint(120 + n * 1e-5, 36), 4326), '{}', 'test', 'public', 'synthetic'
      from generate_series($1::int, $2::int) as n`,
        [from, to],
      );
    expect((await touchedBy(() => many(1, 20_000)))[0]?.boxes).toHaveLength(20_000);
    expect((await touchedBy(() => run("update feature set owner = 'other'")))[0]?.boxes).toHaveLength(20_000);
    expect(await touchedBy(() => run('update feature set geom = ST_Translate(geom, 0, 1)'))).toEqual([
      { layer: 'dots', boxes: null },
    ]);
    expect(await touchedBy(() => many(20_001, 40_001))).toEqual([{ layer: 'dots', boxes: null }]);
    expect(await touchedBy(() => run('delete from feature'))).toEqual([{ layer: 'dots', boxes: null }]);
  });

  if (kind === 'server') {
    it('are written for what psql copies in, whatever its search_path', async () => {
      const schema = readText(onlyRow(await run('select current_schema() as name')), 'name');
      const psql = (sql: string) =>
        new Promise<void>((resolve, reject) => {
          const bin = findPostgres();
          const child = execFile(
            bin === undefined ? 'psql' : `${bin}/psql`,
            [database().url, '-X', '-v', 'ON_ERROR_STOP=1', '-f', '-'],
            (error) => (error === null ? resolve() : reject(new Error('psql failed.', { cause: error }))),
          );
          child.stdin?.end(sql);
        });
      expect(
        await touchedBy(() =>
          psql(
            `set search_path = ${schema}, public;\ncopy feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance) from stdin;\n` +
              'dots\ta\tSRID=4326;POINT(120 36)\t{}\t\tpublic\tsynthetic\nlong-spots\ta\tSRID=4326;POINT(121 37)\t{}\t\tpublic\tsynthetic\n\\.\n',
          ),
        ),
      ).toEqual([
        { layer: 'dots', boxes: [[120, 36, 120, 36]] },
        { layer: 'long-spots', boxes: [[121, 37, 121, 37]] },
      ]);
      expect(
        await touchedBy(() =>
          psql(
            `set search_path = ''; update ${schema}.feature set owner = 'other' where layer_id = 'dots'; delete from ${schema}.feature_dots;`,
          ),
        ),
      ).toEqual([
        { layer: 'dots', boxes: [[120, 36, 120, 36]] },
        { layer: 'dots', boxes: [[120, 36, 120, 36]] },
      ]);
    });

    it('are numbered in the order of commits: who looks again and again misses none', async () => {
      const from = (await revisions()).get('dots') ?? 0;
      let editing = true;
      const editor = async (name: string): Promise<void> => {
        for (let n = 0; n < 12; n += 1) {
          await database().transaction(async (tx) => {
            await put([[`${name}${n}`, 120 + n, 36]], 'dots', tx);
            await run('select pg_sleep(0.002)', [], tx);
          });
        }
      };
      const seen: number[] = [];
      const look = async (): Promise<void> => {
        const rows = await database().query(CHANGES, [
          ['dots', 'long-spots'],
          [seen.at(-1) ?? from, (await revisions()).get('long-spots') ?? 0],
          null,
        ]);
        expect(rows.every((row) => row.boxes !== null)).toBe(true);
        seen.push(...rows.map((row) => readNumber(row, 'revision')));
      };
      const looking = (async () => {
        while (editing) await look();
        await look();
      })();
      await Promise.all(['a', 'b', 'c', 'd'].map(editor)).finally(() => {
        editing = false;
      });
      await looking;
      expect(seen).toEqual(numbersAfter(from, from + 48));
    });
  }
});

function numbersAfter(first: number, last: number): number[] {
  return Array.from({ length: last - first }, (_, n) => first + n + 1);
}

/** Groups of four from EPSG:3857 to degrees, in a stable order. */
function degrees(boxes: readonly unknown[]): number[][] {
  const all = boxes.map((value, index) => {
    const metres = Number(value) / 6378137;
    const radians = index % 2 === 0 ? metres : Math.atan(Math.sinh(metres));
    return Math.round(((radians * 180) / Math.PI) * 1e7) / 1e7;
  });
  return Array.from({ length: all.length / 4 }, (_, n) => all.slice(n * 4, n * 4 + 4)).sort(
    (a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0),
  );
}
