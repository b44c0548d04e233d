/** Links to maps: which can be embedded, what they show, and the links by which programs find out. */
import { formatCql2 } from '../../tiles/filter/cql2/format.ts';
import { FILTER_PREFIX, parseLayerFilters, toCql2 } from '../../tiles/filter/filter.ts';
import { readEmbed, type EmbedState } from '../../tiles/embed/address.ts';
import { escapeHtml } from '../../tiles/text.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { enumerate, say, type Lang } from '../platform/messages/index.ts';
import type { Query } from '../platform/http/query.ts';
import { EMBED } from './messages.ts';

/** Address of the page in an iframe, from the root of the service. */
export const EMBED_PATH = '/embed';

/** What a link shows; null where it is none of this service, or none of its layers exists. */
export function readLink(text: string, base: string, registry: LayerRegistry): EmbedState | null {
  if (!URL.canParse(text)) return null;
  const [link, own] = [new URL(text), new URL(base)];
  // Proxies in front may speak https where the service hears http.
  if (!/^https?:$/.test(link.protocol) || link.host !== own.host) return null;
  const prefix = own.pathname.replace(/\/$/, '');
  if (![`${prefix}/`, prefix, prefix + EMBED_PATH].includes(link.pathname)) return null;
  const state = readEmbed(link.searchParams);
  const layers = state.layers?.filter((id) => registry.get(id) !== undefined) ?? null;
  if (layers?.length === 0 && (state.layers?.length ?? 0) > 0) return null;
  return { ...state, layers, filters: { ...pageFilters(link.searchParams, registry), ...state.filters } };
}

/** Filters as the map's own page writes them (`f.toilets=…`), as CQL2 by layer. */
function pageFilters(params: URLSearchParams, registry: LayerRegistry): Readonly<Record<string, string>> {
  const filters = [...params].flatMap(([name, value]) => {
    const layer = name.startsWith(FILTER_PREFIX) ? registry.get(name.slice(FILTER_PREFIX.length)) : undefined;
    if (layer === undefined) return [];
    const known = Object.entries(parseLayerFilters(value)).filter(([id]) => Object.hasOwn(layer.attributes, id));
    const node = known.length === 0 ? null : toCql2(Object.fromEntries(known), layer);
    return node === null ? [] : [[layer.id, formatCql2(node)] as const];
  });
  return Object.fromEntries(filters);
}

/** What a map is called: its layers, where it names any, and its city. */
export function titleOf({ layers }: EmbedState, registry: LayerRegistry, lang: Lang): string {
  const city = registry.city.name[lang];
  const titles = (layers ?? []).flatMap((id) => registry.get(id)?.title[lang] ?? []);
  return titles.length === 0
    ? say(EMBED['of-city'], lang, { city })
    : say(EMBED['of-layers'], lang, { city, layers: enumerate(titles, lang) });
}

/** All parameters of an address as its query, with its `?`; empty where there are none. */
export function queryOf({ search }: Query): string {
  return search.size === 0 ? '' : `?${search.toString()}`;
}

/** HTML for the head of a page: where programs learn how the page at `address` is embedded (oEmbed 1.0, 4). */
export function discoveryLinks(base: string, address: string, title: string): string {
  const url = encodeURIComponent(base + address);
  return (['json', 'xml'] as const)
    .map((format) => {
      const href = `${base}/oembed?url=${url}&format=${format}`;
      const type = format === 'json' ? 'application/json+oembed' : 'text/xml+oembed';
      return `<link rel="alternate" type="${type}" href="${escapeHtml(href)}" title="${escapeHtml(title)}">`;
    })
    .join('');
}
