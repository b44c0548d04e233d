import { useEffect, useMemo, useState } from 'preact/hooks';
import { asApiError, type ApiError } from '../../data/errors.ts';
import { mediaSignal, PANEL_QUERY } from '../../ui/media.ts';
import { useApp } from '../../app/context.ts';
import { RequestFailure } from '../../shell/RequestFailure.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProvenanceBadge } from '../../ui/ProvenanceBadge.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { provenanceKinds } from '../../format/provenance.ts';
import './analysis.css';
import { analysisOf } from './bind.ts';
import { AnalysisContext, useAnalysis } from './context.ts';
import { ActiveFilters } from './parts/ActiveFilters.tsx';
import { Charts } from './parts/Charts.tsx';
import { DisplayChoice } from './parts/DisplayChoice.tsx';
import { GroupsTable } from './parts/GroupsTable.tsx';
import { MapLegend } from './parts/MapLegend.tsx';
import { PickedCard } from './parts/PickedCard.tsx';
import { Tiles } from './parts/Tiles.tsx';
import { TimeControls } from './parts/TimeControls.tsx';
import { openRows } from './rows.ts';
import type { AnalysisSession } from './session.ts';

/** Case data drawn spatially, and charts that follow the map and filter it in turn. */
export default function AnalysisTab() {
  const app = useApp();
  const [session, setSession] = useState<AnalysisSession | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const load = (): void => {
    setFailure(null);
    analysisOf(app).then(setSession, (error: unknown) => setFailure(asApiError(error)));
  };
  useEffect(load, []);

  if (failure !== null) return <RequestFailure error={failure} retry={load} />;
  if (session === null) return <Skeleton lines={8} label={app.i18n.t('analysis.loading')} />;
  return <Body session={session} />;
}

function Body({ session }: { session: AnalysisSession }) {
  const {
    catalogue,
    i18n: { t },
  } = useApp();
  const layer = session.layer.value;
  const { value: data, error } = session.data.value;
  const evaluation = session.evaluation.value;
  const listed = catalogue.state.value;

  if (listed.error !== null && listed.value === null)
    return <RequestFailure error={listed.error} retry={() => void catalogue.load()} />;
  if (layer === null && !listed.loading) return <p class="empty">{t('analysis.none')}</p>;
  if (error !== null) return <RequestFailure error={error} retry={session.reload} />;
  if (layer === null || data === null || evaluation === null)
    return <Skeleton lines={8} label={t('analysis.loading')} />;
  if (data.count === 0) return <p class="empty">{t('analysis.none')}</p>;
  return (
    <AnalysisContext.Provider value={{ session, layer, data, evaluation }}>
      <Sections />
    </AnalysisContext.Provider>
  );
}

function Sections() {
  const app = useApp();
  const {
    map,
    ui,
    i18n: { t },
  } = app;
  const { session, evaluation } = useAnalysis();
  // Beside a panel the time stands at the foot of the map, see TimeFoot.
  const isAtFoot = useMemo(() => mediaSignal(PANEL_QUERY), []).value && map.value !== null;
  return (
    <div class="analysis">
      <Head />
      {session.isOutdated.value && (
        <p class="analysis-outdated" role="status">
          <span>{t('analysis.outdated')}</span>
          <button type="button" class="button button-outline" onClick={session.reload}>
            {t('analysis.reload')}
          </button>
        </p>
      )}
      {ui.unsupported.value && <p class="quiet">{t('analysis.noMap')}</p>}
      <Tiles />
      <ActiveFilters />
      {evaluation.selected.length > 0 && (
        <IconButton
          class="button-outline"
          icon="table"
          label={t('analysis.rows', { n: evaluation.selected.length })}
          onClick={() => openRows(app, session, null)}
        >
          {t('analysis.rows', { n: evaluation.selected.length })}
        </IconButton>
      )}
      {evaluation.selected.length === 0 && (
        <p class="empty" role="status">
          {t('analysis.empty')}
        </p>
      )}
      <DisplayChoice />
      <MapLegend />
      <PickedCard />
      <GroupsTable />
      {!isAtFoot && <TimeControls />}
      <Charts />
      <label class="check-row">
        <input
          type="checkbox"
          class="check"
          checked={session.state.value.pinned}
          onChange={(event) => session.update({ pinned: event.currentTarget.checked })}
        />
        <span>{t('analysis.pin')}</span>
      </label>
    </div>
  );
}

/** The choice of data, and a note on their provenance. */
function Head() {
  const {
    i18n: { t, text },
  } = useApp();
  const { session, layer } = useAnalysis();
  const layers = session.layers.value;
  return (
    <header class="analysis-head">
      {layers.length > 1 ? (
        <label class="filter-field">
          <span>{t('analysis.layer')}</span>
          <select
            class="field"
            value={layer.id}
            onChange={(event) =>
              session.update({
                layer: event.currentTarget.value,
                filters: {},
                window: null,
                measure: { kind: 'count' },
              })
            }
          >
            {layers.map((each) => (
              <option key={each.id} value={each.id}>
                {text(each.title)}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <h2>{text(layer.title)}</h2>
      )}
      <p class="quiet">
        {provenanceKinds(layer).map((kind) => (
          <ProvenanceBadge key={kind} kind={kind} />
        ))}{' '}
        {text(layer.source)}
      </p>
    </header>
  );
}
