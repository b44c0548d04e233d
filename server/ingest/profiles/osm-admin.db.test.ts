import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import { readNumber, readText } from '../../platform/db/rows.ts';
import { sqlText } from '../../platform/db/sql.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { ensureLayers } from '../layers.ts';
import { loadFile } from '../load.ts';
import { LoadErrors } from '../types.ts';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../../data/fixtures/load/${name}.geojson`, import.meta.url));

describeDatabases('boundaries from OpenStreetMap', { embedded: 'full' }, (database) => {
  const load = (layer: string, name: string) =>
    loadFile(database(), testCatalogue, {
      layer,
      path: fixture(name),
      datum: 'wgs84',
      replace: false,
      provenance: 'imported',
      idAttribute: null,
      ignoreUnknown: false,
    });

  beforeEach(async () => {
    await ensureLayers(database(), testCatalogue);
    await database().query(sqlText('truncate feature'));
  });

  const areas = async (layer: string) =>
    (
      await database().query(
        sqlText(
          `select feature_id, attributes ->> 'name' as name, provenance, (attributes ->> 'area_km2')::float8 as area,
       ST_Area(geom::geography) / 1e6 as real_area
     from feature where layer_id = $1 order by feature_id`,
        ),
        [layer],
      )
    ).map((row) => ({
      code: readText(row, 'feature_id'),
      name: readText(row, 'name'),
      provenance: readText(row, 'provenance'),
      area: readNumber(row, 'area'),
      realArea: readNumber(row, 'real_area'),
    }));

  it('replace the subdistricts, and report every flaw of the file', async () => {
    await load('districts', 'known-districts');
    await load('streets', 'known-streets');
    const { notes } = await load('streets', 'osm-admin');
    const told = (message: string) => notes.filter((note) => note.message === message).map((note) => note.params);
    expect(told('osm-level')).toEqual([expect.objectContaining({ taken: 4, skipped: 3 })]);
    expect(told('osm-matched')).toEqual([{ matched: 3, unmatched: 1 }]);
    expect(told('osm-unmatched')).toEqual([{ names: '无名街道' }]);
    expect(told('osm-codes')).toEqual([{ given: 2, agreeing: 1, corrected: 1, missing: 1 }]);
    expect(told('osm-corrected')).toEqual([{ name: '珠海街道', from: '370211999', to: '370211001' }]);
    expect(told('osm-kept')).toEqual([{ count: 1, names: '隐珠街道 370211002' }]);
    expect(told('osm-removed')).toEqual([{ count: 1, names: '通济新经济区 370215400' }]);
    expect(told('osm-uncovered').map((params) => params?.code)).toEqual(['370211', '370215']);
    const now = await areas('streets');
    expect(now.map(({ code, provenance }) => [code, provenance])).toEqual([
      ['370211001', 'imported'],
      ['370211002', 'synthetic'],
      ['370215001', 'imported'],
      ['370215002', 'imported'],
    ]);
    for (const area of now) expect(area.area).toBeCloseTo(area.realArea, 2);
  });

  it('replace the districts under the codes and names that the layer knows', async () => {
    await load('districts', 'known-districts');
    const { notes } = await load('districts', 'osm-admin');
    expect(notes).toContainEqual({
      message: 'osm-corrected',
      params: { name: '即墨区', from: '370282', to: '370215' },
    });
    expect(notes).toContainEqual({
      message: 'osm-renamed',
      params: { from: '青岛西海岸新区（黄岛区）', to: '黄岛区' },
    });
    expect((await areas('districts')).map(({ code, name, provenance }) => [code, name, provenance])).toEqual([
      ['370211', '黄岛区', 'imported'],
      ['370215', '即墨区', 'imported'],
    ]);
  });

  it('are refused where there is nothing to match them with, and for other layers', async () => {
    await expect(load('streets', 'osm-admin')).rejects.toMatchObject({ errors: [{ message: 'profile-needs-known' }] });
    await expect(load('zones', 'osm-admin')).rejects.toBeInstanceOf(LoadErrors);
  });
});
