import { computed, effect, signal } from '@preact/signals';
import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import { createApi } from '../data/api.ts';
import { asApiError, type ApiError } from '../data/errors.ts';
import { errorText } from '../data/error.ts';
import { anchorOf, round } from '../format/geometry.ts';
import type { Language } from '../i18n/keys.ts';
import { bindMap } from '../map/bind-map.ts';
import { NO_LAYERS } from '../map/host.ts';
import { targetsAt } from '../map/pick.ts';
import { isSameView, type View } from '../map/view.ts';
import { DARK_QUERY, followMedia } from '../ui/media.ts';
import { createEmitter, type Emitter } from './emitter.ts';
import { languageAround } from './language.ts';
import { isGeoJson, ownSource } from './overlays.ts';
import { mountShell } from './Shell.tsx';
import { useService } from './service.ts';
import { createState, fullView, hostOf, type EmbedMap } from './state.ts';
import { createTexts } from './texts.ts';
import type { CityMap, FeatureRef, MapEvents, MapOptions } from './types.ts';

/** More rings would hide the map, and each feature is a request. */
const MOST_HIGHLIGHTED = 50;

/** See `CreateMap` in types.ts. @param home address of the service that this program came from */
export function createMap(container: HTMLElement, options: MapOptions, home: string): CityMap {
  const { service, release } = useService((options.server ?? home).replace(/\/$/, ''));
  const prefersDark = followMedia(DARK_QUERY);
  const chosenTheme = signal(options.theme ?? 'auto');
  const chosenLang = signal(options.lang ?? null);
  const systemTheme = computed(() => (prefersDark.matches.value ? 'dark' : 'light'));
  const theme = computed(() => (chosenTheme.value === 'auto' ? systemTheme.value : chosenTheme.value));
  const language = computed<Language>(() => chosenLang.value ?? languageAround(container));
  const texts = createTexts(language);
  const api = createApi(service.base, () => language.peek(), service.connection.watch);
  const state = createState({ service, api, texts, language, theme, options, width: container.clientWidth });
  const events = createEmitter<MapEvents>();
  const tell = (error: ApiError): void =>
    events.emit('error', { code: error.code, message: errorText(error, texts.t) });

  const shell = mountShell(container, state);
  let ready = (): void => undefined;
  const whenReady = new Promise<void>((resolve) => (ready = resolve));
  const host = hostOf(state, {
    onPick(picks, obvious) {
      state.candidates.value = obvious === null ? picks : [];
      state.selected.value = obvious === null ? null : { layer: obvious.layer, id: obvious.id };
    },
    onNotice(notice) {
      // Of many tiles that fail at once the page is told once.
      const isKnown = state.notice.peek()?.key === notice.key;
      state.notice.value = notice;
      if (isKnown) return;
      const message = notice.error === undefined ? texts.t(notice.key) : errorText(notice.error, texts.t);
      events.emit('error', { code: notice.error?.code ?? notice.key, message });
    },
  });
  const stops = [
    bindMap(host, shell.canvas, () => {
      state.unsupported.value = true;
      events.emit('error', { code: 'no-webgl', message: texts.own('no-webgl') });
    }),
    effect(() => {
      const map = state.map.value;
      if (map === null) return;
      bindMapEvents(map, state, events);
      ready();
      events.emit('load', {});
    }),
    followSelection(state, events, tell),
    tellOfUnknownLayers(state, events),
    tellOfFilters(state, tell),
    effect(() => {
      const error = service.config.state.value.error ?? service.catalogue.state.value.error;
      if (error !== null) tell(error);
    }),
    prefersDark.stop,
    shell.remove,
    release,
  ];
  let highlighting = new AbortController();

  return {
    ready: whenReady,
    get view() {
      return state.view.peek();
    },
    setView(view, { animate = false } = {}) {
      const { lon, lat, zoom, bearing, pitch } = fullView(view);
      const map = state.map.peek();
      if (animate && map !== null) map.easeTo({ center: [lon, lat], zoom, bearing, pitch });
      else state.view.value = fullView(view);
    },
    setLayers(layers) {
      state.chosen.value = layers;
    },
    setFilter(filter) {
      state.filter.value = filter;
    },
    select(feature) {
      state.candidates.value = [];
      state.selected.value = feature;
    },
    highlight(features) {
      highlighting.abort();
      highlighting = new AbortController();
      const { signal: until } = highlighting;
      const count = features.length;
      if (count > MOST_HIGHLIGHTED)
        events.emit('error', {
          code: 'too-many-features',
          message: texts.own('too-many', { max: MOST_HIGHLIGHTED, count }),
        });
      const asked = features.slice(0, MOST_HIGHLIGHTED).map((each) => api.item(each, until));
      void Promise.allSettled(asked).then((answers) => {
        if (until.aborted) return;
        state.highlighted.value = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
        for (const each of answers) if (each.status === 'rejected') tell(asApiError(each.reason));
      });
    },
    setGeoJson(source, data, style = {}) {
      const { [source]: _, ...others } = state.own.peek();
      if (data !== null && !isGeoJson(data)) {
        events.emit('error', { code: 'bad-geojson', message: texts.own('bad-geojson', { source }) });
        return;
      }
      state.own.value = data === null ? others : { ...others, [source]: { data, style } };
    },
    setTheme(next) {
      chosenTheme.value = next;
    },
    setLang(next) {
      chosenLang.value = next;
    },
    setBase(base) {
      state.base.value = base;
    },
    on: events.on,
    destroy() {
      highlighting.abort();
      for (const stop of stops.splice(0)) stop();
    },
  };
}

