/** What the map needs from the page that shows it: one of ours, or one that embeds the map. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import type { ClientConfig, LayerInfo } from '../../../tiles/api/wire.ts';
import type { StyleTheme } from '../../../tiles/style/palette.ts';
import type { Api } from '../data/api.ts';
import type { ApiError } from '../data/errors.ts';
import type { Live } from '../data/live.ts';
import type { LonLat } from '../format/geometry.ts';
import type { Language, MapKey, MessageParams } from '../i18n/keys.ts';
import type { Choropleth } from './choropleth.ts';
import type { Overlay } from './overlays.ts';
import type { Candidate } from './pick.ts';
import type { View, Viewport } from './view.ts';

export interface MapNotice {
  readonly key: MapKey;
  readonly error?: ApiError;
  readonly retry?: () => void;
  /** What the button that calls `retry` says, where it is not “retry”. */
  readonly retryLabel?: MapKey;
}

/** What a mouse points at. */
export interface Hovered {
  /** Place on the map, in CSS px. */
  readonly x: number;
  readonly y: number;
  /** The topmost feature. */
  readonly feature: Candidate | null;
  /** Count of the cluster, where that is on top. */
  readonly cluster: number | null;
  /** Layer of the feature or cluster. */
  readonly layer: string | null;
  /** Values of the feature as its tile carries them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Id of the coloured area below. */
  readonly area: string | null;
}

export interface MapHost {
  readonly api: Pick<Api, 'style' | 'around'>;
  readonly live: Pick<Live, 'versions' | 'redefinitions' | 'greetings' | 'onChange' | 'asking'>;

  /** Null until it has loaded. */
  readonly config: ReadonlySignal<ClientConfig | null>;
  /**
   * By id, with the reader's choice of colours. Null until they have loaded; empty where they failed to load, so that
   * the map shows the base map alone.
   */
  readonly layers: ReadonlySignal<ReadonlyMap<string, LayerInfo> | null>;
  /** Ids of the layers that the style has to draw; null for all. */
  readonly drawn: ReadonlySignal<readonly string[] | null>;
  /** Ids of the layers that are switched on. */
  readonly shown: ReadonlySignal<readonly string[]>;
  /** Ids of the layers that the reader has recoloured. */
  readonly recolored: ReadonlySignal<readonly string[]>;
  /** CQL2 text by layer, of those that have a filter. */
  readonly filters: ReadonlySignal<Readonly<Record<string, string>>>;
  /** Drawn over everything else, in this order. */
  readonly overlays: ReadonlySignal<readonly Overlay[]>;
  /** Share of its own opacity that a layer is drawn with, by id. */
  readonly opacities: ReadonlySignal<Readonly<Record<string, number>>>;
  /** Layers that the reader has put above one another, the topmost first. */
  readonly order: ReadonlySignal<readonly string[]>;
  /** Areas in colours; null for none. */
  readonly choropleth: ReadonlySignal<Choropleth | null>;
  /** `offline`, `grey` or `dark` for the own one, or the id of a configured base map. */
  readonly basemap: Signal<string>;
  readonly theme: ReadonlySignal<StyleTheme>;
  readonly language: ReadonlySignal<Language>;

  /** Follows the camera, and moves it. */
  readonly view: Signal<View | null>;
  /** Set by the map: the extent and zoom in view. */
  readonly viewport: Signal<Viewport | null>;
  /** Set by the map: null until its style has loaded, and where the browser cannot draw. */
  readonly map: Signal<MapLibre | null>;

  /** Set by the page while it waits for a point. The next click calls it and clears it. */
  readonly picking: Signal<((at: LonLat) => void) | null>;
  /** Called after a click with the features under it, topmost first; `obvious` is the one to open without asking. */
  readonly onPick: (picks: readonly Candidate[], obvious: Candidate | null) => void;
  /** Called after a click on a coloured area where there is no feature. */
  readonly onArea: (id: string) => void;
  /** Set by the map: what is under the pointer, where a device has one. */
  readonly hovered: Signal<Hovered | null>;
  /** Called after a click on a cluster that no zoom opens, with as many of its `total` features as one answer holds. */
  readonly onCluster: (found: readonly Candidate[], total: number) => void;

  readonly t: (key: MapKey, params?: MessageParams) => string;
  readonly notify: (notice: MapNotice) => void;
  /** Said to screen readers, not shown. */
  readonly announce: (text: string) => void;
}

export const NO_LAYERS: ReadonlyMap<string, LayerInfo> = new Map();
