/**
 * What an embedded map shows, and how that stands in addresses: of the page in an iframe (`/embed?…`), which takes the
 * same names as the map's own page, and of the still picture (`/static/…`).
 */
import { LANGUAGES, type Lang } from '../i18n.ts';
import { isFeatureId } from '../layer/feature-id.ts';
import { isLayerId } from '../layer/layer-id.ts';
import { parseDecimal } from '../filter/decimal.ts';
import { formatDecimal } from '../text.ts';

/** Centre in degrees (WGS 84), zoom level, bearing in degrees clockwise from north, pitch in degrees. */
export interface EmbedView {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
  readonly bearing: number;
  readonly pitch: number;
}

export const THEME_CHOICES = ['auto', 'light', 'dark'] as const;
type ThemeChoice = (typeof THEME_CHOICES)[number];
export const LEGEND_CHOICES = ['open', 'closed'] as const;
type LegendChoice = (typeof LEGEND_CHOICES)[number];

export interface EmbedState {
  /** Ids; null for those that the city shows at its start. */
  readonly layers: readonly string[] | null;
  /** Null for the whole city. */
  readonly view: EmbedView | null;
  /** CQL2 that every layer must meet. */
  readonly filter: string | null;
  /** CQL2 by layer, beside it. */
  readonly filters: Readonly<Record<string, string>>;
  readonly selected: { readonly layer: string; readonly id: string } | null;
  /** `offline`, `grey`, `dark`, or the id of a base map of the settings. */
  readonly base: string;
  readonly theme: ThemeChoice;
  /** Null follows the page around the map, else its reader. */
  readonly lang: Lang | null;
  /** Whether the legend is open at first; null where there is room for it. */
  readonly legend: LegendChoice | null;
}

export const EMBED_DEFAULTS: EmbedState = {
  layers: null,
  view: null,
  filter: null,
  filters: {},
  selected: null,
  base: 'offline',
  theme: 'auto',
  lang: null,
  legend: null,
};

/** Before the id of a layer in the name of a parameter: `filter.toilets=…`. */
const FILTER_PREFIX = 'filter.';

/** Never throws: what cannot be read is left out. Of a parameter that stands twice the first counts. */
export function readEmbed(params: Iterable<readonly [name: string, value: string]>): EmbedState {
  const given = [...params];
  const get = (wanted: string): string | null => given.find(([name]) => name === wanted)?.[1] ?? null;
  const layers = get('layers');
  const filters = given.flatMap(([name, value]) => {
    const layer = name.startsWith(FILTER_PREFIX) ? name.slice(FILTER_PREFIX.length) : '';
    return isLayerId(layer) && value.trim() !== '' && value === get(name) ? [[layer, value] as const] : [];
  });
  const base = get('base');
  return {
    layers: layers === null ? null : readLayers(layers),
    view: readView(get('at')),
    filter: textOrNull(get('filter')),
    filters: Object.fromEntries(filters),
    selected: readSelected(get('sel')),
    base: isLayerId(base) ? base : EMBED_DEFAULTS.base,
    theme: choiceOf(THEME_CHOICES, get('theme')) ?? EMBED_DEFAULTS.theme,
    lang: choiceOf(LANGUAGES, get('lang')),
    legend: choiceOf(LEGEND_CHOICES, get('legend')),
  };
}

/** With its `?`; empty for the defaults. `readEmbed` undoes it. */
export function formatEmbed(state: EmbedState): string {
  const { layers, view, filter, filters, selected, base, theme, lang, legend } = state;
  return queryOf([
    ['layers', layers?.join(',')],
    ['at', view === null ? undefined : formatView(view)],
    ['filter', filter ?? undefined],
    ...filterParams(filters),
    ['sel', selected === null ? undefined : `${selected.layer}/${selected.id}`],
    ['base', unless(EMBED_DEFAULTS.base, base)],
    ['theme', unless(EMBED_DEFAULTS.theme, theme)],
    ['lang', lang ?? undefined],
    ['legend', legend ?? undefined],
  ]);
}

