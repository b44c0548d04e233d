import type { ClosureResult } from '../../../../../tiles/api/closure.ts';
import { useApp } from '../../../app/context.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { usePlan } from '../context.ts';
import { facilityNames } from '../facility-names.ts';
import { formatMinutes, formatPeople } from '../format.ts';
import { isFull } from '../state/scenarios.ts';
import { MAX_SCENARIOS } from '../state/types.ts';
import { servesText } from './words.ts';
import { RunActions, RunFacts, RunHead, type FoundRun } from './RunParts.tsx';
import { ResultAssumptions, ServiceWarnings } from '../panel/ServiceNotes.tsx';

/** Which facilities close, whom each serves today, and what is lost. */
export function ClosureFound({ run }: { readonly run: FoundRun<ClosureResult> }) {
  const app = useApp();
  const {
    actions,
    i18n: { t },
  } = app;
  const session = usePlan();
  const { found, request } = run;
  const named = facilityNames(app, run.result);
  const { closed, today, served, meanCost } = found;
  const closing = session.closing.value;
  const isTaken = session.adopted.value === found;
  const full = isFull(session.state.value.scenarios);
  const take = (): void => {
    if (closing === null) return;
    session.add(t('plan.close.scenarioName', { n: closed.length }), closing.after);
    session.adopted.value = found;
    actions.announce(t('plan.close.taken', { n: closed.length }));
  };
  const lost = Math.max(0, today.served.people - served.people);
  return (
    <>
      <RunHead run={run} />
      <p class="run-answer">
        {t('plan.close.lost')} <strong data-testid="close-lost">{formatPeople(app, lost)}</strong>
      </p>
      {closed.length > 0 && (
        <>
          <p class="quiet">{t('plan.close.listed')}</p>
          <ol class="plan-sites" data-testid="closed">
            {closed.map(({ id, lon, lat, people }) => (
              <li key={id}>
                <span class="plan-site-sign" aria-hidden="true">
                  ×
                </span>
                {lon === null || lat === null ? (
                  <span>{named(id)}</span>
                ) : (
                  <button type="button" class="link" onClick={() => actions.flyTo({ lon, lat, zoom: 15 })}>
                    {named(id)}
                  </button>
                )}
                <span class="plan-site-gain">{servesText(app, request, people)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      <dl class="facts">
        <RunFacts run={run} info={t('plan.close.what')} />
        <dt>{t('plan.close.mean')}</dt>
        <dd>
          {t('plan.close.meanOf', { before: formatMinutes(app, today.meanCost), after: formatMinutes(app, meanCost) })}
        </dd>
      </dl>
      <ServiceWarnings notes={run.result.warnings} />
      <RunActions run={run}>
        {closed.length > 0 && (
          <ActionButton icon="plus" primary disabled={isTaken || full} onClick={take} data-testid="take-closed">
            {t(isTaken ? 'plan.close.taken' : 'plan.close.take', { n: closed.length })}
          </ActionButton>
        )}
        {full && !isTaken && <p class="quiet">{t('plan.scenario.full', { n: MAX_SCENARIOS })}</p>}
      </RunActions>
      <ResultAssumptions result={run.result} />
    </>
  );
}
