import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../platform/db/migrate.ts';
import { onlyRow, readNumber, readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import { openBeside, openSuite } from '../testing/databases.ts';
import { runs } from '../testing/effort.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { randomFrom, type Random } from '../testing/random.ts';

const SINGLE = `ST_SetSRID(ST_Point((g ->> 'lon')::float8, (g ->> 'lat')::float8), 4326)`;
const GEOM = `case g ->> 'shape'
  when 'one' then ST_Multi(${SINGLE})
  when 'two' then ST_Collect(${SINGLE}, ST_Translate(${SINGLE}, 0.001, 0))
  else ${SINGLE} end`;
const ROWS = `select g ->> 'layer' as layer_id, g ->> 'id' as feature_id, ${GEOM} as geom, g -> 'attributes' as attributes, 'test' as owner, g ->> 'visibility' as visibility, 'synthetic' as provenance
  from jsonb_array_elements($1::text::jsonb) as g`;
const COLUMNS = '(layer_id, feature_id, geom, attributes, owner, visibility, provenance)';

/** Every way that a statement can change what is counted; each takes the same rows. */
const EDITS = {
  insert: `insert into feature ${COLUMNS} ${ROWS} on conflict do nothing`,
  upsert: `insert into feature ${COLUMNS} ${ROWS} on conflict (layer_id, feature_id) do update
    set geom = excluded.geom, attributes = excluded.attributes, visibility = excluded.visibility`,
  move: `update feature f set geom = r.geom from (${ROWS}) as r where f.layer_id = r.layer_id and f.feature_id = r.feature_id`,
  nudge: `update feature f set geom = ST_Translate(f.geom, 0.00001, 0.00001) from (${ROWS}) as r where f.layer_id = r.layer_id and f.feature_id = r.feature_id`,
  describe: `update feature f set attributes = r.attributes from (${ROWS}) as r where f.layer_id = r.layer_id and f.feature_id = r.feature_id`,
  hide: `update feature f set visibility = r.visibility from (${ROWS}) as r where f.layer_id = r.layer_id and f.feature_id = r.feature_id`,
  remove: `delete from feature f using (${ROWS}) as r where f.layer_id = r.layer_id and f.feature_id = r.feature_id`,
  transfer: `update feature f set layer_id = case f.layer_id when 'dots' then 'spots' else 'dots' end from (${ROWS}) as r
    where f.layer_id = r.layer_id and f.feature_id = r.feature_id
    and not exists (select from feature t where t.feature_id = f.feature_id and t.layer_id <> f.layer_id)`,
  // One statement of two parts, whose triggers run after both.
  exchange: `with r as materialized (${ROWS}), gone as (delete from feature f using r where f.layer_id = r.layer_id and f.feature_id = r.feature_id)
    insert into feature ${COLUMNS} select layer_id, feature_id || '~', geom, attributes, owner, visibility, provenance from r on conflict do nothing`,
};
const KINDS = Object.values(EDITS);

interface EditRow {
  layer: string;
  id: string;
  lon: number;
  lat: number;
  shape: string;
  visibility: string;
  attributes: object;
}

/** Rows of which some are there and some are not, most of them close to one of a few places. */
function editRows(random: Random, count: number): EditRow[] {
  const ids = new Set(Array.from({ length: count }, () => random.below(6000)));
  return [...ids].map((id) => {
    const [place, spread] = [random.below(12), 10 ** -random.below(7)];
    return {
      layer: random.below(5) === 0 ? 'spots' : 'dots',
      id: `p${String(id)}`,
      lon: 120 + place * 0.03 + (random.next() - 0.5) * spread,
      lat: 36 + (place % 4) * 0.05 + (random.next() - 0.5) * spread,
      shape: ['point', 'point', 'point', 'point', 'one', 'two'][random.below(6)] ?? '',
      visibility: random.below(8) === 0 ? 'internal' : 'public',
      attributes:
        [{ size: random.below(50) }, { size: random.below(500) / 10, price: -3 }, { size: 'large' }, {}][
          random.below(4)
        ] ?? {},
    };
  });
}

async function errors(db: Queryable, layer: string): Promise<number> {
  return readNumber(onlyRow(await db.query(sqlText('select count(*) as n from check_pyramid($1)'), [layer])), 'n');
}

async function total(db: Queryable, level: number): Promise<number> {
  return readNumber(
    onlyRow(
      await db.query(sqlText("select coalesce(sum(count), 0) as n from pyramid where layer_id = 'dots' and z = $1"), [
        level,
      ]),
    ),
    'n',
  );
}

describeDatabases('The pyramid', { embedded: 'full' }, (db, kind) => {
  beforeAll(async () => {
    for (const layer of ['dots', 'spots']) await db().query(sqlText('select ensure_layer($1)'), [layer]);
    await db().query(sqlText("select set_layer_sums('dots', '{size,price}')"));
  });

  it('equals one counted anew after random edits of every kind', async () => {
    const random = randomFrom(7);
    let left = kind === 'server' ? runs({ daily: 2500, full: 10_000 }) : 1500;
    while (left > 0) {
      await db().transaction(async (tx) => {
        for (let statements = 1 + random.below(12); statements > 0; statements--) {
          const rows = editRows(random, random.below(20) === 0 ? 1 + random.below(400) : 1 + random.below(12));
          left -= rows.length;
          await tx.query(sqlText(KINDS[random.below(KINDS.length)] ?? ''), [JSON.stringify(rows)]);
        }
      });
    }
    for (const layer of ['dots', 'spots']) expect(await errors(db(), layer), layer).toBe(0);
    expect(await total(db(), 0)).toBeGreaterThan(500);
    expect(await total(db(), 12)).toBeGreaterThan(100);
    expect(await db().query(sqlText('select * from pyramid_pending'))).toEqual([]);
  });

  it('is found wrong by its check where a cell counts one too many', async () => {
    await db().transaction(async (tx) => {
      await tx.query(sqlText("update pyramid set count = count + 1 where layer_id = 'dots' and z = 3"));
      expect(await errors(tx, 'dots')).toBeGreaterThan(0);
      await tx.query(sqlText("select rebuild_pyramid('dots')"));
      expect(await errors(tx, 'dots')).toBe(0);
    });
  });

  it('writes nothing where no point moves and no sum changes', async () => {
    const places = sqlText(
      "select md5(string_agg(ctid::text, ',' order by z, cx, cy)) as places from pyramid where layer_id = 'dots'",
    );
    const before = onlyRow(await db().query(places));
    await db().query(
      sqlText(
        `update feature set attributes = attributes || '{"name": "anew"}' where layer_id = 'dots' and feature_id like 'p1%'`,
      ),
    );
    expect(onlyRow(await db().query(places))).toEqual(before);
  });

  it('is left as it was by a load, and right once the load has rebuilt it', async () => {
    await db().transaction(async (tx) => {
      await tx.query(sqlText("select set_config('chengtu.defer_pyramid', 'on', true)"));
      await tx.query(sqlText(EDITS.upsert), [JSON.stringify(editRows(randomFrom(8), 300))]);
      expect(await errors(tx, 'dots')).toBeGreaterThan(0);
      await tx.query(sqlText("select rebuild_pyramid('dots'), rebuild_pyramid('spots')"));
    });
    expect(await errors(db(), 'dots')).toBe(0);
  });

  it('adds up other attributes once the layer says so, and no more than four', async () => {
    await db().query(sqlText("select set_layer_sums('dots', '{price}')"));
    expect(await errors(db(), 'dots')).toBe(0);
    const sums = await db().query(
      sqlText("select distinct cardinality(sums) as n from pyramid where layer_id = 'dots'"),
    );
    expect(sums).toEqual([{ n: 1 }]);
    await expect(db().query(sqlText("select set_layer_sums('dots', '{a,b,c,d,e}')"))).rejects.toThrow(/at most 4/);
  });

  it('follows a statement whatever the search path of its session is', async () => {
    const schema = readText(onlyRow(await db().query(sqlText('select current_schema()::text as name'))), 'name');
    const pathOf = sqlText("select set_config('search_path', $1, true)");
    await db().transaction(async (tx) => {
      await tx.query(sqlText('alter table feature disable trigger inserted'));
      await tx.query(pathOf, ['public']);
      await tx.query(sqlText(EDITS.insert.replace('into feature', `into ${schema}.feature`)), [
        JSON.stringify(editRows(randomFrom(9), 5)),
      ]);
      await tx.query(pathOf, [`${schema}, public`]);
      await tx.query(sqlText('set constraints all immediate'));
      await tx.query(sqlText('alter table feature enable trigger inserted'));
    });
    expect(await errors(db(), 'dots')).toBe(0);
  });

  it.runIf(kind === 'server')('stays right where transactions edit one layer at the same time', async () => {
    const editors = Array.from({ length: 4 }, (_, editor) => async (): Promise<void> => {
      const random = randomFrom(100 + editor);
      for (let n = 0; n < 20; n++) {
        await db().transaction(async (tx) => {
          for (let statements = 1 + random.below(3); statements > 0; statements--) {
            // Features of its own, as two transactions that change the same ones wait for each other anyway.
            const rows = editRows(random, 15).map((row) => ({
              ...row,
              layer: 'dots',
              id: `${String(editor)}-${String(Number(row.id.slice(1)) % 300)}`,
            }));
            const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
            await tx.query(sqlText([EDITS.upsert, EDITS.move, EDITS.remove, EDITS.upsert][random.below(4)] ?? ''), [
              JSON.stringify(unique),
            ]);
          }
        });
      }
    });
    await Promise.all(editors.map((edit) => edit()));
    expect(await errors(db(), 'dots')).toBe(0);
  });

  it('holds nothing of a layer that was emptied', async () => {
    await db().query(sqlText('truncate feature_dots'));
    expect(await total(db(), 0)).toBe(0);
    expect(await errors(db(), 'dots')).toBe(0);
  });
});

describe('An upgrade of a filled database [server]', () => {
  it('counts the features that are there, and those that come', async () => {
    const suite = await openSuite('server', 'upgrade-frame');
    const schema = `upgrade_pyramid_${String(process.pid)}`;
    await suite.query(sqlText(`create schema ${schema}`));
    const db: Database = await openBeside(suite, schema);
    const old = await mkdtemp(join(tmpdir(), 'chengtu-old-'));
    try {
      const folder = fileURLToPath(new URL('../../data/migrations/', import.meta.url));
      for (const name of (await readdir(folder)).filter((each) => each < '005'))
        await copyFile(join(folder, name), join(old, name));
      await migrate(db, { migrations: old });
      await db.query(sqlText("select ensure_layer('dots')"));
      const rows = editRows(randomFrom(10), 300).map((row) => ({ ...row, layer: 'dots' }));
      await db.query(sqlText(EDITS.insert), [JSON.stringify(rows.slice(0, 200))]);
      await migrate(db);
      expect(await errors(db, 'dots')).toBe(0);
      const before = await total(db, 0);
      await db.query(sqlText(EDITS.insert.replace('into feature', 'into feature_dots')), [
        JSON.stringify(rows.slice(200)),
      ]);
      expect(await errors(db, 'dots')).toBe(0);
      expect(await total(db, 0)).toBeGreaterThan(before);
    } finally {
      await suite.query(sqlText(`drop schema ${schema} cascade`));
      await db.close();
      await suite.close();
      await rm(old, { recursive: true });
    }
  });
});
