import { useRef } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { useQuery } from '../../../data/remote.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { usePlan } from '../context.ts';
import { changedCoverage, gainedAndLost, meanCost, sumWithin, type Coverage } from '../data/coverage.ts';
import { formatMinutes, formatShare } from '../format.ts';
import { coverageRequest } from '../session/question.ts';
import { Kept } from '../session/variant.ts';
import { BASE, MAX_SCENARIOS } from '../state/types.ts';

/** Every scenario beside the current situation, figure by figure. The slider asks for nothing. */
export function ScenarioTable() {
  const app = useApp();
  const {
    i18n: { t, number },
  } = app;
  const session = usePlan();
  const known = useRef(new Kept<Coverage>(2 * MAX_SCENARIOS));
  const { scenarios } = session.state.value;
  const base = session.base.value.value;
  // The first summary is enough: shares at other times are in the cells.
  const withinS = session.withinS.peek();
  const key =
    base === null || scenarios.list.length === 0
      ? null
      : JSON.stringify([base.asked, scenarios.list.map(({ edits }) => edits)]);
  const answer = useQuery(key, async (signal) => {
    const found: Coverage[] = [];
    // One after the other: the map's own questions come between.
    for (const { edits } of scenarios.list) {
      if (base === null) break;
      const own = JSON.stringify([base.asked, base.cells.header.key, edits]);
      const coverage =
        edits.length === 0
          ? base.coverage
          : (known.current.get(own) ??
            changedCoverage(
              base.coverage,
              await session.api.coverage(coverageRequest(base.asked, edits, withinS, 'changes'), signal),
              base.cells,
            ));
      known.current.set(own, coverage);
      found.push(coverage);
    }
    return found;
  });
  if (base === null || scenarios.list.length === 0) return null;
  const within = session.withinS.value;
  const whole = (value: number): string => number(Math.round(value));
  const row = (id: string, coverage: Coverage) => {
    const { gained, lost } = gainedAndLost(
      base.coverage.cost,
      coverage.cost,
      base.cells.people,
      within,
      coverage.changed,
    );
    return (
      <tr key={id} data-active={id === scenarios.active}>
        <th scope="row">
          <button type="button" class="link" onClick={() => session.choose(id)}>
            {session.nameOf(id)}
          </button>
        </th>
        <td class="num">{formatShare(app, sumWithin(coverage.people, within), coverage.people.total)}</td>
        <td class="num">{whole(sumWithin(coverage.people, within))}</td>
        <td class="num">{id === BASE ? '—' : number(Math.round(gained), { signDisplay: 'exceptZero' })}</td>
        <td class="num">{id === BASE ? '—' : number(-Math.round(lost), { signDisplay: 'exceptZero' })}</td>
        <td class="num">{formatMinutes(app, meanCost(coverage.cost, base.cells.people))}</td>
        <td class="num">{whole(coverage.facilities.length - coverage.removed.size)}</td>
      </tr>
    );
  };
  return (
    <section class="plan-section" data-testid="scenario-table">
      <h2>{t('plan.table')}</h2>
      {answer.error !== null && <RequestFailure error={answer.error} retry={answer.retry} />}
      {answer.value === null && answer.error === null && <Skeleton lines={3} label={t('plan.loading')} />}
      {answer.value !== null && (
        <div class="plan-table-scroll" tabIndex={0} role="region" aria-label={t('plan.table')}>
          <table class="data-table">
            <caption class="visually-hidden">{t('plan.table.caption', { n: session.minutes.value })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('plan.scenario')}</th>
                <th scope="col" class="num">
                  {t('plan.table.share')}
                </th>
                <th scope="col" class="num">
                  {t('plan.table.people')}
                </th>
                <th scope="col" class="num">
                  {t('plan.table.gained')}
                </th>
                <th scope="col" class="num">
                  {t('plan.table.lost')}
                </th>
                <th scope="col" class="num">
                  {t('plan.table.mean')}
                </th>
                <th scope="col" class="num">
                  {t('plan.table.facilities')}
                </th>
              </tr>
            </thead>
            <tbody>
              {row(BASE, base.coverage)}
              {scenarios.list.map(({ id }, index) => {
                const coverage = answer.isCurrent ? answer.value?.[index] : undefined;
                return coverage === undefined ? null : row(id, coverage);
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
