import { effect } from '@preact/signals';
import { addMessages, speaks } from '../i18n/i18n.ts';
import type { Catalogue, Language } from '../i18n/keys.ts';
import { loadPart } from './load-part.ts';
import type { App } from './types.ts';

/** All English texts of a page: files of their own, which few readers need. */
export type LoadEnglish = () => Promise<Catalogue>;

/** Resolves once a page can open in `language`. Where English does not come now it opens in Chinese. */
export async function openLanguage(language: Language, load: LoadEnglish): Promise<void> {
  if (language === 'en')
    await load().then(
      (en) => addMessages({ en }),
      () => undefined,
    );
}

/** Loads English when somebody turns to it. Until then, and where it does not come, the texts stay Chinese. */
export function bindLanguage(app: Pick<App, 'store' | 'actions' | 'connection'>, load: LoadEnglish): void {
  effect(() =>
    app.store.language.value === 'en' && !speaks('en')
      ? loadPart(app, 'error.program', load, (en) => {
          addMessages({ en });
          return () => undefined;
        })
      : undefined,
  );
}
