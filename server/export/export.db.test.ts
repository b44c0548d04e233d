import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles } from 'pmtiles';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tileAttributesOf } from '../../tiles/layer/tile-attributes.ts';
import { tileAt, type TileCoord } from '../../tiles/tile/tile.ts';
import { createCatalogue, loadCatalogue, type Catalogue } from '../layers/catalogue.ts';
import { registryOf } from '../layers/registry.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { ApiError } from '../platform/http/errors.ts';
import { compress } from '../platform/http/content.ts';
import { archiveSource, storedTiles } from '../testing/archive.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { CORNER, insertFixtures } from '../testing/fixtures.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { tileRequest } from '../testing/tile-request.ts';
import { executeTile } from '../tiles/request.ts';
import { exportTiles, NothingToExport, type ExportOptions } from './export.ts';
import { testCity } from '../testing/city.ts';

const LAYERS = ['districts', 'roads', 'toilets'];

/** Bytes as sent to a client that takes gzip; null for a tile with nothing in it. */
function gzipped(url: string, layers: string, { z, x, y }: TileCoord, query = ''): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    request(
      `${url}/tiles/${layers}/${String(z)}/${String(x)}/${String(y)}.mvt${query}`,
      { headers: { 'accept-encoding': 'gzip' }, agent: false },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => {
          if (res.statusCode === 204) resolve(null);
          else if (res.statusCode === 200 && res.headers['content-encoding'] === 'gzip') resolve(Buffer.concat(chunks));
          else reject(new Error(`Status ${String(res.statusCode)}`));
        });
      },
    )
      .on('error', reject)
      .end();
  });
}

async function stored(reader: PMTiles, { z, x, y }: TileCoord): Promise<Buffer | null> {
  const found = await reader.getZxy(z, x, y);
  return found === undefined ? null : Buffer.from(found.data);
}

/** All tiles of low levels, and those around the fixtures of some higher ones. */
function tilesToCompare(): TileCoord[] {
  const all = [0, 1, 2, 3].flatMap((z) =>
    Array.from({ length: 4 ** z }, (_, n) => ({ z, x: n % 2 ** z, y: Math.floor(n / 2 ** z) })),
  );
  const around = [7, 9, 11, 12].flatMap((z) => {
    const { x, y } = tileAt(CORNER, z);
    return [-3, -2, -1, 0, 1, 2, 3].flatMap((dx) =>
      [-3, -2, -1, 0, 1, 2, 3].map((dy) => ({ z, x: x + dx, y: y + dy })),
    );
  });
  return [...all, ...around];
}

