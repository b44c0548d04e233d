import { computed, effect, signal } from '@preact/signals';
import 'maplibre-gl/dist/maplibre-gl.css';
import { Map as MapLibre, ScaleControl, type LayerSpecification, type StyleSpecification } from 'maplibre-gl';
import { drawLayer } from '../../../tiles/style/layers.ts';
import { asApiError } from '../data/errors.ts';
import type { App, Overlay } from '../app/types.ts';
import type { Bbox, ClientConfig } from '../../../tiles/api/wire.ts';
import type { Language, Theme } from '../state/types.ts';
import { bindClicks } from './bind-clicks.ts';
import { bindFailures } from './bind-failures.ts';
import { bindLive } from './bind-live.ts';
import { bindSupply } from './tile-source-switch.ts';
import { bindView } from './bind-view.ts';
import { createBounds } from './bounds.ts';
import { composeStyle } from './compose.ts';
import { nearbyOverlay, ownPositionOverlay, selectionOverlay } from './overlays.ts';
import { createRefresher, type Refresher } from './refresh.ts';
import { changeAddresses, type Supply } from './sources.ts';

/** System fonts for Chinese labels: no font is ever asked of another server. */
const CJK_FONTS =
  "'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif";
const MIN_ZOOM = 6;
const MAX_ZOOM = 20;
/** Layers whose names come with the style. */
const NAMED_IN_STYLE = ['districts', 'streets'];
/** How far the map goes beyond the city, in widths and heights of it. The sea of the data ends a little farther out. */
const ROOM_AROUND = 1.25;

/**
 * Keeps a MapLibre map in `container` in step with the app's state, from the moment that configuration, catalogue and
 * style have come. `onUnsupported` is called where the browser cannot draw. Returns the function that ends it all.
 */
export function bindMap(app: App, container: HTMLElement, onUnsupported: () => void): () => void {
  const base = signal<StyleSpecification | null>(null);
  const stops = [
    loadBaseStyle(app, (style) => {
      base.value = style;
    }),
  ];
  const { supply, settle, stop } = bindSupply(app);
  stops.push(stop);
  const withBounds = createBounds();
  const composed = computed(() =>
    compose(app, base.value && withBounds(base.value, app.layersById.value), supply.value),
  );
  let map: MapLibre | null = null;
  let refresher: Refresher | null = null;

  stops.push(
    effect(() => {
      const style = composed.value;
      const config = app.config.state.value.value;
      if (style === null || config === null) return;
      if (map !== null && refresher !== null) {
        changeAddresses(map, style, refresher);
        map.setStyle(style, { diff: true, validate: false });
        return;
      }
      try {
        map = createMap(container, style, config, app);
      } catch {
        onUnsupported();
        return;
      }
      settle();
      refresher = createRefresher(map);
      stops.push(
        bindView(app, map),
        bindClicks(app, map),
        bindFailures(app, map, refresher),
        bindLive(app, map, refresher),
        refresher.stop,
      );
    }),
  );

  return () => {
    stops.forEach((stop) => stop());
    app.map.value = null;
    map?.remove();
  };
}

/** The style of the theme and language in force; an older answer never replaces a newer one. */
function loadBaseStyle(app: App, take: (style: StyleSpecification) => void): () => void {
  const attempt = signal(0);
  const ask = (theme: Theme, language: Language, retry: () => void): (() => void) => {
    const controller = new AbortController();
    app.api.style(theme, language, controller.signal).then(take, (error: unknown) => {
      if (!controller.signal.aborted) app.actions.notify({ key: 'error.style', error: asApiError(error), retry });
    });
    return () => controller.abort();
  };
  const named = computed(() => NAMED_IN_STYLE.map((layer) => app.live.versions.value[layer] ?? 0).join());
  return effect(() => {
    const tried = attempt.value;
    void named.value;
    return ask(app.theme.value, app.store.language.value, () => {
      attempt.value = tried + 1;
    });
  });
}

function compose(app: App, base: StyleSpecification | null, supply: Supply | null): StyleSpecification | null {
  const config = app.config.state.value.value;
  // Without the catalogue nobody knows which layers to show; where it failed, the base map alone is better than none.
  const { loading, value } = app.catalogue.state.value;
  if (base === null || supply === null || config === null || (loading && value === null)) return null;
  const theme = app.theme.value;
  const own = [
    nearbyOverlay(app.store.nearby.value, app.ui.nearbyHits.value, theme),
    ownPositionOverlay(app.ui.ownPosition.value, theme),
    selectionOverlay(app.ui.selected.value, theme),
  ];
  return composeStyle({
    base,
    supply,
    shown: app.shown.value,
    repainted: repaint(app),
    basemap: config.basemaps.find(({ id }) => id === app.store.basemap.value) ?? null,
    overlays: [...Object.values(app.overlays.value), ...own.filter((overlay): overlay is Overlay => overlay !== null)],
  });
}

/** Style layers of the layers that the reader has coloured by another attribute. */
function repaint(app: App): ReadonlyMap<string, LayerSpecification> {
  const layers = Object.keys(app.store.colors.value).flatMap((id) => app.layersById.value.get(id) ?? []);
  const drawn = layers.flatMap((layer) => drawLayer(layer, app.theme.value, app.store.language.value));
  return new Map(drawn.map(({ spec }) => [spec.id, spec]));
}

function createMap(container: HTMLElement, style: StyleSpecification, config: ClientConfig, app: App): MapLibre {
  const view = app.store.view.peek();
  const [west, south, east, north] = config.bounds;
  const camera =
    view === null
      ? { bounds: [west, south, east, north] as [number, number, number, number], fitBoundsOptions: { padding: 24 } }
      : { center: [view.lon, view.lat] as [number, number], zoom: view.zoom, bearing: view.bearing, pitch: view.pitch };
  const map = new MapLibre({
    container,
    style,
    ...camera,
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    maxBounds: boundsAround(config.bounds),
    localIdeographFontFamily: CJK_FONTS,
    // Attribution, zoom buttons and compass are the page's own: MapLibre's cannot change their language.
    attributionControl: false,
    // A print, and a picture taken by a test, see what was drawn last.
    canvasContextAttributes: { preserveDrawingBuffer: true },
    // MapLibre itself spares who asks for it the flights of the camera, but not the fading of labels.
    ...(matchMedia('(prefers-reduced-motion: reduce)').matches ? { fadeDuration: 0 } : {}),
    // The worker that loads tiles has no address of its own to resolve a path against.
    transformRequest: (url) => ({ url: url.startsWith('/') ? location.origin + url : url }),
  });
  map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-left');
  map.once('load', () => {
    app.map.value = map;
  });
  return map;
}

function boundsAround([west, south, east, north]: Bbox): [number, number, number, number] {
  const roomX = (east - west) * ROOM_AROUND;
  const roomY = (north - south) * ROOM_AROUND;
  return [west - roomX, south - roomY, east + roomX, north + roomY];
}
