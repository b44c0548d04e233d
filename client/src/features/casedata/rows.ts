/** The rows behind what the analysis shows, in the table. */
import type { App } from '../../app/types.ts';
import { openedTable, type TablePlace } from '../../state/codecs/table.ts';
import type { AnalysisSession, Picked } from './session.ts';

/** Opens the table of what a shape on the map stands for; with null, of all rows that the analysis counts. */
export function openRows({ store }: Pick<App, 'store'>, session: AnalysisSession, picked: Picked | null): void {
  const layer = session.layer.peek();
  if (layer === null) return;
  store.table.value = openedTable(layer.id, { analysed: true, place: placeOf(session, picked) });
}

function placeOf({ hexagonZoom }: Pick<AnalysisSession, 'hexagonZoom'>, picked: Picked | null): TablePlace | null {
  if (picked === null || picked.kind === 'row') return null;
  if (picked.kind !== 'hexagon') return { kind: picked.kind, code: picked.key };
  const [column = 0, line = 0] = picked.key.split('/').map(Number);
  return { kind: 'hexagon', zoom: hexagonZoom.peek(), column, line };
}
