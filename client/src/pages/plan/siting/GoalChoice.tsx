import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { GOALS, type Goal, type SitingSettings } from '../state/types.ts';

export interface FormProps {
  readonly set: (change: Partial<SitingSettings>) => void;
}

/** What is to be found out, as a question in words with the numbers that are set now. */
export function GoalChoice({ set }: FormProps) {
  const {
    i18n: { t, number },
  } = useApp();
  const { siting } = usePlan().state.value;
  const total = siting.periods.length === 0 ? siting.p : siting.periods.reduce((sum, { p }) => sum + p, 0);
  const words: Readonly<Record<Goal, string>> = {
    place: siting.model === 'lscp' ? t('plan.goal.placeAll') : t('plan.goal.place', { n: total }),
    fewest: t('plan.goal.fewest', { share: number(siting.share, { style: 'percent', maximumFractionDigits: 1 }) }),
    close: t('plan.goal.close', { n: siting.close.count }),
    zones: t('plan.goal.zones'),
  };
  return (
    <fieldset class="plan-goals">
      <legend class="visually-hidden">{t('plan.goal.legend')}</legend>
      {GOALS.map((goal) => (
        <label key={goal} class="plan-goal" data-chosen={goal === siting.goal}>
          <input
            type="radio"
            name="plan-goal"
            checked={goal === siting.goal}
            data-testid={`goal-${goal}`}
            onChange={() => set({ goal })}
          />
          <span>{words[goal]}</span>
        </label>
      ))}
    </fieldset>
  );
}