describeDatabases('an export', { embedded: 'daily' }, (database, kind) => {
  let catalogue: Catalogue;
  let service: TestService;
  let folder: string;
  let out: string;

  beforeAll(async () => {
    const whole = await loadCatalogue();
    // From level 0 on, so that it has all levels without many tiles.
    catalogue = createCatalogue(
      whole.layers
        .filter(({ id }) => LAYERS.includes(id))
        .map((layer) => ({ ...layer, minzoom: layer.id === 'toilets' ? 5 : 0, maxzoom: 12 })),
      testCity,
    );
    await insertFixtures(database(), catalogue);
    // In the margin of the tiles on the other side of the antimeridian.
    await database().query(
      sqlText(`insert into feature (fid, layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      values (9001, 'toilets', 'east-end', ST_SetSRID(ST_MakePoint(179.999999, 36), 4326), '{"name":"东"}', 'test', 'public', 'synthetic'),
        (9003, 'toilets', 'north', ST_SetSRID(ST_MakePoint(100, 88), 4326), '{"name":"北"}', 'test', 'public', 'synthetic'),
        (9002, 'toilets', 'hidden', ST_SetSRID(ST_MakePoint(10, 10), 4326), '{"name":"内部"}', 'test', 'internal', 'synthetic')`),
    );
    service = await serve({ db: database(), catalogue });
  });
  afterAll(() => service.close());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-export-'));
    out = join(folder, 'city.pmtiles');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const options = (more: Partial<ExportOptions> = {}): ExportOptions => ({
    layers: LAYERS.flatMap((id) => catalogue.get(id) ?? []),
    out,
    force: false,
    minzoom: null,
    maxzoom: null,
    bbox: null,
    filter: null,
    lang: 'zh',
    version: '1.2.3',
    concurrency: 3,
    ...more,
  });
  const exported = async (more?: Partial<ExportOptions>, db: Database = database()) => {
    const report = await exportTiles(db, registryOf(catalogue), options(more));
    return { report, bytes: await readFile(out) };
  };

  it('has, byte for byte, the tiles that the service sends, and none where it sends none', async () => {
    const { report, bytes } = await exported();
    const reader = storedTiles(bytes);
    let full = 0;
    for (const tile of tilesToCompare()) {
      const expected = await gzipped(service.url, LAYERS.join(), tile);
      const actual = await stored(reader, tile);
      if (expected !== null) full += 1;
      if (actual === null || expected === null)
        expect({ tile, has: actual !== null }).toEqual({ tile, has: expected !== null });
      else expect(actual.equals(expected), JSON.stringify(tile)).toBe(true);
    }
    expect(full).toBeGreaterThan(50);
    expect(await readdir(folder)).toEqual(['city.pmtiles']);
    expect(report.bytes).toBe(bytes.length);
  });

  it('keeps what is at the antimeridian on both of its sides, as the service does', async () => {
    const { bytes } = await exported();
    const reader = storedTiles(bytes);
    for (const x of [0, 4095]) {
      const tile = { z: 12, x, y: tileAt({ lon: 0, lat: 36 }, 12).y };
      expect(await stored(reader, tile)).toEqual(await gzipped(service.url, LAYERS.join(), tile));
    }
    expect(await stored(reader, { z: 12, x: 4095, y: tileAt({ lon: 0, lat: 36 }, 12).y })).not.toBeNull();
  });

  it('keeps what lies beyond the north of Web Mercator at its edge, as the service does', async () => {
    const { bytes } = await exported();
    const tile = tileAt({ lon: 100, lat: 85.05 }, 12);
    const expected = await gzipped(service.url, LAYERS.join(), tile);
    expect(expected).not.toBeNull();
    expect(await stored(storedTiles(bytes), tile)).toEqual(expected);
  });

  it('describes itself as its layers are described', async () => {
    const { report, bytes } = await exported({ minzoom: 2, maxzoom: 9 });
    const reader = new PMTiles(archiveSource(bytes));
    const header = await reader.getHeader();
    expect(header).toMatchObject({
      specVersion: 3,
      clustered: true,
      tileType: 1,
      tileCompression: 2,
      internalCompression: 2,
      minZoom: 2,
      maxZoom: 9,
      numAddressedTiles: report.tiles,
      numTileContents: report.distinct,
    });
    expect(header.maxLon).toBeCloseTo(179.999999, 5);
    expect(header.minLon).toBeCloseTo(100, 5);
    expect(header.maxLat).toBeCloseTo(85.0511, 4);
    expect(header.centerZoom).toBeGreaterThanOrEqual(2);
    const metadata = await reader.getMetadata();
    const toilets = catalogue.get('toilets');
    if (!toilets) throw new Error('No toilets.');
    expect(metadata).toMatchObject({
      name: LAYERS.map((id) => catalogue.get(id)?.title.zh).join('、'),
      type: 'overlay',
      version: '1.2.3',
      // Its features were written by SQL, and nobody said where they come from.
      attribution: expect.stringContaining('来源未注明'),
      vector_layers: [
        { id: 'districts', minzoom: 2, maxzoom: 9 },
        { id: 'roads', minzoom: 2, maxzoom: 9 },
        { id: 'toilets', minzoom: 5, maxzoom: 9 },
      ],
    });
    const { vector_layers: layers } = metadata as { readonly vector_layers: readonly { readonly fields: object }[] };
    expect(Object.keys(layers[2]?.fields ?? {})).toEqual(
      expect.arrayContaining(['id', 'provenance', ...tileAttributesOf(toilets)]),
    );
  });

  it('keeps to a box', async () => {
    const whole = await exported({ minzoom: 12 });
    const cut = await exported({
      minzoom: 12,
      bbox: [CORNER.lon - 0.01, CORNER.lat - 0.01, CORNER.lon + 0.01, CORNER.lat + 0.01],
      force: true,
    });
    expect(cut.report.tiles).toBe(4);
    expect(whole.report.tiles).toBeGreaterThan(4);
    const tile = tileAt(CORNER, 12);
    expect(await stored(storedTiles(cut.bytes), tile)).toEqual(await stored(storedTiles(whole.bytes), tile));
    const header = await new PMTiles(archiveSource(cut.bytes)).getHeader();
    expect(header.minLon).toBeCloseTo(CORNER.lon - 0.01, 6);
  });

  it('keeps the same bytes once', async () => {
    // An area without borders in sight and nothing in it: every tile inside has the same bytes.
    await database().query(
      sqlText(`insert into feature (fid, layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      values (9010, 'districts', 'large', ST_MakeEnvelope(-40, -30, -20, -10, 4326), '{"name":"大区"}', 'test', 'public', 'synthetic')`),
    );
    const { report } = await exported({ minzoom: 8, maxzoom: 8, bbox: [-38, -28, -22, -12] });
    expect(report.tiles).toBeGreaterThan(100);
    expect(report.distinct).toBeLessThan(10);
    await database().query(sqlText(`delete from feature where layer_id = 'districts' and feature_id = 'large'`));
  });

  it('has the features of a filter, as the service gives them by the same filter', async () => {
    const filter = "provenance = 'approximate' and name is not null";
    const layers = options().layers.filter(({ id }) => id === 'toilets');
    const { bytes } = await exported({ layers, filter });
    const reader = storedTiles(bytes);
    let full = 0;
    for (const tile of tilesToCompare().filter(({ z }) => z >= 9)) {
      const expected = await gzipped(service.url, 'toilets', tile, `?filter=${encodeURIComponent(filter)}`);
      const actual = await stored(reader, tile);
      if (expected !== null) full += 1;
      expect(actual, JSON.stringify(tile)).toEqual(expected);
    }
    expect(full).toBeGreaterThan(3);
    await expect(exported({ layers, filter: 'name =', force: true })).rejects.toThrow(ApiError);
  });

  it('tells how far it is', async () => {
    const seen: { done: number; total: number; tiles: number; z: number }[] = [];
    const { report } = await exported({ onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done }) => done)).toEqual(seen.map((_, index) => index + 1));
    expect(seen.at(-1)).toMatchObject({ done: seen.at(-1)?.total, tiles: report.tiles, z: 12 });
  });

  it('is of one moment, whatever is written meanwhile', async () => {
    const tile = tileAt(CORNER, 12);
    const rename = (name: string) =>
      database().query(
        sqlText(
          `update feature set attributes = attributes || jsonb_build_object('name', $1::text) where layer_id = 'toilets'`,
        ),
        [name],
      );
    await rename('先');
    // Not from the service, whose answer may be of a quarter of a second ago.
    const before = await compress((await executeTile(database(), tileRequest(options().layers, tile))).bytes, 'gzip');
    const renames: Promise<unknown>[] = [];
    let restarts = 0;
    const { report, bytes } = await exported({
      onProgress: ({ z }) => {
        if (z === 9 && renames.length === 0) renames.push(rename('后'));
      },
      onRestart: () => {
        restarts += 1;
      },
    });
    await Promise.all(renames);
    expect(report.isMixed).toBe(false);
    const actual = await stored(storedTiles(bytes), tile);
    const name = (coded: Buffer | null) =>
      new VectorTile(new PbfReader(gunzipSync(coded ?? Buffer.alloc(0)))).layers['toilets']?.feature(0).properties[
        'name'
      ];
    if (kind === 'server') {
      // The moment is held.
      expect(restarts).toBe(0);
      expect(actual).toEqual(before);
      expect(name(actual)).toBe('先');
    } else {
      // It cannot be: all is made anew.
      expect(restarts).toBe(1);
      expect(name(actual)).toBe('后');
    }
  });

  it('says where it could not be of one moment', async () => {
    let n = 0;
    const { report } = await exported({
      maxzoom: 7,
      onProgress: ({ done }) => {
        n += 1;
        if (done === 1)
          void database().query(
            sqlText(
              `update feature set attributes = attributes || jsonb_build_object('name', $1::text) where layer_id = 'roads'`,
            ),
            [String(n)],
          );
      },
    });
    expect(report.isMixed).toBe(kind === 'embedded');
  });

  describe('leaves no file', () => {
    it('where a file is there already, which stays', async () => {
      await writeFile(out, 'mine');
      await expect(exported()).rejects.toThrow(expect.objectContaining({ name: 'ArchiveExists' }));
      expect(await readdir(folder)).toEqual(['city.pmtiles']);
      expect(await readFile(out, 'utf8')).toBe('mine');
      await exported({ force: true, maxzoom: 3 });
      expect((await readFile(out)).subarray(0, 7).toString()).toBe('PMTiles');
    });

    it('where the database fails on the way', async () => {
      let left = 12;
      const failing = <T extends Pick<Database, 'query'>>(session: T): T => ({
        ...session,
        query: (...args: Parameters<Database['query']>) =>
          (left -= 1) < 0 ? Promise.reject(new Error('The database is gone.')) : session.query(...args),
      });
      const db: Database = {
        ...failing(database()),
        transaction: (fn, more) => database().transaction((tx) => fn(failing(tx)), more),
      };
      await expect(exported({ minzoom: 7 }, db)).rejects.toThrow('The database is gone.');
      expect(await readdir(folder)).toEqual([]);
    });

    it('where it is interrupted', async () => {
      const controller = new AbortController();
      await expect(
        exported({ signal: controller.signal, onProgress: ({ tiles }) => tiles === 5 && controller.abort() }),
      ).rejects.toThrow();
      expect(await readdir(folder)).toEqual([]);
    });

    it('where the layers have nothing to show there', async () => {
      await expect(exported({ bbox: [0, 0, 20, 20] })).rejects.toThrow(NothingToExport);
      expect(await readdir(folder)).toEqual([]);
    });
  });
});
