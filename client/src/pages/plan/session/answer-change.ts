/** What the active scenario changes of the answer, in a sentence. */
import { gainedAndLost } from '../data/coverage.ts';
import { isUnchanged } from '../state/scenarios.ts';
import { BASE } from '../state/types.ts';
import type { PlanSession } from './session.ts';

/**
 * People who can get there now, and who no longer can, against the scenario that is compared with, in the area of the
 * question. Null while nothing is changed, and before the answer is there.
 */
export function changeText(session: PlanSession): string | null {
  const { t, number } = session.app.i18n;
  const [coverage, reference, cells] = [session.active.coverage.value, session.reference.value, session.cells.value];
  const { comparison, other } = session.state.value;
  const against = comparison === 'off' ? BASE : other;
  if (coverage === null || reference === null || cells === null || coverage.cost.length !== cells.count) return null;
  if (reference.cost.length !== cells.count) return null;
  if (comparison === 'off' && isUnchanged(session.changes.value)) return null;
  if (against === session.state.value.scenarios.active) return null;
  const own = session.areaCells.value;
  const people = own === null ? cells.people : cells.people.map((each, cell) => (own[cell] === 1 ? each : 0));
  const found = gainedAndLost(reference.cost, coverage.cost, people, session.withinS.value);
  const [gained, lost] = [Math.round(found.gained), Math.round(found.lost)];
  const name = session.nameOf(against);
  if (gained === 0 && lost === 0) return t('plan.answer.same', { name });
  if (lost === 0) return t('plan.answer.gained', { name, n: number(gained) });
  if (gained === 0) return t('plan.answer.lost', { name, n: number(lost) });
  return t('plan.answer.both', { name, gained: number(gained), lost: number(lost) });
}
