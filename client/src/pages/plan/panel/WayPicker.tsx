import { useApp } from '../../../app/context.ts';
import { MODES } from '../../../../../tiles/api/vocabulary.ts';
import { usePlan } from '../context.ts';
import { wayText } from '../format.ts';
import { networkOf, wayOf } from '../session/question.ts';
import type { PlanSession } from '../session/session.ts';
import type { Question, Way } from '../state/types.ts';

type Choice = Pick<Question, 'mode' | 'profile'>;

/**
 * How people may travel here: along streets, by public transport where there are timetables, as who needs streets of a
 * certain kind where the streets say so, and in straight lines. What the question asks for is always among them.
 */
function choicesOf({ catalogue, state }: Pick<PlanSession, 'catalogue' | 'state'>): readonly Choice[] {
  const known = catalogue.state.value.value;
  const { question } = state.value;
  const plain = (mode: Way): Choice => ({ mode, profile: null });
  const own = wayAsked({ catalogue, state });
  if (known === null) return [own];
  const straight = plain('straight');
  if (known.networks.length === 0 && wayOf(question, known) === 'straight') return [straight];
  const network = known.networks.find(({ id }) => id === networkOf(question, known.networks));
  const offered = [
    ...MODES.map(plain),
    ...(known.transits.length > 0 ? [plain('transit')] : []),
    ...(network?.tagged === true ? known.profiles.map(({ id, mode }): Choice => ({ mode, profile: id })) : []),
    straight,
  ];
  return offered.some((each) => valueOf(each) === valueOf(own)) ? offered : [own, ...offered];
}

/** What the question asks for, as the service can answer it. */
export function wayAsked({ catalogue, state }: Pick<PlanSession, 'catalogue' | 'state'>): Choice {
  const known = catalogue.state.value.value;
  const { question } = state.value;
  const mode = known === null ? question.mode : wayOf(question, known);
  return { mode, profile: mode === 'transit' || mode === 'straight' ? null : question.profile };
}

function valueOf({ mode, profile }: Choice): string {
  return profile ?? mode;
}

export function WayPicker() {
  const app = useApp();
  const session = usePlan();
  const choices = choicesOf(session);
  return (
    <select
      class="plan-word"
      aria-label={app.i18n.t('plan.question.mode')}
      value={valueOf(wayAsked(session))}
      data-testid="ask-mode"
      onChange={(event) => {
        const choice = choices.find((each) => valueOf(each) === event.currentTarget.value);
        if (choice !== undefined) session.ask({ ...choice, speedMps: null });
      }}
    >
      {choices.map((each) => (
        <option key={valueOf(each)} value={valueOf(each)}>
          {wayText(app, session, each)}
        </option>
      ))}
    </select>
  );
}
