/** What is said in place of a run, or above it, where the page asks something else by now. */
import { useApp } from '../../../app/context.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { usePlan } from '../context.ts';
import { otherQuestionText } from './fit-words.ts';

interface OtherPeopleProps {
  /** Those whom the run counts. */
  readonly whom: string;
  /** Runs the search about those asked about now; null where it cannot start. */
  readonly start: (() => void) | null;
}

/** In place of a result: its numbers count other people. */
export function OtherPeople({ whom, start }: OtherPeopleProps) {
  const {
    i18n: { t },
  } = useApp();
  const isRunning = usePlan().siting.state.value.status === 'running';
  return (
    <>
      <p class="plan-warning" role="status" data-testid="run-other-people">
        {t(isRunning ? 'plan.run.otherPeopleRunning' : 'plan.run.otherPeople', { whom })}
      </p>
      <div class="plan-actions">
        <ActionButton icon="siting" disabled={start === null} onClick={() => start?.()} data-testid="run-again">
          {t('plan.recompute')}
        </ActionButton>
      </div>
    </>
  );
}

/** Above a result that is of another question or scenario; nothing where it is of those of the page. */
export function OtherQuestion() {
  const app = useApp();
  const text = otherQuestionText(app, usePlan());
  return text === null ? null : (
    <p class="plan-warning" role="status" data-testid="run-other-question">
      {text}
    </p>
  );
}
