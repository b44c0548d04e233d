import { computed, effect, signal } from '@preact/signals';
import { Map as MapLibre, ScaleControl, type LayerSpecification, type StyleSpecification } from 'maplibre-gl';
import type { drawLayer } from '../../../tiles/style/layers.ts';
import { asApiError } from '../data/errors.ts';
import { BASE_TONES } from '../../../tiles/style/palette.ts';
import type { Bbox, ClientConfig, LayerInfo } from '../../../tiles/api/wire.ts';
import { bindBasemap } from './bind-basemap.ts';
import { bindClicks } from './bind-clicks.ts';
import { bindCrowding } from './bind-crowding.ts';
import { bindFailures } from './bind-failures.ts';
import { bindImages } from './bind-images.ts';
import { bindLive } from './bind-live.ts';
import { bindView } from './bind-view.ts';
import { composeStyle } from './compose.ts';
import { NO_LAYERS, type MapHost } from './host.ts';
import { createRefresher, type Refresher } from './refresh.ts';
import { changeAddresses, createBounds, createGroups, type TileSources } from './sources.ts';
import { createTileSourceSwitch } from './tile-source-switch.ts';
import { whenDrawn } from './when-drawn.ts';

/** System fonts for Chinese labels, so that no font is ever requested from another server. */
const CJK_FONTS =
  "'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif";
const MIN_ZOOM = 6;
const MAX_ZOOM = 20;
/** How far the map goes beyond the city, in widths and heights of it. The sea of the data ends a little farther out. */
const ROOM_AROUND = 1.25;

/**
 * Creates a MapLibre map in `container` once configuration, layers and style have loaded, and keeps it in step with its
 * host. Calls `onUnsupported` where the browser cannot draw. Returns a function that removes the map.
 */
export function bindMap(host: MapHost, container: HTMLElement, onUnsupported: () => void): () => void {
  const base = signal<StyleSpecification | null>(null);
  const stops = [
    loadBaseStyle(host, (style) => {
      base.value = style;
    }),
  ];
  const { sources, settle, stop } = createTileSourceSwitch(host);
  stops.push(stop);
  // Few readers recolour layers: what draws them in place of the service comes then.
  const draw = signal<typeof drawLayer | null>(null);
  stops.push(
    effect(() => {
      if (host.recolored.value.length > 0 && draw.peek() === null)
        void import('../../../tiles/style/layers.ts').then((part) => {
          draw.value = part.drawLayer;
        });
    }),
  );
  const withBounds = createBounds();
  const groupsOf = createGroups();
  const composed = computed(() => {
    const layers = host.layers.value ?? NO_LAYERS;
    const groups = groupsOf(host.shown.value, layers, sources.value?.filters ?? {});
    return compose(
      host,
      base.value && withBounds(base.value, layers),
      draw.value,
      sources.value === null ? null : { ...sources.value, groups },
    );
  });
  let map: MapLibre | null = null;
  let refresher: Refresher | null = null;

  stops.push(
    effect(() => {
      const style = composed.value;
      const config = host.config.value;
      if (style === null || config === null) return;
      if (map !== null && refresher !== null) {
        changeAddresses(map, style, refresher);
        map.setStyle(style, { diff: true, validate: false });
        return;
      }
      try {
        map = createMap(container, style, config, host);
        const shown = map;
        stops.push(
          whenDrawn(
            shown,
            () => Object.keys(composed.peek()?.sources ?? {}),
            () => {
              host.map.value = shown;
            },
          ),
        );
      } catch {
        onUnsupported();
        return;
      }
      settle();
      refresher = createRefresher(map);
      stops.push(
        followLayers(host, map),
        bindView(host, map),
        bindClicks(host, map),
        bindImages(map),
        bindCrowding(map),
        bindBasemap(host, map),
        bindFailures(host, map, refresher),
        bindLive(host, refresher),
        refresher.stop,
      );
    }),
  );

  return () => {
    stops.forEach((stop) => stop());
    host.map.value = null;
    map?.remove();
  };
}

/** The style of the theme and language in force; an older answer never replaces a newer one. */
function loadBaseStyle(host: MapHost, take: (style: StyleSpecification) => void): () => void {
  const attempt = signal(0);
  const ask = (layers: readonly string[] | null, retry: () => void): (() => void) => {
    const controller = new AbortController();
    const { theme, language } = host;
    host.api.style(theme.value, language.value, tone.value, layers, controller.signal).then(take, (error: unknown) => {
      if (!controller.signal.aborted) host.notify({ key: 'error.style', error: asApiError(error), retry });
    });
    return () => controller.abort();
  };
  // Names of districts and subdistricts come with the style.
  const named = computed(() => {
    const { district, subdistrict } = host.config.value?.roles ?? {};
    return [district, subdistrict].map((layer) => host.live.versions.value[layer ?? ''] ?? 0).join();
  });
  // Another raster base map needs no other style.
  const tone = computed(() => BASE_TONES.find((each) => each === host.basemap.value) ?? 'own');
  // As text: every list of layers brings a new array. Null while it is not known which layers are drawn.
  const drawn = computed(() => {
    const ids = host.drawn.value;
    if (ids === null) return '';
    return host.layers.value === null ? null : ids.join();
  });
  return effect(() => {
    const tried = attempt.value;
    void named.value;
    void host.live.redefinitions.value;
    if (drawn.value === null) return undefined;
    return ask(drawn.value === '' ? null : drawn.value.split(','), () => {
      attempt.value = tried + 1;
    });
  });
}

