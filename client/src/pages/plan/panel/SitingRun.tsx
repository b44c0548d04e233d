import { useMemo, useState } from 'preact/hooks';
import type { SitingModel } from '../../../../../tiles/api/vocabulary.ts';
import type { SitingResult, SitingStep } from '../../../../../tiles/api/siting.ts';
import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { Study } from '../../../../../tiles/api/study.ts';
import { useApp } from '../../../app/context.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { usePlan } from '../context.ts';
import { formatMinutes, formatPeople, sitePlace, sourceText } from '../format.ts';
import {
  costUnitOf,
  gapText,
  limitsText,
  objectiveText,
  placedSites,
  proofText,
  provenShare,
  sitesAsEdits,
  spentOf,
} from '../session/siting.ts';
import { downloadFile } from '../brief/exporter.ts';
import { fileName } from '../brief/filename.ts';
import { isFull } from '../state/scenarios.ts';
import { MAX_SCENARIOS } from '../state/types.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { InfoTip } from '../../../ui/InfoTip.tsx';

/** What to change on this page, where the service names what a study may change. */
const ASKS: Readonly<Record<string, 'plan.siting.askCapacity' | 'plan.siting.askCost' | 'plan.siting.askSmaller'>> = {
  'capacity-missing': 'plan.siting.askCapacity',
  'no-capacities': 'plan.siting.askCapacity',
  'budget-without-costs': 'plan.siting.askCost',
  'siting-joint-too-large': 'plan.siting.askSmaller',
};

/** Progress and result of a siting run. */
export function SitingRun() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { status, job, steps, result, error, study } = session.siting.state.value;
  const request = study?.analyses[0];
  if (status === 'idle' || request?.kind !== 'siting') return null;
  const step = steps.at(-1) ?? null;
  const ask = error === null ? undefined : ASKS[error.code];
  const found = result?.results.find((each): each is SitingResult => each.kind === 'siting') ?? null;
  return (
    <div class="plan-run" data-testid="siting-run" data-status={status}>
      {status === 'running' && (
        <p role="status">
          {job?.state === 'waiting'
            ? t('plan.siting.waiting')
            : step === null
              ? t('plan.siting.preparing')
              : t(`plan.siting.phase.${step.phase}`)}
        </p>
      )}
      {status === 'cancelled' && found === null && <p role="status">{t('plan.siting.cancelled')}</p>}
      {error !== null && <RequestFailure error={error} />}
      {ask !== undefined && <p class="plan-warning">{t(ask)}</p>}
      {step !== null && found === null && status !== 'failed' && <GapBar model={request.model} step={step} />}
      {found !== null && result !== null && study !== null && <Found found={found} result={result} study={study} />}
    </div>
  );
}