function bindMapEvents(map: MapLibre, state: EmbedMap, { emit }: Emitter<MapEvents>): void {
  map.on('click', ({ point, lngLat }: MapMouseEvent) => {
    const { picks } = targetsAt(map, point, state.layers.peek() ?? NO_LAYERS);
    const own = map.queryRenderedFeatures(point).flatMap(({ source, properties }) => {
      const name = ownSource(source);
      return name === null ? [] : [{ source: name, properties }];
    });
    emit('click', {
      lon: round(lngLat.lng, 5),
      lat: round(lngLat.lat, 5),
      features: picks.map(({ layer, id }) => ({ layer, id })),
      own,
    });
  });
  let before: View | null = null;
  map.on('moveend', () => {
    const view = state.view.peek();
    if (view === null || (before !== null && isSameView(before, view))) return;
    before = view;
    emit('move', { view });
  });
}

/** Fetches what is selected, again whenever its layer changes, and tells of it. */
function followSelection(state: EmbedMap, { emit }: Emitter<MapEvents>, tell: (error: ApiError) => void): () => void {
  /** The one that the page was told of last. */
  let told: FeatureRef | null = null;
  let asking = new AbortController();
  const stop = effect(() => {
    const selected = state.selected.value;
    const { versions } = state.service.live;
    asking.abort();
    if (selected === null) {
      if (told !== null) emit('select', { feature: null });
      told = null;
      state.item.value = null;
      return;
    }
    // Read here, so that a change of the layer asks again.
    void versions.value[selected.layer];
    asking = new AbortController();
    const { signal: until } = asking;
    state.api.item(selected, until).then(
      (item) => {
        if (until.aborted) return;
        state.item.value = item;
        // A change of the layer may have asked again before the first answer came.
        const isNew = told?.layer !== selected.layer || told.id !== selected.id;
        told = selected;
        if (!isNew) return;
        emit('select', { feature: item });
        if (state.view.peek() === null) goTo(state, anchorOf(item.geometry, item.bbox));
      },
      (error: unknown) => {
        if (until.aborted) return;
        state.item.value = null;
        told = null;
        emit('select', { feature: null });
        tell(asApiError(error));
      },
    );
  });
  return () => {
    asking.abort();
    stop();
  };
}

/** Close enough to see one feature. */
const FEATURE_ZOOM = 15;

/** A map without a view of its own opens at what is selected. */
function goTo(state: EmbedMap, at: { readonly lon: number; readonly lat: number }): void {
  state.view.value = fullView({ ...at, zoom: FEATURE_ZOOM });
}

/** A misspelt id would be an empty map. */
function tellOfUnknownLayers({ layers, chosen, service, texts }: EmbedMap, { emit }: Emitter<MapEvents>): () => void {
  const told = new Set<string>();
  return effect(() => {
    const all = layers.value;
    if (all === null || service.catalogue.state.value.value === null) return;
    for (const layer of chosen.value ?? []) {
      if (all.has(layer) || told.has(layer)) continue;
      told.add(layer);
      const message = texts.own('unknown-layer', { layer, address: `${service.base}/layers` });
      emit('error', { code: 'unknown-layer', message });
    }
  });
}

/** The service says in words what is wrong with a filter; a tile that it refuses would not. */
function tellOfFilters({ filters, service, api }: EmbedMap, tell: (error: ApiError) => void): () => void {
  let asking = new AbortController();
  const asked = computed(() => JSON.stringify(filters.value));
  const stop = effect(() => {
    asking.abort();
    const wanted = JSON.parse(asked.value) as Readonly<Record<string, string>>;
    const config = service.config.state.value.value;
    const layers = Object.keys(wanted);
    if (config === null || layers.length === 0) return;
    asking = new AbortController();
    const { signal: until } = asking;
    api.counts(layers, config.bounds, wanted, until).catch((error: unknown) => {
      if (!until.aborted) tell(asApiError(error));
    });
  });
  return () => {
    asking.abort();
    stop();
  };
}
