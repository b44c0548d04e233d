import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { sumWithin } from '../data/coverage.ts';
import { figuresOf } from '../data/selection.ts';
import { facilitiesText, formatShare } from '../format.ts';
import type { PlanSession } from '../session/session.ts';

interface Reached {
  readonly people: number;
  readonly within: number;
}

/** How many people can, and how many cannot: from the summary at once, from the cells as soon as they are there. */
export function Answer() {
  const app = useApp();
  const { t, number } = app.i18n;
  const session = usePlan();
  const found = reached(session);
  const summary = session.active.coverage.value?.header.summary ?? session.summary.value;
  if (session.base.value.error !== null) return null;
  return (
    <div class="plan-answer" role="status" aria-busy={found === null} data-testid="share">
      {found === null ? (
        <p class="plan-answer-wait">{t('plan.answer.wait')}</p>
      ) : (
        <p>
          <strong>{formatShare(app, found.within, found.people)}</strong>{' '}
          {t('plan.answer', { n: number(Math.round(found.people - found.within)) })}
        </p>
      )}
      {summary !== null && summary.unconnectedFacilities > 0 && (
        <p class="quiet" data-testid="share-unconnected">
          {facilitiesText(app, summary)}
        </p>
      )}
    </div>
  );
}

/** Null while nothing is known for the time that is asked for. */
function reached(session: PlanSession): Reached | null {
  const [coverage, cells, summary] = [session.active.coverage.value, session.cells.value, session.summary.value];
  const withinS = session.withinS.value;
  if (coverage === null || cells === null)
    return summary === null || summary.withinS !== withinS
      ? null
      : { people: summary.people, within: summary.coveredPeople };
  const selected = session.selected.value;
  const chosen = session.chosen.value;
  // Of the area that the sentence names.
  const isArea = selected?.kind === 'group' && selected.by === 'district';
  if (!isArea || chosen === null || chosen.length !== coverage.cost.length)
    return { people: coverage.people.total, within: sumWithin(coverage.people, withinS) };
  const { people, peopleWithin } = figuresOf(chosen, cells, coverage.cost, withinS);
  return { people, within: peopleWithin };
}