/** The best result so far, the proven bound, and the gap between them. */
function GapBar({ model, step }: { model: SitingModel; step: SitingStep }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const share = provenShare(step);
  return (
    <div class="plan-gap-bar" data-testid="gap-bar">
      <div
        class="plan-bar"
        role="progressbar"
        aria-label={t('plan.siting.bar')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <dl class="facts">
        <dt>{t(`plan.siting.objective.${model}`)}</dt>
        <dd>{objectiveText(app, model, step.objective)}</dd>
        <dt>{t(`plan.siting.bound.${model}`)}</dt>
        <dd>{objectiveText(app, model, step.bound)}</dd>
        <dt>{t(`plan.siting.gap.${model}`)}</dt>
        <dd>{gapText(app, step.gap)}</dd>
      </dl>
    </div>
  );
}

function Found({ found, result, study }: { found: SitingResult; result: StudyResult; study: Study }) {
  const app = useApp();
  const {
    actions,
    i18n: { t, text, number, cityDay },
  } = app;
  const session = usePlan();
  const spent = spentOf(found);
  // Adding the same result twice would only make a second, equal scenario.
  const [taken, setTaken] = useState<SitingResult | null>(null);
  const full = isFull(session.state.value.scenarios);
  const cells = session.cells.value;
  const language = app.store.language.value;
  const sites = useMemo(() => placedSites(found), [found]);
  const places = useMemo(
    () => sites.map((site) => sitePlace(app, cells, site)),
    [sites, cells, language, app.catalogue.state.value],
  );
  const gapTitle = t(`plan.siting.gap.${found.model}`);
  const save = (): void =>
    downloadFile({
      name: fileName([session.activeName.peek(), t('plan.siting'), cityDay(new Date())], 'study.json'),
      blob: new Blob([JSON.stringify(study, null, 2)], { type: 'application/json' }),
    });
  const take = (): void => {
    setTaken(found);
    // The new scenario includes the edits of the optimised one, which stays unchanged.
    session.add(t('plan.siting.scenarioName', { n: sites.length }), sitesAsEdits(found, session.edits.peek()));
    actions.announce(t('plan.siting.taken', { n: sites.length }));
  };
  return (
    <>
      <p role="status">
        <strong>{t(`plan.siting.status.${found.status}`)}</strong>
        {result.partial && ` ${t('plan.partial')}`}
      </p>
      <p data-testid="siting-proof">{proofText(app, found)}</p>
      <p class="quiet" data-testid="siting-limits">
        {limitsText(app, study)}
      </p>
      <dl class="facts">
        <dt>
          {t(`plan.siting.objective.${found.model}`)}{' '}
          <InfoTip
            about={t(`plan.siting.objective.${found.model}`)}
          >{`${t(`plan.siting.${found.model}.what`)} ${t('plan.info.objective')} ${sourceText(app, session)}`}</InfoTip>
        </dt>
        <dd data-testid="siting-objective">{objectiveText(app, found.model, found.objective)}</dd>
        <dt>{t(`plan.siting.before.${found.model}`)}</dt>
        <dd>{found.before === null ? '—' : objectiveText(app, found.model, found.before)}</dd>
        <dt>{t(`plan.siting.bound.${found.model}`)}</dt>
        <dd>{objectiveText(app, found.model, found.bound)}</dd>
        <dt>
          {gapTitle} <InfoTip about={gapTitle}>{t('plan.info.gap')}</InfoTip>
        </dt>
        <dd data-testid="siting-gap">{gapText(app, found.gap)}</dd>
        {found.meanCost !== null && (found.model === 'mclp' || found.model === 'lscp') && (
          <>
            <dt>
              {t('plan.siting.mean')} <InfoTip about={t('plan.siting.mean')}>{t('plan.info.mean')}</InfoTip>
            </dt>
            <dd data-testid="siting-mean">{formatMinutes(app, found.meanCost)}</dd>
          </>
        )}
        {spent !== null && (
          <>
            <dt>{t('plan.siting.spent')}</dt>
            <dd data-testid="siting-spent">
              {t('plan.siting.amount', { n: number(spent), unit: costUnitOf(app, study) })}
            </dd>
          </>
        )}
        {found.unservable.cells > 0 && (
          <>
            <dt>{t('plan.siting.unservable')}</dt>
            <dd data-testid="siting-unservable">
              {t('plan.siting.unservableOf', {
                people: formatPeople(app, found.unservable.people),
                n: found.unservable.cells,
              })}
            </dd>
          </>
        )}
      </dl>
      {result.warnings.map(({ code, message }) => (
        <p key={code} class="plan-warning">
          {text(message)}
        </p>
      ))}
      <ol class="plan-list">
        {sites.map((site, index) => (
          <li key={site.id} class="plan-list-row">
            <button type="button" class="link" onClick={() => actions.flyTo({ ...site, zoom: 15 })}>
              {t('plan.siting.site', { n: index + 1, place: places[index] ?? '' })}
            </button>
            <span class="quiet">{formatPeople(app, site.people)}</span>
          </li>
        ))}
      </ol>
      {sites.length > 0 && (
        <div class="plan-actions">
          <ActionButton icon="plus" primary disabled={taken === found || full} onClick={take} data-testid="take-sites">
            {t(taken === found ? 'plan.siting.taken' : 'plan.siting.take', { n: sites.length })}
          </ActionButton>
          <ActionButton icon="brief" onClick={save} data-testid="siting-study">
            {t('plan.siting.studyFile')}
          </ActionButton>
          {full && taken !== found && <p class="quiet">{t('plan.scenario.full', { n: MAX_SCENARIOS })}</p>}
        </div>
      )}
      <details class="plan-more">
        <summary>{t('plan.assumptions')}</summary>
        <ul class="plan-notes">
          {result.assumptions.map(({ code, message }) => (
            <li key={code}>{text(message)}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
