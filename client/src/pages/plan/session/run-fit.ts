/** Whether a run is about what the page asks now. What a run found belongs to the question that it was started with. */
import type { Study } from '../../../../../tiles/api/study.ts';
import type { Changes } from '../state/types.ts';
import { countedOf, isOfGroup, studyOf, type Asked } from './question.ts';
import type { RunState } from './run.ts';

/** Parts of a question that a run may have asked in another way. */
export type RunPart = 'layer' | 'way' | 'time' | 'scenario';

/** Group that a study counts; null for everybody. */
export function groupOfStudy({ analyses }: Pick<Study, 'analyses'>): string | null {
  const own = analyses.find(isOfGroup);
  return own !== undefined && 'for' in own ? (own.for ?? null) : null;
}

/** Whether it counts other people: its numbers then have another unit and another whole than the texts of the page. */
export function isOfOtherPeople(study: Study | null, asked: Asked | null): boolean {
  if (study === null || asked === null) return false;
  return groupOfStudy(study) !== asked.group || isOther(study.demand, { stored: asked.demand });
}

/** The run without its numbers where they count other people than the page asks about. */
export function runOfPeople(run: RunState, asked: Asked | null): RunState {
  return isOfOtherPeople(run.study, asked) ? { ...run, steps: [], result: null } : run;
}

export interface Present {
  readonly asked: Asked;
  readonly changes: Changes;
  readonly withinS: number;
}

/**
 * What else differs between a run and what the page shows. What a study does not name has no part in it: new sites
 * without the existing facilities are of no layer.
 *
 * @param results scenarios that were made of the run: beside them it is still about what the page shows
 */
export function differencesOf(study: Study, present: Present, results: readonly Changes[] = []): readonly RunPart[] {
  const { asked, withinS } = present;
  const now = studyOf(asked, present.changes, []);
  const within = study.analyses.flatMap((each) =>
    'within' in each && typeof each.within === 'number' ? [each.within] : [],
  );
  const has: Readonly<Record<RunPart, boolean>> = {
    layer: isOther(layerOf(study), layerOf(now)),
    way: isOther(study.network, now.network) || isOther(study.travel, now.travel),
    time: within.some((seconds) => seconds !== withinS),
    scenario: [changesOfStudy(study), ...results].every((each) => isOtherScenario(study, each, present)),
  };
  return (Object.keys(has) as RunPart[]).filter((part) => has[part]);
}

/** Facilities and streets that a study changes. */
export function changesOfStudy({ edits = [], streetEdits = [] }: Pick<Study, 'edits' | 'streetEdits'>): Changes {
  return { edits, streets: streetEdits };
}

function isOtherScenario(study: Study, of: Changes, { asked, changes }: Present): boolean {
  const now = countedOf(asked, changes);
  const own = countedOf(asked, of);
  return isOther(own.streets, now.streets) || (study.facilities !== undefined && isOther(own.edits, now.edits));
}

function layerOf({ facilities }: Pick<Study, 'facilities'>): readonly unknown[] | undefined {
  return facilities !== undefined && 'layer' in facilities ? [facilities.layer, facilities.filter] : undefined;
}

function isOther(own: unknown, now: unknown): boolean {
  return own !== undefined && JSON.stringify(own) !== JSON.stringify(now);
}
