/** What parts and runs have found, as files: of the scenario and question that the page shows now. */
import { csvPieces } from '../../../format/csv.ts';
import { fileName } from '../../../format/file-name.ts';
import type { App } from '../../../app/types.ts';
import { breathe } from '../brief/export-data.ts';
import type { ExportTask } from '../brief/exporter.ts';
import { cellGeometry, geojsonPieces, type Feature } from '../brief/geojson.ts';
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
}

/** Reads every signal it needs: a component that calls it follows them. */
export function foundExports(app: App, session: PlanSession, cells: Cells): readonly FoundExport[] {
  return [...runExport(app, session, cells), ...PARTS.flatMap((part) => partExport(app, session, part, cells))];
}

function runExport(app: App, session: PlanSession, cells: Cells): FoundExport[] {
  const found = goalResult(session.siting.state.value.result);
  if (found === null) return [];
  const { periods } = session.state.value.siting;
  return [
    {
      id: 'run',
      title: app.i18n.t(`plan.found.file.${found.kind}`),
      table: () => runTable(app, found, periods),
      features: () => runFeatures(found, cells),
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
  const { table, features, title } = found;
  const { header, rows } = table();
  const pieces =
    format === 'geojson' && features !== null ? geojsonPieces(subject, id, features()) : csvPieces(header, rows);
  const parts: Blob[] = [];
  for (const piece of pieces) {
    parts.push(new Blob([piece]));
    progress({ text: app.i18n.t('plan.export.phase.data'), share: 0.5 });
    await breathe();
    abort.throwIfAborted();
  }
  const type = format === 'csv' ? 'text/csv;charset=utf-8' : 'application/geo+json';
  save({ name: fileName([scenario, title, app.i18n.cityDay(date)], format), blob: new Blob(parts, { type }) });
}
