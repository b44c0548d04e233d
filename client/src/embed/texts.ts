/** What an embedded map says, in its reader's language. Both languages come with it: they are short. */
import type { ReadonlySignal } from '@preact/signals';
import { fill, LOCALES } from '../../../tiles/i18n.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { enMap } from '../i18n/en-map.ts';
import { enUi } from '../i18n/en-ui.ts';
import type { Language, MapKey, Message, MessageParams } from '../i18n/keys.ts';
import { zhMap } from '../i18n/zh-map.ts';
import { zhUi } from '../i18n/zh-ui.ts';
import type { UiKey } from '../ui/texts.ts';
import { EMBED_TEXTS, type EmbedText } from './messages.ts';

const CATALOGUES: Readonly<Record<Language, Readonly<Record<MapKey | UiKey, Message>>>> = {
  zh: { ...zhMap, ...zhUi },
  en: { ...enMap, ...enUi },
};

export interface Texts {
  readonly t: (key: MapKey | UiKey, params?: MessageParams) => string;
  /** Texts of embedded maps alone. */
  readonly own: (key: EmbedText, params?: MessageParams) => string;
  readonly text: (text: Text) => string;
}

export function createTexts(language: ReadonlySignal<Language>): Texts {
  const put = (template: string, params: MessageParams = {}): string =>
    fill(template, params, (value) =>
      typeof value === 'number' ? new Intl.NumberFormat(LOCALES[language.value]).format(value) : value,
    );
  return {
    t(key, params) {
      const message = CATALOGUES[language.value][key];
      return put(typeof message === 'string' ? message : message[params?.['n'] === 1 ? 'one' : 'other'], params);
    },
    own: (key, params) => put(EMBED_TEXTS[key][language.value], params),
    text: (text) => text[language.value] || text.zh,
  };
}
