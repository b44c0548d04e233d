import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import { coloredBy } from '../../../tiles/style/recolor.ts';
import type { LayerInfo } from '../../../tiles/api/wire.ts';
import { createApi } from '../data/api.ts';
import { createConnection } from '../data/connection.ts';
import { createAskJson } from '../data/http.ts';
import { createResource } from '../data/remote.ts';
import { createI18n } from '../i18n/i18n.ts';
import type { Language } from '../i18n/keys.ts';
import { createLive } from '../data/live.ts';
import { createStore } from '../state/store.ts';
import type { MapState, Theme } from '../state/types.ts';
import { createActions } from './actions.ts';
import { colouredByFigure, figureOf } from './choropleth.ts';
import type { Overlay } from '../map/overlays.ts';
import type { App, Transient } from './types.ts';

/**
 * Builds everything a page needs. It sends no request until `load` of a resource is called.
 *
 * @param base path of the service, without a slash at its end
 */
export function createApp(initial: MapState, systemTheme: ReadonlySignal<Theme>, base = ''): App {
  const store = createStore(initial);
  const language = (): Language => store.language.peek();
  const ready = createAskJson(base, language);
  const connection = createConnection(() => ready('/readyz'));
  const live = createLive();
  const api = createApi(base, language, connection.watch, live.asking);
  const isWhole = signal(true);
  const catalogue = createResource(() => (isWhole.peek() ? api.layers() : api.briefLayers()), connection.recoveries);
  const config = createResource(() => api.config(), connection.recoveries);
  const layersById = computed<ReadonlyMap<string, LayerInfo>>(
    () =>
      new Map(
        catalogue.state.value.value?.layers.map((layer) => [layer.id, coloredBy(layer, store.colors.value[layer.id])]),
      ),
  );
  const overview = createResource(() => api.overview());
  const figure = computed(() => figureOf(overview.state.value.value, store.figure.value));
  const theme = computed(() => (store.theme.value === 'auto' ? systemTheme.value : store.theme.value));
  const i18n = createI18n(
    store.language,
    computed(() => config.state.value.value?.timeZone),
  );
  const shown = computed(() => shownLayers(store.layers.value, layersById.value));
  const ui = createTransient();
  const usual = { figure, config, theme, i18n, layersById, shown, store };
  const coloured = computed(() => ui.coloured.value.table ?? ui.coloured.value.analysis ?? colouredByFigure(usual));
  const parts = {
    store,
    base,
    api,
    connection,
    catalogue,
    isWhole,
    layersById,
    i18n,
    config,
    theme,
    overview,
    figure,
    coloured,
    choropleth: computed(() => coloured.value?.choropleth ?? null),
    shown,
    live,
    overlays: signal<Readonly<Record<string, Overlay>>>({}),
    map: signal<MapLibre | null>(null),
    ui,
  };
  return { ...parts, actions: createActions(parts) };
}

/** Ids in the address that the catalogue does not know are left out, not refused. */
export function shownLayers(
  chosen: readonly string[] | null,
  layers: ReadonlyMap<string, LayerInfo>,
): readonly string[] {
  if (chosen !== null) return chosen.filter((id) => layers.has(id));
  return [...layers.values()].filter((layer) => layer.shownAtStart === true).map((layer) => layer.id);
}

function createTransient(): Transient {
  return {
    viewport: signal(null),
    counts: signal(null),
    candidates: signal([]),
    candidatesCut: signal(null),
    picking: signal(null),
    measuring: signal(null),
    notices: signal([]),
    sheet: signal('half'),
    dialog: signal(null),
    printed: signal(null),
    announcement: signal(''),
    selected: signal(null),
    hovered: signal(null),
    area: signal(null),
    lit: signal(null),
    toured: signal(null),
    nearbyHits: signal(null),
    coloured: signal({}),
    ownPosition: signal(null),
    unsupported: signal(false),
  };
}
