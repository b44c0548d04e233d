/** State ↔ address, pure. `parseAddress(formatAddress(state))` is `state` for every state the map can be in. */
import { analysisCodec } from './codecs/casedata.ts';
import { choiceCodec, isId, type Codec, type Param } from './codec.ts';
import { colorsCodec } from './codecs/colors.ts';
import { filtersCodec } from './codecs/filters.ts';
import { layersCodec } from './codecs/layers.ts';
import { nearbyCodec } from './codecs/nearby.ts';
import { opacityCodec } from './codecs/opacity.ts';
import { orderCodec } from './codecs/order.ts';
import { selectionCodec } from './codecs/selection.ts';
import { tableCodec } from './codecs/table.ts';
import { viewCodec } from './codecs/view.ts';
import { LANGUAGES } from '../i18n/keys.ts';
import { TABS, THEME_CHOICES, type MapState } from './types.ts';

export type Codecs = { readonly [K in keyof MapState]: Codec<MapState[K]> };

const idCodec = <T extends string | null>(name: string, initial: T): Codec<string | T> => ({
  initial,
  parse: (params) => {
    const value = params.get(name);
    return isId(value) ? value : initial;
  },
  format: (value) => (value === initial || value === null ? [] : [[name, value]]),
});

const panelCodec: Codec<boolean> = {
  initial: true,
  parse: (params) => params.get('panel') !== 'closed',
  format: (open) => (open ? [] : [['panel', 'closed']]),
};

/** In the order in which the address shows them. */
export const CODECS: Codecs = {
  view: viewCodec,
  layers: layersCodec,
  filters: filtersCodec,
  colors: colorsCodec,
  selection: selectionCodec,
  case: idCodec<string | null>('case', null),
  nearby: nearbyCodec,
  analysis: analysisCodec,
  opacities: opacityCodec,
  order: orderCodec,
  figure: idCodec<string | null>('figure', null),
  table: tableCodec,
  tab: choiceCodec('tab', TABS, 'layers'),
  panelOpen: panelCodec,
  basemap: idCodec<string>('base', 'offline'),
  theme: choiceCodec('theme', THEME_CHOICES, 'auto'),
  language: choiceCodec('lang', LANGUAGES, 'zh'),
};

/** `search` is the query of an address, with or without its `?`. */
export function parseAddress(search: string): MapState {
  const params = new URLSearchParams(search);
  return {
    view: CODECS.view.parse(params),
    layers: CODECS.layers.parse(params),
    filters: CODECS.filters.parse(params),
    colors: CODECS.colors.parse(params),
    selection: CODECS.selection.parse(params),
    case: CODECS.case.parse(params),
    nearby: CODECS.nearby.parse(params),
    analysis: CODECS.analysis.parse(params),
    opacities: CODECS.opacities.parse(params),
    order: CODECS.order.parse(params),
    figure: CODECS.figure.parse(params),
    table: CODECS.table.parse(params),
    tab: CODECS.tab.parse(params),
    panelOpen: CODECS.panelOpen.parse(params),
    basemap: CODECS.basemap.parse(params),
    theme: CODECS.theme.parse(params),
    language: CODECS.language.parse(params),
  };
}

/** The query of the address, with its `?`, or an empty text for the map as it starts. */
export function formatAddress(state: MapState): string {
  const format = <K extends keyof MapState>(key: K) => CODECS[key].format(state[key]);
  return formatParams(Object.keys(CODECS).filter(isStateKey).flatMap(format));
}

export function formatParams(params: readonly Param[]): string {
  if (params.length === 0) return '';
  return '?' + params.map(([name, value]) => `${escapeQuery(name)}=${escapeQuery(value)}`).join('&');
}

export function isStateKey(key: string): key is keyof MapState {
  return Object.keys(CODECS).includes(key);
}

/**
 * Escapes what a query must not hold, and leaves readable what it may (RFC 3986, 3.4); half a surrogate pair has no
 * escape.
 */
function escapeQuery(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /%(2C|3A|3B|2F|40)/g,
    decodeURIComponent,
  );
}
