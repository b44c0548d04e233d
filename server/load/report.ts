import type { ConsoleLanguage, MessageParams } from '../messages/cli.ts';
import { loadMessage } from '../messages/load.ts';
import type { LoadMessage } from '../messages/load.ts';
import type { Fault, Message } from './types.ts';

const SHOWN_FAULTS = 50;

/** The sentence of a message; parameters such as `{type-integer}` are themselves messages. */
export function sentence(language: ConsoleLanguage, { message, params }: Message): string {
  return loadMessage(language, message, params === undefined ? undefined : resolveParams(language, params));
}

/** Lines that list the first faults and say how many there are. */
export function faultLines(language: ConsoleLanguage, faults: readonly Fault[]): string[] {
  const lines = faults.slice(0, SHOWN_FAULTS).map((fault) => faultLine(language, fault));
  const more = faults.length - lines.length;
  return [
    loadMessage(language, 'not-loaded', { total: faults.length }),
    ...lines,
    ...(more > 0 ? [loadMessage(language, 'faults-more', { more })] : []),
  ];
}

function faultLine(language: ConsoleLanguage, fault: Fault): string {
  const reason = sentence(language, fault);
  if (fault.feature === 0) return loadMessage(language, 'fault-file', { reason });
  const id = fault.id === undefined ? '' : ` (${fault.id})`;
  if (fault.property === undefined) return loadMessage(language, 'fault-feature', { feature: fault.feature, id, reason });
  return loadMessage(language, 'fault-property', { feature: fault.feature, id, property: fault.property, reason });
}

function resolveParams(language: ConsoleLanguage, params: MessageParams): MessageParams {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => {
    const match = typeof value === 'string' ? /^\{((?:type|format)-[a-z-]+)\}$/.exec(value) : null;
    const id = match?.[1];
    return [key, id !== undefined && isWord(id) ? loadMessage(language, id) : value];
  }));
}

const WORDS = new Set<string>([
  'type-string', 'type-integer', 'type-number', 'type-boolean',
  'format-date', 'format-date-time', 'format-district', 'format-street', 'format-url',
] satisfies LoadMessage[]);

function isWord(id: string): id is LoadMessage {
  return WORDS.has(id);
}
