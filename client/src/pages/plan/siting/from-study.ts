/** What a study's file searches for, as settings of the tab. */
import type { SitingRequest } from '../../../../../tiles/api/siting.ts';
import type { AnalysisRequest, Study } from '../../../../../tiles/api/study.ts';
import { MAX_PERIODS, type Period, type SitingSettings } from '../state/types.ts';
import { goalRequest } from './words.ts';

/** Settings that the study's search has; none where it has none. What they hold is not checked yet. */
export function goalFrom(study: Study, now: SitingSettings): Partial<SitingSettings> {
  const request = goalRequest(study);
  if (request === null) return {};
  const timeLimitS = request.timeLimitS ?? now.timeLimitS;
  switch (request.kind) {
    case 'siting':
      return request.model === 'lscp' && request.share !== undefined
        ? { goal: 'fewest', share: request.share, model: now.model }
        : { goal: 'place', periods: periodsOf(request) };
    case 'closure':
      return { goal: 'close', close: { count: request.close, model: request.model }, timeLimitS };
    case 'districts': {
      const { by = 'cell', balance, useCapacities, overCapacity } = request;
      const { facilities } = study;
      const layer = facilities !== undefined && 'layer' in facilities ? facilities : null;
      return {
        goal: 'zones',
        zones: {
          by,
          limit: useCapacities === true ? 'capacity' : balance === undefined ? 'none' : 'equal',
          balance: balance ?? now.zones.balance,
          raise: overCapacity === 'scale',
        },
        ...(useCapacities === true
          ? { capacityBy: layer?.capacity ?? null, capacity: layer?.defaultCapacity ?? null }
          : {}),
        timeLimitS,
      };
    }
  }
}

function periodsOf({ periods }: SitingRequest): Period[] {
  return Array.isArray(periods) ? periods.flatMap(({ p }) => (p === undefined ? [] : [{ year: null, p }])) : [];
}

/** Whether the page can ask the same. */
export function isGoalShown(analysis: AnalysisRequest): boolean {
  switch (analysis.kind) {
    case 'siting': {
      const { model, share, periods = [] } = analysis;
      const areNumbers = periods.length <= MAX_PERIODS && periods.every((each) => Object.keys(each).join() === 'p');
      return areNumbers && (share === undefined || model === 'lscp');
    }
    case 'closure':
      return analysis.p === undefined && analysis.fixed === undefined && analysis.useCapacities !== true;
    case 'districts':
      return analysis.balance === undefined || analysis.useCapacities !== true;
    default:
      return false;
  }
}
