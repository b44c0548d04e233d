import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { touchedTiles } from '../../../tiles/tile/touched.ts';
import { FEATURE_TABLE } from '../../layers/feature-table-source.ts';
import { boxAt, countBoxes, type Change } from '../../layers/change.ts';
import type { LayerSource } from '../../layers/source.ts';
import { PUBLIC } from '../../platform/auth/principal.ts';
import { openDatabase } from '../../platform/db/pool.ts';
import { sqlText } from '../../platform/db/sql.ts';
import type { Database } from '../../platform/db/types.ts';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { layerOfTable, sourceTable, tableColumn, type TableShape } from '../../testing/source-tables.ts';
import { tableSource } from '../table-source/index.ts';
import { unwatchStatements, watchStatements } from './statements.ts';

const COLUMNS = [tableColumn('id', 'integer'), tableColumn('name', 'text')];

function shape(table: string, srid: number, more: Partial<TableShape> = {}): TableShape {
  return { table, columns: COLUMNS, key: ['id'], geometry: { srid, shape: 'POINT' }, ...more };
}

/** A place around which each test works, in degrees. */
const LON = 120.3;
const LAT = 36.1;
const at = (dx: number, srid: number): string =>
  `ST_Transform(ST_SetSRID(ST_MakePoint(${String(LON + dx)}, ${String(LAT)}), 4326), ${String(srid)})`;

