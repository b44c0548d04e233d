import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { afterPaint } from '../app/after-paint.ts';
import { useApp } from '../app/context.ts';
import { loadPart } from '../app/load-part.ts';
import { locate } from '../app/locate.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Attribution } from './Attribution.tsx';
import { RequestFailure } from './RequestFailure.tsx';

interface Props {
  readonly children?: ComponentChildren;
  /** Stands in the map's place until it has drawn. */
  readonly still?: ComponentChildren;
  /** Further buttons among the controls. */
  readonly tools?: ComponentChildren;
  /** Something smaller comes first: the map's program is loaded once this is false. */
  readonly waits?: boolean;
}

/** The map with its controls and credits, and what a page lays over it. */
export function MapView({ children, still, tools, waits = false }: Props) {
  const app = useApp();
  const {
    map,
    config,
    ui,
    i18n: { t, text },
  } = app;
  const container = useRef<HTMLDivElement>(null);
  const { value, error } = config.state.value;
  const city = value === null ? '' : text(value.city);
  const label = t('map.label', { city });

  useEffect(() => {
    const element = container.current;
    if (element === null || waits) return undefined;
    const fail = (): void => {
      ui.unsupported.value = true;
    };
    let stop = (): void => undefined;
    // MapLibre is by far the largest part: panel, search and picture are there before it.
    const cancel = afterPaint(() => {
      stop = loadPart(
        app,
        'error.program',
        () => import('../app/show-map.ts'),
        ({ showMap }) => showMap(app, element, fail),
      );
    });
    return () => {
      cancel();
      stop();
    };
  }, [waits]);

  // MapLibre sets its own label once, in one language.
  useEffect(() => {
    map.value?.getCanvas().setAttribute('aria-label', label);
  }, [map.value, label]);

  const unsupported = ui.unsupported.value;
  const loading = map.value === null && error === null && !unsupported;
  return (
    <section id="map" class="map" aria-label={city} aria-busy={loading}>
      <div ref={container} class="map-canvas" data-testid="map" data-picking={ui.picking.value !== null} />
      {still}
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
          <RequestFailure error={error} retry={() => void config.load()} />
        </div>
      )}
      {map.value !== null && (ui.picking.value === null || ui.measuring.value !== null) && children}
      {ui.picking.value !== null && ui.measuring.value === null && (
        <p class="map-hint" role="status">
          {t('nearby.picking')}
        </p>
      )}
      <MapControls>{tools}</MapControls>
      <Attribution />
    </section>
  );
}

/** Zoom, compass, own position, whole city. */
function MapControls({ children }: { readonly children?: ComponentChildren }) {
  const app = useApp();
  const {
    map,
    store,
    actions,
    i18n: { t },
  } = app;
  const [locating, setLocating] = useState(false);
  const { bearing = 0, pitch = 0 } = store.view.value ?? {};

  const toOwnPosition = async (): Promise<void> => {
    setLocating(true);
    const own = await locate(app);
    setLocating(false);
    if (own !== null) actions.flyTo(own);
  };

  return (
    <div class="map-controls" role="group" aria-label={t('map.controls')}>
      <div class="control-stack">
        <IconButton icon="plus" label={t('map.zoomIn')} onClick={() => map.peek()?.zoomIn()} />
        <IconButton icon="minus" label={t('map.zoomOut')} onClick={() => map.peek()?.zoomOut()} />
        {(bearing !== 0 || pitch !== 0) && (
          <button
            type="button"
            class="button button-icon"
            aria-label={t('map.north')}
            title={t('map.north')}
            onClick={() => map.peek()?.easeTo({ bearing: 0, pitch: 0 })}
          >
            <span class="compass" style={{ transform: `rotate(${-bearing}deg)` }}>
              <Icon name="north" />
            </span>
          </button>
        )}
      </div>
      <div class="control-stack">
        <IconButton
          icon="locate"
          label={t(locating ? 'map.locating' : 'map.locate')}
          aria-busy={locating}
          onClick={() => void toOwnPosition()}
        />
        <IconButton icon="home" label={t('map.home')} onClick={() => actions.home()} />
      </div>
      {children !== undefined && <div class="control-stack map-tools">{children}</div>}
    </div>
  );
}
