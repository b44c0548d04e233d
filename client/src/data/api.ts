import type { StyleSpecification } from 'maplibre-gl';
import type {
  Bbox,
  BriefLayerList,
  CaseList,
  ClientConfig,
  Columns,
  Counts,
  Item,
  LayerList,
  NearbyResult,
  SearchResult,
} from '../../../tiles/api/wire.ts';
import type { BaseTone, StyleTheme } from '../../../tiles/style/palette.ts';
import type { Overview } from '../../../tiles/api/overview.ts';
import type { LonLat } from '../format/geometry.ts';
import type { Language } from '../i18n/keys.ts';
import { onGlobe } from '../../../tiles/tile/bbox.ts';
import { rebased } from './base.ts';
import type { Connection } from './connection.ts';
import { createAskJson } from './http.ts';
import type { Live } from './live.ts';

/** A feature, by its layer and its id there. */
export interface Selection {
  readonly layer: string;
  readonly id: string;
}

export interface NearbyQuery {
  readonly layer: string;
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
  /** Boolean attributes that a hit must have. */
  readonly flags: readonly string[];
}

/** Every question the map asks its server. */
export interface Api {
  readonly config: (signal?: AbortSignal) => Promise<ClientConfig>;
  readonly layers: (signal?: AbortSignal) => Promise<LayerList>;
  /** The layers with nothing in place of what only the whole list says: attributes, sources, areas … */
  readonly briefLayers: (signal?: AbortSignal) => Promise<LayerList>;
  /** Takes seconds where nobody has asked since the data changed. */
  readonly overview: (signal?: AbortSignal) => Promise<Overview>;
  readonly style: (
    theme: StyleTheme,
    language: Language,
    tone: BaseTone,
    /** Ids of the layers that it draws; all where null. */
    layers: readonly string[] | null,
    signal?: AbortSignal,
  ) => Promise<StyleSpecification>;
  /**
   * For layers with a filter (CQL2 text), counts only the features that match it. Layers whose source cannot answer now
   * are left out.
   */
  readonly counts: (
    layers: readonly string[],
    bbox: Bbox,
    filters: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ) => Promise<Counts>;
  readonly item: (selection: Selection, signal?: AbortSignal) => Promise<Item>;
  readonly search: (text: string, signal?: AbortSignal) => Promise<SearchResult>;
  readonly nearby: (query: NearbyQuery, signal?: AbortSignal) => Promise<NearbyResult>;
  /** All features around a point, nearest first, up to the limit of one answer. */
  readonly around: (
    layer: string,
    at: LonLat,
    radiusM: number,
    filter: string | null,
    signal?: AbortSignal,
  ) => Promise<NearbyResult>;
  /** The nearest feature to a point, at most so far away; none where there is none. */
  readonly nearest: (layer: string, at: LonLat, radiusM: number, signal?: AbortSignal) => Promise<NearbyResult>;
  readonly cases: (signal?: AbortSignal) => Promise<CaseList>;
  /** A whole layer by column; where a filter (CQL2 text) is given, what it chooses. */
  readonly columns: (
    layer: string,
    properties: readonly string[],
    signal?: AbortSignal,
    filter?: string | null,
  ) => Promise<Columns>;
}

const SEARCH_LIMIT = 20;
const NEARBY_LIMIT = 30;
/** The most features that one answer of the service holds. */
const AROUND_LIMIT = 100;
/** A whole layer of case data is some megabytes, and a phone is slow. */
const COLUMNS_TIMEOUT_MS = 60_000;

/** `base` is the address of the service without a slash at its end, such as `/map`; empty for the root of the host. */
export function createApi(
  base: string,
  language: () => Language,
  watch?: Connection['watch'],
  asking?: Live['asking'],
): Api {
  const get = createAskJson(base, language, watch, asking);
  const with_ = (signal?: AbortSignal) => (signal === undefined ? {} : { signal });
  return {
    config: (signal) => get('/config.json', with_(signal)),
    layers: (signal) => get('/layers', with_(signal)),
    overview: (signal) => get('/overview', { timeoutMs: COLUMNS_TIMEOUT_MS, ...with_(signal) }),
    briefLayers: async (signal) => completed(await get('/layers', { params: { detail: 'brief' }, ...with_(signal) })),
    style: async (theme, lang, tone, layers, signal) => {
      const params = {
        lang,
        ...(tone === 'own' ? {} : { base: tone }),
        ...(layers === null ? {} : { layers: layers.join(',') }),
      };
      return rebased(await get<StyleSpecification>(`/styles/${theme}.json`, { params, ...with_(signal) }), base);
    },
    counts: (layers, bbox, filters, signal) =>
      get('/counts', {
        mayPost: true,
        params: {
          layers: layers.join(','),
          bbox: onGlobe(bbox)
            .map((degrees) => degrees.toFixed(5))
            .join(','),
          partial: 'true',
          ...Object.fromEntries(
            layers.flatMap((layer) => (filters[layer] === undefined ? [] : [[`filter.${layer}`, filters[layer]]])),
          ),
        },
        ...with_(signal),
      }),
    item: ({ layer, id }, signal) =>
      get(`/layers/${encodeURIComponent(layer)}/items/${encodeURIComponent(id)}`, with_(signal)),
    search: (q, signal) => get('/search', { params: { q, limit: SEARCH_LIMIT }, ...with_(signal) }),
    nearby: ({ layer, lon, lat, radiusM, flags }, signal) =>
      get('/nearby', {
        params: {
          layer,
          lon,
          lat,
          radius: radiusM,
          limit: NEARBY_LIMIT,
          ...Object.fromEntries(flags.map((flag) => [flag, 'true'])),
        },
        ...with_(signal),
      }),
    around: (layer, { lon, lat }, radiusM, filter, signal) =>
      get('/nearby', {
        mayPost: true,
        params: { layer, lon, lat, radius: radiusM, limit: AROUND_LIMIT, filter: filter ?? undefined },
        ...with_(signal),
      }),
    nearest: (layer, { lon, lat }, radiusM, signal) =>
      get('/nearby', { params: { layer, lon, lat, radius: radiusM, limit: 1 }, ...with_(signal) }),
    cases: (signal) => get('/cases', with_(signal)),
    columns: (layer, properties, signal, filter = null) =>
      get(`/layers/${encodeURIComponent(layer)}/columns`, {
        mayPost: true,
        params: { properties: properties.join(','), filter: filter ?? undefined },
        timeoutMs: COLUMNS_TIMEOUT_MS,
        ...with_(signal),
      }),
  };
}

/** What a brief list leaves out. */
const NOTHING = {
  description: { zh: '', en: '' },
  attributes: {},
  owner: { zh: '', en: '' },
  source: { zh: '', en: '' },
  tileAttributes: [],
  filters: [],
} as const;

function completed({ themes, layers }: BriefLayerList): LayerList {
  return { themes, areas: {}, layers: layers.map((layer) => ({ ...NOTHING, ...layer })) };
}
