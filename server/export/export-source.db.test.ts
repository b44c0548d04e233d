import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PMTiles } from 'pmtiles';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tileAt, type TileCoord } from '../../tiles/tile/tile.ts';
import { archiveSource, storedTiles } from '../testing/archive.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { CORNER, insertFixtures } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { makeTestSource, type TestSource } from '../testing/source-database.ts';
import { exportTiles, type ExportOptions } from './export.ts';

describeDatabases('an export of tables of a source', { embedded: 'daily' }, (db) => {
  let source: TestSource;
  let service: TestService;
  let folder: string;

  beforeAll(async () => {
    source = await makeTestSource();
    await source.owner(
      // What PostgreSQL knows of it is out of date.
      `create table planning.moved (id int primary key, geom geometry(Point, 4549)) with (autovacuum_enabled = false)`,
      `insert into planning.moved select n, ST_Transform(ST_SetSRID(ST_MakePoint(120.3, 36.05 + n / 1e5), 4326), 4549) from generate_series(1, 300) as n`,
      'analyze planning.moved',
      `insert into planning.moved select 1000 + n, ST_Transform(ST_SetSRID(ST_MakePoint(120.2 + n / 1e3, 36.4), 4326), 4549) from generate_series(1, 300) as n`,
      `grant select on planning.moved to ${source.role}`,
      `create function planning.drawn(z int, x int, y int) returns bytea language sql stable as $$ select null::bytea $$`,
    );
    await insertFixtures(db(), testCatalogue);
    service = await serve({ db: db(), catalogue: testCatalogue }, { SOURCES: `gis=${source.url}` });
    folder = await mkdtemp(join(tmpdir(), 'chengtu-export-source-'));
  });
  afterAll(async () => {
    await service.close();
    await source.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const options = (out: string, ids: readonly string[]): ExportOptions => ({
    layers: ids.map((id) => service.server.registry.layer(id)),
    out: join(folder, out),
    force: false,
    minzoom: 0,
    maxzoom: 11,
    bbox: null,
    filter: null,
    lang: 'zh',
    version: '0',
    concurrency: 2,
  });

  async function served(layers: string, { z, x, y }: TileCoord): Promise<Buffer | null> {
    const answer = await service.get(`/tiles/${layers}/${String(z)}/${String(x)}/${String(y)}.mvt`);
    return answer.status === 204 ? null : Buffer.from(await answer.arrayBuffer());
  }

  it('has the bytes that the service answers, together with those of its own layers', async () => {
    const { registry } = service.server;
    const layers = ['moved', 'toilets', 'roads'];
    const report = await exportTiles(db(), registry, options('all.pmtiles', layers));
    expect(report.isMixed).toBe(false);
    const reader = storedTiles(await readFile(join(folder, 'all.pmtiles')));
    const places = [
      { lon: 120.3, lat: 36.05 },
      { lon: 120.4, lat: 36.4 },
      { lon: 120.5, lat: 36.5 },
      { lon: 0, lat: 0 },
      CORNER,
    ];
    for (const z of [0, 5, 8, 10, 11])
      for (const place of places) {
        const tile = tileAt(place, z);
        const found = await reader.getZxy(tile.z, tile.x, tile.y);
        const bytes = found === undefined ? null : gunzipSync(Buffer.from(found.data));
        expect(bytes, JSON.stringify(tile)).toEqual(await served(layers.join(), tile));
      }
  });

  it('has the extent of the rows as they are, whatever the statistics of the table say', async () => {
    await exportTiles(db(), service.server.registry, options('moved.pmtiles', ['moved']));
    const header = await new PMTiles(archiveSource(await readFile(join(folder, 'moved.pmtiles')))).getHeader();
    for (const [found, expected] of [
      [header.minLon, 120.201],
      [header.minLat, 36.05001],
      [header.maxLon, 120.5],
      [header.maxLat, 36.4],
    ] as const)
      expect(found).toBeCloseTo(expected, 2);
  });

  it('says of a function that it has no features to export', async () => {
    await expect(exportTiles(db(), service.server.registry, options('drawn.pmtiles', ['drawn']))).rejects.toMatchObject(
      { status: 422, code: 'not-of-a-function' },
    );
  });
});
