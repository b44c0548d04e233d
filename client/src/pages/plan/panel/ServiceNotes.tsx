import type { StudyResult, Warning } from '../../../../../tiles/api/result.ts';
import { useApp } from '../../../app/context.ts';

interface Props {
  /** A code may come several times, such as once for each street. */
  readonly notes: readonly Pick<Warning, 'code' | 'message'>[];
}

/** What the service could not do, and what to know before using the figures. */
export function ServiceWarnings({ notes }: Props) {
  const { text } = useApp().i18n;
  return (
    <>
      {notes.map(({ code, message }, index) => (
        <p key={`${code} ${String(index)}`} class="plan-warning">
          {text(message)}
        </p>
      ))}
    </>
  );
}

/** What it assumed, as items of a list. */
export function ServiceAssumptions({ notes }: Props) {
  const { text } = useApp().i18n;
  return (
    <>
      {notes.map(({ code, message }, index) => (
        <li key={`${code} ${String(index)}`}>{text(message)}</li>
      ))}
    </>
  );
}

/** All that a study assumed, folded. */
export function ResultAssumptions({ result }: { readonly result: Pick<StudyResult, 'assumptions'> }) {
  const { t } = useApp().i18n;
  return (
    <details class="plan-more">
      <summary>{t('plan.assumptions')}</summary>
      <ul class="plan-notes">
        <ServiceAssumptions notes={result.assumptions} />
      </ul>
    </details>
  );
}
