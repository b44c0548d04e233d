import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { dateText } from '../../../tiles/date-text.ts';
import { CHINA_TIME, cityTimeOf } from '../../../tiles/filter/cql2/time.ts';
import { fill, LOCALES } from '../../../tiles/i18n.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { toIso } from '../../../tiles/day.ts';
import { LANGUAGES, type Catalogue, type Language, type MessageKey, type MessageParams } from './keys.ts';
import { zh } from './zh.ts';

/** Chinese comes with the page. English does where somebody reads it; see `bindLanguage`. */
const messages = signal<Readonly<Partial<Record<Language, Catalogue>>>>({ zh });

/** Texts, numbers and dates in the reader's language. Reading any of them in a component subscribes to the language. */
export interface I18n {
  readonly t: (key: MessageKey, params?: MessageParams) => string;
  /** The reader's side of a text that comes in both languages. */
  readonly text: (text: Text) => string;
  readonly number: (value: number, options?: Intl.NumberFormatOptions) => string;
  /**
   * `2017-03-01` and date-times alike, as the city's clocks show them wherever the reader is: the hour too, where the
   * text has one. The text itself where it is not a date.
   */
  readonly date: (iso: string) => string;
  /** The city's day at a moment, as `2017-03-01`. */
  readonly cityDay: (moment: Date) => string;
  readonly distance: (metres: number) => string;
  readonly words: Signal<Words | null>;
}

/** Values of placeholders that a page gives to all its texts, by language; those of a call come first. */
export interface Words extends Readonly<Record<Language, MessageParams>> {
  /** What is done to a text that they are in. */
  readonly finish: (text: string, own: MessageParams) => string;
}

/** @param timeZone of the city, by its name in the tz database; that of China until it is known */
export function createI18n(language: ReadonlySignal<Language>, timeZone?: ReadonlySignal<string | undefined>): I18n {
  const zone = (): string => timeZone?.value ?? CHINA_TIME;
  const number = (value: number, options?: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(LOCALES[language.value], options).format(value);
  const words: I18n['words'] = signal(null);
  return {
    number,
    words,
    t: (key, params) => {
      const all = words.value;
      if (all === null) return translate(language.value, key, params);
      const own = all[language.value];
      return all.finish(translate(language.value, key, { ...own, ...params }), own);
    },
    text: (text) => text[language.value] || text.zh,
    date: (iso) => dateText(iso, language.value, zone()),
    cityDay: (moment) => toIso(cityTimeOf(moment.toISOString(), zone())?.day ?? 0),
    distance: (metres) =>
      metres < 1000
        ? `${number(Math.round(metres))} m`
        : `${number(metres / 1000, { maximumFractionDigits: metres < 10_000 ? 1 : 0 })} km`,
  };
}

/**
 * Adds texts: those of a page that shows more than the map, before it renders, and those of the other language. A page
 * that adds a language adds all that it shows.
 */
export function addMessages(more: Readonly<Partial<Record<Language, Catalogue>>>): void {
  const known = messages.peek();
  messages.value = Object.fromEntries(
    LANGUAGES.flatMap((language) => {
      const all = { ...known[language], ...more[language] };
      return Object.keys(all).length === 0 ? [] : [[language, all]];
    }),
  );
}

/** Whether the texts of a language are there. */
export function speaks(language: Language): boolean {
  return messages.peek()[language] !== undefined;
}

export function translate(language: Language, key: MessageKey, params: MessageParams = {}): string {
  // Chinese stands in for a language that has not come yet.
  const message = (messages.value[language] ?? messages.value.zh)?.[key];
  if (message === undefined) throw new Error(`The message ${key} is not loaded on this page.`);
  const template = typeof message === 'string' ? message : message[params['n'] === 1 ? 'one' : 'other'];
  // Made where there is a number alone: it is costly, and a page asks for a hundred texts while something is dragged.
  return fill(template, params, (value) =>
    typeof value === 'number' ? new Intl.NumberFormat(LOCALES[language]).format(value) : value,
  );
}