type Param = readonly [name: string, value: string | undefined];

function filterParams(filters: EmbedState['filters']): Param[] {
  return Object.keys(filters)
    .sort()
    .map((layer) => [FILTER_PREFIX + layer, filters[layer]]);
}

function unless(usual: string, value: string): string | undefined {
  return value === usual ? undefined : value;
}

/** With its `?`. Commas and slashes may stand in a query (RFC 3986, 3.4), and are easier to read so. */
function queryOf(params: readonly Param[]): string {
  const escape = (text: string): string => encodeURIComponent(text).replace(/%(?:2C|2F)/g, decodeURIComponent);
  const parts = params.flatMap(([name, value]) => (value === undefined ? [] : [`${escape(name)}=${escape(value)}`]));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** Ids between commas, each once; others are left out. */
export function readLayers(text: string): readonly string[] {
  return [...new Set(text.split(',').map((id) => id.trim()))].filter(isLayerId);
}

/** `lon,lat,zoom` and, where the map is turned or tilted, `,bearing,pitch`; null where it is none. */
export function readView(text: string | null): EmbedView | null {
  const parts = text?.split(',').map((part) => part.trim()) ?? [];
  const lon = parseDecimal(parts[0], -180, 180);
  const lat = parseDecimal(parts[1], -85, 85);
  const zoom = parseDecimal(parts[2], 0, 22);
  if (lon === null || lat === null || zoom === null) return null;
  return {
    lon,
    lat,
    zoom,
    bearing: parseDecimal(parts[3], -180, 180) ?? 0,
    pitch: parseDecimal(parts[4], 0, 85) ?? 0,
  };
}

/** `toilets/05-0001`; the id may hold slashes. Null where it is none. */
export function readSelected(text: string | null): EmbedState['selected'] {
  const [layer, ...parts] = text?.split('/') ?? [];
  const id = parts.join('/');
  return isLayerId(layer) && isFeatureId(id) ? { layer, id } : null;
}

export function choiceOf<const T extends string>(choices: readonly T[], text: string | null): T | null {
  return choices.find((each) => each === text) ?? null;
}

function textOrNull(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}

function formatView({ lon, lat, zoom, bearing, pitch }: EmbedView): string {
  const turned = bearing !== 0 || pitch !== 0 ? [bearing, pitch] : [];
  return [lon, lat, zoom, ...turned].map((value) => formatDecimal(value, 5)).join(',');
}

export interface PictureLook {
  readonly theme: 'light' | 'dark';
  readonly lang: Lang;
  /** CSS px; the address holds them within what the service draws. */
  readonly width: number;
  readonly height: number;
}

/** CSS px of a side of a picture. A smaller one has no room to say whose map it is. */
export const SIDE_PX = { min: 64, max: 1280 } as const;
/** In the place of layers in addresses of pictures: the base map alone. */
export const BASE_ONLY = 'base';

/** Address of a still picture, from the root of the service. Layers of the start are drawn as the base map alone. */
export function pictureAddress(state: EmbedState, { theme, lang, width, height }: PictureLook): string {
  const { layers, view, filter, filters, base } = state;
  const list = layers === null || layers.length === 0 ? BASE_ONLY : layers.map(encodeURIComponent).join(',');
  const place =
    view === null ? 'auto' : [view.lon, view.lat, view.zoom].map((value) => formatDecimal(value, 5)).join(',');
  const side = (px: number): string => String(Math.round(Math.min(SIDE_PX.max, Math.max(SIDE_PX.min, px))));
  const drawn = Object.fromEntries(Object.entries(filters).filter(([layer]) => layers?.includes(layer) === true));
  const query = queryOf([
    ['theme', theme],
    ['lang', lang],
    ['base', base === 'grey' || base === 'dark' ? base : undefined],
    ...(list === BASE_ONLY ? [] : ([['filter', filter ?? undefined], ...filterParams(drawn)] as const)),
  ]);
  return `/static/${list}/${place}/${side(width)}x${side(height)}@2x.png${query}`;
}
