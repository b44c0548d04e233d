import type { LayerInfo, NearbyResult } from '../../../../tiles/api/wire.ts';
import type { Remote } from '../../data/remote.ts';
import { useApp } from '../../app/context.ts';
import { anchorOf, directionTo } from '../../format/geometry.ts';
import { nameOf } from '../../format/name.ts';
import type { NearbyQuery } from '../../state/types.ts';
import { RequestFailure } from '../../shell/RequestFailure.tsx';
import { ProvenanceBadge } from '../../ui/ProvenanceBadge.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

interface Props {
  query: NearbyQuery;
  answer: Remote<NearbyResult> & { retry: () => void };
  layer: LayerInfo;
}

/** Nearest first, with the metres and the direction to set out in. */
export function NearbyResults({ query, answer, layer }: Props) {
  const {
    store,
    actions,
    i18n: { t, distance, text },
  } = useApp();
  const radius = distance(query.radiusM);
  if (answer.error !== null) return <RequestFailure error={answer.error} retry={answer.retry} />;
  if (answer.value === null) return <Skeleton lines={5} label={t('search.loading')} />;
  const hits = answer.value.features;
  return (
    <section class="nearby-results" aria-label={t('nearby.title')}>
      <div class="filter-head">
        <p role="status">
          {hits.length === 0 ? t('nearby.none', { radius }) : t('nearby.hits', { n: hits.length, radius })}
        </p>
        <button type="button" class="button button-quiet" onClick={() => actions.setNearby(null)}>
          {t('nearby.clear')}
        </button>
      </div>
      <ol class="hit-list">
        {hits.map((hit) => {
          const at = anchorOf(hit.geometry, hit.bbox);
          const chosen = store.selection.value?.layer === hit.layer && store.selection.value.id === hit.id;
          return (
            <li key={hit.id}>
              <button
                type="button"
                class="hit"
                aria-current={chosen}
                onClick={() => {
                  actions.select({ layer: hit.layer, id: hit.id });
                  actions.flyTo({ ...at, bbox: hit.bbox });
                }}
              >
                <span class="hit-name">{nameOf(layer, hit.properties, text) ?? hit.id}</span>
                <ProvenanceBadge kind={hit.provenance} />
                <span class="hit-distance">
                  {t('nearby.distance', {
                    distance: distance(hit.distanceM),
                    direction: t(`direction.${directionTo(query, at)}`),
                  })}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {hits.length > 0 && <p class="quiet">{t('nearby.straight')}</p>}
    </section>
  );
}
