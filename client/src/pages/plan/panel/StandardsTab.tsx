import { useApp } from '../../../app/context.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { usePlan } from '../context.ts';
import { studyOf } from '../session/question.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { ComplianceTable } from './ComplianceTable.tsx';

const BYS = ['district', 'subdistrict'] as const;

/** Checks how far each district or subdistrict meets a standard. */
export function StandardsTab() {
  const {
    i18n: { t, text },
  } = useApp();
  const session = usePlan();
  const { standard, by } = session.state.value;
  const known = session.catalogue.state.value.value?.standards ?? [];
  const chosen = known.find(({ id }) => id === standard) ?? known[0];
  const asked = session.asked.value;
  const { status, job, result, error } = session.compliance.state.value;
  if (known.length === 0) return <p class="empty">{t('plan.standards.none')}</p>;
  const start = (): void => {
    if (asked !== null && chosen !== undefined)
      void session.compliance.start(
        studyOf(asked, session.edits.peek(), [{ kind: 'compliance', standard: chosen.id, by }]),
      );
  };
  const compliance = result?.results.find((each) => each.kind === 'compliance');
  return (
    <section class="plan-section" data-testid="standards">
      <h2>{t('plan.standards')}</h2>
      <label class="filter-field">
        <span>{t('plan.standards.standard')}</span>
        <select
          class="field"
          value={chosen?.id ?? ''}
          onChange={(event) => session.update({ standard: event.currentTarget.value })}
        >
          {known.map(({ id, number, year, title }) => (
            <option key={id} value={id}>
              {number} {text(title)} ({year})
            </option>
          ))}
        </select>
      </label>
      {chosen !== undefined && chosen.unverified > 0 && (
        <p class="plan-warning">{t('plan.standards.unverified', { n: chosen.unverified, all: chosen.rules })}</p>
      )}
      <RadioGroup
        legend={t('plan.standards.by')}
        name="plan-by"
        value={by}
        options={BYS.map((each) => ({ value: each, label: t(`plan.by.${each}`) }))}
        onChange={(each) => session.update({ by: each })}
      />
      <p class="quiet">{t('plan.standards.scenario', { name: session.activeName.value })}</p>
      <div class="plan-actions">
        {status === 'running' ? (
          <ActionButton icon="close" onClick={session.compliance.cancel}>
            {t('plan.siting.cancel')}
          </ActionButton>
        ) : (
          <ActionButton
            icon="standards"
            primary
            disabled={asked === null}
            onClick={start}
            data-testid="compliance-start"
          >
            {t('plan.standards.check')}
          </ActionButton>
        )}
      </div>
      {status === 'running' && (
        <Skeleton lines={5} label={t(job?.state === 'waiting' ? 'plan.siting.waiting' : 'plan.standards.checking')} />
      )}
      {status === 'cancelled' && <p role="status">{t('plan.standards.cancelled')}</p>}
      {error !== null && <RequestFailure error={error} retry={start} />}
      {compliance?.kind === 'compliance' && result !== null && (
        <ComplianceTable compliance={compliance} result={result} />
      )}
    </section>
  );
}
