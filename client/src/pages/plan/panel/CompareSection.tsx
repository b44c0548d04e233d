import { useApp } from '../../../app/context.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { usePlan } from '../context.ts';
import { BASE, COMPARISONS } from '../state/types.ts';

/** The active scenario against another: side by side, or as minutes gained and lost. */
export function CompareSection() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { scenarios, comparison, other } = session.state.value;
  const others = [BASE, ...scenarios.list.map(({ id }) => id)].filter((id) => id !== scenarios.active);
  if (others.length === 0 || scenarios.list.length === 0) return null;
  const error = session.beside.error.value;
  return (
    <section class="plan-section" data-testid="compare">
      <h2>{t('plan.compare')}</h2>
      <label class="filter-field">
        <span>{t('plan.compare.with')}</span>
        <select class="field" value={other} onChange={(event) => session.update({ other: event.currentTarget.value })}>
          {[BASE, ...scenarios.list.map(({ id }) => id)].map((id) => (
            <option key={id} value={id}>
              {session.nameOf(id)}
            </option>
          ))}
        </select>
      </label>
      <RadioGroup
        legend={t('plan.compare.how')}
        name="plan-compare"
        value={comparison}
        options={COMPARISONS.map((each) => ({ value: each, label: t(`plan.compare.${each}`) }))}
        onChange={(each) => session.update({ comparison: each })}
      />
      {comparison !== 'off' && other === scenarios.active && <p class="quiet">{t('plan.compare.same')}</p>}
      {error !== null && <RequestFailure error={error} retry={session.beside.retry} />}
    </section>
  );
}
