/** Why a view shows none of the layers that are switched on, and where they lie. */
import type { Bbox, Counts, LayerInfo } from '../../../tiles/api/wire.ts';
import { onGlobe, partsOf } from '../../../tiles/tile/bbox.ts';

/**
 * `nothing`: no layer of the service holds anything. `unloaded`: none of those shown does. `elsewhere`: none of those
 * shown reaches into the view. `noneHere`: they do, but none of their features lies in it.
 */
export type Emptiness =
  | { readonly kind: 'nothing' | 'unloaded' }
  | { readonly kind: 'elsewhere' | 'noneHere'; readonly layers: readonly LayerInfo[]; readonly bbox: Bbox };

export interface ViewContents {
  /** All that there are. */
  readonly layers: readonly LayerInfo[];
  readonly shown: readonly LayerInfo[];
  /** Degrees; its longitudes may run on beyond ±180. */
  readonly view: Bbox;
  /** How many features of the layers shown lie in the view; null where that is not known. */
  readonly counts: Counts | null;
}

/** Null where the view shows something, or nothing is switched on. */
export function emptinessOf({ layers, shown, view, counts }: ViewContents): Emptiness | null {
  if (layers.length > 0 && layers.every(({ count }) => count === 0)) return { kind: 'nothing' };
  if (shown.length === 0) return null;
  const loaded = shown.filter(({ count, bbox }) => count > 0 && bbox !== null);
  const bbox = around(loaded);
  if (bbox === null) return { kind: 'unloaded' };
  const here = loaded.filter((layer) => reachesInto(layer, view));
  if (here.length === 0) return { kind: 'elsewhere', layers: loaded, bbox };
  if (counts === null || here.some(({ id }) => counts[id] !== 0)) return null;
  return { kind: 'noneHere', layers: loaded, bbox };
}

/** Whether the box around a layer meets a view; false where the layer holds nothing. */
export function reachesInto({ bbox }: Pick<LayerInfo, 'bbox'>, view: Bbox): boolean {
  if (bbox === null) return false;
  return partsOf(onGlobe(view)).some(
    ([west, south, east, north]) => bbox[0] <= east && bbox[2] >= west && bbox[1] <= north && bbox[3] >= south,
  );
}

function around(layers: readonly LayerInfo[]): Bbox | null {
  const boxes = layers.flatMap(({ bbox }) => (bbox === null ? [] : [bbox]));
  if (boxes.length === 0) return null;
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}
