/** Attributes of `<city-map>` → what the map shows. */
import {
  choiceOf,
  EMBED_DEFAULTS,
  LEGEND_CHOICES,
  readLayers,
  readSelected,
  readView,
  THEME_CHOICES,
  type EmbedState,
} from '../../../tiles/embed/address.ts';
import { fill, LANGUAGES } from '../../../tiles/i18n.ts';
import { EMBED_TEXTS, type EmbedText } from './messages.ts';
import type { MapOptions } from './types.ts';

export const ATTRIBUTES = [
  'layers',
  'center',
  'zoom',
  'bearing',
  'pitch',
  'filter',
  'filters',
  'selected',
  'theme',
  'lang',
  'base',
  'legend',
] as const;
type Attribute = (typeof ATTRIBUTES)[number];

/** Where the map shows a point and nobody says how near. */
const USUAL_ZOOM = 13;

export interface ReadAttributes {
  readonly state: EmbedState;
  /** What cannot be used, in words, in both languages. */
  readonly faults: readonly { readonly zh: string; readonly en: string }[];
}

/** Reads what can be used; the rest is as if it were not there, and told. */
export function readAttributes(get: (name: Attribute) => string | null): ReadAttributes {
  const faults: { zh: string; en: string }[] = [];
  const bad = (name: Attribute, expected: EmbedText, values: Readonly<Record<string, string>> = {}): null => {
    const told = (lang: 'zh' | 'en'): string =>
      fill(EMBED_TEXTS['bad-attribute'][lang], {
        name,
        value: get(name) ?? '',
        expected: fill(EMBED_TEXTS[expected][lang], values),
      });
    faults.push({ zh: told('zh'), en: told('en') });
    return null;
  };
  const choice = <const T extends string>(name: Attribute, choices: readonly T[]): T | null => {
    const text = get(name);
    if (text === null || text === '') return null;
    return choiceOf(choices, text) ?? bad(name, 'expects-choice', { choices: choices.join(' | ') });
  };
  const [layers, center, zoom, selected] = [get('layers'), get('center'), get('zoom'), get('selected')];
  // The page may say `lang` for many reasons, of any language.
  const lang = LANGUAGES.find((each) => get('lang')?.toLowerCase().startsWith(each) === true) ?? null;
  const level = zoom === null ? USUAL_ZOOM : readView(`0,0,${zoom.trim()}`)?.zoom;
  if (level === undefined) bad('zoom', 'expects-zoom');
  const view =
    center === null ? null : readView([center, level ?? USUAL_ZOOM, get('bearing') ?? 0, get('pitch') ?? 0].join());
  return {
    state: {
      layers: layers === null ? null : readLayers(layers),
      view:
        center !== null && (view === null || center.split(',').length !== 2) ? bad('center', 'expects-center') : view,
      filter: get('filter')?.trim() || null,
      filters: readFilters(get('filters')) ?? bad('filters', 'expects-filters') ?? {},
      selected:
        selected === null || selected === '' ? null : (readSelected(selected) ?? bad('selected', 'expects-selected')),
      base: get('base')?.trim() || EMBED_DEFAULTS.base,
      theme: choice('theme', THEME_CHOICES) ?? EMBED_DEFAULTS.theme,
      lang,
      legend: choice('legend', LEGEND_CHOICES),
    },
    faults,
  };
}

/** Null where the text is no object of texts. */
function readFilters(text: string | null): Readonly<Record<string, string>> | null {
  if (text === null || text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const entries = Object.entries(value);
    return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
      ? Object.fromEntries(entries)
      : null;
  } catch {
    return null;
  }
}

export function optionsOf(state: EmbedState): MapOptions {
  return { ...state, filter: filterOf(state) };
}

/** The filter of a state as the SDK takes it: one text for all layers, or one for each; both must hold. */
export function filterOf({ filter, filters, layers }: EmbedState): string | Readonly<Record<string, string>> | null {
  if (Object.keys(filters).length === 0) return filter;
  const ids = filter === null ? Object.keys(filters) : (layers ?? Object.keys(filters));
  const both = (layer: string): string => {
    const own = filters[layer];
    if (filter === null || own === undefined) return own ?? filter ?? '';
    return `(${filter}) AND (${own})`;
  };
  return Object.fromEntries(ids.map((layer) => [layer, both(layer)]));
}
