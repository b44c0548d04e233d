/** Texts that people read, kept out of the code: catalogues beside this file hold them in both languages. */
import { fill, type Lang } from '../../../tiles/i18n.ts';
import type { Text } from '../../../tiles/layer/layer.ts';

export type { Lang };
export type PlainValues = Readonly<Record<string, string | number>>;
/** A value that is a `Text` appears in the language of the sentence. */
export type MessageValues = Readonly<Record<string, string | number | Text>>;

/** Language of the console: `CHENGTU_LANG` decides; else English where the system's locale is English; else Chinese. */
export function consoleLanguage(env: Readonly<Record<string, string | undefined>>): Lang {
  if (env.CHENGTU_LANG === 'zh' || env.CHENGTU_LANG === 'en') return env.CHENGTU_LANG;
  const locale = env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? '';
  return locale.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

/**
 * Values are cut after this many characters: our own lists are shorter, and no answer or log repeats a name of
 * megabytes that a client has sent.
 */
const MOST_SHOWN = 1000;

/** A text of a client as answers and logs may repeat it. */
export function shortened(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}

/** A text in a language, with its values. */
export function say(text: Text, lang: Lang, values: MessageValues = {}): string {
  return fill(
    text[lang],
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownIn(lang, value)])),
  );
}

function shownIn(lang: Lang, value: string | number | Text): string | number {
  if (typeof value === 'object') return value[lang];
  return typeof value === 'string' ? shortened(value) : value;
}

/** A list in a sentence. */
export function enumerate(items: readonly string[], lang: Lang): string {
  return items.join(lang === 'zh' ? '、' : ', ');
}

/** A text with its values, in both languages. */
export function bothLanguages(text: Text, values: MessageValues = {}): Text {
  return { zh: say(text, 'zh', values), en: say(text, 'en', values) };
}
