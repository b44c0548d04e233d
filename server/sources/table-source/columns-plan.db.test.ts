import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLIC } from '../../platform/auth/principal.ts';
import { sqlText } from '../../platform/db/sql.ts';
import type { Session, SqlFile, SqlValue } from '../../platform/db/types.ts';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { layerOfTable, sourceTable, tableColumn } from '../../testing/source-tables.ts';
import { tableSource } from './index.ts';

describe('a whole table by column', () => {
  let db: Suite;

  beforeAll(async () => {
    db = await openSuite('server', 'a whole table by column');
    await db.query(sqlText('create schema planning'));
  });
  afterAll(() => db.close());

  it('is read by its key part by part: no part looks at the rows of others', async () => {
    const shape = {
      table: 'many',
      columns: [tableColumn('id', 'integer'), tableColumn('name', 'text')],
      key: ['id'],
      geometry: { srid: 4326, shape: 'POINT' },
    };
    await db.query(
      sqlText(`select 1; create table planning.many (id int primary key, name text, geom geometry(Point, 4326));
        insert into planning.many select n, 'n' || n, ST_SetSRID(ST_MakePoint(120 + random(), 36 + random()), 4326) from generate_series(1, 30000) as n;
        create index many_geom on planning.many using gist (geom); analyze planning.many`),
    );
    const table = await sourceTable(db, shape);
    const layer = layerOfTable('many', table, 'Point');
    const sent: (readonly [SqlFile, readonly SqlValue[]])[] = [];
    const session: Session = {
      ...db.as(PUBLIC, { signal: undefined }),
      snapshot: (use) =>
        db.as(PUBLIC, { signal: undefined }).snapshot((tx) =>
          use({
            query: (sql, params = [], options) => {
              sent.push([sql, params]);
              return tx.query(sql, params, options);
            },
          }),
        ),
    };
    let rows = 0;
    await tableSource(table, db, { layer: layer.id, owner: 'test' }).columns(session, layer, ['name'], (part) => {
      rows += part.ids.length;
    });
    expect([rows, sent.length]).toEqual([30_000, 7]);
    const [sql, params] = sent[3] ?? [{ text: '' }, []];
    const plan = (await db.query({ text: `explain (costs off) ${sql.text}` }, params))
      .map((row) => String(row['QUERY PLAN']))
      .join('\n');
    expect(plan).toMatch(/Index Scan using many_pkey/);
    expect(plan).not.toMatch(/Sort|many_geom|Seq Scan/);
  });
});
