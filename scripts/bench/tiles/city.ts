/** A layer of many points in the city's database, beside the demonstration data. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { loadCatalogue } from '../../../server/layers/catalogue.ts';
import { registryOf, type LayerRegistry } from '../../../server/layers/registry.ts';
import { tileAt, type TileCoord } from '../../../tiles/tile/tile.ts';
import type { LonLat } from '../../qingdao/generate/types.ts';
import { createRng } from '../../qingdao/generate/world/rng.ts';
import type { Place } from '../place.ts';

export const BENCH_LAYER = 'bench-points';

const CITY = new URL('city.sql', import.meta.url);

/** To be called before the service first starts: the layer is one new file of its catalogue. */
export async function addBenchLayer({ checkout }: Place): Promise<void> {
  const layers = join(checkout, 'data/cities/qingdao/layers');
  const toilets = JSON.parse(await readFile(join(layers, 'toilets.json'), 'utf8')) as object;
  // Like toilets in all but their number and the zoom they begin at.
  const definition = { ...toilets, id: BENCH_LAYER, minzoom: 0, shownAtStart: false };
  await writeFile(join(layers, `${BENCH_LAYER}.json`), JSON.stringify(definition));
}

/**
 * Seconds that the points took to be inserted, their clusters included; to be called once the service has filled the
 * database.
 */
export async function fillBenchLayer(client: pg.Client, points: number, layer = BENCH_LAYER): Promise<number> {
  const startedAt = performance.now();
  await client.query(await readFile(CITY, 'utf8'), [layer, points]);
  const seconds = (performance.now() - startedAt) / 1000;
  await client.query('vacuum (analyze)');
  return seconds;
}

/** The layers of the benchmark's checkout: the catalogue here lacks one of them. */
export async function benchRegistry(): Promise<LayerRegistry> {
  const { layers, city } = await loadCatalogue();
  const toilets = layers.find(({ id }) => id === 'toilets');
  if (!toilets) throw new Error('The catalogue has no toilets.');
  return registryOf({ layers: [...layers, { ...toilets, id: BENCH_LAYER, minzoom: 0 }], city });
}

/** Positions of some of a layer's features, the same ones every time. */
export async function samplePositions(client: pg.Client, count: number, layer = BENCH_LAYER): Promise<LonLat[]> {
  const { rows } = await client.query<LonLat>(
    'select ST_X(at) as lon, ST_Y(at) as lat from feature, ST_PointOnSurface(geom) as at where layer_id = $1 order by hashtext(feature_id), feature_id limit $2',
    [layer, count],
  );
  return rows;
}

/** Different tiles of a zoom, each with a point in it or beside it; fewer where the zoom has fewer. */
export function drawTiles(z: number, positions: readonly LonLat[], count: number): TileCoord[] {
  const rng = createRng(`bench-plane-${z}`);
  const tileDeg = 360 / 2 ** z;
  const tiles = new Map<string, TileCoord>();
  for (let attempt = 0; attempt < count * 6 && tiles.size < count; attempt += 1) {
    const { lon, lat } = rng.pick(positions);
    const tile = tileAt({ lon: lon + (rng.next() - 0.5) * tileDeg, lat: lat + (rng.next() - 0.5) * tileDeg }, z);
    tiles.set(`${tile.x}/${tile.y}`, tile);
  }
  return [...tiles.values()];
}

export function tilePath(layers: string, { z, x, y }: TileCoord): string {
  return `/tiles/${layers}/${z}/${x}/${y}.mvt`;
}
