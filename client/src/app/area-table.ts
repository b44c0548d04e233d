import type { LayerInfo } from '../../../tiles/api/wire.ts';
import { areaAttribute, layersWithin, type AreaFormat } from '../format/area-layers.ts';
import { openedTable } from '../state/codecs/table.ts';
import type { App } from './types.ts';

/**
 * Opens the table of what lies in an area: of `wanted` where its features say in which they lie, else of the first
 * layer whose features do. Null where there is none.
 */
export function areaTable(
  { shown, layersById, store }: Pick<App, 'shown' | 'layersById' | 'store'>,
  kind: AreaFormat,
  wanted?: LayerInfo,
): ((code: string) => void) | null {
  const layer =
    wanted !== undefined && areaAttribute(wanted, kind) !== null
      ? wanted
      : layersWithin(shown.value, layersById.value, kind)[0];
  if (layer === undefined) return null;
  return (code) => {
    store.table.value = openedTable(layer.id, { place: { kind, code } });
  };
}
