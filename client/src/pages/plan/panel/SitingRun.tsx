import { useEffect, useMemo } from 'preact/hooks';
import type { SitingModel } from '../../../../../tiles/api/vocabulary.ts';
import type { SitingResult, SitingStep } from '../../../../../tiles/api/siting.ts';
import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { Study } from '../../../../../tiles/api/study.ts';
import type { NearbyResult } from '../../../../../tiles/api/wire.ts';
import { useApp } from '../../../app/context.ts';
import type { App } from '../../../app/types.ts';
import type { LonLat } from '../../../format/geometry.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { usePlan } from '../context.ts';
import { haloOf, markColor } from '../map/markers.ts';
import { useQuery } from '../../../data/remote.ts';
import { nameOf } from '../../../format/name.ts';
import { formatMinutes, formatPeople, formatPeopleChange, sitePlace, sourceText } from '../format.ts';
import { placedSites, type ProposedSite } from '../session/proposal.ts';
import { costUnitOf, gapText, limitsText, objectiveText, proofText, provenShare, spentOf } from '../session/siting.ts';
import { downloadFile } from '../../../app/download.ts';
import { fileName } from '../../../format/file-name.ts';
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
  const taken = session.adopted.value;
  const full = isFull(session.state.value.scenarios);
  const proposal = session.proposal.value;
  const sites = session.proposed.value;
  const count = useMemo(() => placedSites(found).length, [found]);
  useEffect(() => {
    if (proposal !== null) showSites(app, placedSites(proposal.found));
  }, [proposal?.found]);
  const gapTitle = t(`plan.siting.gap.${found.model}`);
  const save = (): void =>
    downloadFile({
      name: fileName([session.activeName.peek(), t('plan.siting'), cityDay(new Date())], 'study.json'),
      blob: new Blob([JSON.stringify(study, null, 2)], { type: 'application/json' }),
    });
  const take = (): void => {
    if (proposal === null) return;
    // The new scenario includes the edits of the optimised one, which stays unchanged.
    session.add(t('plan.siting.scenarioName', { n: count }), proposal.after);
    session.adopted.value = found;
    actions.announce(t('plan.siting.taken', { n: count }));
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
      {sites.length > 0 && <Sites sites={sites} />}
      {count > 0 && (
        <div class="plan-actions">
          <ActionButton icon="plus" primary disabled={taken === found || full} onClick={take} data-testid="take-sites">
            {t(taken === found ? 'plan.siting.taken' : 'plan.siting.take', { n: count })}
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

/** So many are named by the nearest road: each is a question. */
const NAMED = 40;
/** A road farther away says nothing of where a site is. */
const ROAD_M = 400;
const AT_ONCE = 6;

/** The sites as the map numbers them: where each is, whom it serves, and what it adds. */
function Sites({ sites }: { readonly sites: readonly ProposedSite[] }) {
  const app = useApp();
  const {
    actions,
    i18n: { t },
  } = app;
  const session = usePlan();
  const cells = session.cells.value;
  const roads = useRoads(sites);
  return (
    <>
      <p class="quiet">{t('plan.siting.sorted', { n: session.minutes.value })}</p>
      <ol class="plan-sites" data-testid="proposed-sites">
        {sites.map((site) => {
          const road = roads.get(site.id);
          const place = sitePlace(app, cells, site);
          return (
            <li key={site.id}>
              <span
                class="plan-site-number"
                style={{ background: markColor(app.theme.value, 'added'), color: haloOf(app.theme.value) }}
                aria-hidden="true"
              >
                {site.number}
              </span>
              <button type="button" class="link" onClick={() => actions.flyTo({ ...site, zoom: 15 })}>
                {road === undefined ? place : t('plan.siting.near', { place, road })}
              </button>
              <span class="plan-site-gain">
                {site.gain === null
                  ? t('plan.siting.serves', { people: formatPeople(app, site.people) })
                  : formatPeopleChange(app, site.gain)}
              </span>
              {site.gain !== null && (
                <span class="quiet">{t('plan.siting.serves', { people: formatPeople(app, site.people) })}</span>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** Names of the nearest roads by site, once they are known; a city may have none. */
function useRoads(sites: readonly ProposedSite[]): ReadonlyMap<string, string> {
  const app = useApp();
  const layer = [...app.layersById.value.values()].find(({ role }) => role === 'roads');
  const wanted = sites.slice(0, NAMED);
  const key = layer === undefined ? null : JSON.stringify(wanted.map(({ lon, lat }) => [lon, lat]).sort());
  const answer = useQuery(key, async (signal) => {
    const found: (readonly [string, NearbyResult['features'][number]['properties']])[] = [];
    for (let first = 0; layer !== undefined && first < wanted.length; first += AT_ONCE) {
      const some = wanted.slice(first, first + AT_ONCE);
      const answers = await Promise.all(some.map((site) => app.api.nearest(layer.id, site, ROAD_M, signal)));
      answers.forEach(({ features: [road] }, index) => {
        const id = some[index]?.id;
        if (road !== undefined && id !== undefined) found.push([id, road.properties]);
      });
    }
    return found;
  });
  if (layer === undefined) return new Map();
  return new Map(
    (answer.value ?? []).flatMap(([id, properties]) => {
      const name = nameOf(layer, properties, app.i18n.text);
      return name === null || name === undefined ? [] : [[id, name] as const];
    }),
  );
}

/** Moves the map so that it shows all of the sites. */
function showSites({ actions }: App, sites: readonly LonLat[]): void {
  const [lons, lats] = [sites.map(({ lon }) => lon), sites.map(({ lat }) => lat)];
  actions.fit([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]);
}
