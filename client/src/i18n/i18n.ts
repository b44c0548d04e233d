import type { ReadonlySignal } from '@preact/signals';
import { fill, LOCALES } from '../../../tiles/i18n.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { en } from './en.ts';
import {
  LANGUAGES,
  type Language,
  type Message,
  type MessageKey,
  type MessageParams,
  type Messages,
  type PlanKey,
} from './keys.ts';
import { zh } from './zh.ts';

const MESSAGES: Record<Language, Partial<Record<MessageKey, Message>>> = { zh, en };

/** Texts, numbers and dates in the reader's language. Reading any of them in a component subscribes to the language. */
export interface I18n {
  readonly t: (key: MessageKey, params?: MessageParams) => string;
  /** The reader's side of a text that comes in both languages. */
  readonly text: (text: Text) => string;
  readonly number: (value: number, options?: Intl.NumberFormatOptions) => string;
  /** `2017-03-01` and date-times alike; the text itself where it is not a date. */
  readonly date: (iso: string) => string;
  readonly distance: (metres: number) => string;
}

export function createI18n(language: ReadonlySignal<Language>): I18n {
  const number = (value: number, options?: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(LOCALES[language.value], options).format(value);
  return {
    number,
    t: (key, params) => translate(language.value, key, params),
    text: (text) => text[language.value] || text.zh,
    date: (iso) => formatDate(LOCALES[language.value], iso),
    distance: (metres) =>
      metres < 1000
        ? `${number(Math.round(metres))} m`
        : `${number(metres / 1000, { maximumFractionDigits: metres < 10_000 ? 1 : 0 })} km`,
  };
}

/** Adds the texts of a page that shows more than the map. Call it before the page renders. */
export function addMessages(more: Readonly<Record<Language, Partial<Messages<PlanKey>>>>): void {
  for (const language of LANGUAGES) MESSAGES[language] = { ...MESSAGES[language], ...more[language] };
}

export function translate(language: Language, key: MessageKey, params: MessageParams = {}): string {
  const message = MESSAGES[language][key];
  if (message === undefined) throw new Error(`The message ${key} is not loaded on this page.`);
  const template = typeof message === 'string' ? message : message[params['n'] === 1 ? 'one' : 'other'];
  // Made where there is a number alone: it is costly, and a page asks for a hundred texts while something is dragged.
  return fill(template, params, (value) =>
    typeof value === 'number' ? new Intl.NumberFormat(LOCALES[language]).format(value) : value,
  );
}

function formatDate(locale: string, iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  // A bare date is a calendar day, not a moment: in no time zone may it become the day before.
  const timeZone = iso.length === 10 ? { timeZone: 'UTC' } : {};
  return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', day: 'numeric', ...timeZone }).format(date);
}
