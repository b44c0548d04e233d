/**
 * Chengtu maps in other pages. Coordinates are degrees (WGS 84 / CGCS2000), longitude first.
 *
 *     import { createMap } from 'https://map.example/sdk.js';
 *     const map = createMap(document.querySelector('#map'), { layers: ['toilets'] });
 */

/** Centre in degrees, zoom level, bearing in degrees clockwise from north, pitch in degrees. */
export interface MapView {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
  readonly bearing?: number;
  readonly pitch?: number;
}

/** A feature, by its layer and its id there. */
export interface FeatureRef {
  readonly layer: string;
  readonly id: string;
}

/** A feature as the service gives it: GeoJSON with its layer and where it comes from. */
export interface MapFeature {
  readonly type: 'Feature';
  readonly id: string;
  readonly layer: string;
  readonly provenance: 'official' | 'imported' | 'approximate' | 'synthetic';
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
  readonly properties: Readonly<Record<string, unknown>>;
}

/** GeoJSON of the page's own: a geometry, a feature or a collection of them. */
export interface OwnGeoJson {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** How own GeoJSON is drawn. */
export interface OwnStyle {
  /** A CSS colour. */
  readonly color?: string;
  /** Of areas, 0 to 1; 0.2 where it is left out. */
  readonly fillOpacity?: number;
  /** Of lines and borders, in px; 3 where it is left out. */
  readonly width?: number;
  /** Of points, in px; 7 where it is left out. */
  readonly radius?: number;
  /** Name of the property whose text is drawn beside a feature. */
  readonly label?: string;
}

export interface MapOptions {
  /** Address of the service, such as `https://map.example`; where this module came from, if left out. */
  readonly server?: string;
  /** Ids of layers, see `/layers`; those that the city shows at its start, if left out. */
  readonly layers?: readonly string[] | null;
  /** The whole city, if left out. */
  readonly view?: MapView | null;
  /** CQL2 text: one for every layer, or one for each by its id. */
  readonly filter?: string | Readonly<Record<string, string>> | null;
  readonly selected?: FeatureRef | null;
  /** Follows the reader's system, if left out. */
  readonly theme?: 'auto' | 'light' | 'dark';
  /** That of the element around the map where it says one (`lang="en"`), else Chinese, if left out. */
  readonly lang?: 'zh' | 'en' | null;
  /** `offline` (of the city's own, as usual), `grey`, `dark`, or the id of a base map of the service. */
  readonly base?: string;
  /** Whether the legend is open at first; where there is room for it, if left out. */
  readonly legend?: 'open' | 'closed' | null;
}

export interface MapEvents {
  /** The map has drawn. */
  readonly load: Record<never, never>;
  /** Somebody clicked: where, on which features, and on which of the page's own. */
  readonly click: {
    readonly lon: number;
    readonly lat: number;
    readonly features: readonly FeatureRef[];
    readonly own: readonly { readonly source: string; readonly properties: Readonly<Record<string, unknown>> }[];
  };
  /** Another feature is selected, by a reader or the page; null where none is, or it is gone. */
  readonly select: { readonly feature: MapFeature | null };
  /** The map stands still at another view. */
  readonly move: { readonly view: MapView };
  /** `code` is for programs; `message` is in the language of the map. */
  readonly error: { readonly code: string; readonly message: string };
}

export interface CityMap {
  /** Resolves once the map has drawn; never rejects (see the event `error`). */
  readonly ready: Promise<void>;
  readonly view: MapView | null;
  setView(view: MapView, options?: { readonly animate?: boolean }): void;
  /** `null` for those that the city shows at its start. */
  setLayers(layers: readonly string[] | null): void;
  setFilter(filter: string | Readonly<Record<string, string>> | null): void;
  select(feature: FeatureRef | null): void;
  /** Rings around features, at most 50. */
  highlight(features: readonly FeatureRef[]): void;
  /** Draws GeoJSON of the page's own above all layers; `null` takes it away. `source` names it. */
  setGeoJson(source: string, data: OwnGeoJson | null, style?: OwnStyle): void;
  setTheme(theme: 'auto' | 'light' | 'dark'): void;
  setLang(lang: 'zh' | 'en' | null): void;
  setBase(base: string): void;
  /** @returns a function that ends it */
  on<K extends keyof MapEvents>(type: K, listener: (event: MapEvents[K]) => void): () => void;
  /** Removes the map, and ends all that it does. */
  destroy(): void;
}

/** A map in an iframe, as `connectFrame` gives it: the same calls, which the frame answers by its events. */
export type FrameMap = Omit<CityMap, 'ready' | 'view'>;

/** Draws a map into an element, which must have a height. Each element takes one map. */
export type CreateMap = (container: HTMLElement, options?: MapOptions) => CityMap;

/**
 * Speaks with a map in an iframe (`/embed?…`) on another site. Rejects where the frame does not answer: it is not a map
 * of this version, or does not let this site embed it.
 */
export type ConnectFrame = (iframe: HTMLIFrameElement) => Promise<FrameMap>;

/**
 * `<city-map layers="toilets" center="120.38,36.07" zoom="13">`, which `/embed.js` defines. It tells of the map by the
 * events `map-load`, `map-click`, `map-select`, `map-move` and `map-error`, whose `detail` is that of `MapEvents`.
 */
export interface CityMapElement extends HTMLElement {
  /** Null until the map's program has come: see the event `map-load`. */
  readonly map: CityMap | null;
}

declare global {
  interface HTMLElementTagNameMap {
    'city-map': CityMapElement;
  }
}
