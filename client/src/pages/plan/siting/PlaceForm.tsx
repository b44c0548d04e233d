import { useApp } from '../../../app/context.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { usePlan } from '../context.ts';
import { Candidates } from '../panel/SitingCandidates.tsx';
import { Budget, Capacities } from '../panel/SitingLimits.tsx';
import { MOST_SITES } from '../state/goal-text.ts';
import { SITING_MODELS } from '../state/types.ts';
import type { FormProps } from './GoalChoice.tsx';
import { Periods } from './Periods.tsx';
import { hasPeriods, needs } from './request.ts';

/** Where new facilities go: so many of them, or the fewest that serve a share of all people. */
export function PlaceForm({ set }: FormProps) {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { siting } = session.state.value;
  const isFewest = siting.goal === 'fewest';
  const need = needs(isFewest ? 'lscp' : siting.model);
  return (
    <>
      {isFewest ? <Share set={set} /> : <Model set={set} />}
      {need.within && <p>{t('plan.siting.within', { n: session.minutes.value })}</p>}
      {need.p && !hasPeriods(siting) && (
        <NumberField
          label={t('plan.siting.p')}
          unit={t('plan.siting.pUnit')}
          min={1}
          max={MOST_SITES}
          value={siting.p}
          onChange={(p) => set({ p: Math.round(p) })}
        />
      )}
      {need.p && <Periods set={set} />}
      <label class="check-row">
        <input
          type="checkbox"
          class="check"
          checked={siting.keepExisting}
          onChange={(event) => set({ keepExisting: event.currentTarget.checked })}
        />
        <span>{t('plan.siting.keep')}</span>
      </label>
      {need.p && !hasPeriods(siting) && <Budget set={set} />}
      <Capacities set={set} />
      <Candidates set={set} />
    </>
  );
}

function Model({ set }: FormProps) {
  const {
    i18n: { t },
  } = useApp();
  const { siting } = usePlan().state.value;
  return (
    <>
      <label class="filter-field">
        <span>{t('plan.siting.model')}</span>
        <select
          class="field"
          value={siting.model}
          onChange={(event) =>
            set({ model: SITING_MODELS.find((each) => each === event.currentTarget.value) ?? siting.model })
          }
        >
          {SITING_MODELS.map((model) => (
            <option key={model} value={model}>
              {t(`plan.siting.${model}`)}
            </option>
          ))}
        </select>
      </label>
      <p class="quiet">{t(`plan.siting.${siting.model}.what`)}</p>
    </>
  );
}

const PERCENT = 100;

function Share({ set }: FormProps) {
  const {
    i18n: { t },
  } = useApp();
  const { siting } = usePlan().state.value;
  return (
    <>
      <NumberField
        label={t('plan.goal.share')}
        unit="%"
        min={1}
        max={PERCENT}
        step={0.1}
        value={Number((siting.share * PERCENT).toFixed(1))}
        testId="goal-share"
        onChange={(percent) => set({ share: Number((percent / PERCENT).toFixed(3)) })}
      />
      <p class="quiet">{t('plan.goal.fewest.what')}</p>
    </>
  );
}
