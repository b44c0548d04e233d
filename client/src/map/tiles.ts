/**
 * The tiles of a source inside MapLibre. Refreshing exactly the changed tiles needs its cached and loading tiles, which
 * the public interface does not expose. The version of maplibre-gl is fixed for this reason, and only this file uses
 * its internals.
 */
import type { Map as MapLibre } from 'maplibre-gl';
import type { TileCoord } from '../../../tiles/tile/tile.ts';

type TileManager = MapLibre['style']['tileManagers'][string];
type Tile = ReturnType<TileManager['_inViewTiles']['getAllTiles']>[number];

export type TileTest = (tile: TileCoord) => boolean;

export interface TileInView {
  readonly tile: TileCoord;
  /** True while an answer is on its way. */
  readonly isBusy: boolean;
  /** True while its first answer is on its way. */
  readonly isNew: boolean;
}

/** Ids of the sources that an id names: that of a source itself, or of a layer in a source of several (sources.ts). */
export function sourcesWith(map: MapLibre, id: string): string[] {
  return Object.keys(map.style.tileManagers).filter((source) => source === id || source.split(',').includes(id));
}

/** Tiles in view of a source, each canonical tile once. */
export function tilesInView(map: MapLibre, source: string): TileInView[] {
  const found = new Map<string, TileInView>();
  for (const tile of managerOf(map, source)?._inViewTiles.getAllTiles() ?? []) {
    const coord = coordOf(tile);
    const key = keyOf(coord);
    const before = found.get(key);
    found.set(key, {
      tile: coord,
      isBusy: isBusy(tile) || before?.isBusy === true,
      isNew: tile.state === 'loading' || before?.isNew === true,
    });
  }
  return [...found.values()];
}

/** Drops cached tiles out of view, so that they are requested again when they return. */
export function forgetKept(map: MapLibre, source: string, test: TileTest): void {
  managerOf(map, source)?._outOfViewCache.filter((tile) => !test(coordOf(tile)));
}

/**
 * Whether no request of the source is under way, so that its address can change without an answer for the old one
 * arriving later.
 */
export function isSettled(map: MapLibre, source: string): boolean {
  return tilesInView(map, source).every((each) => !each.isBusy);
}

/** Keeps the old content of a tile whose refresh failed. */
export function keepShowing(tile: unknown): void {
  if (!isTile(tile) || tile.state !== 'errored') return;
  if (tile.latestFeatureIndex !== null && tile.latestFeatureIndex !== undefined) tile.state = 'loaded';
}

/** The canonical tile of a MapLibre tile that an event carries. */
export function readTile(tile: unknown): TileCoord | null {
  return isTile(tile) ? coordOf(tile) : null;
}

export function keyOf({ z, x, y }: TileCoord): string {
  return `${String(z)}/${String(x)}/${String(y)}`;
}

function managerOf(map: MapLibre, source: string): TileManager | undefined {
  return map.style.tileManagers[source];
}

function coordOf({
  tileID: {
    canonical: { z, x, y },
  },
}: Tile): TileCoord {
  return { z, x, y };
}

function isBusy({ state }: Tile): boolean {
  return state === 'loading' || state === 'reloading' || state === 'expired';
}

function isTile(value: unknown): value is Tile {
  return typeof value === 'object' && value !== null && 'tileID' in value && 'state' in value;
}
