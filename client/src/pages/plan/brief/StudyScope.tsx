import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { scopeText } from './scope-text.ts';

/** Beside a button that saves a study: what the file does not hold. */
export function StudyScope() {
  const app = useApp();
  const text = scopeText(app, usePlan().state.value.area);
  return text === null ? null : (
    <p class="quiet" data-testid="study-scope">
      {text}
    </p>
  );
}
