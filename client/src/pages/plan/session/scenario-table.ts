/** Every scenario beside the current situation, figure by figure: on the page and on paper. */
import type { App } from '../../../app/types.ts';
import { changedCoverage, gainedAndLost, meanCost, sumWithin, type Coverage } from '../data/coverage.ts';
import { formatMinutes, formatShare } from '../format.ts';
import { BASE, MAX_SCENARIOS } from '../state/types.ts';
import { isUnchanged } from '../state/scenarios.ts';
import { coverageRequest } from './question.ts';
import type { PlanSession } from './session.ts';
import { Kept, type Base } from './variant.ts';

/** The figures of a row, in their order. */
export const SCENARIO_FIGURES = ['share', 'people', 'gained', 'lost', 'mean', 'facilities'] as const;

const known = new WeakMap<PlanSession, Kept<Coverage>>();

/** Coverage of every scenario, in the order of the list; asks only for what was not asked before. */
export async function askScenarios(session: PlanSession, base: Base, signal: AbortSignal): Promise<Coverage[]> {
  const kept = known.get(session) ?? new Kept<Coverage>(2 * MAX_SCENARIOS);
  known.set(session, kept);
  // The first summary is enough: shares at other times are in the cells.
  const withinS = session.withinS.peek();
  const found: Coverage[] = [];
  // One after the other: the map's own questions come between.
  for (const changes of session.state.peek().scenarios.list) {
    const key = JSON.stringify([base.coverage.header.key, base.asked, changes.edits, changes.streets]);
    const coverage = isUnchanged(changes)
      ? base.coverage
      : (kept.get(key) ??
        changedCoverage(
          base.coverage,
          await session.api.coverage(coverageRequest(base.asked, changes, withinS, 'changes'), signal),
          base.cells,
        ));
    kept.set(key, coverage);
    found.push(coverage);
  }
  return found;
}

/** Figures of a scenario as texts, in the order of `SCENARIO_FIGURES`. */
export function scenarioFigures(app: App, base: Base, id: string, coverage: Coverage, withinS: number): string[] {
  const { number } = app.i18n;
  const whole = (value: number): string => number(Math.round(value));
  const change = (value: number): string =>
    id === BASE ? '—' : number(Math.round(value), { signDisplay: 'exceptZero' });
  const { people } = base.cells;
  const { gained, lost } = gainedAndLost(base.coverage.cost, coverage.cost, people, withinS, coverage.changed);
  return [
    formatShare(app, sumWithin(coverage.people, withinS), coverage.people.total),
    whole(sumWithin(coverage.people, withinS)),
    change(gained),
    change(-lost),
    formatMinutes(app, meanCost(coverage.cost, people)),
    whole(coverage.facilities.length - coverage.removed.size),
  ];
}
