import type { LayerInfo } from '../../../tiles/api/wire.ts';
import { useApp } from '../app/context.ts';

/** Whether nothing of the data was made up or placed roughly; until the layers have come nobody can say so. */
function isAllMeasured(layers: readonly LayerInfo[] | null): boolean {
  return layers?.every(({ provenance }) => !provenance.synthetic && !provenance.approximate) ?? false;
}

/** Bottom left, beside the scale: the map review number where one is set, and whose base map this is. */
export function Attribution() {
  const {
    catalogue,
    config,
    store,
    ui,
    i18n: { t, text },
  } = useApp();
  const settings = config.state.value.value;
  if (settings === null) return null;
  const layers = catalogue.state.value.value?.layers ?? null;
  const basemap = settings.basemaps.find(({ id }) => id === store.basemap.value);
  return (
    <div class="attribution">
      {settings.mapReviewNumber !== undefined && (
        <span class="review-number">{t('map.reviewNumber', { number: settings.mapReviewNumber })}</span>
      )}
      {basemap !== undefined && <span>{basemap.attribution}</span>}
      {basemap === undefined && settings.baseMapAttribution !== undefined && (
        <span>{text(settings.baseMapAttribution)}</span>
      )}
      <button
        type="button"
        class="attribution-button"
        onClick={() => {
          ui.dialog.value = 'about';
        }}
      >
        {t(isAllMeasured(layers) ? 'map.sources' : 'map.credits')}
      </button>
    </div>
  );
}
