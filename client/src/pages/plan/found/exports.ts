/**
 * What parts and runs have found, as files: parts of the scenario and question that the page shows now, a run of those
 * that it was started with, which its file states.
 */
import { csvPieces } from '../../../format/csv.ts';
import { fileName } from '../../../format/file-name.ts';
import type { App } from '../../../app/types.ts';
import { breathe } from '../brief/export-data.ts';
import type { ExportTask } from '../brief/exporter.ts';
import { cellGeometry, geojsonPieces, originOf, type Feature } from '../brief/geojson.ts';
import type { Subject } from '../brief/subject.ts';
import { cellId, type Cells } from '../data/cells.ts';
import type { PlanSession } from '../session/session.ts';
import { runFeatures, runTable } from '../siting/tables.ts';
import { goalResult } from '../siting/words.ts';
import { PARTS, type Part } from '../state/types.ts';
import { foundOf } from './ask.ts';
import { partTable, type FoundTable } from './tables.ts';

export type FoundId = Part | 'run';

export interface FoundExport {
  readonly id: FoundId;
  readonly title: string;
  readonly table: () => FoundTable;
  /** Null where nothing of it has a place. */
  readonly features: (() => Iterable<Feature>) | null;
  /** What it is of, where that need not be what the page shows. */
  readonly ofRun?: object;
}

/** Reads every signal it needs: a component that calls it follows them. */
export function foundExports(app: App, session: PlanSession, cells: Cells): readonly FoundExport[] {
  return [...runExport(app, session, cells), ...PARTS.flatMap((part) => partExport(app, session, part, cells))];
}

function runExport(app: App, session: PlanSession, cells: Cells): FoundExport[] {
  const { result, study } = session.siting.state.value;
  const found = goalResult(result);
  if (found === null || result === null) return [];
  const { text } = app.i18n;
  const notes = [...result.warnings, ...result.assumptions].map(({ message }) => text(message));
  const { periods } = session.state.value.siting;
  return [
    {
      id: 'run',
      title: app.i18n.t(`plan.found.file.${found.kind}`),
      table: () => runTable(app, found, result, periods),
      features: () => runFeatures(found, cells),
      ofRun: { study, dataKey: result.key, notes },
    },
  ];
}

function partExport(app: App, session: PlanSession, part: Part, cells: Cells): FoundExport[] {
  const state = foundOf(session)[part];
  const told = state.told.value;
  if (told === null || state.isStale.value || !session.state.value.found.open.includes(part)) return [];
  const table = partTable(app, part, told, cells);
  if (table === null) return [];
  const opportunities = told.result.results.find((each) => each.kind === 'opportunities');
  const access = opportunities?.access;
  return [
    {
      id: part,
      title: app.i18n.t(`plan.found.${part}`),
      table: () => table,
      features: access === undefined ? null : () => accessFeatures(access, cells),
    },
  ];
}

function* accessFeatures(access: readonly number[], cells: Cells): Generator<Feature> {
  for (const [cell, value] of access.entries()) {
    yield {
      type: 'Feature',
      id: cellId(cells, cell),
      geometry: cellGeometry(cells, cell),
      properties: { people: cells.people[cell], access: value },
    };
  }
}

export async function exportFound(
  subject: Subject,
  { id, format }: { readonly id: FoundId; readonly format: 'csv' | 'geojson' },
  { abort, progress, save }: ExportTask,
): Promise<void> {
  const { app, session, cells, scenario, date } = subject;
  const found = foundExports(app, session, cells).find((each) => each.id === id);
  if (found === undefined) return;
  const { table, features, title, ofRun } = found;
  const { header, rows } = table();
  const about = ofRun === undefined ? originOf(subject) : { date: date.toISOString(), ...ofRun };
  const pieces =
    format === 'geojson' && features !== null ? geojsonPieces(about, id, features()) : csvPieces(header, rows);
  const parts: Blob[] = [];
  for (const piece of pieces) {
    parts.push(new Blob([piece]));
    progress({ text: app.i18n.t('plan.export.phase.data'), share: 0.5 });
    await breathe();
    abort.throwIfAborted();
  }
  const type = format === 'csv' ? 'text/csv;charset=utf-8' : 'application/geo+json';
  save({
    name: fileName([...(ofRun === undefined ? [scenario] : []), title, app.i18n.cityDay(date)], format),
    blob: new Blob(parts, { type }),
  });
}
