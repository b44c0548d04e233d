import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Overview, OverviewFigure } from '../../../tiles/api/overview.ts';
import type { Map as MapLibre } from 'maplibre-gl';
import type { Bbox, ClientConfig, Counts, Item, LayerInfo, LayerList, NearbyResult } from '../../../tiles/api/wire.ts';
import type { Api } from '../data/api.ts';
import type { Connection } from '../data/connection.ts';
import type { ApiError } from '../data/errors.ts';
import type { Resource } from '../data/remote.ts';
import type { I18n } from '../i18n/i18n.ts';
import type { MessageKey, MessageParams } from '../i18n/keys.ts';
import type { Live } from '../data/live.ts';
import type { Choropleth } from '../map/choropleth.ts';
import type { Hovered } from '../map/host.ts';
import type { Overlay } from '../map/overlays.ts';
import type { Candidate } from '../map/pick.ts';
import type { Viewport } from '../map/view.ts';
import type { Store } from '../state/store.ts';
import type { LayerFilters, NearbyQuery, Selection, Theme } from '../state/types.ts';

export interface Notice {
  readonly id: number;
  readonly key: MessageKey;
  readonly params?: MessageParams;
  readonly error?: ApiError;
  readonly retry?: () => void;
  /** What the button that calls `retry` says, where it is not “retry”. */
  readonly retryLabel?: MessageKey;
}

export type SheetSize = 'peek' | 'half' | 'full';
export type DialogId = 'embed' | 'help' | 'about' | 'plans' | 'print' | 'share';

/** Areas that a figure colours: how the map draws them, and what its legend, its tips and pictures of it say. */
export interface ColouredAreas {
  readonly choropleth: Choropleth;
  readonly title: string;
  readonly classes: readonly { readonly color: string; readonly label: string }[];
  /** What an area without a colour is; null where each has one. */
  readonly without: string | null;
  readonly tell: (id: string) => { readonly value: string; readonly note: string };
  /** What it rests on, beside the layers that the map shows. */
  readonly sources: readonly string[];
  /** Opens the table of what lies in an area; null where there is no such table. */
  readonly openRows: ((id: string) => void) | null;
}

/** Who colours areas in place of the figure of the start page: the table, else the analysis of case data. */
export interface Coloured {
  readonly table?: ColouredAreas;
  readonly analysis?: ColouredAreas;
}

/** State that lasts only for this visit; the address does not carry it. */
export interface Transient {
  readonly viewport: Signal<Viewport | null>;
  /** How many features of the layers shown lie in a view, and which view it was; null until it is known. */
  readonly counts: Signal<{ readonly bbox: Bbox; readonly counts: Counts } | null>;
  readonly candidates: Signal<readonly Candidate[]>;
  /**
   * Set where the candidates `of` are only the nearest features of a large cluster; `total` counts all of its features.
   */
  readonly candidatesCut: Signal<{ readonly of: readonly Candidate[]; readonly total: number } | null>;
  /** Set while a form waits for a point; the next click on the map calls it. */
  readonly picking: Signal<((at: { lon: number; lat: number }) => void) | null>;
  /** The points of the line that is being measured; null while none is. */
  readonly measuring: Signal<readonly { readonly lon: number; readonly lat: number }[] | null>;
  readonly notices: Signal<readonly Notice[]>;
  readonly sheet: Signal<SheetSize>;
  readonly dialog: Signal<DialogId | null>;
  /** Metres that a mm of paper shows while the map is as large as on a sheet; else null. */
  readonly printed: Signal<number | null>;
  /** Said to screen readers, not shown. */
  readonly announcement: Signal<string>;
  /** The selected feature in full, once the server has answered. */
  readonly selected: Signal<Item | null>;
  /** What the mouse points at. */
  readonly hovered: Signal<Hovered | null>;
  /** Ids of the layers that stand out while all others are dimmed; null where none are. */
  readonly lit: Signal<readonly string[] | null>;
  /** Id of the case that the reader opened, in place of a link; its layers are switched on once it is read. */
  readonly toured: Signal<string | null>;
  /** Id of the coloured area that was clicked last; its value is told. */
  readonly area: Signal<string | null>;
  readonly nearbyHits: Signal<NearbyResult | null>;
  /** The browser cannot draw the map, which is not the same as a map that is not there yet. */
  readonly unsupported: Signal<boolean>;
  readonly coloured: Signal<Coloured>;
  readonly ownPosition: Signal<{ readonly lon: number; readonly lat: number; readonly accuracyM: number } | null>;
}

export interface Move {
  /** False jumps without an animation, for views that the reader has not seen before. */
  readonly animate?: boolean;
}

export interface Actions {
  /** Shows the feature's details and switches its layer on; null closes the details. */
  readonly select: (selection: Selection | null) => void;
  /** Flies to the box where the target has an extent, else to the point, close enough to see it. */
  readonly flyTo: (target: { lon: number; lat: number; bbox?: Bbox; zoom?: number }, options?: Move) => void;
  readonly fit: (bbox: Bbox, options?: Move) => void;
  readonly home: (options?: Move) => void;
  readonly showLayers: (ids: readonly string[], shown: boolean) => void;
  readonly setFilters: (layer: string, filters: LayerFilters) => void;
  /** Colours a layer by one of its alternatives; null for the catalogue's first choice. */
  readonly setColor: (layer: string, attribute: string | null) => void;
  readonly setNearby: (query: NearbyQuery | null) => void;
  readonly openCase: (id: string | null) => void;
  readonly setOverlay: (name: string, overlay: Overlay | null) => void;
  /** Returns the notice's id, to dismiss it by. */
  readonly notify: (notice: Omit<Notice, 'id'>) => number;
  readonly dismiss: (id: number) => void;
  readonly announce: (text: string) => void;
}

export interface App {
  /** Path of the service, without a slash at its end; empty at the root of its host. */
  readonly base: string;
  readonly store: Store;
  readonly api: Api;
  readonly connection: Connection;
  readonly i18n: I18n;
  readonly config: Resource<ClientConfig>;
  readonly catalogue: Resource<LayerList>;
  /** Whether the catalogue is loaded whole, and the map's style with all layers; see `bindCatalogue`. */
  readonly isWhole: Signal<boolean>;
  readonly live: Live;
  /** Figures of the subdistricts. Only the map's page loads them. */
  readonly overview: Resource<Overview>;
  /** The figure that colours the subdistricts. */
  readonly figure: ReadonlySignal<OverviewFigure | null>;
  /** The areas that the map colours: by the table, by the analysis of case data, else by the figure. */
  readonly coloured: ReadonlySignal<ColouredAreas | null>;
  /** How the map draws them: all that a page sets whose own legend tells what they mean. */
  readonly choropleth: ReadonlySignal<Choropleth | null>;
  /** The theme in use, with `auto` resolved. */
  readonly theme: ReadonlySignal<Theme>;
  /** Ids of the layers that are switched on and exist. */
  readonly shown: ReadonlySignal<readonly string[]>;
  /** With the reader's choice of colours. */
  readonly layersById: ReadonlySignal<ReadonlyMap<string, LayerInfo>>;
  readonly overlays: Signal<Readonly<Record<string, Overlay>>>;
  /** Null until its style has loaded, and where the browser cannot draw it. */
  readonly map: Signal<MapLibre | null>;
  readonly ui: Transient;
  readonly actions: Actions;
}
