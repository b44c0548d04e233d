import { useApp } from '../../../app/context.ts';
import { exportErrorText } from '../brief/exporter.ts';
import { useExport } from '../brief/use-export.ts';
import { usePlan } from '../context.ts';
import { exportFound, foundExports, type FoundId } from './exports.ts';

const FORMATS = ['csv', 'geojson'] as const;

interface Props {
  /** One result; all that there are where absent, each with its name. */
  readonly of?: FoundId;
}

/** Files of what has been found, beside it or in the list of the brief's tab. */
export function FoundExports({ of }: Props) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const cells = session.cells.value;
  const { exporter, isReady, start } = useExport();
  const error = exporter.error.value;
  if (cells === null) return null;
  const found = foundExports(app, session, cells).filter(({ id }) => of === undefined || id === of);
  if (found.length === 0) return null;
  const disabled = !isReady || exporter.progress.value !== null;
  return (
    <>
      <ul class="plan-list">
        {found.map(({ id, title, features }) => (
          <li key={id} class="plan-list-row">
            <span>{of === undefined ? title : t('plan.found.files')}</span>
            {FORMATS.filter((format) => format === 'csv' || features !== null).map((format) => (
              <button
                key={format}
                type="button"
                class="button button-outline export-format"
                disabled={disabled}
                data-testid={`export-${id}-${format}`}
                aria-label={t('plan.export.download', { what: title, format: t(`plan.export.${format}`) })}
                onClick={() => start((subject, task) => exportFound(subject, { id, format }, task))}
              >
                {t(`plan.export.${format}`)}
              </button>
            ))}
          </li>
        ))}
      </ul>
      {of !== undefined && error !== null && (
        <p class="plan-warning" role="alert">
          {exportErrorText(app, error, '')}
        </p>
      )}
    </>
  );
}
