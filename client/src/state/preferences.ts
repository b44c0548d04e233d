import { parseAddress } from './address.ts';
import { isId } from './codec.ts';
import { LANGUAGES, type Language } from '../i18n/keys.ts';
import { THEME_CHOICES, type MapState, type ThemeChoice } from './types.ts';

const KEY = 'chengtu.preferences';

/**
 * The state the page opens with. What the reader chose last time counts only where the address says nothing at all:
 * a shared link shows everyone the same map.
 */
export function openingState(search: string, storage: Storage | null): MapState {
  const state = parseAddress(search);
  if (new URLSearchParams(search).toString() !== '') return state;
  return { ...state, ...readPreferences(storage) };
}

export function savePreferences(
  storage: Storage | null,
  preferences: { language: Language; theme: ThemeChoice; basemap: string },
): void {
  try {
    storage?.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A full or forbidden storage costs the reader's preference, nothing else.
  }
}

function readPreferences(storage: Storage | null): Partial<MapState> {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    const { language, theme, basemap } = stored as { language?: unknown; theme?: unknown; basemap?: unknown };
    const knownLanguage = LANGUAGES.find((known) => known === language);
    const knownTheme = THEME_CHOICES.find((known) => known === theme);
    return {
      ...(knownLanguage && { language: knownLanguage }),
      ...(knownTheme && { theme: knownTheme }),
      // One that the service no longer offers is drawn as the built-in one.
      ...(typeof basemap === 'string' && isId(basemap) && { basemap }),
    };
  } catch {
    return {};
  }
}

/** Reading `localStorage` itself throws where the browser blocks it. */
export function openStorage(page: Window): Storage | null {
  try {
    return page.localStorage;
  } catch {
    return null;
  }
}
