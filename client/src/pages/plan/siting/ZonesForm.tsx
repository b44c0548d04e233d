import { useApp } from '../../../app/context.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { usePlan } from '../context.ts';
import { AttributeField } from '../panel/SitingLimits.tsx';
import { MAX_AMOUNT } from '../state/address.ts';
import { DISTRICT_UNITS, ZONE_LIMITS, type ZoneSettings } from '../state/types.ts';
import type { FormProps } from './GoalChoice.tsx';
import { TimeField } from './TimeField.tsx';

const PERCENT = 100;

/** What zones are made of, and how many people each may have. */
export function ZonesForm({ set }: FormProps) {
  const {
    i18n: { t },
  } = useApp();
  const { zones } = usePlan().state.value.siting;
  const change = (next: Partial<ZoneSettings>): void => set({ zones: { ...zones, ...next } });
  return (
    <>
      <p class="quiet">{t('plan.zones.what')}</p>
      <label class="filter-field">
        <span>{t('plan.zones.by')}</span>
        <select
          class="field"
          value={zones.by}
          data-testid="zones-by"
          onChange={(event) => {
            const by = DISTRICT_UNITS.find((each) => each === event.currentTarget.value);
            if (by !== undefined) change({ by });
          }}
        >
          {DISTRICT_UNITS.map((by) => (
            <option key={by} value={by}>
              {t(`plan.zones.by.${by}`)}
            </option>
          ))}
        </select>
      </label>
      <RadioGroup
        legend={t('plan.zones.limit')}
        name="plan-zone-limit"
        value={zones.limit}
        options={ZONE_LIMITS.map((value) => ({ value, label: t(`plan.zones.limit.${value}`) }))}
        onChange={(limit) => change({ limit })}
      />
      {zones.limit === 'equal' && (
        <NumberField
          label={t('plan.zones.balance')}
          unit="%"
          min={0}
          max={PERCENT}
          value={Number((zones.balance * PERCENT).toFixed(1))}
          testId="zones-balance"
          onChange={(percent) => change({ balance: Number((percent / PERCENT).toFixed(3)) })}
        />
      )}
      {zones.limit === 'capacity' && <Capacity set={set} />}
      <TimeField set={set} />
    </>
  );
}

function Capacity({ set }: FormProps) {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { capacity, capacityBy, zones } = session.state.value.siting;
  const layer = session.asked.value?.layer ?? null;
  return (
    <>
      {layer !== null && (
        <AttributeField
          label={t('plan.siting.capacityBy')}
          layer={layer}
          value={capacityBy}
          testId="zones-capacity-by"
          onChange={(value) => set({ capacityBy: value })}
        />
      )}
      <NumberField
        label={t(capacityBy === null ? 'plan.siting.capacityEach' : 'plan.siting.capacityElse')}
        unit={t('plan.unit.peopleShort')}
        min={1}
        max={MAX_AMOUNT}
        value={capacity}
        placeholder={t('plan.siting.unknown')}
        testId="zones-capacity"
        onChange={(value) => set({ capacity: value })}
        onClear={() => set({ capacity: null })}
      />
      <label class="check-row">
        <input
          type="checkbox"
          class="check"
          checked={zones.raise}
          data-testid="zones-raise"
          onChange={(event) => set({ zones: { ...zones, raise: event.currentTarget.checked } })}
        />
        <span>{t('plan.zones.raise')}</span>
      </label>
    </>
  );
}
