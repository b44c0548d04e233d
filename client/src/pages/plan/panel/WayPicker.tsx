import { useApp } from '../../../app/context.ts';
import type { App } from '../../../app/types.ts';
import { MODES, TRAVEL_PROFILES } from '../../../../../tiles/api/vocabulary.ts';
import { usePlan } from '../context.ts';
import { networkOf, wayOf } from '../session/question.ts';
import type { PlanSession } from '../session/session.ts';
import type { Profile, Question, Way } from '../state/types.ts';

type Choice = Pick<Question, 'mode' | 'profile'>;

/**
 * How people may travel here: along streets, by public transport where there are timetables, as who needs streets of a
 * certain kind where the streets say so, and in straight lines. What the question asks for is always among them.
 */
function choicesOf({ catalogue, state }: PlanSession): readonly Choice[] {
  const known = catalogue.state.value.value;
  const { question } = state.value;
  const plain = (mode: Way): Choice => ({ mode, profile: null });
  const own: Choice = { mode: question.mode, profile: question.mode === 'walk' ? question.profile : null };
  if (known === null) return [own];
  const straight = plain('straight');
  if (known.networks.length === 0 && wayOf(question, known) === 'straight') return [straight];
  const network = known.networks.find(({ id }) => id === networkOf(question, known.networks));
  const profiles = known.profiles.flatMap(({ id, mode }): Choice[] => {
    const profile = TRAVEL_PROFILES.find((each) => each === id);
    return profile === undefined || mode !== 'walk' ? [] : [{ mode: 'walk', profile }];
  });
  const offered = [
    ...MODES.map(plain),
    ...(known.transits.length > 0 ? [plain('transit')] : []),
    ...(network?.tagged === true ? profiles : []),
    straight,
  ];
  return offered.some((each) => valueOf(each) === valueOf(own)) ? offered : [own, ...offered];
}

/** What the question asks for, as the service can answer it. */
export function wayAsked({ catalogue, state }: PlanSession): Choice {
  const known = catalogue.state.value.value;
  const { question } = state.value;
  const mode = known === null ? question.mode : wayOf(question, known);
  return { mode, profile: mode === 'walk' ? question.profile : null };
}

function valueOf({ mode, profile }: Choice): string {
  return profile ?? mode;
}

/** As it stands in the sentence. */
export function wayText({ i18n: { t } }: App, { mode, profile }: Choice): string {
  return profile === null ? t(`plan.modeOn.${mode}`) : t(`plan.profileOn.${profile satisfies Profile}`);
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
          {wayText(app, each)}
        </option>
      ))}
    </select>
  );
}
