import gcoord from 'gcoord';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { onlyRow } from '../../../platform/db/rows.ts';
import { sqlText } from '../../../platform/db/sql.ts';
import { describeDatabases } from '../../../testing/describe-databases.ts';
import { listNetworks, loadGraph } from '../store.ts';
import { importNetwork, type ImportOptions } from './import.ts';
import { testCity } from '../../../testing/city.ts';

const CORNERS = fileURLToPath(new URL('../../../../data/fixtures/network/corner-cases.osm.pbf', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'chengtu-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A grid of streets around a place, written as GeoJSON. */
function gridFile(place: readonly [number, number], written: (at: [number, number]) => number[] = (at) => at): string {
  const path = join(folder, `grid-${String(place[0])}.geojson`);
  const at = (x: number, y: number): number[] => written([place[0] + x * 0.002, place[1] + y * 0.002]).slice(0, 2);
  const blocks = Array.from({ length: 12 }, (_, i) => i);
  const lines = [...blocks.map((y) => blocks.map((x) => at(x, y))), ...blocks.map((x) => blocks.map((y) => at(x, y)))];
  writeFileSync(
    path,
    JSON.stringify({
      type: 'FeatureCollection',
      features: lines.map((coordinates) => ({
        type: 'Feature',
        properties: { highway: 'residential' },
        geometry: { type: 'LineString', coordinates },
      })),
    }),
  );
  return path;
}

function options(more: Partial<ImportOptions> & Pick<ImportOptions, 'path' | 'id'>): ImportOptions {
  return { city: testCity, datum: null, replace: false, provenance: 'imported', ...more };
}

describeDatabases('importing streets', { embedded: 'full' }, (database) => {
  it('writes an extract of OpenStreetMap with its ways, its warnings, and where it is from', async () => {
    const report = await importNetwork(database(), options({ path: CORNERS, id: 'corners' }));
    expect(report.replaced).toBe(false);
    expect(report.lengthKm.walk).toBeGreaterThan(report.lengthKm.drive);
    const [stored] = await listNetworks(database(), 'corners');
    expect(stored).toMatchObject({
      nodeCount: 11,
      edgeCount: 12,
      warnings: report.warnings,
      meta: {
        provenance: 'imported',
        costUnit: 's',
        source: { zh: '© OpenStreetMap 贡献者（ODbL），corner-cases.osm.pbf' },
      },
    });
    expect(report.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        'network-islands',
        'network-one-way-ends',
        'network-turns',
        'network-gates',
        'network-alone',
        'network-ferries',
      ]),
    );
    expect(await loadGraph(database(), folder, 'corners')).toEqual(report.graph);
    const stairs = sqlText(
      "select osm_way::int as way, ST_NPoints(geom) as points, walk_s / length_m as pace from network_edge where network_id = 'corners' and is_stairs",
    );
    expect(onlyRow(await database().query(stairs))).toMatchObject({ way: 102, points: 3, pace: 2 });
  });

  it('keeps the metres that streets climb, where heights are given', async () => {
    const elevation = join(folder, 'heights.asc');
    const rows = Array.from({ length: 30 }, (_, r) =>
      Array.from({ length: 30 }, (_other, c) => (c < 5 ? -1 : 10 * (30 - r))).join(' '),
    );
    const head = 'ncols 30\nnrows 30\nxllcorner 116.998\nyllcorner 37.998\ncellsize 0.001\nnodata_value -1\n';
    writeFileSync(elevation, head + rows.join('\n'));
    const path = gridFile([117, 38]);
    const { graph, warnings } = await importNetwork(database(), options({ path, id: 'hill', elevation }));
    expect(warnings.map(({ code }) => code)).toContain('network-elevation');
    expect(await loadGraph(database(), folder, 'hill')).toEqual(graph);
    // Ten metres up a pixel to the north, two pixels a block.
    const [up, down] = [(graph.climb ?? new Float32Array()).filter((each) => !Number.isNaN(each))]
      .map((climb) => [Math.max(...climb), Math.min(...climb)])
      .flat();
    expect(graph.climb?.some(Number.isNaN)).toBe(true);
    expect(up).toBeCloseTo(20, 3);
    expect(down).toBe(0);
    await expect(
      importNetwork(database(), options({ path: gridFile([110, 38]), id: 'flat', elevation })),
    ).rejects.toMatchObject({ code: 'elevation-elsewhere' });
  });

  it('replaces a network only where it is told to', async () => {
    const path = gridFile([116, 38]);
    const first = await importNetwork(database(), options({ path, id: 'grid' }));
    await expect(importNetwork(database(), options({ path: CORNERS, id: 'grid' }))).rejects.toMatchObject({
      code: 'network-exists',
    });
    expect(await loadGraph(database(), folder, 'grid')).toEqual(first.graph);
    const second = await importNetwork(
      database(),
      options({ path: CORNERS, id: 'grid', replace: true, title: { zh: '新', en: 'New' } }),
    );
    expect(second.replaced).toBe(true);
    expect((await loadGraph(database(), folder, 'grid')).meta).toMatchObject({
      title: { zh: '新', en: 'New' },
      key: second.graph.meta.key,
    });
  });

  it('stops at coordinates that fit another datum better, and converts them when told to', async () => {
    // On the shore of the old town.
    const place = [120.34, 36.05] as const;
    const path = gridFile([place[0], place[1]], (at) => gcoord.transform(at, gcoord.WGS84, gcoord.GCJ02));
    const refused = await importNetwork(database(), options({ path, id: 'shore' })).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'network-datum-wrong',
      text: { en: expect.stringContaining('--datum gcj02') as string },
    });
    expect(await listNetworks(database(), 'shore')).toEqual([]);
    const converted = await importNetwork(database(), options({ path, id: 'shore', datum: 'gcj02' }));
    expect(converted.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['network-datum-fits', 'network-converted']),
    );
    expect(converted.graph.lonLat[0]).toBeCloseTo(place[0], 5);
    // A declared datum is taken, with a warning.
    const declared = await importNetwork(database(), options({ path, id: 'shore-as-read', datum: 'wgs84' }));
    expect(declared.warnings.map(({ code }) => code)).toContain('network-datum-wrong');
  });

  it('takes known roads as evidence, not those that were generated', async () => {
    const inland: readonly [number, number] = [116.3, 38.3];
    const roads = (provenance: string) =>
      sqlText(`
      insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      select 'roads', 'road-' || n, ST_SetSRID(ST_MakeLine(ST_MakePoint(116.3, 38.3 + n * 0.002), ST_MakePoint(116.322, 38.3 + n * 0.002)), 4326), '{}', 'test', 'public', '${provenance}'
      from generate_series(0, 11) as n
      on conflict (layer_id, feature_id) do update set provenance = excluded.provenance`);
    await database().query(sqlText("select ensure_layer('roads')"));
    const path = gridFile(inland, (at) => gcoord.transform(at, gcoord.WGS84, gcoord.GCJ02));
    await database().query(roads('synthetic'));
    const believed = await importNetwork(database(), options({ path, id: 'inland' }));
    expect(believed.warnings.map(({ code }) => code)).toContain('network-datum-unknown');
    await database().query(roads('official'));
    await expect(importNetwork(database(), options({ path, id: 'inland', replace: true }))).rejects.toMatchObject({
      code: 'network-datum-wrong',
      text: { en: expect.stringContaining('on known roads') as string },
    });
  });

  it('leaves nothing behind of a file that is refused', async () => {
    await expect(
      importNetwork(database(), options({ path: join(folder, 'nowhere.osm.pbf'), id: 'nothing' })),
    ).rejects.toMatchObject({ code: 'network-file-unreadable' });
    expect(await listNetworks(database(), 'nothing')).toEqual([]);
  });
});
