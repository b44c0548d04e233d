/** Tiles that are made many at a time are those that are made one by one, all of them, and none is missing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TileCoord } from '../../tiles/tile/tile.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { createCatalogue, loadCatalogue, type Catalogue } from '../layers/catalogue.ts';
import { registryOf } from '../layers/registry.ts';
import { sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCity } from '../testing/city.ts';
import { CORNER, insertFixtures } from '../testing/fixtures.ts';
import { tileRequest } from '../testing/tile-request.ts';
import { executeTile } from '../tiles/request.ts';
import { exportTiles } from './export.ts';
import { tileOfId } from './pmtiles/tile-id.ts';
import { openArchive } from './pmtiles/reader.ts';

/** Fixtures of areas are wide: of higher levels they have too many tiles. */
const LAST_ZOOM = 10;
const LAST_ZOOM_OF_POINTS = 16;

/**
 * Points around the corner of four tiles: crowds that gather in clusters, single ones in the margin of their neighbours
 * and a few units outside of it, some at the edges of the world.
 */
const CROWD = `insert into feature (fid, layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select 1000000 + nth, $1, 'crowd-' || nth, ST_SetSRID(ST_MakePoint(lon, lat), 4326), jsonb_build_object('name', nth::text), 'test', 'public', 'synthetic'
  from (
    select row_number() over (order by lon, lat) as nth, lon, lat
    from (
      select $2::float8 + (n % 23 - 11) * 0.0004 * (n % 5) as lon, $3::float8 + (n % 17 - 8) * 0.0003 * (n % 7) as lat
      from generate_series(1, 300) as n
      union all
      select $2::float8 + side * 360 / 2 ^ (8 + n % 9) * (56 + n) / 4096, $3::float8
      from generate_series(0, 17) as n cross join (values (-1), (1)) as sides (side)
      union all
      select * from unnest(array[-180, 180, 179.9999, 12, 12]::float8[], array[10, 10.01, 85, 89.9, -90]::float8[])
    ) as drawn (lon, lat)
  ) as placed`;

describeDatabases('Every tile of an export', { embedded: 'full' }, (database) => {
  let catalogue: Catalogue;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-every-tile-'));
    const { layers } = await loadCatalogue();
    catalogue = createCatalogue(
      layers.map((layer) => ({
        ...layer,
        minzoom: Math.min(layer.minzoom, LAST_ZOOM),
        maxzoom: Math.min(layer.maxzoom, layer.geometry === 'Point' ? LAST_ZOOM_OF_POINTS : LAST_ZOOM),
      })),
      testCity,
    );
    await insertFixtures(database(), catalogue);
    await database().query(sqlText(CROWD), ['toilets', CORNER.lon, CORNER.lat]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Tiles of an archive by level, column and row. */
  async function exported(
    layers: readonly LayerDefinition[],
    maxzoom: number | null = null,
  ): Promise<Map<string, Buffer>> {
    const out = join(folder, 'tiles.pmtiles');
    await exportTiles(database(), registryOf(catalogue), {
      layers,
      out,
      force: true,
      minzoom: null,
      maxzoom,
      bbox: null,
      filter: null,
      lang: 'zh',
      version: '1',
      concurrency: 2,
    });
    const archive = await openArchive(out);
    try {
      const tiles = new Map<string, Buffer>();
      for (const id of archive.idsWithin(0, Infinity)) {
        const bytes = await archive.read(id);
        if (bytes !== null) tiles.set(nameOf(tileOfId(id)), gunzipSync(bytes));
      }
      return tiles;
    } finally {
      await archive.close();
    }
  }

  /** By a statement a tile, as nothing is kept from one to the next; null where it is empty. */
  async function alone(layers: readonly LayerDefinition[], tile: TileCoord): Promise<Buffer | null> {
    const drawn = layers.filter(({ minzoom }) => minzoom <= tile.z);
    const { bytes } = await executeTile({ ...database(), keepsPlans: false }, tileRequest(drawn, tile));
    return bytes.length === 0 ? null : bytes;
  }

  it('is byte for byte the one that is made alone, of every public layer', async () => {
    const layers = catalogue.layers.filter(({ visibility }) => visibility === 'public');
    expect(layers.length).toBeGreaterThan(40);
    for (const layer of layers) {
      const tiles = await exported([layer]);
      expect(tiles.size, layer.id).toBeGreaterThan(0);
      for (const [name, bytes] of tiles)
        expect(bytes.equals(await one([layer], name)), `${layer.id} ${name}`).toBe(true);
    }
  });

  it('is the one that is made alone of several layers', async () => {
    const layers = ['districts', 'toilets', 'roads'].flatMap((id) => catalogue.get(id) ?? []);
    const tiles = await exported(layers, LAST_ZOOM - 2);
    for (const [name, bytes] of tiles) expect(bytes.equals(await one(layers, name)), name).toBe(true);
  });

  it('is there: those around them and at the edges of the world show nothing', async () => {
    const layers = ['toilets'].flatMap((id) => catalogue.get(id) ?? []);
    const tiles = await exported(layers);
    const around = new Map<string, TileCoord>();
    for (const name of tiles.keys())
      for (const tile of [coordOf(name)].flatMap(neighbours)) around.set(nameOf(tile), tile);
    const missing: string[] = [];
    for (const [name, tile] of around) {
      if (tiles.has(name) || tile.z < (layers[0]?.minzoom ?? 0)) continue;
      if ((await alone(layers, tile)) !== null) missing.push(name);
    }
    expect(around.size).toBeGreaterThan(tiles.size * 1.5);
    expect(missing).toEqual([]);
  });

  async function one(layers: readonly LayerDefinition[], name: string): Promise<Buffer> {
    return (await alone(layers, coordOf(name))) ?? Buffer.alloc(0);
  }
});

function nameOf({ z, x, y }: TileCoord): string {
  return `${String(z)}/${String(x)}/${String(y)}`;
}

function coordOf(name: string): TileCoord {
  const [z = 0, x = 0, y = 0] = name.split('/').map(Number);
  return { z, x, y };
}

/** The eight around a tile, beyond the antimeridian too. */
function neighbours({ z, x, y }: TileCoord): TileCoord[] {
  const count = 2 ** z;
  return [-1, 0, 1].flatMap((down) =>
    [-1, 0, 1].flatMap((right) =>
      y + down < 0 || y + down >= count ? [] : [{ z, x: (x + right + count) % count, y: y + down }],
    ),
  );
}