function compose(
  host: MapHost,
  base: StyleSpecification | null,
  draw: typeof drawLayer | null,
  sources: TileSources | null,
): StyleSpecification | null {
  const config = host.config.value;
  // The layers decide what is shown.
  if (base === null || sources === null || config === null || host.layers.value === null) return null;
  return composeStyle({
    base,
    sources,
    shown: host.shown.value,
    repainted: draw === null ? new Map() : repaint(host, host.layers.value, draw),
    basemap: config.basemaps.find(({ id }) => id === host.basemap.value) ?? null,
    overlays: host.overlays.value,
    choropleth: host.choropleth.value,
    opacities: host.opacities.value,
    order: host.order.value,
  });
}

/** Style layers of the layers that the reader has coloured by another attribute. */
function repaint(
  host: MapHost,
  layers: ReadonlyMap<string, LayerInfo>,
  draw: typeof drawLayer,
): ReadonlyMap<string, LayerSpecification> {
  const recolored = host.recolored.value.flatMap((id) => layers.get(id) ?? []);
  const drawn = recolored.flatMap((layer) => draw(layer, host.theme.value, host.language.value));
  return new Map(drawn.map(({ spec }) => [spec.id, spec]));
}

function createMap(container: HTMLElement, style: StyleSpecification, config: ClientConfig, host: MapHost): MapLibre {
  const view = host.view.peek();
  const [west, south, east, north] = config.bounds;
  const camera =
    view === null
      ? { bounds: [west, south, east, north] as [number, number, number, number], fitBoundsOptions: { padding: 24 } }
      : { center: [view.lon, view.lat] as [number, number], zoom: view.zoom, bearing: view.bearing, pitch: view.pitch };
  const maxBounds = maxBoundsOf(config.bounds, host.layers.peek());
  const map = new MapLibre({
    container,
    style,
    ...camera,
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    ...(maxBounds === null ? {} : { maxBounds }),
    localIdeographFontFamily: CJK_FONTS,
    // Attribution, zoom buttons and compass are the page's own: MapLibre's cannot change their language.
    attributionControl: false,
    // Printing and tests read the picture that was drawn last.
    canvasContextAttributes: { preserveDrawingBuffer: true },
    // MapLibre respects reduced motion for camera flights, but not for fading labels.
    ...(matchMedia('(prefers-reduced-motion: reduce)').matches ? { fadeDuration: 0 } : {}),
    // The worker that loads tiles has no address of its own to resolve a path against.
    transformRequest: (url) =>
      url.startsWith('/') ? { url: location.origin + url, headers: host.live.asking() } : { url },
  });
  map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-left');
  return map;
}

/** A layer that comes to lie elsewhere can be gone to. */
function followLayers(host: MapHost, map: MapLibre): () => void {
  let before: string | null = null;
  return effect(() => {
    const config = host.config.value;
    const layers = host.layers.value;
    if (config === null || layers === null) return;
    const maxBounds = maxBoundsOf(config.bounds, layers);
    const now = JSON.stringify(maxBounds);
    if (before !== null && now !== before) map.setMaxBounds(maxBounds);
    before = now;
  });
}

/** Where the map can go: the city, and wherever a layer lies. */
function maxBoundsOf(
  city: Bbox,
  layers: ReadonlyMap<string, LayerInfo> | null,
): [number, number, number, number] | null {
  const boxes = [city, ...[...(layers?.values() ?? [])].flatMap(({ bbox }) => (bbox === null ? [] : [bbox]))];
  const edge = (index: 0 | 1 | 2 | 3, most: (...values: number[]) => number): number =>
    most(...boxes.map((box) => box[index]));
  const bounds = boundsAround([edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)]);
  return bounds[2] - bounds[0] >= 360 ? null : bounds;
}

function boundsAround([west, south, east, north]: Bbox): [number, number, number, number] {
  const roomX = (east - west) * ROOM_AROUND;
  const roomY = (north - south) * ROOM_AROUND;
  return [west - roomX, south - roomY, east + roomX, north + roomY];
}
