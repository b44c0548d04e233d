import { STUDY_LIMITS } from '../../../../../tiles/api/vocabulary.ts';
import { useApp } from '../../../app/context.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { usePlan } from '../context.ts';
import { finishArea } from '../session/siting.ts';
import { needs, sitingStudy } from '../session/siting.ts';
import { SITING_MODELS, type SitingSettings } from '../state/types.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { NumberField } from '../../../ui/NumberField.tsx';
import { SitingRun } from './SitingRun.tsx';

/** Settings of a siting run. */
export function SitingTab() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { siting } = session.state.value;
  const asked = session.asked.value;
  const set = (change: Partial<SitingSettings>): void => session.update({ siting: { ...siting, ...change } });
  const need = needs(siting.model);
  const running = session.siting.state.value.status === 'running';
  const start = (): void => {
    if (asked !== null)
      void session.siting.start(sitingStudy(asked, session.edits.peek(), siting, session.withinS.peek()));
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
      <NumberField
        label={t('plan.siting.minPeople')}
        unit={t('plan.unit.peopleShort')}
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
      <NumberField
        label={t('plan.siting.time')}
        unit={t('plan.unit.second')}
        min={1}
        max={600}
        value={siting.timeLimitS}
        onChange={(timeLimitS) => set({ timeLimitS: Math.round(timeLimitS) })}
      />
      <Forbidden />
      <div class="plan-actions">
        {running ? (
          <ActionButton icon="close" onClick={session.siting.cancel} data-testid="siting-cancel">
            {t('plan.siting.cancel')}
          </ActionButton>
        ) : (
          <ActionButton icon="siting" primary disabled={asked === null} onClick={start} data-testid="siting-start">
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
  const stop = (): void => {
    session.drawing.value = [];
    session.tool.value = 'look';
  };
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
              session.tool.value = 'area';
            }}
          >
            {t('plan.siting.draw')}
          </ActionButton>
        </div>
      )}
    </fieldset>
  );
}
