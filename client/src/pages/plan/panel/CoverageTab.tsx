import type { ComponentChildren } from 'preact';
import { useApp } from '../../../app/context.ts';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { usePlan } from '../context.ts';
import { DISPLAYS, BASE, COMPARISONS } from '../state/types.ts';
import { Assumptions } from './Assumptions.tsx';
import { CoverageFigures } from './CoverageFigures.tsx';
import { LazyPart } from '../../../shell/LazyPart.tsx';
import { PlanLegend } from './PlanLegend.tsx';
import { ScenarioSection } from './ScenarioSection.tsx';
import { ScenarioTable } from './ScenarioTable.tsx';
import { SelectedCard } from './SelectedCard.tsx';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';

// It stands below the figures, and comes after them.
const questionForm = () => import('./QuestionForm.tsx');

/** Coverage of the city in the active scenario, and its edits; `tools` come after its figures. */
export function CoverageTab({ tools }: { readonly tools: ComponentChildren }) {
  const isAnswered = usePlan().isAnswered.value;
  return (
    <>
      <CoverageFigures />
      {tools}
      <SelectedCard />
      <DisplayChoice />
      <PlanLegend />
      <ScenarioSection />
      <ScenarioTable />
      <CompareSection />
      {isAnswered && <LazyPart load={questionForm} lines={4} />}
      <Assumptions />
    </>
  );
}

function DisplayChoice() {
  const {
    map,
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { display, comparison } = session.state.value;
  // Differences have their own colours, and the heat of one scenario alone would say nothing of them.
  const choices = DISPLAYS.filter((each) => each !== 'heat' || comparison !== 'difference');
  return (
    <RadioGroup
      legend={t('plan.display')}
      name="plan-display"
      value={choices.includes(display) ? display : 'cells'}
      options={choices.map((each) => ({ value: each, label: t(`plan.display.${each}`) }))}
      onChange={(next) => {
        if (next === 'columns') map.peek()?.easeTo({ pitch: 50 });
        else if (display === 'columns') map.peek()?.easeTo({ pitch: 0 });
        session.update({ display: next });
      }}
    />
  );
}

/** The active scenario against another: side by side, or as minutes gained and lost. */
function CompareSection() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { scenarios, comparison, other } = session.state.value;
  const others = [BASE, ...scenarios.list.map(({ id }) => id)].filter((id) => id !== scenarios.active);
  if (others.length === 0 || scenarios.list.length === 0) return null;
  const error = session.beside.error.value;
  return (
    <section class="plan-section" data-testid="compare">
      <h2>{t('plan.compare')}</h2>
      <label class="filter-field">
        <span>{t('plan.compare.with')}</span>
        <select class="field" value={other} onChange={(event) => session.update({ other: event.currentTarget.value })}>
          {[BASE, ...scenarios.list.map(({ id }) => id)].map((id) => (
            <option key={id} value={id}>
              {session.nameOf(id)}
            </option>
          ))}
        </select>
      </label>
      <RadioGroup
        legend={t('plan.compare.how')}
        name="plan-compare"
        value={comparison}
        options={COMPARISONS.map((each) => ({ value: each, label: t(`plan.compare.${each}`) }))}
        onChange={(each) => session.update({ comparison: each })}
      />
      {comparison !== 'off' && other === scenarios.active && <p class="quiet">{t('plan.compare.same')}</p>}
      {error !== null && <RequestFailure error={error} retry={session.beside.retry} />}
    </section>
  );
}
