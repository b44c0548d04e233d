import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { touchedTiles } from '../../tiles/tile/touched.ts';
import { countTouched, isTouched, type TilesTouching } from '../../tiles/tile/touching.ts';
import { boxAt, countBoxes } from '../layers/change.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { Queryable } from '../platform/db/types.ts';
import { tileIdOf, tileOfId } from './pmtiles/tile-id.ts';

/** Tiles of one change on one level that are listed; those of a larger change are compared with its rectangle. */
const MOST_LISTED = 1024;

/** Tiles of one level that changes have touched. */
export interface ChangedLevel {
  readonly touches: (id: number) => boolean;
  /** All of them; null where they are too many to be listed. */
  readonly ids: ReadonlySet<number> | null;
}

/** Finds by level what has changed. */
export type ChangedTiles = (z: number) => ChangedLevel;

/**
 * Tiles that show something else than at the revisions given, one a layer. Null where anything may have changed: the
 * database does not know of all changes any more, or there were too many. The same test drops the tiles that the
 * service has in memory.
 */
export async function changedSince(
  db: Queryable,
  registry: LayerRegistry,
  layers: readonly LayerDefinition[],
  known: ReadonlyMap<string, number>,
): Promise<ChangedTiles | null> {
  const changes: { readonly layer: LayerDefinition; readonly boxes: readonly number[] }[] = [];
  for (const [source, of] of registry.bySource(layers)) {
    if (source.changes === undefined || source.database !== undefined) return null;
    const revisions = new Map(of.map(({ id }) => [id, known.get(id) ?? 0]));
    for (const change of await source.changes(db, revisions)) {
      const layer = of.find(({ id }) => id === change.layer);
      // All other layers of the database are new to it.
      if (layer === undefined) continue;
      if (change.isReset || change.boxes === null) return null;
      changes.push({ layer, boxes: change.boxes });
    }
  }
  const levels = new Map<number, ChangedLevel>();
  return (z) => {
    let level = levels.get(z);
    if (level === undefined) {
      level = changedLevel(changes, z);
      levels.set(z, level);
    }
    return level;
  };
}

function changedLevel(
  changes: readonly { readonly layer: LayerDefinition; readonly boxes: readonly number[] }[],
  z: number,
): ChangedLevel {
  const ids = new Set<number>();
  const rectangles: TilesTouching[] = [];
  for (const { layer, boxes } of changes)
    for (let index = 0; index < countBoxes(boxes); index += 1) {
      const touched = touchedTiles(layer.geometry, boxAt(boxes, index), 'WebMercatorQuad', z);
      if (countTouched(touched) > MOST_LISTED) rectangles.push(touched);
      else for (const id of idsOf(touched, z)) ids.add(id);
    }
  return {
    ids: rectangles.length === 0 ? ids : null,
    touches: (id) => {
      if (ids.has(id)) return true;
      if (rectangles.length === 0) return false;
      const { x, y } = tileOfId(id);
      return rectangles.some((rectangle) => isTouched(rectangle, x, y));
    },
  };
}

function* idsOf({ columns, rows }: TilesTouching, z: number): Generator<number> {
  for (const { first, last } of columns)
    for (let x = first; x <= last; x += 1) for (let y = rows.first; y <= rows.last; y += 1) yield tileIdOf({ z, x, y });
}
