import { useEffect, useRef, useState } from 'preact/hooks';
import { asApiError } from '../../data/errors.ts';
import { useApp } from '../../app/context.ts';
import { Attribution } from '../../shell/Attribution.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { MapControls } from './MapControls.tsx';

export function MapView() {
  const app = useApp();
  const {
    map,
    config,
    ui,
    i18n: { t, text },
  } = app;
  const container = useRef<HTMLDivElement>(null);
  const [unsupported, setUnsupported] = useState(false);
  const { value, error } = config.state.value;
  const city = value === null ? '' : text(value.city);
  const label = t('map.label', { city });

  useEffect(() => {
    const element = container.current;
    let stop = (): void => undefined;
    let ended = false;
    // MapLibre is by far the largest part: panel and search are there before it.
    import('../../map/bind-map.ts').then(
      ({ bindMap }) => {
        if (!ended && element !== null) stop = bindMap(app, element, () => setUnsupported(true));
      },
      (cause: unknown) =>
        app.actions.notify({ key: 'error.program', error: asApiError(cause), retry: () => location.reload() }),
    );
    return () => {
      ended = true;
      stop();
    };
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
      {loading && (
        <p class="map-message" role="status">
          {t('map.slow')}
        </p>
      )}
      {unsupported && (
        <p class="map-message" role="alert">
          {t('map.noWebGL')}
        </p>
      )}
      {error !== null && (
        <div class="map-message">
          <Failure error={error} retry={() => void config.load()} />
        </div>
      )}
      {ui.picking.value !== null && (
        <p class="map-hint" role="status">
          {t('nearby.picking')}
        </p>
      )}
      <MapControls />
      <Attribution />
    </section>
  );
}
