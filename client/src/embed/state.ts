/** All that a map of the embedded kind holds, and what follows from it for the map itself. */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import type { Item, LayerInfo } from '../../../tiles/api/wire.ts';
import type { Api } from '../data/api.ts';
import type { ApiError } from '../data/errors.ts';
import type { Language } from '../i18n/keys.ts';
import type { MapHost, MapNotice } from '../map/host.ts';
import { selectionOverlay, type Overlay } from '../map/overlays.ts';
import type { Candidate } from '../map/pick.ts';
import type { View, Viewport } from '../map/view.ts';
import { highlightOverlay, ownOverlay } from './overlays.ts';
import type { Service } from './service.ts';
import type { Texts } from './texts.ts';
import type { FeatureRef, MapOptions, OwnGeoJson, OwnStyle } from './types.ts';

type Filter = NonNullable<MapOptions['filter']>;

export interface OwnData {
  readonly data: OwnGeoJson;
  readonly style: OwnStyle;
}

export interface EmbedMap {
  readonly service: Service;
  readonly api: Api;
  readonly texts: Texts;
  readonly language: ReadonlySignal<Language>;
  readonly theme: ReadonlySignal<'light' | 'dark'>;
  /** Null for those of the city's start. */
  readonly chosen: Signal<readonly string[] | null>;
  readonly filter: Signal<Filter | null>;
  readonly base: Signal<string>;
  readonly view: Signal<View | null>;
  readonly viewport: Signal<Viewport | null>;
  readonly selected: Signal<FeatureRef | null>;
  /** The selected feature, once the service has given it. */
  readonly item: Signal<Item | null>;
  readonly highlighted: Signal<readonly Item[]>;
  readonly own: Signal<Readonly<Record<string, OwnData>>>;
  readonly legendOpen: Signal<boolean>;
  /** Features of which a reader has to choose one. */
  readonly candidates: Signal<readonly Candidate[]>;
  readonly notice: Signal<MapNotice | null>;
  /** For screen readers. */
  readonly announcement: Signal<string>;
  readonly unsupported: Signal<boolean>;
  readonly map: Signal<MapLibre | null>;
  /** Null until they have come; by id. */
  readonly layers: ReadonlySignal<ReadonlyMap<string, LayerInfo> | null>;
  /** Ids of the layers that are drawn: chosen, and there. */
  readonly shown: ReadonlySignal<readonly string[]>;
  /** CQL2 by layer, of those that have any. */
  readonly filters: ReadonlySignal<Readonly<Record<string, string>>>;
}

export interface StateParts {
  readonly service: Service;
  readonly api: Api;
  readonly texts: Texts;
  readonly language: ReadonlySignal<Language>;
  readonly theme: ReadonlySignal<'light' | 'dark'>;
  readonly options: MapOptions;
  /** Of the map, in CSS px. */
  readonly width: number;
}

/** On narrower maps an open legend would cover most of them. */
const LEGEND_FROM_PX = 480;

export function createState({ service, options, width, ...parts }: StateParts): EmbedMap {
  const chosen = signal(options.layers ?? null);
  const filter = signal(options.filter ?? null);
  const layers = computed(() => {
    const { loading, value } = service.catalogue.state.value;
    if (value === null) return loading ? null : new Map<string, LayerInfo>();
    return new Map(value.layers.map((layer) => [layer.id, layer]));
  });
  const shown = computed(() => {
    const all = layers.value ?? new Map<string, LayerInfo>();
    const ids = chosen.value ?? [...all.values()].flatMap((layer) => (layer.shownAtStart === true ? [layer.id] : []));
    return ids.filter((id) => all.has(id));
  });
  return {
    service,
    ...parts,
    chosen,
    filter,
    base: signal(options.base ?? 'offline'),
    view: signal(viewOf(options.view ?? null)),
    viewport: signal(null),
    selected: signal(options.selected ?? null),
    item: signal(null),
    highlighted: signal([]),
    own: signal({}),
    legendOpen: signal((options.legend ?? (width >= LEGEND_FROM_PX ? 'open' : 'closed')) === 'open'),
    candidates: signal([]),
    notice: signal(null),
    announcement: signal(''),
    unsupported: signal(false),
    map: signal(null),
    layers,
    shown,
    filters: computed(() => filtersOf(filter.value, shown.value)),
  };
}

function viewOf(view: NonNullable<MapOptions['view']> | null): View | null {
  return view === null ? null : fullView(view);
}

export function fullView({ lon, lat, zoom, bearing = 0, pitch = 0 }: NonNullable<MapOptions['view']>): View {
  return { lon, lat, zoom, bearing, pitch };
}

/** CQL2 by layer. One text is for every layer; of blank ones nothing is left. */
export function filtersOf(filter: Filter | null, layers: readonly string[]): Readonly<Record<string, string>> {
  const of = (layer: string): string =>
    (typeof filter === 'string' ? filter : Object.hasOwn(filter ?? {}, layer) ? (filter?.[layer] ?? '') : '').trim();
  return Object.fromEntries(layers.flatMap((layer) => (of(layer) === '' ? [] : [[layer, of(layer)]])));
}

export interface HostEvents {
  readonly onPick: MapHost['onPick'];
  readonly onNotice: (notice: MapNotice & { readonly error?: ApiError }) => void;
}

/** What the map needs of an embedded map. */
export function hostOf(state: EmbedMap, { onPick, onNotice }: HostEvents): MapHost {
  const { service, api, texts, theme, language } = state;
  return {
    api,
    live: service.live,
    config: computed(() => service.config.state.value.value),
    layers: state.layers,
    drawn: state.shown,
    shown: state.shown,
    recolored: signal([]),
    filters: state.filters,
    overlays: computed(() => overlaysOf(state)),
    opacities: signal({}),
    order: signal([]),
    choropleth: signal(null),
    basemap: state.base,
    theme,
    language,
    view: state.view,
    viewport: state.viewport,
    map: state.map,
    picking: signal(null),
    onPick,
    onArea: () => undefined,
    hovered: signal(null),
    onCluster: (found) => {
      state.selected.value = null;
      state.candidates.value = found;
    },
    t: texts.t,
    notify: onNotice,
    announce: (text) => {
      state.announcement.value = text;
    },
  };
}

function overlaysOf({ own, highlighted, item, theme }: EmbedMap): readonly Overlay[] {
  const drawn = Object.entries(own.value).map(([name, { data, style }]) => ownOverlay(name, data, style, theme.value));
  const rings = highlighted.value.length === 0 ? [] : [highlightOverlay(highlighted.value, theme.value)];
  const selection = selectionOverlay(item.value, theme.value);
  return [...drawn, ...rings, ...(selection === null ? [] : [selection])];
}
