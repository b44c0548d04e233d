import { effect } from '@preact/signals';
import { LOCALES } from '../../../tiles/i18n.ts';
import type { MessageKey } from '../i18n/keys.ts';
import { openStorage, savePreferences } from '../state/preferences.ts';
import { snapshot } from '../state/store.ts';
import type { MapState } from '../state/types.ts';
import type { App } from './types.ts';

declare global {
  interface Window {
    /**
     * For tests and for the console: the MapLibre map (null until it has loaded) and the state the address carries.
     * The page itself does not read it.
     */
    chengtu?: { readonly map: App['map']['value']; readonly state: MapState };
  }
}

export interface Titles {
  /** Title until the city is known. */
  readonly plain: MessageKey;
  /** Title with the name of the `city`. */
  readonly ofCity: MessageKey;
}

/** Keeps the document's title, language and theme, and the stored preferences, in step with the page's state. */
export function bindDocument(app: App, page: Window, { plain, ofCity }: Titles): void {
  const { store, i18n, config } = app;
  const root = page.document.documentElement;
  effect(() => {
    root.lang = LOCALES[store.language.value];
    root.dataset['theme'] = app.theme.value;
  });
  effect(() => {
    const city = config.state.value.value?.city;
    page.document.title = city === undefined ? i18n.t(plain) : i18n.t(ofCity, { city: i18n.text(city) });
  });
  let first = true;
  effect(() => {
    const preferences = {
      language: store.language.value,
      theme: store.theme.value,
      basemap: store.basemap.value,
    };
    // The settings of a link are not this reader's choice.
    if (!first) savePreferences(openStorage(page), preferences);
    first = false;
  });
  page.chengtu = {
    get map() {
      return app.map.peek();
    },
    get state() {
      return snapshot(store);
    },
  };
}
