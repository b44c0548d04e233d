import { useApp } from '../../../app/context.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { usePlan } from '../context.ts';
import { finishArea, lacksOf, needs, sitingStudy } from '../session/siting.ts';
import { SITING_MODELS, type SitingSettings } from '../state/types.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { NumberField } from '../../../ui/NumberField.tsx';
import { Candidates } from './SitingCandidates.tsx';
import { Budget, Capacities } from './SitingLimits.tsx';
import { SitingRun } from './SitingRun.tsx';

/** Settings of a siting run. */
export default function SitingTab() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { siting } = session.state.value;
  const asked = session.asked.value;
  const set = (change: Partial<SitingSettings>): void => session.update({ siting: { ...siting, ...change } });
  const need = needs(siting.model);
  const lacks = lacksOf(siting);
  const running = session.siting.state.value.status === 'running';
  const start = (): void => {
    // The sites are those of the whole city: what is selected somewhere would fade the rest of it.
    session.selected.value = null;
    if (asked !== null)
      void session.siting.start(sitingStudy(asked, session.changes.peek(), siting, session.withinS.peek()));
  };
  return (
    <section class="plan-section" data-testid="siting">
      <h2>{t('plan.siting')}</h2>
      <label class="filter-field">
        <span>{t('plan.siting.model')}</span>
        <select
          class="field"
          value={siting.model}
          onChange={(event) =>
            set({ model: SITING_MODELS.find((each) => each === event.currentTarget.value) ?? siting.model })
          }
        >
          {SITING_MODELS.map((model) => (
            <option key={model} value={model}>
              {t(`plan.siting.${model}`)}
            </option>
          ))}
        </select>
      </label>
      <p class="quiet">{t(`plan.siting.${siting.model}.what`)}</p>
      {need.within && <p>{t('plan.siting.within', { n: session.minutes.value })}</p>}
      {need.p && (
        <NumberField
          label={t('plan.siting.p')}
          unit={t('plan.siting.pUnit')}
          min={1}
          max={1000}
          value={siting.p}
          onChange={(p) => set({ p: Math.round(p) })}
        />
      )}
      <label class="check-row">
        <input
          type="checkbox"
          class="check"
          checked={siting.keepExisting}
          onChange={(event) => set({ keepExisting: event.currentTarget.checked })}
        />
        <span>{t('plan.siting.keep')}</span>
      </label>
      {need.p && <Budget set={set} />}
      <Capacities set={set} />
      <Candidates set={set} />
      <Forbidden />
      {lacks.map((lack) => (
        <p key={lack} class="plan-warning" role="status" data-testid={`siting-lack-${lack}`}>
          {t(`plan.siting.lack.${lack}`)}
        </p>
      ))}
      <div class="plan-actions">
        {running ? (
          <ActionButton icon="close" onClick={session.siting.cancel} data-testid="siting-cancel">
            {t('plan.siting.cancel')}
          </ActionButton>
        ) : (
          <ActionButton
            icon="siting"
            primary
            disabled={asked === null || lacks.length > 0}
            onClick={start}
            data-testid="siting-start"
          >
            {t('plan.siting.start')}
          </ActionButton>
        )}
      </div>
      <SitingRun />
    </section>
  );
}

/** No-build areas, drawn on the map. */
function Forbidden() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { siting } = session.state.value;
  const drawing = session.tool.value === 'area';
  const corners = session.drawing.value.length;
  const remove = (index: number): void =>
    session.update({ siting: { ...siting, forbidden: siting.forbidden.filter((_, k) => k !== index) } });
  const stop = (): void => session.take('look');
  return (
    <fieldset class="plan-forbidden">
      <legend>{t('plan.siting.forbidden')}</legend>
      {siting.forbidden.length === 0 && !drawing && <p class="quiet">{t('plan.siting.forbiddenNone')}</p>}
      <ul class="plan-list">
        {siting.forbidden.map((ring, index) => (
          <li key={index} class="plan-list-row">
            <span>{t('plan.siting.forbiddenArea', { n: index + 1, corners: ring.length })}</span>
            <IconButton
              icon="trash"
              label={t('plan.siting.forbiddenDelete', { n: index + 1 })}
              onClick={() => remove(index)}
            />
          </li>
        ))}
      </ul>
      {drawing ? (
        <>
          <p role="status">{t('plan.siting.drawing', { n: corners })}</p>
          <div class="plan-actions">
            <ActionButton icon="area" disabled={corners < 3} onClick={() => finishArea(session)}>
              {t('plan.siting.drawn')}
            </ActionButton>
            <ActionButton icon="close" onClick={stop}>
              {t('plan.siting.drawStop')}
            </ActionButton>
          </div>
        </>
      ) : (
        <div class="plan-actions">
          <ActionButton
            icon="area"
            onClick={() => {
              session.take('area');
            }}
          >
            {t('plan.siting.draw')}
          </ActionButton>
        </div>
      )}
    </fieldset>
  );
}
