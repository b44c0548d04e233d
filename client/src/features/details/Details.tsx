import { useEffect, useRef } from 'preact/hooks';
import { useQuery } from '../../data/remote.ts';
import { useApp } from '../../app/context.ts';
import { useFocusReturn } from '../../shell/focus-return.ts';
import { RequestFailure } from '../../shell/RequestFailure.tsx';
import { FeatureDetails } from './FeatureDetails.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { legendOf } from '../../../../tiles/style/legend.ts';
import type { Candidate } from '../../map/pick.ts';
import { Swatch } from '../../ui/Swatch.tsx';

/** Details of the selected feature, or a list to choose from where several overlap. */
export default function Details() {
  const {
    api,
    store,
    ui,
    live,
    actions,
    i18n: { t },
  } = useApp();
  const selection = store.selection.value;
  const key = selection === null ? null : `${selection.layer}/${selection.id}`;
  const item = useQuery(key, (signal) => api.item(selection ?? { layer: '', id: '' }, signal), {
    forget: true,
    version: live.versions.value[selection?.layer ?? ''] ?? 0,
  });
  const root = useRef<HTMLElement>(null);
  const candidates = ui.candidates.value;
  const listed = candidates.some(({ layer, id }) => layer === selection?.layer && id === selection.id);

  // A feature deleted meanwhile disappears from the map too.
  const isGone = item.error?.status === 404;
  const found = isGone ? null : item.value;

  useEffect(() => {
    ui.selected.value = found;
  }, [found]);
  useFocusReturn(root);

  const close = (): void => {
    ui.candidates.value = [];
    actions.select(null);
  };

  return (
    <section ref={root} class="details" aria-label={t('details.label')} tabIndex={-1} data-testid="details">
      <div class="details-bar">
        {selection !== null && listed && candidates.length > 1 ? (
          <IconButton class="button-quiet" icon="back" label={t('details.back')} onClick={() => actions.select(null)}>
            {t('details.several', { n: candidates.length })}
          </IconButton>
        ) : (
          <span />
        )}
        <IconButton icon="close" label={t('details.close')} onClick={close} />
      </div>
      {selection === null && <CandidateList candidates={candidates} />}
      {item.loading && item.value === null && <Skeleton lines={8} label={t('details.loading')} />}
      {item.error !== null &&
        (isGone ? (
          <p class="empty" role="alert">
            {t('details.notFound')}
          </p>
        ) : (
          <RequestFailure error={item.error} retry={item.retry} />
        ))}
      {found !== null && <FeatureDetails item={found} />}
    </section>
  );
}

/** Overlapping features at one point, topmost first. */
function CandidateList({ candidates }: { candidates: readonly Candidate[] }) {
  const {
    layersById,
    theme,
    ui,
    actions,
    i18n: { t, text },
  } = useApp();
  const cut = ui.candidatesCut.value;
  return (
    <div class="candidates">
      <h2>{t('details.several', { n: cut?.of === candidates ? cut.total : candidates.length })}</h2>
      {cut?.of === candidates && <p class="quiet">{t('cluster.cut', { n: candidates.length })}</p>}
      <ul class="hit-list">
        {candidates.map(({ layer: layerId, id, name }) => {
          const layer = layersById.value.get(layerId);
          if (layer === undefined) return null;
          return (
            <li key={`${layerId}/${id}`}>
              <button type="button" class="hit hit-marked" onClick={() => actions.select({ layer: layerId, id })}>
                <Swatch legend={legendOf(layer, theme.value)} />
                <span class="hit-name">{name === null ? id : text(name)}</span>
                <span class="hit-distance">{text(layer.title)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
