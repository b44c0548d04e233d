/** A change of the question takes along what the change leaves without a meaning, and says so. */
import type { AnalysisCatalogue } from '../../../../../tiles/api/coverage.ts';
import type { Question } from '../state/types.ts';
import { networkOf } from './question.ts';

/** What a change may drop. */
export const DROPPABLE = ['group', 'profile', 'slope', 'hour'] as const;
export type Dropped = (typeof DROPPABLE)[number];

export interface ChangedQuestion {
  readonly question: Question;
  /** What had been asked for, and no longer is. */
  readonly dropped: readonly Dropped[];
}

type Known = Pick<AnalysisCatalogue, 'networks' | 'demands' | 'profiles'>;

/** The question with the change, less what its people, streets or way of travel do not have. */
export function changedQuestion(before: Question, change: Partial<Question>, known: Known): ChangedQuestion {
  const question = { ...before, ...change };
  const groups = known.demands.find(({ id }) => id === (question.demand ?? known.demands[0]?.id))?.groups ?? [];
  const id = networkOf(question, known.networks);
  const network = known.networks.find((each) => each.id === id);
  const walks = question.mode === 'walk';
  const profile = known.profiles.find((each) => each.id === question.profile);
  const stays: Readonly<Record<Dropped, boolean>> = {
    group: question.group === null || groups.includes(question.group),
    profile: question.profile === null || (profile?.mode === question.mode && network?.tagged === true),
    slope: !question.slope || (walks && network?.heights === true),
    hour: question.mode !== 'drive' || question.depart === null || network?.hours === true,
  };
  return {
    question: {
      ...question,
      ...(stays.group ? {} : { group: null }),
      ...(stays.profile ? {} : { profile: null }),
      ...(stays.slope ? {} : { slope: false }),
      ...(stays.hour ? {} : { depart: null, date: null }),
    },
    // What the change itself says is no surprise.
    dropped: DROPPABLE.filter((each) => !stays[each] && wasAsked(before, each)),
  };
}

function wasAsked({ group, profile, slope, mode, depart }: Question, part: Dropped): boolean {
  switch (part) {
    case 'group':
      return group !== null;
    case 'profile':
      return profile !== null;
    case 'slope':
      return slope;
    case 'hour':
      return mode === 'drive' && depart !== null;
  }
}
