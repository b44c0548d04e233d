import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app/context.ts';
import { bindMap } from '../map/bind-map.ts';
import { Attribution } from './Attribution.tsx';
import { Failure } from './Failure.tsx';
import { MapControls } from './MapControls.tsx';

export function MapView() {
  const app = useApp();
  const { map, config, ui, i18n: { t, text } } = app;
  const container = useRef<HTMLDivElement>(null);
  const [unsupported, setUnsupported] = useState(false);
  const { value, error } = config.state.value;
  const city = value === null ? '' : text(value.city);
  const label = t('map.label', { city });

  useEffect(() => {
    if (container.current === null) return undefined;
    return bindMap(app, container.current, () => setUnsupported(true));
  }, []);

  // MapLibre sets its own label once, in one language.
  useEffect(() => {
    map.value?.getCanvas().setAttribute('aria-label', label);
  }, [map.value, label]);

  const loading = map.value === null && error === null && !unsupported;
  return (
    <section id="map" class="map" aria-label={city} aria-busy={loading}>
      <div ref={container} class="map-canvas" data-testid="map" data-picking={ui.picking.value !== null} />
      <span class="crosshair" aria-hidden="true" />
      {loading && <p class="map-message" role="status">{t('map.slow')}</p>}
      {unsupported && <p class="map-message" role="alert">{t('map.noWebGL')}</p>}
      {error !== null && <div class="map-message"><Failure error={error} retry={() => void config.load()} /></div>}
      {ui.picking.value !== null && <p class="map-hint" role="status">{t('nearby.picking')}</p>}
      <MapControls />
      <Attribution />
    </section>
  );
}
