import { useApp } from '../../../app/context.ts';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { usePlan } from '../context.ts';
import { DISPLAYS } from '../state/types.ts';
import { Assumptions } from './Assumptions.tsx';
import { CompareSection } from './CompareSection.tsx';
import { CoverageFigures } from './CoverageFigures.tsx';
import { PlanLegend } from './PlanLegend.tsx';
import { QuestionForm } from './QuestionForm.tsx';
import { ScenarioSection } from './ScenarioSection.tsx';
import { SelectedCard } from './SelectedCard.tsx';

/** What the city is like under the scenario, and what is changed about it. */
export function CoverageTab() {
  return (
    <>
      <CoverageFigures />
      <SelectedCard />
      <DisplayChoice />
      <PlanLegend />
      <ScenarioSection />
      <CompareSection />
      <QuestionForm />
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
