/** What each part asks the service for. */
import type { AnalysisCatalogue } from '../../../../../tiles/api/coverage.ts';
import type { AnalysisRequest, Study, StudyTravel } from '../../../../../tiles/api/study.ts';
import { studyOf, travelOf, type Asked } from '../session/question.ts';
import { WAYS, type Changes, type FoundSettings, type Part, type Question, type Way } from '../state/types.ts';
import { decayOf } from './decay.ts';

export interface Asking {
  readonly asked: Asked;
  readonly question: Question;
  readonly changes: Changes;
  readonly withinS: number;
  readonly found: FoundSettings;
  readonly catalogue: AnalysisCatalogue;
}

/** Backup coverage: at least so many facilities within the time (Hogan, ReVelle 1986). */
export const BACKUP = 2;

/** The study of one part. */
export function partStudy(part: Part, asking: Asking): Study {
  const { asked, changes } = asking;
  const study = studyOf(asked, changes, analysesOf(part, asking));
  return part === 'ways' ? { ...study, travels: otherTravels(asking) } : study;
}

/** The study with what the open parts ask too, as a file holds it. */
export function withParts(study: Study, parts: readonly Study[]): Study {
  const travels = parts.flatMap((part) => part.travels ?? []);
  return {
    ...study,
    ...(travels.length === 0 ? {} : { travels }),
    analyses: [...study.analyses, ...parts.flatMap(({ analyses }) => analyses)],
  };
}

function analysesOf(part: Part, asking: Asking): AnalysisRequest[] {
  const { withinS: within, found } = asking;
  const named = (attribute: string | null): { readonly attribute?: string } =>
    attribute === null ? {} : { attribute };
  switch (part) {
    case 'opportunities':
      return [{ kind: 'opportunities', within, decay: decayOf(found), ...named(found.attribute), perDemand: true }];
    case 'backup':
      return [{ kind: 'overlap', within, atLeast: BACKUP, by: 'district' }];
    case 'huff':
      return [{ kind: 'huff', within, ...named(found.size) }];
    case 'equity':
      return [{ kind: 'equity', within }];
    case 'ways':
      return [
        { kind: 'coverage', within: [within] },
        ...otherTravels(asking).map(({ id }): AnalysisRequest => ({ kind: 'coverage', within: [within], travel: id })),
      ];
  }
}

/** Ways that can be put beside the one that is asked for: straight lines are a network of their own. */
function otherWays({ asked, question, catalogue }: Asking): Way[] {
  const isStraight = asked.detour !== null;
  // Without streets the question is about those who walk.
  const own = isStraight ? 'walk' : question.mode;
  return WAYS.filter((way) => {
    if (way === 'straight' || way === own) return false;
    return way !== 'transit' || (!isStraight && catalogue.transits.length > 0);
  });
}

function otherTravels(asking: Asking): ({ readonly id: string } & StudyTravel)[] {
  const { asked, question, catalogue } = asking;
  // The time of a ride is none of a drive where nobody knows the speeds of the hours.
  const hasHours = catalogue.networks.some(({ id, hours }) => id === asked.network && hours);
  return otherWays(asking).map((mode) => ({
    id: mode,
    ...travelOf(
      {
        ...question,
        ...{ mode, speedMps: null, profile: null, slope: false },
        // Riders travel to the facility whatever the question says, and so do those beside them.
        direction: asked.travel.direction ?? question.direction,
        ...(mode === 'drive' && !hasHours ? { depart: null, date: null } : {}),
      },
      catalogue.transits,
    ),
  }));
}
