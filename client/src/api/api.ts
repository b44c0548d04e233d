import type { StyleSpecification } from 'maplibre-gl';
import { FILTER_PREFIX } from '../../../tiles/filter.ts';
import type { Bbox, CaseList, ClientConfig, Columns, Counts, Item, LayerList, NearbyResult, SearchResult } from '../../../tiles/wire.ts';
import { filterParams } from '../state/codecs/filters.ts';
import type { Filters, Language, NearbyQuery, Selection, Theme } from '../state/types.ts';
import { createGetJson } from './http.ts';

/** Every question the map asks its server. */
export interface Api {
  readonly config: (signal?: AbortSignal) => Promise<ClientConfig>;
  readonly layers: (signal?: AbortSignal) => Promise<LayerList>;
  readonly style: (theme: Theme, language: Language, signal?: AbortSignal) => Promise<StyleSpecification>;
  /** Of the layers that have a filter, the features that meet it. */
  readonly counts: (layers: readonly string[], bbox: Bbox, filters: Filters, signal?: AbortSignal) => Promise<Counts>;
  readonly item: (selection: Selection, signal?: AbortSignal) => Promise<Item>;
  readonly search: (text: string, signal?: AbortSignal) => Promise<SearchResult>;
  readonly nearby: (query: NearbyQuery, signal?: AbortSignal) => Promise<NearbyResult>;
  readonly cases: (signal?: AbortSignal) => Promise<CaseList>;
  readonly columns: (layer: string, properties: readonly string[], signal?: AbortSignal) => Promise<Columns>;
}

const SEARCH_LIMIT = 20;
const NEARBY_LIMIT = 30;
/** A whole layer of case data is some megabytes, and a phone is slow. */
const COLUMNS_TIMEOUT_MS = 60_000;

export function createApi(base: string, language: () => Language): Api {
  const get = createGetJson(base, language);
  const with_ = (signal?: AbortSignal) => (signal === undefined ? {} : { signal });
  return {
    config: (signal) => get('/config.json', with_(signal)),
    layers: (signal) => get('/layers', with_(signal)),
    style: (theme, lang, signal) => get(`/styles/${theme}.json`, { params: { lang }, ...with_(signal) }),
    counts: (layers, bbox, filters, signal) => get('/counts', {
      params: {
        layers: layers.join(','), bbox: bbox.map((degrees) => degrees.toFixed(5)).join(','),
        ...Object.fromEntries(filterParams(filters).filter(([name]) => layers.includes(name.slice(FILTER_PREFIX.length)))),
      },
      ...with_(signal),
    }),
    item: ({ layer, id }, signal) => get(`/layers/${encodeURIComponent(layer)}/items/${encodeURIComponent(id)}`, with_(signal)),
    search: (q, signal) => get('/search', { params: { q, limit: SEARCH_LIMIT }, ...with_(signal) }),
    nearby: ({ layer, lon, lat, radiusM, flags }, signal) => get('/nearby', {
      params: {
        layer, lon, lat, radius: radiusM, limit: NEARBY_LIMIT, ...Object.fromEntries(flags.map((flag) => [flag, 'true'])),
      },
      ...with_(signal),
    }),
    cases: (signal) => get('/cases', with_(signal)),
    columns: (layer, properties, signal) => get(`/layers/${encodeURIComponent(layer)}/columns`, {
      params: { properties: properties.join(',') }, timeoutMs: COLUMNS_TIMEOUT_MS, ...with_(signal),
    }),
  };
}
