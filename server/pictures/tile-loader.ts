/** The vector tiles that a picture of a style shows, from where a client would get them. */
import { createHash } from 'node:crypto';
import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { BaseMap } from '../basemap/index.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { Principal } from '../platform/auth/principal.ts';
import { decideTile, type TileHandler } from '../tiles/index.ts';
import type { EncodedTile } from './draw/features.ts';
import { columnOf, tilesOf, type PlacedTile, type View } from './view.ts';

export interface TileLoaderParts {
  readonly handler: Pick<TileHandler, 'read'>;
  readonly registry: LayerRegistry;
  readonly baseMap: Pick<BaseMap, 'tile'>;
}

export interface TileAsker {
  readonly principal: Principal;
  readonly signal: AbortSignal;
}

/** A tile that is known to be in the state it is drawn in. */
export interface LoadedTile {
  readonly source: string;
  readonly place: PlacedTile;
  /** Of its bytes. */
  readonly hash: string;
  readonly bytes: () => Promise<Uint8Array>;
}

/** Tiles asked for at the same time by one picture: as many as a browser asks a server for. */
const AT_ONCE = 6;
const LAYER_TILES = /^\/tiles\/([^/]+)\/\{z\}\/\{x\}\/\{y\}\.mvt$/;
const BASE_TILES = '/basemap/{z}/{x}/{y}.mvt';

interface Wanted {
  readonly source: string;
  readonly template: string;
  readonly place: PlacedTile;
}

/** How far a circle reaches out of its tile, with room to spare: see `loadTiles`. */
const MARK_PX = 32;

/**
 * Loads the tiles of all sources that are drawn, empty ones left out. Rejects as the making of a tile does.
 *
 * @param queryOf parameters of the tiles of a source, by its id
 * @param isCut the picture is cut into tiles: marks that stand beside it reach into it, and are to be seen there
 */
export async function loadTiles(
  { handler, registry, baseMap }: TileLoaderParts,
  {
    style,
    view,
    queryOf,
    isCut,
  }: {
    readonly style: StyleSpecification;
    readonly view: View;
    readonly queryOf: (source: string) => URLSearchParams;
    readonly isCut: boolean;
  },
  { principal, signal }: TileAsker,
): Promise<readonly LoadedTile[]> {
  const load = async ({ source, template, place }: Wanted): Promise<LoadedTile | null> => {
    const { z, row: y } = place;
    const x = columnOf(place);
    const layers = LAYER_TILES.exec(template)?.[1];
    if (layers !== undefined) {
      const path = { layers, z: String(z), x: String(x), y: String(y) };
      const entry = await handler.read(decideTile(path, queryOf(source), registry), { principal, signal });
      return entry.isEmpty ? null : { source, place, hash: entry.hash, bytes: () => entry.plain() };
    }
    const tile = template === BASE_TILES ? await baseMap.tile(z, x, y) : null;
    if (tile === null || tile.length === 0) return null;
    const hash = createHash('sha256').update(tile).digest('base64url');
    return { source, place, hash, bytes: () => Promise.resolve(tile) };
  };
  const wanted = wantedTiles(style, view, isCut);
  const loaded: (LoadedTile | null)[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < wanted.length; at = next++) {
      signal.throwIfAborted();
      const each = wanted[at];
      if (each === undefined) continue;
      try {
        loaded[at] = await load(each);
      } catch (error) {
        // One that fails fails the picture: the others need not be asked for.
        next = wanted.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return loaded.filter((each) => each !== null);
}

function wantedTiles(style: StyleSpecification, view: View, isCut: boolean): Wanted[] {
  const drawn = style.layers.filter(
    ({ minzoom = -Infinity, maxzoom = Infinity, layout }) =>
      view.zoom >= minzoom && view.zoom < maxzoom && layout?.visibility !== 'none',
  );
  return Object.entries(style.sources).flatMap(([source, spec]) => {
    const own = drawn.filter((layer) => 'source' in layer && layer.source === source);
    const template = spec.type === 'vector' ? spec.tiles?.[0] : undefined;
    if (spec.type !== 'vector' || template === undefined || own.length === 0) return [];
    const { minzoom = 0, maxzoom = 22, bounds } = spec;
    const margin = isCut && own.some(({ type }) => type === 'circle') ? MARK_PX : 0;
    return tilesOf(view, { minzoom, maxzoom, bounds }, margin).map((place) => ({ source, template, place }));
  });
}

export async function encoded(tiles: readonly LoadedTile[]): Promise<EncodedTile[]> {
  return Promise.all(tiles.map(async ({ source, place, bytes }) => ({ source, place, bytes: await bytes() })));
}
