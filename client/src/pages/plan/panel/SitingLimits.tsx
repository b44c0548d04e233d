import type { AnalysisCatalogue } from '../../../../../tiles/api/coverage.ts';
import { useApp } from '../../../app/context.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { usePlan } from '../context.ts';
import { costUnit } from '../session/siting.ts';
import { MAX_AMOUNT } from '../state/address.ts';
import type { SitingSettings } from '../state/types.ts';

interface Props {
  readonly set: (change: Partial<SitingSettings>) => void;
}

/** What the new facilities may cost, and what each does. */
export function Budget({ set }: Props) {
  const app = useApp();
  const {
    i18n: { t, number },
  } = app;
  const { siting } = usePlan().state.value;
  const { budget, from, costBy, cost } = siting;
  const unit = costUnit(app, from, costBy);
  const state = budget === null ? t('plan.siting.none') : t('plan.siting.amount', { n: number(budget), unit });
  return (
    <details class="plan-more" data-testid="siting-budget-fold" open={budget !== null}>
      <summary>{t('plan.siting.budgetOf', { state })}</summary>
      <NumberField
        label={t('plan.siting.budget')}
        unit={unit}
        min={0}
        max={MAX_AMOUNT}
        value={budget}
        placeholder={t('plan.siting.none')}
        testId="siting-budget"
        onChange={(value) => set({ budget: value })}
        onClear={() => set({ budget: null })}
      />
      {from !== null && (
        <AttributeField
          label={t('plan.siting.costBy')}
          layer={from}
          value={costBy}
          onChange={(value) => set({ costBy: value })}
        />
      )}
      <NumberField
        label={t(from !== null && costBy !== null ? 'plan.siting.costElse' : 'plan.siting.cost')}
        unit={unit}
        min={0}
        max={MAX_AMOUNT}
        value={cost}
        placeholder={t('plan.siting.unknown')}
        testId="siting-cost"
        onChange={(value) => set({ cost: value })}
        onClear={() => set({ cost: null })}
      />
      <p class="quiet">{t('plan.siting.budgetHint')}</p>
    </details>
  );
}

const DIVISIONS = ['split', 'whole'] as const;

/** How many people a facility can serve, existing ones and new ones. */
export function Capacities({ set }: Props) {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { siting } = session.state.value;
  const { useCapacities, keepExisting, capacityBy, capacity, from, newCapacityBy, newCapacity, wholeCells } = siting;
  const layer = session.asked.value?.layer ?? null;
  const state = t(!useCapacities ? 'plan.siting.capacity.off' : 'plan.siting.capacity.on');
  return (
    <details class="plan-more" data-testid="siting-capacity-fold" open={useCapacities}>
      <summary>{t('plan.siting.capacityOf', { state })}</summary>
      <label class="check-row">
        <input
          type="checkbox"
          class="check"
          checked={useCapacities}
          data-testid="siting-capacities"
          onChange={(event) => set({ useCapacities: event.currentTarget.checked })}
        />
        <span>{t('plan.siting.useCapacities')}</span>
      </label>
      {useCapacities && (
        <>
          {keepExisting && layer !== null && (
            <>
              <AttributeField
                label={t('plan.siting.capacityBy')}
                layer={layer}
                value={capacityBy}
                onChange={(value) => set({ capacityBy: value })}
              />
              <NumberField
                label={t(capacityBy === null ? 'plan.siting.capacityEach' : 'plan.siting.capacityElse')}
                unit={t('plan.unit.peopleShort')}
                min={1}
                max={MAX_AMOUNT}
                value={capacity}
                placeholder={t('plan.siting.unknown')}
                testId="siting-capacity"
                onChange={(value) => set({ capacity: value })}
                onClear={() => set({ capacity: null })}
              />
            </>
          )}
          {from !== null && (
            <AttributeField
              label={t('plan.siting.newCapacityBy')}
              layer={from}
              value={newCapacityBy}
              onChange={(value) => set({ newCapacityBy: value })}
            />
          )}
          <NumberField
            label={t(
              from !== null && newCapacityBy !== null ? 'plan.siting.newCapacityElse' : 'plan.siting.newCapacity',
            )}
            unit={t('plan.unit.peopleShort')}
            min={1}
            max={MAX_AMOUNT}
            value={newCapacity}
            placeholder={t('plan.siting.unknown')}
            testId="siting-new-capacity"
            onChange={(value) => set({ newCapacity: value })}
            onClear={() => set({ newCapacity: null })}
          />
          <RadioGroup
            legend={t('plan.siting.division')}
            name="plan-division"
            value={wholeCells ? 'whole' : 'split'}
            options={DIVISIONS.map((value) => ({ value, label: t(`plan.siting.division.${value}`) }))}
            onChange={(value) => set({ wholeCells: value === 'whole' })}
          />
        </>
      )}
    </details>
  );
}

interface AttributeProps {
  readonly label: string;
  readonly layer: string;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  /** Stands for none; that all have the same where absent. */
  readonly none?: string;
  readonly testId?: string;
}

/** A numeric attribute of a layer of points, or none. */
export function AttributeField({ label, layer, value, onChange, none, testId }: AttributeProps) {
  const {
    layersById,
    i18n: { t, text },
  } = useApp();
  const known = numbersOf(usePlan().catalogue.state.value.value, layer);
  const attributes = layersById.value.get(layer)?.attributes ?? {};
  return (
    <label class="filter-field">
      <span>{label}</span>
      <select
        class="field"
        value={value ?? ''}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      >
        <option value="">{none ?? t('plan.siting.sameForAll')}</option>
        {known.map((attribute) => (
          <option key={attribute} value={attribute}>
            {attributes[attribute] === undefined ? attribute : text(attributes[attribute].title)}
          </option>
        ))}
      </select>
    </label>
  );
}

function numbersOf(catalogue: AnalysisCatalogue | null, layer: string): readonly string[] {
  return catalogue?.layers.find(({ id }) => id === layer)?.capacities ?? [];
}
