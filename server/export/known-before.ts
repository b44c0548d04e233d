import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { Queryable } from '../platform/db/types.ts';
import { changedSince, type ChangedTiles } from './changed-tiles.ts';
import type { KnownTiles } from './known-tiles.ts';
import { firstTileId } from './pmtiles/tile-id.ts';
import { revisionsOf, type State } from './recipe.ts';
import type { ReadKnown } from './tiles.ts';

/** Tiles that were made at a state of the data. */
export interface TilesOfState {
  readonly tiles: KnownTiles;
  readonly state: State;
}

interface Usable {
  readonly tiles: KnownTiles;
  readonly changed: ChangedTiles;
}

/** What need not be made anew: tiles that were made before, where nothing has touched them since. */
export class KnownBefore {
  readonly #usable: readonly Usable[];

  private constructor(usable: readonly Usable[]) {
    this.#usable = usable;
  }

  /** Those of later ones come first; of none where all may have changed. `db` is of the moment that is exported. */
  static async of(
    db: Queryable,
    registry: LayerRegistry,
    layers: readonly LayerDefinition[],
    made: readonly TilesOfState[],
  ): Promise<KnownBefore> {
    const usable: Usable[] = [];
    for (const { tiles, state } of made) {
      const changed = await changedSince(db, registry, layers, revisionsOf(state));
      if (changed !== null) usable.push({ tiles, changed });
    }
    return new KnownBefore(usable);
  }

  /** Reads a tile of a level that nothing has touched since it was made. */
  readerOf(z: number): ReadKnown {
    const levels = this.#usable.map(({ tiles, changed }) => ({ tiles, touches: changed(z).touches }));
    return (id) => levels.find(({ tiles, touches }) => id <= tiles.lastId && !touches(id))?.tiles.read(id);
  }

  /**
   * The tiles of a level that may show something, from a whole archive and what has changed since, without looking at
   * the features; null where there is none, or too much has changed.
   */
  idsOf(z: number): Float64Array | null {
    const whole = this.#usable.find(({ tiles }) => tiles.lastId === Infinity);
    const touched = whole?.changed(z).ids ?? null;
    if (whole === undefined || touched === null) return null;
    const ids = new Set(touched);
    for (const id of whole.tiles.idsWithin(firstTileId(z), firstTileId(z + 1))) ids.add(id);
    return Float64Array.from(ids).sort();
  }
}
