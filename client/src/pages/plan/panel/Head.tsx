import { useApp } from '../../../app/context.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { usePlan } from '../context.ts';
import { PlanName, SaveAs } from '../library/PlanName.tsx';
import { sumWithin } from '../data/coverage.ts';
import { facilitiesText, formatShare, modeText } from '../format.ts';
import { BASE, MAX_MINUTES } from '../state/types.ts';

/** Shown above all tabs: the scenario, the travel time, and the share of people covered. */
export function Head() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { past, future, present } = session.history.value;
  return (
    <header class="plan-head">
      <div class="plan-head-row">
        <PlanName />
        <label class="plan-scenario">
          <span class="visually-hidden">{t('plan.scenario')}</span>
          <select
            class="field"
            value={present.active}
            data-testid="scenario"
            onChange={(event) => session.choose(event.currentTarget.value)}
          >
            {[BASE, ...present.list.map(({ id }) => id)].map((id) => (
              <option key={id} value={id}>
                {session.nameOf(id)}
              </option>
            ))}
          </select>
        </label>
        <IconButton
          icon="undo"
          label={t('plan.undo')}
          disabled={past.length === 0}
          onClick={session.undo}
          data-testid="undo"
        />
        <IconButton
          icon="redo"
          label={t('plan.redo')}
          disabled={future.length === 0}
          onClick={session.redo}
          data-testid="redo"
        />
      </div>
      <SaveAs />
      <Slider />
    </header>
  );
}

/** A native slider: keys, touch and screen readers work as everywhere. Moving it asks the server nothing. */
function Slider() {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const minutes = session.minutes.value;
  const coverage = session.active.coverage.value;
  const share =
    coverage === null ? null : formatShare(app, sumWithin(coverage.people, minutes * 60), coverage.people.total);
  const summary = coverage === null ? null : coverage.header.summary;
  return (
    <div class="plan-slider">
      <label for="plan-minutes">{t('plan.within', { mode: modeText(app, session) })}</label>
      <input
        id="plan-minutes"
        type="range"
        min={1}
        max={MAX_MINUTES}
        step={1}
        value={minutes}
        data-testid="minutes"
        aria-valuetext={t('plan.unit.minutes', { n: minutes })}
        onInput={(event) => session.update({ minutes: event.currentTarget.valueAsNumber })}
      />
      <output for="plan-minutes" data-testid="share">
        <strong>{t('plan.unit.minutes', { n: minutes })}</strong>
        {share !== null && <span>{t('plan.shareShort', { share })}</span>}
      </output>
      {summary !== null && summary.unconnectedFacilities > 0 && (
        <p class="quiet" data-testid="share-unconnected">
          {facilitiesText(app, summary)}
        </p>
      )}
    </div>
  );
}