describe('changes of tables', () => {
  let db: Suite;
  let reader: Database;

  beforeAll(async () => {
    db = await openSuite('server', 'changes of tables');
    await db.query(sqlText('create schema planning'));
    // As the service reads: by a role that owns nothing.
    reader = await openDatabase({ url: db.webUrl, home: '', schema: 'public' });
    await db.administrate(
      `grant usage on schema planning to public; alter default privileges for role ${ownerOf(db)} in schema planning grant select on tables to public`,
    );
  });
  afterAll(async () => {
    await reader.close();
    await db.close();
  });

  const ownerOf = (suite: Suite): string => new URL(suite.url).username;
  const readerName = (): string => new URL(db.webUrl).username;

  async function run(sql: string): Promise<void> {
    await db.query(sqlText(`select 1; ${sql}`));
  }

  /** A source over a table, and what it tells. */
  class Follower {
    known: number | undefined;
    readonly changes: Change[] = [];
    schemaChanges = 0;
    readonly source: LayerSource;
    readonly #layer: string;

    constructor(layer: string, make: (onSchemaChange: () => void) => LayerSource) {
      this.#layer = layer;
      this.source = make(() => {
        this.schemaChanges += 1;
      });
    }

    async look(): Promise<readonly Change[]> {
      const found = await this.source.changes?.(
        db,
        new Map(this.known === undefined ? [] : [[this.#layer, this.known]]),
      );
      for (const change of found ?? []) this.known = change.revision;
      this.changes.push(...(found ?? []));
      return found ?? [];
    }

    /** Looks as often as the service does until something is new; returns all of it. */
    async next(): Promise<readonly Change[]> {
      const found: Change[] = [];
      await expect.poll(async () => found.push(...(await this.look())), { interval: 100 }).toBeGreaterThan(0);
      return found;
    }
  }

  async function follow(each: TableShape, isWatched: boolean): Promise<Follower> {
    const table = await sourceTable(db, each);
    if (isWatched)
      for (const statement of await watchStatements(db, table, readerName()))
        await db.query(sqlText(`select 1; ${statement}`));
    const layer = each.table.replaceAll('_', '-');
    const follower = new Follower(layer, (onSchemaChange) =>
      tableSource(table, reader, { layer, owner: 'test', onSchemaChange }),
    );
    await expectAge(follower, isWatched ? 1 : 15);
    await follower.look();
    follower.changes.length = 0;
    return follower;
  }

  /** Looks until the source says so. */
  async function expectAge(follower: Follower, ageS: number): Promise<void> {
    await expect
      .poll(
        async () => {
          await follower.look();
          return follower.source.ageS;
        },
        { interval: 100 },
      )
      .toBe(ageS);
  }

  /** The easting of a place, and whether a change has touched it. */
  const easting = (dx: number): number => ((LON + dx) / 180) * 20037508.342789244;
  function touches(change: Change | undefined, dx: number): boolean {
    const boxes = change?.boxes;
    if (boxes === null || boxes === undefined) return true;
    return Array.from({ length: countBoxes(boxes) }, (_, index) => boxAt(boxes, index)).some(
      ({ west, east }) => west - 0.5 <= easting(dx) && east + 0.5 >= easting(dx),
    );
  }

  it.each([
    ['degrees', 4326, 'geometry(Point, 4326)', ''],
    ['metres', 3857, 'geometry(Point, 3857)', ''],
    ['zone', 4549, 'geometry(Point, 4549)', ''],
    ['globe', 4326, 'geography(Point, 4326)', '::geography'],
  ] as const)('of a watched one (%s) are told with the places, before and after', async (table, srid, type, cast) => {
    const own = (dx: number): string => `${at(dx, srid)}${cast}`;
    await run(
      `create table planning.${table} (id int primary key, name text, geom ${type}); insert into planning.${table} values (1, 'a', ${own(0)}), (2, 'b', ${own(0.01)})`,
    );
    const follower = await follow(
      shape(table, srid, { geometry: { srid, shape: 'POINT', type: cast === '' ? 'geometry' : 'geography' } }),
      true,
    );

    await run(`insert into planning.${table} values (3, 'c', ${own(0.02)})`);
    let [change] = await follower.next();
    expect([touches(change, 0.02), touches(change, 0), touches(change, 0.03)]).toEqual([true, false, false]);
    expect(
      change?.boxes === null ? 0 : touchedTiles('Point', boxAt(change?.boxes ?? [], 0), 'WebMercatorQuad', 18),
    ).not.toBe(0);

    await run(`update planning.${table} set geom = ${own(0.03)} where id = 1`);
    [change] = await follower.next();
    expect([touches(change, 0), touches(change, 0.03), touches(change, 0.01), touches(change, 0.02)]).toEqual([
      true,
      true,
      false,
      false,
    ]);

    await run(`update planning.${table} set name = 'z' where id = 2`);
    [change] = await follower.next();
    expect([touches(change, 0.01), touches(change, 0)]).toEqual([true, false]);

    await run(`delete from planning.${table} where id = 3`);
    [change] = await follower.next();
    expect([touches(change, 0.02), touches(change, 0.01)]).toEqual([true, false]);

    await run(`insert into planning.${table} select n, 'many', ${own(0.04)} from generate_series(10, 4000) as n`);
    [change] = await follower.next();
    expect(countBoxes(change?.boxes ?? [])).toBeLessThan(1000);
    expect([touches(change, 0.04), touches(change, 0.01)]).toEqual([true, false]);

    // A statement that finds no row changes nothing, and neither does one that is rolled back.
    await run(`update planning.${table} set name = 'x' where id = 999999`);
    await db
      .transaction(async (tx) => {
        await tx.query(sqlText(`insert into planning.${table} values (888888, 'no', ${own(0.05)})`));
        await tx.query(sqlText('select 1 / 0'));
      })
      .catch(() => undefined);
    expect(await follower.look()).toEqual([]);

    await run(`truncate planning.${table}`);
    [change] = await follower.next();
    expect(change?.boxes).toBeNull();

    for (const statement of await unwatchStatements(db, await sourceTable(db, shape(table, srid))))
      await run(statement);
    await expectAge(follower, 15);
  });

  it('are all told, in whatever order their transactions end', async () => {
    await run(`create table planning.busy (id int primary key, name text, geom geometry(Point, 4326))`);
    const follower = await follow(shape('busy', 4326), true);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let hasWritten = (): void => undefined;
    const written = new Promise<void>((resolve) => {
      hasWritten = resolve;
    });
    const slow = db.transaction(async (tx) => {
      await tx.query(sqlText(`insert into planning.busy values (1, 'slow', ${at(0.5, 4326)})`));
      hasWritten();
      await held;
    });
    await written;
    await run(`insert into planning.busy values (2, 'quick', ${at(0.7, 4326)})`);
    const [first] = await follower.next();
    expect([touches(first, 0.7), touches(first, 0.5)]).toEqual([true, false]);
    release();
    await slow;
    const [second] = await follower.next();
    expect([touches(second, 0.7), touches(second, 0.5)]).toEqual([false, true]);
    expect(second?.revision).toBeGreaterThan(first?.revision ?? 0);
  });

  it('of a partitioned one are told, through the table and through a partition', async () => {
    await run(`create table planning.parts (id int, name text, geom geometry(Point, 4326), primary key (id)) partition by range (id);
      create table planning.parts_a partition of planning.parts for values from (0) to (100);
      create table planning.parts_b partition of planning.parts for values from (100) to (200);`);
    const follower = await follow(shape('parts', 4326, { kind: 'partitioned' }), true);
    await run(`insert into planning.parts values (1, 'a', ${at(0, 4326)}), (150, 'b', ${at(0.1, 4326)})`);
    let [change] = await follower.next();
    expect([touches(change, 0), touches(change, 0.1), touches(change, 0.2)]).toEqual([true, true, false]);
    await run(`update planning.parts_b set geom = ${at(0.2, 4326)}`);
    [change] = await follower.next();
    expect([touches(change, 0.1), touches(change, 0.2), touches(change, 0)]).toEqual([true, true, false]);
    await run(`truncate planning.parts_a`);
    [change] = await follower.next();
    expect(change?.boxes).toBeNull();
    // Rows move between partitions.
    await run(`update planning.parts set id = 50 where id = 150`);
    [change] = await follower.next();
    expect(touches(change, 0.2)).toBe(true);
    // A partition that nobody watches: the whole table is looked at by the counters.
    await run(`create table planning.parts_c partition of planning.parts for values from (200) to (300)`);
    await expectAge(follower, 15);
  });

  it('of one that nobody watches are noticed by what PostgreSQL counts', async () => {
    await run(`create table planning.plain (id int primary key, name text, geom geometry(Point, 4326)); insert into planning.plain values (1, 'a', ${at(0, 4326)});
      create view planning.seen as select * from planning.plain where id > 0;
      create materialized view planning.kept as select * from planning.plain;`);
    const plain = await follow(shape('plain', 4326), false);
    const seen = await follow(shape('seen', 4326, { kind: 'view' }), false);
    const kept = await follow(shape('kept', 4326, { kind: 'materialized-view' }), false);
    // A session tells its counts some seconds after its work, or when it is asked to.
    const flush = 'select pg_stat_force_next_flush()';
    await run(`update planning.plain set name = 'b'; ${flush}`);
    expect((await plain.next()).at(-1)?.boxes).toBeNull();
    expect((await seen.next()).at(-1)?.boxes).toBeNull();
    await run(`refresh materialized view planning.kept; ${flush}`);
    expect((await kept.next()).at(-1)?.boxes).toBeNull();
    await run('truncate planning.plain');
    expect((await plain.next()).at(-1)?.boxes).toBeNull();
  });

  it('of its columns are noticed, and never end in an error of the service', async () => {
    await run(
      `create table planning.shifty (id int primary key, name text, geom geometry(Point, 4326)); insert into planning.shifty values (1, 'a', ${at(0, 4326)})`,
    );
    const table = await sourceTable(db, shape('shifty', 4326));
    const layer = layerOfTable('shifty', table, 'Point', { tileAttributes: ['name'] });
    const follower = await follow(shape('shifty', 4326), false);
    const session = reader.as(PUBLIC, {});
    const { source } = follower;
    const asks: readonly (() => Promise<unknown>)[] = [
      () =>
        source.tile(
          session,
          { matrixSet: 'WebMercatorQuad', tile: { z: 0, x: 0, y: 0 } },
          { layers: [{ layer, filter: null, properties: null }], asOf: null },
        ),
      () => source.item(session, layer, '1'),
      () => source.items(session, { layer, lon: LON, lat: LAT, radiusM: 1000, limit: 5, filter: null }),
      () =>
        source.counts(session, {
          layers: [layer],
          bbox: [-180, -90, 180, 90],
          filters: new Map([['shifty', { op: '=', args: [{ property: 'name' }, 'a'] }]]),
        }),
      () => source.columns(session, layer, ['name'], () => undefined),
    ];
    for (const ask of asks) await ask();
    for (const [step, breaks] of [
      ['alter table planning.shifty add column more int', false],
      ['alter table planning.shifty rename column name to title', true],
      ['alter table planning.shifty rename to gone', true],
    ] as const) {
      const before = follower.schemaChanges;
      await run(step);
      for (const ask of asks) {
        const answer = await ask().then(
          () => null,
          (error: unknown) => error,
        );
        if (breaks) expect(answer, step).toMatchObject({ status: 503, code: 'table-changed' });
        else expect(answer, step).toBeNull();
      }
      await expect
        .poll(
          async () => {
            await follower.look();
            return follower.schemaChanges;
          },
          { interval: 100 },
        )
        .toBeGreaterThan(before);
    }
    expect(await FEATURE_TABLE.revisions(db)).toBeDefined();
  });
});
