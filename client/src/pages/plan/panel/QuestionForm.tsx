import { DEFAULT_SPEED_MPS } from '../../../../../tiles/api/vocabulary.ts';
import { useApp } from '../../../app/context.ts';
import { FilterForm } from '../../../features/layers/FilterForm.tsx';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { usePlan } from '../context.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { MOST_DETOUR } from '../state/address.ts';
import { wayAsked } from './WayPicker.tsx';

const DIRECTIONS = ['to-facility', 'from-facility'] as const;

/** What the sentence above leaves out: population, roads and timetables, a filter, and how exactly people travel. */
export default function QuestionForm() {
  const {
    layersById,
    i18n: { t, text },
  } = useApp();
  const session = usePlan();
  const known = session.catalogue.state.value.value;
  const asked = session.asked.value;
  const { question } = session.state.value;
  if (known === null || asked === null) return null;
  const { mode: way } = wayAsked(session);
  const { network, travel } = asked;
  const layer = layersById.value.get(asked.layer);
  const walking = way === 'transit' || way === 'straight' ? 'walk' : way;
  // Who travels may have a speed of their own.
  const hasOwnSpeed = travel.profile !== undefined;
  const usualMps = hasOwnSpeed ? null : DEFAULT_SPEED_MPS[walking];
  const hasHeights = known.networks.find(({ id }) => id === network)?.heights === true;
  const choices = [
    { id: 'demand', value: asked.demand, options: known.demands },
    ...(network === null ? [] : [{ id: 'network', value: network, options: known.networks } as const]),
    ...(way === 'transit' ? [{ id: 'transit', value: travel.transit ?? '', options: known.transits } as const] : []),
  ] as const;
  return (
    <section class="plan-section" data-testid="question">
      <h2>{t('plan.question')}</h2>
      {choices.map(({ id, value, options }) => (
        <label key={id} class="filter-field">
          <span>{t(`plan.question.${id}`)}</span>
          <select
            class="field"
            value={value}
            data-testid={`question-${id}`}
            // The day of other timetables may be none of these.
            onChange={({ currentTarget }) =>
              session.ask({ [id]: currentTarget.value, ...(id === 'transit' ? { date: null } : {}) })
            }
          >
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
      {way === 'straight' && (
        <NumberField
          label={t('plan.question.detour')}
          min={1}
          max={MOST_DETOUR}
          step={0.1}
          value={question.detour}
          testId="detour"
          onChange={(detour) => session.ask({ detour })}
        />
      )}
      {way !== 'drive' && (
        <NumberField
          label={t(way === 'transit' ? 'plan.question.walkingSpeed' : 'plan.question.speed')}
          unit={t('plan.question.speedUnit')}
          min={0.1}
          max={50}
          step={0.1}
          value={question.speedMps ?? usualMps}
          placeholder={t('plan.question.ownSpeed')}
          onChange={(speed) => session.ask({ speedMps: speed === usualMps ? null : speed })}
          {...(hasOwnSpeed ? { onClear: () => session.ask({ speedMps: null }) } : {})}
        />
      )}
      {way === 'walk' && (hasHeights || question.slope) && (
        <Check id="slope" isOn={question.slope} set={(slope) => session.ask({ slope })} />
      )}
      {way !== 'transit' && (
        <RadioGroup
          legend={t('plan.question.direction')}
          name="plan-direction"
          value={question.direction}
          options={DIRECTIONS.map((direction) => ({ value: direction, label: t(`plan.direction.${direction}`) }))}
          onChange={(direction) => session.ask({ direction })}
        />
      )}
      {network !== null && <Check id="ferries" isOn={question.ferries} set={(ferries) => session.ask({ ferries })} />}
    </section>
  );
}

interface CheckProps {
  readonly id: 'slope' | 'ferries';
  readonly isOn: boolean;
  readonly set: (isOn: boolean) => void;
}

function Check({ id, isOn, set }: CheckProps) {
  const { t } = useApp().i18n;
  const label = t(`plan.question.${id}`);
  return (
    <label class="check-row">
      <input
        type="checkbox"
        class="check"
        checked={isOn}
        data-testid={id}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      <span>
        {label} <InfoTip about={label}>{t(`plan.info.${id}`)}</InfoTip>
      </span>
    </label>
  );
}
