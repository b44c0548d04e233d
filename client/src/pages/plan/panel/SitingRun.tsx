import { useEffect, useMemo } from 'preact/hooks';
import type { SitingResult, SitingStep } from '../../../../../tiles/api/siting.ts';
import type { NearbyResult } from '../../../../../tiles/api/wire.ts';
import { useApp } from '../../../app/context.ts';
import type { App } from '../../../app/types.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import type { LonLat } from '../../../format/geometry.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { usePlan } from '../context.ts';
import { haloOf, markColor } from '../map/markers.ts';
import { useQuery } from '../../../data/remote.ts';
import { nameOf } from '../../../format/name.ts';
import { formatMinutes, formatPeople, formatPeopleChange, formatShare, sitePlace } from '../format.ts';
import { placedSites, type ProposedSite } from '../session/proposal.ts';
import { costUnitOf, gapText, limitsText, provenShare, spentOf } from '../session/siting.ts';
import { ClosureFound } from '../siting/ClosureFound.tsx';
import { otherPeopleText } from '../siting/fit-words.ts';
import { PeriodsFound } from '../siting/PeriodsFound.tsx';
import { OtherPeople, OtherQuestion } from '../siting/RunNotice.tsx';
import { RunActions, RunFacts, RunHead, type FoundRun } from '../siting/RunParts.tsx';
import { goalRequest, goalResult, periodName, runWords, type GoalResult, type RunWords } from '../siting/words.ts';
import { ZonesFound } from '../siting/ZonesFound.tsx';
import { isFull } from '../state/scenarios.ts';
import { MAX_SCENARIOS } from '../state/types.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { ResultAssumptions, ServiceWarnings } from './ServiceNotes.tsx';

/** What to change on this page, where the service names what a study may change. */
const ASKS = {
  'capacity-missing': 'plan.siting.askCapacity',
  'no-capacities': 'plan.siting.askCapacity',
  'budget-without-costs': 'plan.siting.askCost',
  'siting-joint-too-large': 'plan.siting.askSmaller',
  'closure-too-many': 'plan.close.askFewer',
  'closure-nothing-left': 'plan.close.askFewer',
  'districts-too-large': 'plan.zones.askLarger',
  'districts-full': 'plan.zones.askRaise',
} as const;

interface Props {
  /** Runs the search anew; null where it cannot start. */
  readonly start: (() => void) | null;
}

/** Progress and result of a run. */
export function SitingRun({ start }: Props) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const { status, job, steps, result, error, study } = session.siting.state.value;
  const request = goalRequest(study);
  if (status === 'idle' || study === null || request === null) return null;
  const step = steps.at(-1) ?? null;
  const others = otherPeopleText(app, session);
  if (others !== null)
    return (
      <div class="plan-run" data-testid="siting-run" data-status={status}>
        <OtherPeople whom={others} start={start} />
      </div>
    );
  const ask = error === null ? undefined : (ASKS as Readonly<Record<string, MessageKey>>)[error.code];
  const found = goalResult(result);
  return (
    <div class="plan-run" data-testid="siting-run" data-status={status}>
      {status === 'running' && (
        <p role="status">
          {job?.state === 'waiting'
            ? t('plan.siting.waiting')
            : step === null
              ? t(request.kind === 'siting' ? 'plan.siting.preparing' : 'plan.goal.preparing')
              : t(`plan.siting.phase.${step.phase}`)}
        </p>
      )}
      {status === 'cancelled' && found === null && <p role="status">{t('plan.siting.cancelled')}</p>}
      {status === 'done' && found === null && <p role="status">{t('plan.goal.unfinished')}</p>}
      {error !== null && <RequestFailure error={error} />}
      {ask !== undefined && <p class="plan-warning">{t(ask)}</p>}
      {step !== null && found === null && status !== 'failed' && <GapBar words={runWords(app, request)} step={step} />}
      {(found !== null || step !== null) && <OtherQuestion />}
      {found !== null && result !== null && (
        <FoundOf run={{ found, result, study, request, words: runWords(app, request) }} />
      )}
    </div>
  );
}

function FoundOf({ run }: { run: FoundRun<GoalResult> }) {
  const { found } = run;
  if (found.kind === 'closure') return <ClosureFound run={{ ...run, found }} />;
  if (found.kind === 'districts') return <ZonesFound run={{ ...run, found }} />;
  return <Found run={{ ...run, found }} />;
}

/** The best result so far, the proven bound, and the gap between them. */
function GapBar({ words, step }: { words: RunWords; step: SitingStep }) {
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
        <dt>{words.objective}</dt>
        <dd>{words.value(step.objective)}</dd>
        <dt>{words.bound}</dt>
        <dd>{words.value(step.bound)}</dd>
        <dt>{words.gap}</dt>
        <dd>{gapText(app, step.gap)}</dd>
      </dl>
    </div>
  );
}

function Found({ run }: { run: FoundRun<SitingResult> }) {
  const app = useApp();
  const {
    actions,
    i18n: { t, number },
  } = app;
  const { found, study } = run;
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
  const take = (): void => {
    if (proposal === null) return;
    // The new scenario includes the edits of the optimised one, which stays unchanged.
    session.add(t('plan.siting.scenarioName', { n: count }), proposal.after);
    session.adopted.value = found;
    actions.announce(t('plan.siting.taken', { n: count }));
  };
  return (
    <>
      <RunHead run={run} />
      <p class="quiet" data-testid="siting-limits">
        {limitsText(app, study)}
      </p>
      <dl class="facts">
        <RunFacts run={run} info={t(`plan.siting.${found.model}.what`)} />
        <dt>{t('plan.goal.served')}</dt>
        <dd data-testid="siting-served">
          {t('plan.goal.servedOf', {
            people: formatPeople(app, found.served.people),
            share: formatShare(app, found.served.share, 1),
          })}
        </dd>
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
      <ServiceWarnings notes={run.result.warnings} />
      <PeriodsFound run={run} />
      {sites.length > 0 && <Sites sites={sites} found={found} />}
      <RunActions run={run}>
        {count > 0 && (
          <ActionButton icon="plus" primary disabled={taken === found || full} onClick={take} data-testid="take-sites">
            {t(taken === found ? 'plan.siting.taken' : 'plan.siting.take', { n: count })}
          </ActionButton>
        )}
        {full && taken !== found && <p class="quiet">{t('plan.scenario.full', { n: MAX_SCENARIOS })}</p>}
      </RunActions>
      <ResultAssumptions result={run.result} />
    </>
  );
}

/** So many are named by the nearest road: each is a question. */
const NAMED = 40;
/** A road farther away says nothing of where a site is. */
const ROAD_M = 400;
const AT_ONCE = 6;

/** The sites as the map numbers them: where each is, whom it serves, and what it adds. */
function Sites({ sites, found }: { readonly sites: readonly ProposedSite[]; readonly found: SitingResult }) {
  const app = useApp();
  const {
    actions,
    i18n: { t },
  } = app;
  const session = usePlan();
  const cells = session.cells.value;
  const roads = useRoads(sites);
  const { periods } = session.state.value.siting;
  const stepOf = (id: string): number => found.periods?.findIndex(({ chosen }) => chosen.includes(id)) ?? -1;
  return (
    <>
      {sites.some(({ gain }) => gain !== null) && (
        <p class="quiet">{t('plan.siting.sorted', { n: session.minutes.value })}</p>
      )}
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
                {stepOf(site.id) >= 0 && `${periodName(app, periods, stepOf(site.id))} · `}
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
