import { LOCALES, type Lang } from '../../tiles/i18n.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { bothLanguages, type MessageValues } from '../platform/messages/index.ts';

/** All digits that a number has: values of a study are said as they were given. */
const DIGITS = { maximumFractionDigits: 20 };
const FORMATS: Readonly<Record<Lang, Intl.NumberFormat>> = {
  zh: new Intl.NumberFormat(LOCALES.zh, DIGITS),
  en: new Intl.NumberFormat(LOCALES.en, DIGITS),
};

/** A text with its values, in both languages; numbers as each language writes them, thousands apart. */
export function sentence(text: Text, values: MessageValues = {}): Text {
  return bothLanguages(
    text,
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Number.isFinite(value) ? written(Number(value)) : value]),
    ),
  );
}

function written(value: number): Text {
  return { zh: FORMATS.zh.format(value), en: FORMATS.en.format(value) };
}
