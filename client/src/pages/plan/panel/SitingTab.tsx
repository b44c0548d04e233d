import { useApp } from '../../../app/context.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { usePlan } from '../context.ts';
import '../later-texts.ts';
import { finishArea } from '../session/drawing.ts';
import { lacksOf, sitingStudy } from '../session/siting.ts';
import { CloseForm } from '../siting/CloseForm.tsx';
import { GoalChoice } from '../siting/GoalChoice.tsx';
import { PlaceForm } from '../siting/PlaceForm.tsx';
import { seeksSites } from '../siting/request.ts';
import { ZonesForm } from '../siting/ZonesForm.tsx';
import type { SitingSettings } from '../state/types.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { SitingRun } from './SitingRun.tsx';
import '../siting/siting.css';

/** What to search for, its settings, and what a run has found. */
export default function SitingTab() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { siting } = session.state.value;
  const asked = session.asked.value;
  const set = (change: Partial<SitingSettings>): void => session.update({ siting: { ...siting, ...change } });
  const lacks = lacksOf(siting);
  const running = session.siting.state.value.status === 'running';
  const canStart = asked !== null && lacks.length === 0;
  const start = (): void => {
    // What is found is of the whole city: what is selected somewhere would fade the rest of it.
    session.selected.value = null;
    if (asked !== null)
      void session.siting.start(sitingStudy(asked, session.changes.peek(), siting, session.withinS.peek()));
  };
  return (
    <section class="plan-section" data-testid="siting">
      <h2>{t('plan.goal.title')}</h2>
      <GoalChoice set={set} />
      {siting.goal === 'close' ? (
        <CloseForm set={set} />
      ) : siting.goal === 'zones' ? (
        <ZonesForm set={set} />
      ) : (
        <PlaceForm set={set} />
      )}
      {seeksSites(siting) && <Forbidden />}
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
          <ActionButton icon="siting" primary disabled={!canStart} onClick={start} data-testid="siting-start">
            {t(`plan.goal.start.${siting.goal}`)}
          </ActionButton>
        )}
      </div>
      <SitingRun start={canStart ? start : null} />
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
