/** What a study's file asks for that the page neither shows nor computes: whoever opens it must know. */
import { isOfGroup } from '../session/question.ts';
import { areTravelsShown, isPartShown } from '../found/from-study.ts';
import { isGoalShown } from '../siting/from-study.ts';
import type { AnalysisRequest, Study } from '../../../../../tiles/api/study.ts';
import type { App } from '../../../app/types.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import { editsLeftOut } from './study-file.ts';

type Part = 'transit' | 'profile' | 'hours' | 'groups' | 'travels' | 'analyses';

/** Analyses that the page has a place for. */
const SHOWN = ['coverage', 'gaps', 'assignment', 'compliance'];

/** Of travel by public transport, beside its day and departures. */
const TRANSIT_LIMITS = ['percentile', 'maxRides', 'maxWalkS', 'maxTransferS', 'maxJourneyS'];

/** Keys of the names of those parts. @param text the file, which is known to be a study */
export function partsNotShown(text: string): readonly MessageKey[] {
  const study = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const travel = objectOf(study['travel']);
  const analyses = (study['analyses'] as readonly unknown[]).map(objectOf);
  const isOther = (each: Readonly<Record<string, unknown>>): boolean => {
    const analysis = each as unknown as AnalysisRequest;
    return !SHOWN.some((kind) => kind === analysis.kind) && !isGoalShown(analysis) && !isPartShown(analysis);
  };
  const groups = analyses.flatMap(({ kind, for: group }) =>
    isOfGroup({ kind: kind as AnalysisRequest['kind'] }) ? [group] : [],
  );
  const has: Readonly<Record<Part, boolean>> = {
    transit: TRANSIT_LIMITS.some((field) => travel[field] !== undefined),
    profile: travel['rules'] !== undefined,
    hours: travel['speeds'] !== undefined,
    groups: new Set(groups).size > 1,
    travels: isFilled(study['travels']) && !areTravelsShown(study as unknown as Study),
    analyses: analyses.some(isOther),
  };
  return (Object.keys(has) as Part[]).flatMap((part) => (has[part] ? [`plan.notShown.${part}` as const] : []));
}

/** Of a file, the edits that the page does not take, with their numbers; null where it takes all. */
export function leftOutText({ i18n: { t } }: App, text: string): string | null {
  const { edits, streets } = editsLeftOut(text);
  const parts = [
    ...(edits === 0 ? [] : [t('plan.leftOut.edits', { n: edits })]),
    ...(streets === 0 ? [] : [t('plan.leftOut.streets', { n: streets })]),
  ];
  return parts.length === 0 ? null : t('plan.share.leftOut', { parts: parts.join(t('list.separator')) });
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
