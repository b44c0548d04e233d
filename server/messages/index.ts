/** Texts that people read, kept out of the code: catalogues beside this file hold them in both languages. */
import type { Text } from '../../tiles/layer.ts';

export type Lang = keyof Text;
export type MessageValues = Readonly<Record<string, string | number>>;

/** A text in a language, with `{name}` replaced by the value of that name. */
export function say(text: Text, lang: Lang, values: MessageValues = {}): string {
  return text[lang].replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

/** A list in a sentence. */
export function enumerate(items: readonly string[], lang: Lang): string {
  return items.join(lang === 'zh' ? '、' : ', ');
}
