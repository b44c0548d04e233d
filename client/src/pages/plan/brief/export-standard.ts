/** A standards check as a file of comma-separated values. */
import { csvPieces } from '../../../format/csv.ts';
import type { ExportTask } from './exporter.ts';
import { fileName } from '../../../format/file-name.ts';
import { standardTable } from './standard-table.ts';
import { standardName, type Subject } from './subject.ts';

export function exportStandard({ app, standard, date }: Subject, { save }: ExportTask): Promise<void> {
  if (standard !== null) {
    const { header, rows } = standardTable(app, standard);
    save({
      name: fileName([standardName(app, standard.compliance.standard), app.i18n.cityDay(date)], 'csv'),
      blob: new Blob([...csvPieces(header, rows)], { type: 'text/csv;charset=utf-8' }),
    });
  }
  return Promise.resolve();
}
