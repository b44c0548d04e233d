import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Bbox } from '../../tiles/api/wire.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import type { LayerRole } from '../../tiles/layer/layer.ts';
import { ArchiveFile, tileIdOf, type Finished } from '../export/index.ts';
import { BASE_LAYERS, type BaseFeature } from './feature.ts';
import { cutTiles } from './tiling/cut.ts';

/** The last zoom of base maps in full detail; beyond their last zoom clients enlarge its tiles. */
export const MAX_ZOOM = 14;

/** Parts of the city's own layers that a base map draws itself, so that they are not drawn below it again. */
export type DrawnRole = Extract<LayerRole, 'district' | 'subdistrict' | 'sea' | 'roads'>;

export interface BaseMapContents {
  readonly features: readonly BaseFeature[];
  readonly bounds: Bbox;
  /** At most `MAX_ZOOM`; lower where the data has no such detail. */
  readonly maxzoom: number;
  readonly draws: readonly DrawnRole[];
  readonly attribution: Text;
}

export interface WriteProgress {
  readonly z: number;
  readonly maxzoom: number;
  readonly tiles: number;
}

export interface WriteReport extends Finished {
  /** Of the largest tile, before compression. */
  readonly largest: number;
  /** Features left out of tiles that would have been too large, tile by tile. */
  readonly dropped: number;
}

/**
 * Writes a base map as a PMTiles archive, in place of the one that has this name, once all of it is on the disk. The
 * same contents give the same bytes. Rejects with the signal's reason, or the file system's error; then the one before
 * stays as it is.
 */
export async function writeBaseMap(
  path: string,
  { features, bounds, maxzoom, draws, attribution }: BaseMapContents,
  {
    signal,
    onProgress,
  }: { readonly signal?: AbortSignal; readonly onProgress?: (progress: WriteProgress) => void } = {},
): Promise<WriteReport> {
  await mkdir(dirname(path), { recursive: true });
  const archive = await ArchiveFile.create(path, true);
  let [largest, dropped] = [0, 0];
  try {
    for (const tile of cutTiles(features, { minzoom: 0, maxzoom })) {
      signal?.throwIfAborted();
      largest = Math.max(largest, tile.bytes.length);
      dropped += tile.dropped;
      await archive.add(tileIdOf(tile.coord), gzipSync(tile.bytes));
      onProgress?.({ z: tile.coord.z, maxzoom, tiles: archive.tileCount });
    }
    const [west, south, east, north] = bounds;
    const finished = await archive.finish({
      minzoom: 0,
      maxzoom,
      bounds,
      center: [(west + east) / 2, (south + north) / 2, 10],
      metadata: {
        name: 'Chengtu base map',
        type: 'baselayer',
        attribution: attribution.en,
        vector_layers: vectorLayers(features, maxzoom),
        'chengtu:attribution': attribution,
        'chengtu:draws': draws,
      },
    });
    return { ...finished, largest, dropped };
  } finally {
    await archive.discard();
  }
}

/** As TileJSON describes them. */
function vectorLayers(features: readonly BaseFeature[], maxzoom: number): object[] {
  const fields = new Map<string, Record<string, string>>();
  const firsts = new Map<string, number>();
  for (const { layer, attributes, detail, minzoom } of features) {
    const own = fields.get(layer) ?? {};
    for (const [key, value] of Object.entries({ ...attributes, ...detail?.attributes }))
      own[key] = typeof value === 'number' ? 'Number' : 'String';
    fields.set(layer, own);
    firsts.set(layer, Math.min(firsts.get(layer) ?? maxzoom, minzoom));
  }
  return BASE_LAYERS.flatMap((id) => {
    const own = fields.get(id);
    return own === undefined ? [] : [{ id, fields: own, minzoom: firsts.get(id), maxzoom }];
  });
}
