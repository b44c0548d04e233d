/** What the map needs of whoever shows it: a page of ours, or a page of others that embeds it. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import type { ClientConfig, LayerInfo } from '../../../tiles/api/wire.ts';
import type { Filters } from '../../../tiles/filter/filter.ts';
import type { StyleTheme } from '../../../tiles/style/palette.ts';
import type { Api } from '../data/api.ts';
import type { ApiError } from '../data/errors.ts';
import type { Live } from '../data/live.ts';
import type { LonLat } from '../format/geometry.ts';
import type { I18n } from '../i18n/i18n.ts';
import type { Language, MessageKey } from '../i18n/keys.ts';
import type { Overlay } from './overlays.ts';
import type { Candidate } from './pick.ts';
import type { View, Viewport } from './view.ts';

export interface MapNotice {
  readonly key: MessageKey;
  readonly error?: ApiError;
  readonly retry?: () => void;
}

export interface MapHost {
  readonly api: Pick<Api, 'style' | 'around'>;
  readonly live: Pick<Live, 'versions' | 'redefinitions' | 'greetings' | 'onChange'>;

  /** Null until it has come. */
  readonly config: ReadonlySignal<ClientConfig | null>;
  /**
   * By id, as the reader has them coloured. Null until they have come; empty where they cannot be had, so that the base
   * map alone is shown.
   */
  readonly layers: ReadonlySignal<ReadonlyMap<string, LayerInfo> | null>;
  /** Ids of the layers that are switched on. */
  readonly shown: ReadonlySignal<readonly string[]>;
  /** Ids of the layers that the reader has coloured otherwise than the server's style does. */
  readonly recolored: ReadonlySignal<readonly string[]>;
  readonly filters: ReadonlySignal<Filters>;
  /** Drawn over everything else, in this order. */
  readonly overlays: ReadonlySignal<readonly Overlay[]>;
  /** `offline` or the id of a configured base map. */
  readonly basemap: ReadonlySignal<string>;
  readonly theme: ReadonlySignal<StyleTheme>;
  readonly language: ReadonlySignal<Language>;

  /** The camera follows it, and it the camera. */
  readonly view: Signal<View | null>;
  /** Set by the map: what of the city is seen. */
  readonly viewport: Signal<Viewport | null>;
  /** Set by the map: null until its style has loaded, and where the browser cannot draw. */
  readonly map: Signal<MapLibre | null>;

  /** Set while the next click gives a point to somebody who asked for one. The map ends it. */
  readonly picking: Signal<((at: LonLat) => void) | null>;
  /** A click on features, topmost first, or on none; `obvious` is what it opens without asking. */
  readonly onPick: (picks: readonly Candidate[], obvious: Candidate | null) => void;
  /** A click on a cluster that opens at no zoom: what one answer holds of its `total` features. */
  readonly onCluster: (found: readonly Candidate[], total: number) => void;

  readonly t: I18n['t'];
  readonly notify: (notice: MapNotice) => void;
  /** Said to screen readers, not shown. */
  readonly announce: (text: string) => void;
}

export const NO_LAYERS: ReadonlyMap<string, LayerInfo> = new Map();
