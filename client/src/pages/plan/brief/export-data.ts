/** Tables and GeoJSON as files, in pieces, so that the page stays alive and the export can be cancelled. */
import { csvPieces } from '../../../format/csv.ts';
import type { ExportTask } from './exporter.ts';
import { fileName } from '../../../format/file-name.ts';
import { countedFacilities, uncountedKey } from '../session/facility-figures.ts';
import { featuresOf, geojsonPieces, originOf, type CollectionId } from './geojson.ts';
import { LISTS, studyList, type ListId } from './study-lists.ts';
import type { Subject } from './subject.ts';
import { tableOf, type TableId } from './tables.ts';

export type DataWish =
  | { readonly format: 'csv'; readonly what: TableId | ListId }
  | { readonly format: 'geojson'; readonly what: CollectionId | 'allocation' };

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
  if (isList(wish.what)) progress({ text: t('plan.export.phase.study'), share: 0 });
  const pieces = await piecesOf(subject, wish, abort);
  const parts: Blob[] = [];
  const expected =
    wish.what === 'cells' || isList(wish.what) ? Math.max(1, cells.count / (wish.format === 'csv' ? 4000 : 2000)) : 1;
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

async function piecesOf(subject: Subject, wish: DataWish, abort: AbortSignal): Promise<Iterable<string>> {
  if (isList(wish.what)) {
    const { table, features } = await studyList(subject, wish.what, abort);
    return wish.format === 'geojson' && features !== null
      ? geojsonPieces(originOf(subject), 'allocation', features)
      : csvPieces(table.header, table.rows);
  }
  const whole = wish.what === 'facilities' ? await counted(subject, abort) : subject;
  if (wish.format === 'geojson') return geojsonPieces(originOf(whole), wish.what, featuresOf(whole, wish.what));
  const table = tableOf(whole, wish.what);
  return csvPieces(table.header, table.rows);
}

/** With the people of each facility, where the map goes without them. */
async function counted(subject: Subject, abort: AbortSignal): Promise<Subject> {
  const { session, coverage } = subject;
  const key = uncountedKey(session);
  if (key === null) return subject;
  const facilities = await countedFacilities(session, key, abort);
  return { ...subject, coverage: { ...coverage, header: { ...coverage.header, facilities } } };
}

function isList(what: DataWish['what']): what is ListId {
  return LISTS.some((each) => each === what);
}

/** Lets the page draw and handle a click on "cancel". */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
