import { useApp } from '../../../app/context.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { usePlan } from '../context.ts';
import type { FormProps } from './GoalChoice.tsx';

/** How long to search. */
export function TimeField({ set }: FormProps) {
  const {
    i18n: { t },
  } = useApp();
  const { siting } = usePlan().state.value;
  return (
    <NumberField
      label={t('plan.siting.time')}
      unit={t('plan.unit.second')}
      min={1}
      max={600}
      value={siting.timeLimitS}
      onChange={(timeLimitS) => set({ timeLimitS: Math.round(timeLimitS) })}
    />
  );
}
