import type { EncodedTile, LayerSource, TileSession } from '../layers/source.ts';
import type { QueryOptions } from '../platform/db/types.ts';
import type { LayerRequest, TileRequest } from './request.ts';

const EMPTY: EncodedTile = { bytes: Buffer.alloc(0), revisions: new Map() };

/**
 * Makes a tile: every source gives its layers at once, and a tile is the bytes of its layers one after the other. Most
 * tiles are of one source.
 */
export async function executeTile(
  db: TileSession,
  request: TileRequest,
  options: QueryOptions = {},
): Promise<EncodedTile> {
  const [first, ...more] = bySource(request.layers);
  if (first === undefined) return EMPTY;
  const make = ([source, layers]: SourceLayers): Promise<EncodedTile> =>
    source.tile(db, request, { layers, asOf: request.asOf }, options);
  if (more.length === 0) return make(first);
  const tiles = await Promise.all([first, ...more].map(make));
  return {
    bytes: Buffer.concat(tiles.map(({ bytes }) => bytes)),
    revisions: new Map(tiles.flatMap(({ revisions }) => [...revisions])),
  };
}

type SourceLayers = readonly [source: LayerSource, layers: readonly LayerRequest[]];

/** The layers of each source in the order asked for; sources in the order of their first layers. */
function bySource(layers: readonly LayerRequest[]): readonly SourceLayers[] {
  const [first] = layers;
  if (first === undefined) return [];
  if (layers.every(({ source }) => source === first.source)) return [[first.source, layers]];
  const groups = new Map<LayerSource, LayerRequest[]>();
  for (const each of layers) {
    const group = groups.get(each.source);
    if (group === undefined) groups.set(each.source, [each]);
    else group.push(each);
  }
  return [...groups];
}
