import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { ComplianceResult } from '../../../../../tiles/api/standard.ts';
import { useApp } from '../../../app/context.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { exportErrorText } from '../brief/exporter.ts';
import { useExport } from '../brief/use-export.ts';

/** A check as a table for a spreadsheet, and as sheets for print with its map. */
export function StandardExports({ compliance, result }: { compliance: ComplianceResult; result: StudyResult }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const { exporter, isReady, start } = useExport({ compliance, result });
  const isBusy = exporter.progress.value !== null;
  const error = exporter.error.value;
  const take = (format: 'csv' | 'pdf'): void =>
    start(async (subject, task) => {
      if (format === 'csv') return (await import('../brief/export-standard.ts')).exportStandard(subject, task);
      const { exportBrief } = await import('../brief/export-brief.ts');
      return exportBrief(subject, { format: 'pdf', paper: 'a4', orientation: 'portrait', extent: 'city' }, task);
    });
  return (
    <div class="plan-actions">
      <ActionButton icon="copy" disabled={!isReady || isBusy} onClick={() => take('csv')} data-testid="standard-csv">
        {t('plan.standards.csv')}
      </ActionButton>
      <ActionButton icon="brief" disabled={!isReady || isBusy} onClick={() => take('pdf')} data-testid="standard-pdf">
        {t('plan.standards.pdf')}
      </ActionButton>
      {exporter.progress.value !== null && <p role="status">{exporter.progress.value.text}</p>}
      {error !== null && (
        <p class="plan-warning" role="alert">
          {exportErrorText(app, error, 'A4')}
        </p>
      )}
    </div>
  );
}
