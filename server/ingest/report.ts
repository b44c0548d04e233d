import type { Lang, PlainValues } from '../platform/messages/index.ts';
import { loadMessage } from './messages.ts';
import type { LoadMessage } from './messages.ts';
import type { Fault, Message } from './types.ts';

/** Lines shown at most, and of faults alike: one column that is wrong throughout must not hide the rest. */
const SHOWN = { all: 50, alike: 8 } as const;

/** The sentence of a message; parameters such as `{type-integer}` are themselves messages. */
export function sentence(language: Lang, { message, params }: Message): string {
  return loadMessage(language, message, params === undefined ? undefined : resolveParams(language, params));
}

/** Lines that list the first faults of each kind and say how many more there are. */
export function faultLines(language: Lang, faults: readonly Fault[]): string[] {
  const kinds = new Map<string, Fault[]>();
  for (const fault of faults) {
    const kind = `${fault.message} ${fault.property ?? ''}`;
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, [fault]);
    else alike.push(fault);
  }
  const first = new Set([...kinds.values()].flatMap((alike) => alike.slice(0, SHOWN.alike)));
  const shown = faults.filter((fault) => first.has(fault)).slice(0, SHOWN.all);
  const more = faults.length - shown.length;
  return [
    loadMessage(language, 'not-loaded', { total: faults.length }),
    ...shown.map((fault) => faultLine(language, fault)),
    ...[...kinds.values()]
      .filter((alike) => alike.length > SHOWN.alike)
      .slice(0, SHOWN.all)
      .flatMap((alike) => alikeLine(language, alike)),
    ...(more > 0 ? [loadMessage(language, 'faults-more', { more })] : []),
  ];
}

function alikeLine(language: Lang, [first, ...rest]: readonly Fault[]): string[] {
  if (first === undefined) return [];
  return [loadMessage(language, 'faults-alike', { count: rest.length + 1, fault: faultLine(language, first).trim() })];
}

/** Ids and values come from the file: what would steer a terminal is shown as a replacement character. */
function faultLine(language: Lang, fault: Fault): string {
  return rawLine(language, fault).replace(/\p{Cc}/gu, '\uFFFD');
}

function rawLine(language: Lang, fault: Fault): string {
  const reason = sentence(language, fault);
  if (fault.feature === 0) return loadMessage(language, 'fault-file', { reason });
  const id = fault.id === undefined ? '' : ` (${fault.id})`;
  if (fault.property === undefined)
    return loadMessage(language, 'fault-feature', { feature: fault.feature, id, reason });
  return loadMessage(language, 'fault-property', { feature: fault.feature, id, property: fault.property, reason });
}

function resolveParams(language: Lang, params: PlainValues): PlainValues {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      const match = typeof value === 'string' ? /^\{((?:type|format)-[a-z-]+)\}$/.exec(value) : null;
      const id = match?.[1];
      return [key, id !== undefined && isWord(id) ? loadMessage(language, id) : value];
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
  'format-street',
  'format-url',
] satisfies LoadMessage[]);

function isWord(id: string): id is LoadMessage {
  return WORDS.has(id);
}
