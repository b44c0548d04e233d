import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { onlyRow, readNumber, readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Queryable, Row } from '../platform/db/types.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { momentBetween } from '../testing/moments.ts';

describeDatabases('history', { embedded: 'full' }, (database, kind) => {
  beforeAll(async () => {
    for (const layer of ['dots', 'long-spots']) await run('select ensure_layer($1)', [layer]);
  });
  beforeEach(async () => {
    await run('truncate feature');
    await run("select prune_history('infinity')");
    // Nothing is left of which anything could be unknown.
    await run("update history_start set at = '-infinity'");
  });

  const run = (text: string, params: readonly (string | number)[] = [], db: Queryable = database()) =>
    db.query(sqlText(text), params);
  const put = (id: string, more: { db?: Queryable; attributes?: string } = {}) =>
    run(
      `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
     values ('dots', $1, ST_SetSRID(ST_MakePoint(120, 36), 4326), $2::jsonb, 'test', 'public', 'synthetic')`,
      [id, more.attributes ?? '{}'],
      more.db,
    );
  const history = () => run('select * from feature_history order by history_id');
  const revisionOf = async (layer: string) =>
    readNumber(onlyRow(await run('select revision from layer where layer_id = $1', [layer])), 'revision');
  const feature = async (id: string): Promise<Row> =>
    onlyRow(await run('select *, valid_from::text as from_text from feature where feature_id = $1', [id]));
  const asOf = (moment: string) =>
    run('select feature_id, attributes::text as attributes from features_as_of($1, $2::timestamptz, null) order by 1', [
      'dots',
      moment,
    ]);
  const now = async (): Promise<string> => (await momentBetween(database())).toISOString();

  it('keeps the state that an update replaced, and says who replaced it and when', async () => {
    await put('a', { attributes: '{"n": 1}' });
    const before = await feature('a');
    await database().transaction(async (tx) => {
      await run("select set_config('chengtu.user', 'li', true)", [], tx);
      await run(
        "update feature set attributes = '{\"n\": 2}', geom = ST_Translate(geom, 1, 0) where feature_id = 'a'",
        [],
        tx,
      );
    });
    const after = await feature('a');
    const state = onlyRow(await history());
    expect(state).toMatchObject({
      layer_id: 'dots',
      feature_id: 'a',
      fid: before.fid,
      geom: before.geom,
      geom_3857: before.geom_3857,
      attributes: { n: 1 },
      owner: 'test',
      visibility: 'public',
      provenance: 'synthetic',
      revision: '1',
      valid_from: before.valid_from,
      valid_to: after.valid_from,
      op: 'update',
      by_user: 'li',
      by_role: readText(onlyRow(await run('select current_user as name')), 'name'),
    });
    expect(after).toMatchObject({ fid: before.fid, revision: '2', attributes: { n: 2 } });
    expect(Number(after.valid_from)).toBeGreaterThanOrEqual(Number(before.valid_from));
  });

  it('takes the revision and the time of a state into its own hands', async () => {
    await put('a');
    await run("update feature set owner = 'other', revision = 70, valid_from = '1990-01-01' where feature_id = 'a'");
    expect(await feature('a')).toMatchObject({ revision: '2' });
    expect(readText(await feature('a'), 'from_text')).not.toMatch(/^1990/);
  });

  it('keeps the date that a new feature brings', async () => {
    await run(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance, valid_from)
      values ('dots', 'old', ST_SetSRID(ST_MakePoint(120, 36), 4326), '{}', 'test', 'public', 'synthetic', '2001-02-03 00:00Z')`);
    expect(await asOf('2001-02-02 23:59:59Z')).toEqual([]);
    expect(await asOf('2001-02-03 00:00Z')).toMatchObject([{ feature_id: 'old' }]);
  });

  it.each([
    ['geom', 'ST_Translate(geom, 1e-9, 0)'],
    ['attributes', '\'{"n": null}\''],
    ['owner', "'other'"],
    ['visibility', "'internal'"],
    ['provenance', "'official'"],
    ['fid', 'fid + 1000000'],
    ['feature_id', "'b'"],
    ['layer_id', "'long-spots'"],
  ])('takes a change of %s alone for a change', async (column, value) => {
    await put('a');
    await run(`update feature set ${column} = ${value}`);
    expect(await history()).toHaveLength(1);
    expect(onlyRow(await run('select revision from feature'))).toEqual({ revision: '2' });
  });

  it('has nothing to keep of an update that changes nothing', async () => {
    await put('a', { attributes: '{"n": 1, "m": 2}' });
    const [before, revision] = [await feature('a'), await revisionOf('dots')];
    await run(
      "update feature set geom = ST_GeomFromText('POINT(120 36)', 4326), attributes = '{\"m\": 2, \"n\": 1}', owner = 'test', valid_from = now(), revision = 9",
    );
    expect(await feature('a')).toEqual(before);
    expect(await revisionOf('dots')).toBe(revision);
    expect(await history()).toEqual([]);
  });

  it('keeps what was deleted, truncated or moved to another layer', async () => {
    for (const id of ['a', 'b', 'c']) await put(id);
    await run("update feature set layer_id = 'long-spots' where feature_id = 'a'");
    await run("delete from feature where feature_id = 'b'");
    await run('truncate feature');
    expect((await history()).map(({ layer_id, feature_id, op }) => [layer_id, feature_id, op]).sort()).toEqual([
      ['dots', 'a', 'update'],
      ['dots', 'b', 'delete'],
      ['dots', 'c', 'truncate'],
      ['long-spots', 'a', 'truncate'],
    ]);
  });

  it('keeps nothing of what was rolled back', async () => {
    await put('a');
    await expect(
      database().transaction(async (tx) => {
        await run('delete from feature', [], tx);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await history()).toEqual([]);
  });

  it('goes on where the search_path finds nothing', async () => {
    const schema = readText(onlyRow(await run('select current_schema() as name')), 'name');
    await put('a');
    await database().transaction(async (tx) => {
      await run("select set_config('search_path', '', true)", [], tx);
      await run(`update ${schema}.feature set owner = 'other'`, [], tx);
      await run(`delete from ${schema}.feature_dots`, [], tx);
      await run(`truncate ${schema}.feature`, [], tx);
    });
    expect((await history()).map(({ op }) => op)).toEqual(['update', 'delete']);
  });

  describe('can be added to only', () => {
    it.each([
      'update feature_history set owner = owner',
      'delete from feature_history',
      'delete from feature_history where false',
      'truncate feature_history',
    ])('%s is refused, with the way out', async (statement) => {
      await put('a');
      await run('delete from feature');
      await expect(run(statement)).rejects.toMatchObject({
        code: '42501',
        hint: expect.stringContaining('prune_history') as string,
      });
      expect(await history()).toHaveLength(1);
    });

    it('but states that ended long ago can be removed, which the map of their time says', async () => {
      await put('a');
      await run("update feature set owner = 'second'");
      const between = await now();
      await run("update feature set owner = 'third'");
      expect(onlyRow(await run('select prune_history($1::timestamptz) as removed', [between]))).toEqual({
        removed: '1',
      });
      expect((await history()).map(({ owner }) => owner)).toEqual(['second']);
      expect(await asOf(between)).toHaveLength(1);
      expect(onlyRow(await run('select history_begins() = $1::timestamptz as same', [between]))).toEqual({
        same: true,
      });
      await expect(asOf('1990-01-01')).rejects.toMatchObject({ code: 'CT001' });
      await run("select prune_history('1990-01-01')");
      expect(onlyRow(await run('select history_begins() = $1::timestamptz as same', [between]))).toEqual({
        same: true,
      });
    });

    it('and that is over when the function ends, in the same transaction too', async () => {
      await put('a');
      await run('delete from feature');
      await expect(
        database().transaction(async (tx) => {
          await run("select prune_history('1990-01-01')", [], tx);
          await run('delete from feature_history', [], tx);
        }),
      ).rejects.toThrow('can be added to only');
    });
  });

  it('gives a moment that two states claim to the one written last', async () => {
    const dated = (n: number, from: string) =>
      run(
        `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance, valid_from)
      values ('dots', 'a', ST_SetSRID(ST_MakePoint(120 + $1::float8, 36), 4326), jsonb_build_object('n', $1::int), 'test', 'public', 'synthetic', $2::timestamptz)`,
        [n, from],
      );
    await dated(1, '2001-01-01');
    await run('delete from feature');
    await dated(2, '2002-01-01');
    await run('delete from feature');
    const stateAt = async (moment: string) => (await asOf(moment)).map(({ attributes }) => attributes);
    expect(await stateAt('2001-06-01')).toEqual(['{"n": 1}']);
    expect(await stateAt('2002-06-01')).toEqual(['{"n": 2}']);
    await dated(3, '2003-01-01');
    expect(await stateAt('2001-06-01')).toEqual(['{"n": 1}']);
    expect(await stateAt('2002-06-01')).toEqual(['{"n": 2}']);
    expect(await stateAt('2003-06-01')).toEqual(['{"n": 3}']);
    // Also where the one written last lies outside of what is asked for.
    expect(
      await run(
        "select * from features_as_of('dots', '2003-06-01', ST_Transform(ST_MakeEnvelope(120.5, 35, 121.5, 37, 4326), 3857))",
      ),
    ).toEqual([]);
  });

  if (kind === 'server') {
    it('never has a state begin before the one it replaced, though the transaction began earlier', async () => {
      await put('a');
      const inserted = await now();
      await database().transaction(async (early) => {
        await run('select now()', [], early);
        await run("update feature set owner = 'second'");
        await run("update feature set owner = 'third'", [], early);
      });
      const states = await history();
      expect(states.map(({ owner, revision }) => [owner, revision])).toEqual([
        ['test', '1'],
        ['second', '2'],
      ]);
      expect(states[0]?.valid_to).toEqual(states[1]?.valid_from);
      expect(states[1]?.valid_to).toEqual((await feature('a')).valid_from);
      expect(await asOf(inserted)).toHaveLength(1);
      expect(await asOf(await now())).toHaveLength(1);
    });
  }
});
