import { useApp } from '../../../app/context.ts';
import { useQuery } from '../../../data/remote.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { usePlan } from '../context.ts';
import type { Coverage } from '../data/coverage.ts';
import { askScenarios, SCENARIO_FIGURES, scenarioFigures } from '../session/scenario-table.ts';
import { BASE } from '../state/types.ts';

/** Every scenario beside the current situation, figure by figure. The slider asks for nothing. */
export function ScenarioTable() {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const { scenarios } = session.state.value;
  const base = session.base.value.value;
  const key =
    base === null || scenarios.list.length === 0
      ? null
      : JSON.stringify([
          base.coverage.header.key,
          base.asked,
          scenarios.list.map(({ edits, streets }) => [edits, streets]),
        ]);
  const answer = useQuery(key, async (signal) => (base === null ? [] : askScenarios(session, base, signal)));
  if (base === null || scenarios.list.length === 0) return null;
  const within = session.withinS.value;
  const row = (id: string, coverage: Coverage) => (
    <tr key={id} data-active={id === scenarios.active}>
      <th scope="row">
        <button type="button" class="link" onClick={() => session.choose(id)}>
          {session.nameOf(id)}
        </button>
      </th>
      {scenarioFigures(app, base, id, coverage, within).map((figure, k) => (
        <td key={SCENARIO_FIGURES[k]} class="num">
          {figure}
        </td>
      ))}
    </tr>
  );
  return (
    <section class="plan-section" data-testid="scenario-table">
      <h2>{session.state.value.area === null ? t('plan.table') : t('plan.table.ofCity')}</h2>
      {answer.error !== null && <RequestFailure error={answer.error} retry={answer.retry} />}
      {answer.value === null && answer.error === null && <Skeleton lines={3} label={t('plan.loading')} />}
      {answer.value !== null && (
        <div class="plan-table-scroll" tabIndex={0} role="region" aria-label={t('plan.table')}>
          <table class="data-table">
            <caption class="visually-hidden">{t('plan.table.caption', { n: session.minutes.value })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('plan.scenario')}</th>
                {SCENARIO_FIGURES.map((figure) => (
                  <th key={figure} scope="col" class="num">
                    {t(`plan.table.${figure}`)}
                  </th>
                ))}
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
