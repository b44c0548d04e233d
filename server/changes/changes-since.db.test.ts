import { beforeEach, expect, it } from 'vitest';
import { loadSql, sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';

const CHANGES = loadSql('layers/sql/changes');
const PRUNE = loadSql('changes/sql/prune');

describeDatabases('changes since a revision', { embedded: 'full' }, (database) => {
  const run = (text: string, params: readonly string[] = []) => database().query(sqlText(text), params);

  /** Rows as [layer, revision, number of boxes or null, revision of the layer now]. */
  async function since(known: Readonly<Record<string, number>>): Promise<unknown[]> {
    const rows = await database().query(CHANGES, [Object.keys(known), Object.values(known), null]);
    return rows.map(({ layer_id, revision, boxes, current }) => [
      layer_id,
      Number(revision),
      Array.isArray(boxes) ? boxes.length / 4 : boxes,
      Number(current),
    ]);
  }

  beforeEach(async () => {
    await run('truncate layer, change');
    await run("insert into layer (layer_id, revision) values ('a', 3), ('b', 2), ('quiet', 5), ('new', 0)");
    await run(`insert into change (layer_id, revision, boxes, at) values
      ('b', 1, '{1,1,2,2}', now()), ('a', 1, '{1,1,2,2}', now()), ('a', 2, '{1,1,2,2,3,3,4,4}', now()), ('b', 2, null, now()), ('a', 3, '{}', now())`);
  });

  it('come layer by layer in the order of revisions', async () => {
    expect(await since({ quiet: 5, b: 0, a: 1, new: 0 })).toEqual([
      ['a', 2, 2, 3],
      ['a', 3, 0, 3],
      ['b', 1, 1, 2],
      ['b', 2, null, 2],
    ]);
  });

  it('are none where everything is known', async () => {
    expect(await since({ a: 3, b: 2, quiet: 5, new: 0 })).toEqual([]);
  });

  it('are the whole layer where a step is gone, be it the first or a later one', async () => {
    await run("delete from change where layer_id = 'a' and revision = 2");
    expect(await since({ a: 0, b: 2, quiet: 5, new: 0 })).toEqual([['a', 3, null, 3]]);
    expect(await since({ a: 1, b: 2, quiet: 5, new: 0 })).toEqual([['a', 3, null, 3]]);
    expect(await since({ a: 2, b: 2, quiet: 4, new: 0 })).toEqual([
      ['a', 3, 0, 3],
      ['quiet', 5, null, 5],
    ]);
  });

  it('are the whole layer for one that is not known yet, changed or not', async () => {
    expect(await since({ a: 3, b: 2 })).toEqual([
      ['new', 0, null, 0],
      ['quiet', 5, null, 5],
    ]);
    expect(await since({})).toEqual([
      ['a', 3, null, 3],
      ['b', 2, null, 2],
      ['new', 0, null, 0],
      ['quiet', 5, null, 5],
    ]);
  });

  it('are the whole layer where its revision fell, or the layer is gone', async () => {
    expect(await since({ a: 9, b: 2, quiet: 5, new: 0, gone: 4, never: 0 })).toEqual([
      ['a', 3, null, 3],
      ['gone', 0, null, 0],
    ]);
  });

  it('are the whole layer where they hold more than 20,000 boxes together', async () => {
    await run("update layer set revision = 5 where layer_id = 'a'");
    await run(`insert into change (layer_id, revision, boxes, at)
      select 'a', 3 + n, array_fill(n::float8, array[40000]), now() from generate_series(1, 2) as n`);
    expect(await since({ a: 3, b: 2, quiet: 5, new: 0 })).toEqual([
      ['a', 4, 10_000, 5],
      ['a', 5, 10_000, 5],
    ]);
    expect(await since({ a: 1, b: 1, quiet: 5, new: 0 })).toEqual([
      ['a', 5, null, 5],
      ['b', 2, null, 2],
    ]);
  });

  it('are kept for an hour', async () => {
    await run(
      "update change set at = now() - case revision when 1 then interval '61 minutes' else interval '59 minutes' end",
    );
    await database().query(PRUNE, [1]);
    expect(await since({ a: 1, b: 0, quiet: 5, new: 0 })).toEqual([
      ['a', 2, 2, 3],
      ['a', 3, 0, 3],
      ['b', 2, null, 2],
    ]);
    expect(await database().query(sqlText('select distinct revision from change order by revision'))).toHaveLength(2);
  });

  it('are kept for a month where something is out of sight with them', async () => {
    await run("update change set withdraws = layer_id = 'a', at = now() - interval '61 minutes'");
    await run("update change set at = now() - interval '29 days 23 hours' where layer_id = 'a' and revision > 1");
    await run("update change set at = now() - interval '30 days 1 hour' where layer_id = 'a' and revision = 1");
    await database().query(PRUNE, [1]);
    expect(await run('select layer_id, revision::int from change order by revision')).toEqual([
      { layer_id: 'a', revision: 2 },
      { layer_id: 'a', revision: 3 },
    ]);
  });

  it('are removed by their index: a table of a month is not read through again and again', async () => {
    const plan = await database().transaction(async (tx) => {
      await tx.query(sqlText('set local enable_seqscan = off'));
      return tx.query(sqlText(`explain ${PRUNE.text.replaceAll('$1', '1')}`));
    });
    expect(JSON.stringify(plan)).toContain('change_at');
  });
});
