import { useApp } from '../../../app/context.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { usePlan } from '../context.ts';
import { PlanName, SaveAs } from '../library/PlanName.tsx';
import { wayInText } from '../format.ts';
import { BASE, MAX_MINUTES } from '../state/types.ts';
import { Sentence } from './Sentence.tsx';

/** Shown above all tabs: the question with its answer; where there is room for it, how to change both. */
export function Head({ wide }: { readonly wide: boolean }) {
  return (
    <header class="plan-head">
      <Sentence wide={wide} />
      {wide && <HeadTools />}
    </header>
  );
}

/** The plan, its scenarios, and the travel time. */
export function HeadTools() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { past, future, present } = session.history.value;
  return (
    <div class="plan-head-tools">
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
    </div>
  );
}

/** The same in one row, which says what they are set to. */
export function FoldedTools() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  return (
    <details class="plan-more plan-fold">
      <summary>
        {session.activeName.value} · {t('plan.unit.minutes', { n: session.minutes.value })}
      </summary>
      <HeadTools />
    </details>
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
  return (
    <div class="plan-slider">
      <label for="plan-minutes">{t('plan.within', { mode: wayInText(app, session) })}</label>
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
      <output for="plan-minutes">
        <strong>{t('plan.unit.minutes', { n: minutes })}</strong>
      </output>
    </div>
  );
}
