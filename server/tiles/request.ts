import type { Cql2 } from '../../tiles/cql2/types.ts';
import type { GridId } from '../../tiles/grid.ts';
import type { LayerDefinition } from '../../tiles/layer.ts';
import { parseTileCoord, type TileCoord } from '../../tiles/tile.ts';
import type { Catalogue } from '../catalogue.ts';
import { layersOf } from '../context.ts';
import { BadParameter } from '../errors.ts';
import { splitList } from '../http/query.ts';

/** One layer of a tile. */
export interface LayerRequest {
  readonly layer: LayerDefinition;
  /** Features to leave out; null keeps all. */
  readonly filter: Cql2 | null;
  /** Attributes that travel; null for those of the catalogue. */
  readonly properties: readonly string[] | null;
}

/** A tile that can be made: what `executeTile` needs, and nothing that can still be wrong. */
export interface TileRequest {
  readonly grid: GridId;
  readonly tile: TileCoord;
  /** In the order asked for, each once; none where all asked for begin at a higher zoom. */
  readonly layers: readonly LayerRequest[];
  /** The past moment whose map is asked for; null for now. */
  readonly asOf: Date | null;
  /** Normal form of the request: the same for every spelling of the same tile. */
  readonly key: string;
}

/** More layers than any style draws from one source: a bound on the work of one request. */
const MAX_LAYERS = 40;

/**
 * Decides what a tile address asks for. Throws `TileCoordError`, `UnknownLayer` or `BadParameter`.
 *
 * A layer gives nothing below its minzoom. Above its maxzoom it still does: a source of several layers goes on to the
 * maxzoom of its most detailed one, and would lose the others there. Clients of one layer stop at the TileJSON's
 * maxzoom and enlarge that tile.
 */
export function decideTile(params: Readonly<Record<'layers' | 'z' | 'x' | 'y', string>>, catalogue: Catalogue): TileRequest {
  const tile = parseTileCoord(params);
  const layers = tileLayers(params.layers, catalogue);
  const drawn = layers.filter((layer) => tile.z >= layer.minzoom).map((layer) => ({ layer, filter: null, properties: null }));
  const key = `WebMercatorQuad/${tile.z}/${tile.x}/${tile.y}/${layers.map((layer) => layer.id).join()}`;
  return { grid: 'WebMercatorQuad', tile, layers: drawn, asOf: null, key };
}

/** Layers of a comma-separated list, duplicates collapsed. Throws `UnknownLayer` or `BadParameter`. */
export function tileLayers(list: string, catalogue: Catalogue): LayerDefinition[] {
  const ids = splitList(list);
  if (ids.length > MAX_LAYERS) throw new BadParameter('layers', 'too-many-layers', { max: MAX_LAYERS, count: ids.length });
  return layersOf(catalogue, ids);
}
