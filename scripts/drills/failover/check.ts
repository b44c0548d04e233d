/** What has to hold after a failover: nothing acknowledged is lost, and every tile is what the primary holds. */
import { brotliDecompressSync } from 'node:zlib';
import type { LayerRegistry } from '../../../server/layers/registry.ts';
import { foundRows, readText } from '../../../server/platform/db/rows.ts';
import { sqlText } from '../../../server/platform/db/sql.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import { decideTile, executeTile } from '../../../server/tiles/request.ts';
import { tileAt } from '../../../tiles/tile/tile.ts';
import { get } from '../../torture/client.ts';
import { LAYER, nameOf, type Editor } from './editors.ts';
import { pause } from '../../torture/kills.ts';
import { LOADED_LAYER } from './work.ts';

const NAMES = sqlText(`select feature_id from feature where layer_id = '${LAYER}' and feature_id like 'edit-%'`);
const SUM = sqlText(`select layer_id, problem from unnest($1::text[]) as layer_id, check_pyramid(layer_id)`);

/** Tiles that many look at: of several zooms, of each layer alone and of both. */
export function watchedTiles(editors: readonly Editor[]): readonly string[] {
  return editors.flatMap(({ place }, nth) =>
    [8, 10, 12, 14, 16].map((z) => {
      const { x, y } = tileAt(place, z);
      const layers = [LAYER, LOADED_LAYER, `${LAYER},${LOADED_LAYER}`][(nth + z) % 3] ?? LAYER;
      return `/tiles/${layers}/${z}/${x}/${y}.mvt`;
    }),
  );
}

/** The names of acknowledged edits that are not there. */
export async function findLost(db: Database, editors: readonly Editor[]): Promise<readonly string[]> {
  // Editors go on meanwhile: what is acknowledged after the look may not be seen by it.
  const names = editors.flatMap(({ number, acknowledged }) => acknowledged.map(({ edit }) => nameOf(number, edit)));
  const there = new Set(foundRows(await db.query(NAMES), 'feature_id').map((row) => readText(row, 'feature_id')));
  return names.filter((name) => !there.has(name));
}

/** Addresses of tiles that differ from what the primary holds, at any host, and clusters that do not add up. */
export async function findWrong(
  db: Database,
  registry: LayerRegistry,
  hosts: readonly string[],
  tiles: readonly string[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const path of tiles) {
    const [, layers = '', z = '', x = '', y = ''] = /^\/tiles\/([^/]+)\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(path) ?? [];
    const request = decideTile({ layers, z, x, y, matrixSet: 'WebMercatorQuad' }, new URLSearchParams(), registry);
    const { bytes } = await executeTile(db, request);
    for (const host of hosts) {
      let answer = await get(host, path, { 'accept-encoding': 'identity' });
      // It says only that it may be old: the host has just lost a connection.
      for (; answer.headers['x-cache'] === 'stale'; answer = await get(host, path)) await pause(100);
      const isCoded = answer.headers['content-encoding'] === 'br';
      const found = isCoded ? brotliDecompressSync(answer.body) : answer.body;
      if (!found.equals(bytes)) wrong.push(`${host}${path} (${answer.status} ${answer.headers['x-cache'] ?? ''})`);
    }
  }
  const unsound = await db.query(SUM, [[LAYER, LOADED_LAYER]]);
  return [...wrong, ...unsound.map((row) => `${readText(row, 'layer_id')}: ${readText(row, 'problem')}`)];
}
