import { useApp } from '../app/context.ts';

/** Bottom left, beside the scale: the map review number where one is set, and whose base map this is. */
export function Attribution() {
  const {
    config,
    store,
    ui,
    i18n: { t },
  } = useApp();
  const settings = config.state.value.value;
  if (settings === null) return null;
  const basemap = settings.basemaps.find(({ id }) => id === store.basemap.value);
  return (
    <div class="attribution">
      {settings.mapReviewNumber !== undefined && (
        <span class="review-number">{t('map.reviewNumber', { number: settings.mapReviewNumber })}</span>
      )}
      {basemap !== undefined && <span>{basemap.attribution}</span>}
      <button
        type="button"
        class="attribution-button"
        onClick={() => {
          ui.dialog.value = 'about';
        }}
      >
        {t('map.credits')}
      </button>
    </div>
  );
}
