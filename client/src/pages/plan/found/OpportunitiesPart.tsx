import { useEffect, useMemo } from 'preact/hooks';
import type { OpportunitiesResult } from '../../../../../tiles/api/accessibility-results.ts';
import { useApp } from '../../../app/context.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { usePlan } from '../context.ts';
import { formatPeople, formatShare } from '../format.ts';
import { AttributeField } from '../panel/SitingLimits.tsx';
import { LEAST_PARAMETER, MOST_PARAMETER } from '../state/found-text.ts';
import { DECAYS } from '../state/types.ts';
import { foundOf } from './ask.ts';
import { BarTable } from './BarTable.tsx';
import { parameterOf } from './decay.ts';
import type { ControlProps, PartProps } from './part-props.ts';
import { opportunityClasses, opportunityColors } from './opportunity-classes.ts';
import { amountText, askedMinutes, classText, offerText, opportunitiesAnswer } from './words.ts';

/** How much can be reached from where people live: the median, a class to a bar, and the same classes on the map. */
export function OpportunitiesPart({ told }: PartProps) {
  const app = useApp();
  const {
    theme,
    i18n: { t, number },
  } = app;
  const session = usePlan();
  const cells = session.cells.value;
  const { isOnMap } = foundOf(session);
  const found = told.result.results.find((each): each is OpportunitiesResult => each.kind === 'opportunities');
  const offer = offerText(app, told);
  const minutes = askedMinutes(told);
  const classes = useMemo(
    () =>
      cells === null || found?.access?.length !== cells.count ? null : opportunityClasses(found.access, cells.people),
    [found, cells],
  );
  const title = t('plan.found.opportunities.onMap', { offer, n: minutes });
  const labels = classes === null ? [] : Array.from(classes.people, (_, k) => classText(app, classes, k));
  const shown = isOnMap.value;
  useEffect(() => {
    if (classes === null || !shown) return undefined;
    const count = classes.people.length;
    session.painting.value = {
      title,
      note: t('plan.found.opportunities.method'),
      classes: classes.classes,
      colors: { light: opportunityColors(count, 'light'), dark: opportunityColors(count, 'dark') },
      labels,
      outline: null,
    };
    return () => {
      session.painting.value = null;
    };
  }, [classes, shown, title]);
  if (found === undefined) return null;
  const total = found.people;
  const { figure, text } = opportunitiesAnswer(app, told, found);
  const colors = classes === null ? [] : opportunityColors(classes.people.length, theme.value);
  return (
    <>
      <p class="found-answer">
        <strong data-testid={found.median === 0 ? 'opportunities-none' : 'opportunities-median'}>{figure}</strong>{' '}
        {text}
      </p>
      <p>
        {t('plan.found.opportunities.more', {
          mean: found.mean === null ? '—' : amountText(app, found.mean),
          none: formatPeople(app, found.none),
          share: formatShare(app, found.none, total),
          gini: found.gini === null ? '—' : number(found.gini, { minimumFractionDigits: 3, maximumFractionDigits: 3 }),
        })}
      </p>
      {classes !== null && (
        <BarTable
          caption={t('plan.found.opportunities.histogram', { offer })}
          head={[offer, t('plan.charts.people'), t('plan.legend.share')]}
          rows={Array.from(classes.people, (people, k) => ({
            key: String(k),
            name: labels[k] ?? '',
            color: colors[k] ?? '',
            share: total === 0 ? 0 : people / total,
            cells: [formatPeople(app, people), formatShare(app, people, total)],
          }))}
          testId="opportunities-histogram"
        />
      )}
      <label class="check-row">
        <input
          type="checkbox"
          class="check"
          checked={shown}
          data-testid="opportunities-on-map"
          onChange={(event) => {
            isOnMap.value = event.currentTarget.checked;
          }}
        />
        <span>{t('plan.found.showOnMap')}</span>
      </label>
    </>
  );
}

/** What each facility offers, and how it counts less the farther it is. */
export function OpportunitiesControl({ set }: ControlProps) {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { found } = session.state.value;
  const layer = session.asked.value?.layer ?? null;
  const parameter = parameterOf(found);
  return (
    <>
      {layer !== null && (
        <AttributeField
          label={t('plan.found.offer')}
          layer={layer}
          value={found.attribute}
          none={t('plan.found.each1')}
          testId="found-attribute"
          onChange={(attribute) => set({ attribute })}
        />
      )}
      <label class="filter-field">
        <span>{t('plan.found.decay')}</span>
        <select
          class="field"
          value={found.decay}
          data-testid="found-decay"
          onChange={(event) => {
            const decay = DECAYS.find((each) => each === event.currentTarget.value);
            if (decay !== undefined) set({ decay, parameter: null });
          }}
        >
          {DECAYS.map((each) => (
            <option key={each} value={each}>
              {t(`plan.found.decay.${each}`)}
            </option>
          ))}
        </select>
      </label>
      {parameter !== null && found.decay !== 'cumulative' && (
        <NumberField
          label={t(`plan.found.parameter.${found.decay}`)}
          unit={t(`plan.found.unit.${found.decay}`)}
          min={LEAST_PARAMETER}
          max={MOST_PARAMETER}
          step={found.decay === 'exponential' ? 0.01 : 0.5}
          value={parameter}
          testId="found-parameter"
          onChange={(value) => set({ parameter: Number(value.toFixed(3)) })}
        />
      )}
    </>
  );
}
