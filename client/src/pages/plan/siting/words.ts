/** A run in words, whatever it looks for: what its numbers are called, their units, and what is proven. */
import type { ClosureResult } from '../../../../../tiles/api/closure.ts';
import type { DistrictsResult } from '../../../../../tiles/api/districts.ts';
import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { SitingResult } from '../../../../../tiles/api/siting.ts';
import type { AnalysisRequest, Study } from '../../../../../tiles/api/study.ts';
import type { App } from '../../../app/types.ts';
import { formatPeople } from '../format.ts';
import { objectiveText, proofText } from '../session/siting.ts';
import type { Period } from '../state/types.ts';
import type { GoalRequest } from './request.ts';

export type GoalResult = SitingResult | ClosureResult | DistrictsResult;

export interface RunWords {
  readonly objective: string;
  /** Null where nothing is compared with today. */
  readonly before: string | null;
  readonly bound: string;
  readonly gap: string;
  readonly value: (value: number | null) => string;
}

const KINDS = ['siting', 'closure', 'districts'] as const;

/** The request of a run of this tab; null for another study. */
export function goalRequest(study: Study | null): GoalRequest | null {
  const isOne = (each: AnalysisRequest): each is GoalRequest => KINDS.some((kind) => kind === each.kind);
  return study?.analyses.find(isOne) ?? null;
}

export function goalResult(result: StudyResult | null): GoalResult | null {
  return result?.results.find((each): each is GoalResult => KINDS.some((kind) => kind === each.kind)) ?? null;
}

export function runWords(app: App, request: GoalRequest): RunWords {
  const { t } = app.i18n;
  switch (request.kind) {
    case 'siting': {
      const { model } = request;
      return {
        objective: t(`plan.siting.objective.${model}`),
        before: t(`plan.siting.before.${model}`),
        bound: t(`plan.siting.bound.${model}`),
        gap: t(`plan.siting.gap.${model}`),
        value: (value) => objectiveText(app, model, value),
      };
    }
    case 'closure': {
      const { model } = request;
      return {
        objective: t(`plan.close.objective.${model}`),
        before: t(`plan.siting.before.${model}`),
        bound: t(`plan.siting.bound.${model}`),
        gap: t(`plan.siting.gap.${model}`),
        value: (value) => objectiveText(app, model, value),
      };
    }
    case 'districts':
      return {
        objective: t('plan.zones.objective'),
        before: null,
        bound: t('plan.siting.bound.p-median'),
        gap: t('plan.siting.gap.p-median'),
        value: (value) => objectiveText(app, 'p-median', value),
      };
  }
}

/** How good the result is. */
export function statusText({ i18n: { t } }: App, found: GoalResult): string {
  if (found.kind !== 'districts') return t(`plan.siting.status.${found.status}`);
  const { status } = found;
  return status === 'feasible' || status === 'unmet' || status === 'infeasible'
    ? t(`plan.zones.status.${status}`)
    : t(`plan.siting.status.${status}`);
}

/** What is proven of the result, in a sentence; null where nothing is. */
export function proofOf(app: App, found: GoalResult, words: RunWords): string | null {
  const { t } = app.i18n;
  if (found.kind === 'siting') return proofText(app, found);
  // Null stands in answers for what is not a number.
  if (!Number.isFinite(found.bound)) return null;
  const bound = words.value(found.bound);
  return found.kind === 'closure'
    ? t(`plan.close.proof.${found.model}`, { n: found.closed.length, bound })
    : t('plan.zones.proof', { bound });
}

/** What to change where nothing fulfils what was asked for; null where something does. */
export function wayOut({ i18n: { t } }: App, request: GoalRequest, found: GoalResult): string | null {
  if (found.kind === 'districts')
    return found.status === 'unmet' || found.status === 'infeasible' ? t('plan.zones.wayOut') : null;
  if (found.status !== 'infeasible') return null;
  return t(request.kind === 'siting' && request.share !== undefined ? 'plan.goal.fewest.wayOut' : 'plan.goal.wayOut');
}

/** Whom a facility that closes serves today; in words where that is nobody, of the time that the run counts within. */
export function servesText(app: App, request: GoalRequest, people: number): string {
  const { t, number } = app.i18n;
  if (Math.round(people) > 0) return t('plan.close.serves', { people: formatPeople(app, people) });
  return 'within' in request && request.within !== undefined
    ? t('plan.close.servesNobodyWithin', { minutes: number(request.within / 60) })
    : t('plan.close.servesNobody');
}

/** What a step is called: its year, or else its place in the order. */
export function periodName({ i18n: { t } }: App, periods: readonly Period[], index: number): string {
  const year = periods[index]?.year ?? null;
  return year === null ? t('plan.periods.nth', { n: index + 1 }) : String(year);
}
