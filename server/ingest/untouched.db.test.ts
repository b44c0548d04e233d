import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { onlyRow, readNumber, readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { ensureLayers } from './layers.ts';
import { loadFile } from './load.ts';
import type { LoadReport } from './load.ts';

describeDatabases('loading again', { embedded: 'full' }, (database) => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-load-again-'));
    await ensureLayers(database(), testCatalogue);
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    await run('truncate feature');
    await run("select prune_history('infinity')");
  });

  const run = (text: string) => database().query(sqlText(text));

  /** Loads points named by their numbers, a step apart. */
  async function load(
    numbers: readonly number[],
    options: { readonly replace: boolean; readonly step?: number },
  ): Promise<LoadReport> {
    const path = join(folder, 'points.csv');
    const { replace, step = 0.0001 } = options;
    await writeFile(
      path,
      ['id,name,lon,lat,district', ...numbers.map((n) => `p${n},甲${n},${120 + n * step},36.06,370202`)].join('\n'),
    );
    return loadFile(database(), testCatalogue, {
      layer: 'toilets',
      path,
      datum: 'wgs84',
      replace,
      provenance: 'imported',
      idAttribute: null,
      ignoreUnknown: false,
    });
  }

  const features = () => run('select feature_id, fid, revision, valid_from from feature order by fid');
  const revision = async () =>
    readNumber(onlyRow(await run("select revision from layer where layer_id = 'toilets'")), 'revision');
  const history = async () =>
    (await run('select feature_id, op from feature_history order by feature_id')).map(
      (row) => `${readText(row, 'op')} ${readText(row, 'feature_id')}`,
    );
  const pyramid = async () => ({
    errors: await run("select * from check_pyramid('toilets')"),
    count: readNumber(
      onlyRow(await run("select coalesce(sum(count), 0) as count from pyramid where layer_id = 'toilets' and z = 0")),
      'count',
    ),
  });

  it.each([true, false])('the same file leaves everything as it is, replacing: %s', async (replace) => {
    await load(range(0, 50), { replace });
    const [before, layer] = [await features(), await revision()];
    expect(await load(range(0, 50), { replace })).toMatchObject({ added: 0, updated: 50, removed: 0 });
    expect(await features()).toEqual(before);
    expect(await revision()).toBe(layer);
    expect(await history()).toEqual([]);
  });

  it('a file in place of another removes what is not in it, and touches what differs alone', async () => {
    await load(range(0, 6), { replace: true });
    await run('update feature set attributes = attributes || \'{"name": "乙"}\' where feature_id = \'p4\'');
    const before = await features();
    await run("select prune_history('infinity')");
    expect(await load(range(2, 8), { replace: true })).toMatchObject({ added: 2, updated: 4, removed: 2 });
    expect(await history()).toEqual(['delete p0', 'delete p1', 'update p4']);
    const kept = (rows: typeof before) =>
      rows.filter((row) => ['p2', 'p3', 'p5'].includes(readText(row, 'feature_id')));
    expect(kept(await features())).toEqual(kept(before));
    expect(kept(before)).toHaveLength(3);
  });

  it('tells which revisions a load made, with the places it touched', async () => {
    await load(range(0, 4), { replace: true });
    const before = await revision();
    await load(range(1, 5), { replace: true });
    const changes = await run(
      `select cardinality(boxes) / 4 as places from change where layer_id = 'toilets' and revision > ${before} order by revision`,
    );
    expect(changes).toEqual([{ places: 1 }, { places: 1 }]);
  });

  it('leaves a pyramid that counting anew gives too, whether much or little of the layer was loaded', async () => {
    await load(range(0, 2500), { replace: false });
    expect(await pyramid()).toEqual({ errors: [], count: 2500 });
    await load(range(2490, 2510), { replace: false });
    expect(await pyramid()).toEqual({ errors: [], count: 2510 });
    await load(range(100, 2400), { replace: true, step: 0.00011 });
    expect(await pyramid()).toEqual({ errors: [], count: 2300 });
    await load(range(0, 5), { replace: true });
    expect(await pyramid()).toEqual({ errors: [], count: 5 });
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, n) => from + n);
}
