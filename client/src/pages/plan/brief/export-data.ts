/** Tables and GeoJSON as files, in pieces, so that the page stays alive and the export can be cancelled. */
import { csvPieces } from './csv.ts';
import type { ExportTask } from './exporter.ts';
import { fileName } from './filename.ts';
import { geojsonPieces, type CollectionId } from './geojson.ts';
import type { Subject } from './subject.ts';
import { tableOf, type TableId } from './tables.ts';

export type DataWish =
  | { readonly format: 'csv'; readonly what: TableId }
  | { readonly format: 'geojson'; readonly what: CollectionId };

export async function exportData(
  subject: Subject,
  wish: DataWish,
  { abort, progress, save }: ExportTask,
): Promise<void> {
  const {
    app: {
      i18n: { t, cityDay },
    },
    scenario,
    date,
    cells,
  } = subject;
  const table = wish.format === 'csv' ? tableOf(subject, wish.what) : null;
  const pieces =
    wish.format === 'csv' ? csvPieces(table?.header ?? [], table?.rows ?? []) : geojsonPieces(subject, wish.what);
  const parts: Blob[] = [];
  const expected = wish.what === 'cells' ? Math.max(1, cells.count / (wish.format === 'csv' ? 4000 : 2000)) : 1;
  for (const piece of pieces) {
    // A blob keeps the bytes outside the script's heap.
    parts.push(new Blob([piece]));
    progress({ text: t('plan.export.phase.data'), share: Math.min(1, parts.length / expected) });
    await breathe();
    abort.throwIfAborted();
  }
  const type = wish.format === 'csv' ? 'text/csv;charset=utf-8' : 'application/geo+json';
  save({
    name: fileName([scenario, t(`plan.export.${wish.what}`), cityDay(date)], wish.format),
    blob: new Blob(parts, { type }),
  });
}

/** Lets the page draw and handle a click on "cancel". */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
