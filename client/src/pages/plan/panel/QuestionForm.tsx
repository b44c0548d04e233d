import { DEFAULT_SPEED_MPS } from '../../../../../tiles/api/vocabulary.ts';
import { useApp } from '../../../app/context.ts';
import { FilterForm } from '../../../features/layers/FilterForm.tsx';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { usePlan } from '../context.ts';
import type { Question } from '../state/types.ts';
import { NumberField } from '../../../ui/NumberField.tsx';

const DIRECTIONS = ['to-facility', 'from-facility'] as const;

/** What the sentence above leaves out: population and roads, a filter, the speed and the direction. */
export function QuestionForm() {
  const {
    layersById,
    i18n: { t, text },
  } = useApp();
  const session = usePlan();
  const known = session.catalogue.state.value.value;
  const asked = session.asked.value;
  const { question } = session.state.value;
  if (known === null || asked === null) return null;
  const set = (change: Partial<Question>): void => session.update({ question: { ...question, ...change } });
  const layer = layersById.value.get(asked.layer);
  const choices = [
    { id: 'demand', title: t('plan.question.demand'), value: asked.demand, options: known.demands },
    { id: 'network', title: t('plan.question.network'), value: asked.network, options: known.networks },
  ] as const;
  return (
    <section class="plan-section" data-testid="question">
      <h2>{t('plan.question')}</h2>
      {choices.map(({ id, title, value, options }) => (
        <label key={id} class="filter-field">
          <span>{title}</span>
          <select class="field" value={value} onChange={(event) => set({ [id]: event.currentTarget.value })}>
            {options.map((option) => (
              <option key={option.id} value={option.id}>
                {text(option.title)}
              </option>
            ))}
          </select>
        </label>
      ))}
      {layer !== undefined && (layer.filters ?? []).length > 0 && (
        <details class="plan-more">
          <summary>{t(asked.filter === null ? 'plan.question.filter' : 'plan.question.filtered')}</summary>
          <FilterForm layer={layer} />
        </details>
      )}
      {question.mode !== 'drive' && (
        <NumberField
          label={t('plan.question.speed')}
          unit={t('plan.question.speedUnit')}
          min={0.1}
          max={50}
          step={0.1}
          value={question.speedMps ?? DEFAULT_SPEED_MPS[question.mode]}
          onChange={(speed) => set({ speedMps: speed === DEFAULT_SPEED_MPS[question.mode] ? null : speed })}
        />
      )}
      <RadioGroup
        legend={t('plan.question.direction')}
        name="plan-direction"
        value={question.direction}
        options={DIRECTIONS.map((direction) => ({ value: direction, label: t(`plan.direction.${direction}`) }))}
        onChange={(direction) => set({ direction })}
      />
      <label class="check-row">
        <input
          type="checkbox"
          class="check"
          checked={question.ferries}
          data-testid="ferries"
          onChange={(event) => set({ ferries: event.currentTarget.checked })}
        />
        <span>
          {t('plan.question.ferries')} <InfoTip about={t('plan.question.ferries')}>{t('plan.info.ferries')}</InfoTip>
        </span>
      </label>
    </section>
  );
}
