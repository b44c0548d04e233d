import { useApp } from '../../../app/context.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { NumberField } from '../../../ui/NumberField.tsx';
import { usePlan } from '../context.ts';
import { MOST_SITES, YEARS } from '../state/goal-text.ts';
import { MAX_PERIODS, type Period } from '../state/types.ts';
import type { FormProps } from './GoalChoice.tsx';

const YEARS_APART = 2;

/** Building in steps: a short list of years and numbers; what earlier steps chose stays. */
export function Periods({ set }: FormProps) {
  const {
    i18n: { t },
  } = useApp();
  const { siting } = usePlan().state.value;
  const { periods } = siting;
  const change = (index: number, next: Partial<Period>): void =>
    set({ periods: periods.map((period, k) => (k === index ? { ...period, ...next } : period)) });
  const add = (): void => {
    const last = periods.at(-1)?.year ?? null;
    const first = { year: null, p: siting.p };
    const next = { year: last === null ? null : Math.min(YEARS.last, last + YEARS_APART), p: siting.p };
    set({ periods: periods.length === 0 ? [first, first] : [...periods, next] });
  };
  const state = periods.length === 0 ? t('plan.periods.none') : t('plan.periods.count', { n: periods.length });
  return (
    <details class="plan-more" data-testid="siting-periods" open={periods.length > 0}>
      <summary>{t('plan.periods.of', { state })}</summary>
      <ol class="plan-periods">
        {periods.map(({ year, p }, index) => (
          <li key={index}>
            <NumberField
              label={t('plan.periods.year', { n: index + 1 })}
              min={YEARS.first}
              max={YEARS.last}
              value={year}
              placeholder={t('plan.siting.unknown')}
              testId={`period-year-${String(index)}`}
              onChange={(value) => change(index, { year: Math.round(value) })}
              onClear={() => change(index, { year: null })}
            />
            <NumberField
              label={t('plan.siting.p')}
              unit={t('plan.siting.pUnit')}
              min={1}
              max={MOST_SITES}
              value={p}
              testId={`period-p-${String(index)}`}
              onChange={(value) => change(index, { p: Math.round(value) })}
            />
            <IconButton
              icon="trash"
              label={t('plan.periods.remove', { n: index + 1 })}
              onClick={() => set({ periods: periods.filter((_, k) => k !== index) })}
            />
          </li>
        ))}
      </ol>
      <p class="quiet">{t('plan.periods.what')}</p>
      <div class="plan-actions">
        <ActionButton icon="plus" disabled={periods.length >= MAX_PERIODS} onClick={add} data-testid="period-add">
          {t('plan.periods.add')}
        </ActionButton>
      </div>
    </details>
  );
}
