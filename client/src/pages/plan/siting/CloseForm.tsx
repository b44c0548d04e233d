import { useApp } from '../../../app/context.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { usePlan } from '../context.ts';
import { MOST_SITES } from '../state/goal-text.ts';
import { CLOSURE_MODELS } from '../state/types.ts';
import type { FormProps } from './GoalChoice.tsx';
import { TimeField } from './TimeField.tsx';

/** How many facilities close, and what is to be lost least. */
export function CloseForm({ set }: FormProps) {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { close } = session.state.value.siting;
  return (
    <>
      <NumberField
        label={t('plan.close.count')}
        unit={t('plan.siting.pUnit')}
        min={1}
        max={MOST_SITES}
        value={close.count}
        testId="close-count"
        onChange={(count) => set({ close: { ...close, count: Math.round(count) } })}
      />
      <label class="filter-field">
        <span>{t('plan.close.by')}</span>
        <select
          class="field"
          value={close.model}
          data-testid="close-model"
          onChange={(event) => {
            const model = CLOSURE_MODELS.find((each) => each === event.currentTarget.value);
            if (model !== undefined) set({ close: { ...close, model } });
          }}
        >
          {CLOSURE_MODELS.map((model) => (
            <option key={model} value={model}>
              {t(`plan.close.${model}`)}
            </option>
          ))}
        </select>
      </label>
      {close.model === 'mclp' && <p>{t('plan.siting.within', { n: session.minutes.value })}</p>}
      <p class="quiet">{t('plan.close.what')}</p>
      <TimeField set={set} />
    </>
  );
}
