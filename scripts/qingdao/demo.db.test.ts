import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readText } from '../../server/platform/db/rows.ts';
import { sqlText } from '../../server/platform/db/sql.ts';
import { describeDatabases } from '../../server/testing/describe-databases.ts';
import { testCatalogue } from '../../server/testing/layers.ts';
import { explain } from '../start/explain.ts';
import { loadDemo } from './demo.ts';
import { loadFile } from '../../server/ingest/load.ts';
import { LoadErrors } from '../../server/ingest/types.ts';

describeDatabases('demonstration data', { embedded: 'full' }, (database) => {
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'chengtu-demo-'));
    await mkdir(join(home, 'demo'));
    await write('toilets', ['甲', '乙']);
    await write('reports', ['丙']);
  });
  afterAll(() => rm(home, { recursive: true }));

  async function write(layer: string, names: readonly string[], properties: object = {}): Promise<void> {
    const features = names.map((name, n) => ({
      type: 'Feature',
      id: `d${n}`,
      geometry: { type: 'Point', coordinates: [120.3, 36.1] },
      properties: {
        name,
        ...(layer === 'toilets' ? { district: '370202' } : {}),
        provenance: 'synthetic',
        ...properties,
      },
    }));
    await writeFile(join(home, 'demo', `${layer}.geojson`), JSON.stringify({ type: 'FeatureCollection', features }));
  }

  const load = () => loadDemo(database(), testCatalogue, home);
  const names = async (layer: string) =>
    (
      await database().query(
        sqlText("select attributes ->> 'name' as name from feature where layer_id = $1 order by feature_id"),
        [layer],
      )
    ).map((row) => readText(row, 'name'));

  it('is loaded once', async () => {
    expect(await load()).toEqual({ loaded: ['toilets', 'reports'], kept: [], features: 3 });
    expect(await load()).toEqual({ loaded: [], kept: [], features: 0 });
    expect(await names('toilets')).toEqual(['甲', '乙']);
  });

  it('is loaded anew where it changed, that layer alone', async () => {
    await write('toilets', ['丁']);
    expect(await load()).toMatchObject({ loaded: ['toilets'], kept: [] });
    expect(await names('toilets')).toEqual(['丁']);
  });

  it('never replaces a layer that somebody has loaded', async () => {
    const path = join(home, 'own.csv');
    await writeFile(path, 'id,name,lon,lat,district\no1,我的,120.3,36.1,370202\n');
    await loadFile(database(), testCatalogue, {
      layer: 'toilets',
      path,
      datum: 'wgs84',
      replace: true,
      provenance: 'imported',
      idAttribute: null,
      ignoreUnknown: false,
    });
    await write('toilets', ['戊']);
    expect(await load()).toMatchObject({ loaded: [], kept: ['toilets'] });
    expect(await names('toilets')).toEqual(['我的']);
  });

  it('nor one that was changed by plain SQL', async () => {
    await database().query(sqlText("update feature set visibility = 'internal' where layer_id = 'reports'"));
    await write('reports', ['己']);
    expect((await load()).kept).toEqual(['toilets', 'reports']);
    expect(await names('reports')).toEqual(['丙']);
  });

  it('comes back once the layer is emptied', async () => {
    await database().query(sqlText('truncate feature'));
    expect((await load()).loaded).toEqual(['toilets', 'reports']);
    await database().query(sqlText('truncate feature'));
    expect((await load()).loaded).toEqual(['toilets', 'reports']);
  });

  it('does not replace a layer to which an internal feature was added', async () => {
    await database().query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        values ('reports', 'own', ST_SetSRID(ST_MakePoint(120.3, 36.1), 4326), '{}', 'test', 'internal', 'imported')`),
    );
    await write('reports', ['辛']);
    expect((await load()).kept).toEqual(['reports']);
  });

  it('with an error is refused by name', async () => {
    await write('toilets', ['庚'], { district: 'nowhere' });
    const error: unknown = await load().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LoadErrors);
    expect(error).toMatchObject({ layer: 'toilets', errors: [{ feature: 1, property: 'district' }] });
  });

  it('that was cut off is reported with its path, and that it is generated anew', async () => {
    const path = join(home, 'demo', 'toilets.geojson');
    await database().query(sqlText('truncate feature'));
    await writeFile(path, '{"type":"FeatureCollection","features":[\n{"type":"Fea');
    await expect(load()).rejects.toMatchObject({ name: 'GivenFileError', path, isGenerated: true });
    await load().catch((error: unknown) => {
      expect(explain(error)).toContain(path);
    });
  });
});
