/** What else a study's file asks, as the parts of the page that are open. */
import type { AnalysisRequest, Study } from '../../../../../tiles/api/study.ts';
import { WAYS, type FoundSettings, type Part } from '../state/types.ts';
import { decayFrom } from './decay.ts';
import { BACKUP } from './requests.ts';

/** The settings that ask the same. What they hold is not checked yet. */
export function foundFrom({ analyses }: Study, now: FoundSettings): FoundSettings {
  const open = analyses.flatMap((each): Part[] => {
    const part = partOf(each);
    return part === null ? [] : [part];
  });
  if (open.length === 0) return now;
  const opportunities = analyses.find((each) => each.kind === 'opportunities');
  const huff = analyses.find((each) => each.kind === 'huff');
  return {
    open,
    attribute: opportunities?.attribute ?? null,
    ...(decayFrom(opportunities?.decay) ?? { decay: now.decay, parameter: now.parameter }),
    size: huff?.attribute ?? null,
  };
}

function partOf(analysis: AnalysisRequest): Part | null {
  switch (analysis.kind) {
    case 'opportunities':
    case 'huff':
    case 'equity':
      return analysis.kind;
    case 'overlap':
      return analysis.atLeast === undefined ? null : 'backup';
    case 'coverage':
      return analysis.travel === undefined ? null : 'ways';
    default:
      return null;
  }
}

/** Whether the page can ask the same. */
export function isPartShown(analysis: AnalysisRequest): boolean {
  switch (analysis.kind) {
    case 'opportunities':
      return analysis.within !== undefined && analysis.by === undefined && decayFrom(analysis.decay) !== null;
    case 'huff':
      return analysis.alpha === undefined && analysis.decay === undefined && analysis.perDemand !== true;
    case 'equity':
      return analysis.decay === undefined && analysis.attribute === undefined && analysis.groups === undefined;
    case 'overlap':
      return analysis.atLeast === undefined || analysis.atLeast === BACKUP;
    default:
      return false;
  }
}

/** Whether all ways of travelling are those that the page puts side by side. */
export function areTravelsShown({ analyses, travels = [] }: Pick<Study, 'analyses' | 'travels'>): boolean {
  const isUsual = travels.every(({ id, mode }) => id === mode && WAYS.some((way) => way === id));
  return isUsual && analyses.every((each) => each.kind === 'coverage' || !('travel' in each));
}
