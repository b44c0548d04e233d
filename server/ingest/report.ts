import type { Lang, PlainValues } from '../platform/messages/index.ts';
import { printable } from '../platform/text/printable.ts';
import { loadMessage } from './messages.ts';
import type { LoadMessage } from './messages.ts';
import type { LoadError, Message } from './types.ts';

/** Lines shown at most, and of errors alike: one column that is wrong throughout must not hide the rest. */
const SHOWN = { all: 50, alike: 8 } as const;

/** The sentence of a message; words in parameters such as `{type-integer}` are themselves messages. */
export function sentence(language: Lang, { message, params }: Message): string {
  return loadMessage(language, message, params === undefined ? undefined : resolveParams(language, params));
}

export interface ErrorListing {
  /** Every error, however many there are. */
  readonly all?: boolean;
  /** What the list is headed by; absent: that nothing was loaded. */
  readonly head?: string;
}

/** Lines that list the first errors of each kind and say how many more there are, or all errors. */
export function errorLines(language: Lang, errors: readonly LoadError[], { all, head }: ErrorListing = {}): string[] {
  const first = head ?? loadMessage(language, 'not-loaded', { total: errors.length });
  return [first, ...(all === true ? errors.map((error) => errorLine(language, error)) : firstLines(language, errors))];
}

function firstLines(language: Lang, errors: readonly LoadError[]): string[] {
  const kinds = new Map<string, LoadError[]>();
  for (const error of errors) {
    const kind = `${error.message} ${error.property ?? ''}`;
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, [error]);
    else alike.push(error);
  }
  const first = new Set([...kinds.values()].flatMap((alike) => alike.slice(0, SHOWN.alike)));
  const shown = errors.filter((error) => first.has(error)).slice(0, SHOWN.all);
  const more = errors.length - shown.length;
  return [
    ...shown.map((error) => errorLine(language, error)),
    ...[...kinds.values()]
      .filter((alike) => alike.length > SHOWN.alike)
      .slice(0, SHOWN.all)
      .flatMap((alike) => alikeLine(language, alike)),
    ...(more > 0 ? [loadMessage(language, 'errors-more', { more })] : []),
  ];
}

function alikeLine(language: Lang, [first, ...rest]: readonly LoadError[]): string[] {
  if (first === undefined) return [];
  return [loadMessage(language, 'errors-alike', { count: rest.length + 1, error: errorLine(language, first).trim() })];
}

/** Ids and values come from the file: what would steer a terminal is shown as a replacement character. */
function errorLine(language: Lang, error: LoadError): string {
  return printable(rawLine(language, error), '\uFFFD');
}

function rawLine(language: Lang, error: LoadError): string {
  const reason = sentence(language, error);
  if (error.feature === 0) return loadMessage(language, 'error-file', { reason });
  const id = error.id === undefined ? '' : ` (${error.id})`;
  if (error.property === undefined)
    return loadMessage(language, 'error-feature', { feature: error.feature, id, reason });
  return loadMessage(language, 'error-property', { feature: error.feature, id, property: error.property, reason });
}

function resolveParams(language: Lang, params: PlainValues): PlainValues {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      if (typeof value !== 'string') return [key, value];
      const text = value.replace(/\{([a-z-]{1,40})\}/g, (whole, id: string) =>
        isWord(id) ? loadMessage(language, id) : whole,
      );
      return [key, text];
    }),
  );
}

const WORDS = new Set<string>([
  'type-string',
  'type-integer',
  'type-number',
  'type-boolean',
  'format-date',
  'format-date-time',
  'format-district',
  'format-subdistrict',
  'format-url',
  'ground-sea',
  'ground-codes',
  'ground-borders',
  'ground-roads',
  'ground-same',
  'order-dmy',
  'order-mdy',
  'used-position',
  'used-id',
] satisfies LoadMessage[]);

function isWord(id: string): id is LoadMessage {
  return WORDS.has(id);
}
