import { STUDY_LIMITS } from '../../../../../tiles/api/vocabulary.ts';
import { useApp } from '../../../app/context.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { usePlan } from '../context.ts';
import type { SitingSettings } from '../state/types.ts';

/** Where new facilities may go: cells all over the city, or features of a layer; and how long to search. */
export function Candidates({ set }: { readonly set: (change: Partial<SitingSettings>) => void }) {
  const {
    i18n: { t, text },
  } = useApp();
  const session = usePlan();
  const { siting } = session.state.value;
  const layers = session.catalogue.state.value.value?.layers ?? [];
  const chosen = layers.find(({ id }) => id === siting.from);
  const state =
    siting.from === null
      ? t('plan.siting.fromCellsOf', { n: siting.candidates })
      : chosen === undefined
        ? siting.from
        : text(chosen.title);
  return (
    <details class="plan-more" data-testid="siting-candidates-fold">
      <summary>{t('plan.siting.candidatesOf', { state })}</summary>
      <label class="filter-field">
        <span>{t('plan.siting.from')}</span>
        <select
          class="field"
          value={siting.from ?? ''}
          data-testid="siting-from"
          onChange={(event) => set({ from: event.currentTarget.value || null, costBy: null, newCapacityBy: null })}
        >
          <option value="">{t('plan.siting.fromCells')}</option>
          {layers.map(({ id, title }) => (
            <option key={id} value={id}>
              {text(title)}
            </option>
          ))}
        </select>
      </label>
      {siting.from === null ? (
        <>
          <NumberField
            label={t('plan.siting.minPeople')}
            unit={t('plan.unit.everybodyShort')}
            min={0}
            max={1e6}
            value={siting.minPeople}
            onChange={(minPeople) => set({ minPeople: Math.round(minPeople) })}
          />
          <NumberField
            label={t('plan.siting.spacing')}
            unit={t('plan.unit.metre')}
            min={50}
            max={20_000}
            step={50}
            value={siting.spacingM}
            onChange={(spacingM) => set({ spacingM: Math.round(spacingM) })}
          />
          <NumberField
            label={t('plan.siting.candidates')}
            unit={t('plan.siting.pUnit')}
            min={10}
            max={STUDY_LIMITS.candidates}
            step={500}
            value={siting.candidates}
            onChange={(candidates) => set({ candidates: Math.round(candidates) })}
          />
          <p class="quiet">{t('plan.siting.candidatesHint')}</p>
        </>
      ) : (
        <p class="quiet">{t('plan.siting.fromLayerHint')}</p>
      )}
      <NumberField
        label={t('plan.siting.time')}
        unit={t('plan.unit.second')}
        min={1}
        max={600}
        value={siting.timeLimitS}
        onChange={(timeLimitS) => set({ timeLimitS: Math.round(timeLimitS) })}
      />
    </details>
  );
}
