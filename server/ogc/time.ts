/** What `datetime` asks of a collection: features by their own date, or the state of all of them at a moment. */
import { canonicalTimestamp, extentOf, isDate, isTimestamp } from '../../tiles/filter/cql2/time.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { LayerSource } from '../layers/source.ts';
import { BadParameter } from '../platform/http/errors.ts';
import { OGC } from './messages.ts';

/**
 * `attribute`: features are events, and the attribute is when they were. `state`: they last, and the service keeps what
 * they were. `none`: only what is now is known.
 */
export type TimeOf =
  | { readonly kind: 'attribute'; readonly attribute: string }
  | { readonly kind: 'state' }
  | { readonly kind: 'none' };

export function timeOf({ caseData, attributes }: LayerDefinition, { database }: Pick<LayerSource, 'database'>): TimeOf {
  const attribute = caseData?.date;
  const format = attribute === undefined ? undefined : attributes[attribute]?.format;
  if (attribute !== undefined && (format === 'date' || format === 'date-time')) return { kind: 'attribute', attribute };
  return database === undefined ? { kind: 'state' } : { kind: 'none' };
}

export interface AskedTime {
  readonly filter: Cql2 | null;
  /** Null for now, which the future is too. */
  readonly asOf: Date | null;
}

/** Throws `BadParameter`. */
export function readDatetime(
  text: string | undefined,
  time: TimeOf,
  { timeZone, now = new Date() }: { readonly timeZone: string | undefined; readonly now?: Date },
): AskedTime {
  if (text === undefined) return { filter: null, asOf: null };
  // A plus sign in an address is read as a blank.
  const parts = text
    .trim()
    .split('/')
    .map((part) => part.trim().replace(/ (?=\d\d:\d\d$)/, '+'));
  const bad = (): BadParameter => new BadParameter('datetime', OGC['bad-datetime'], { value: text });
  const [from = '', to] = parts;
  if (parts.length > 2 || (to === undefined && isOpen(from))) throw bad();
  const ends = parts.map((part) => {
    if (isOpen(part) && to !== undefined) return null;
    if (!isDate(part) && !isTimestamp(part)) throw bad();
    return { text: part, extent: extentOf(part, timeZone) };
  });
  const [start = null, end = start] = ends;
  if (start?.extent && end?.extent && start.extent.start > end.extent.last) throw bad();
  if (time.kind === 'attribute') {
    const property = { property: time.attribute };
    const literal = (part: string): { date: string } | { timestamp: string } =>
      isDate(part) ? { date: part } : { timestamp: canonicalTimestamp(part) };
    if (to === undefined) return { filter: { op: 't_intersects', args: [property, literal(from)] }, asOf: null };
    const bound = (each: (typeof ends)[number]): string =>
      each === null ? '..' : isDate(each.text) ? each.text : canonicalTimestamp(each.text);
    const interval = { interval: [bound(start), bound(end)] as const };
    return { filter: { op: 't_intersects', args: [property, interval] }, asOf: null };
  }
  if (!end?.extent) return { filter: null, asOf: null };
  const moment = new Date(Number(end.extent.last / 1000n));
  return { filter: null, asOf: moment.getTime() >= now.getTime() ? null : moment };
}

function isOpen(text: string): boolean {
  return text === '' || text === '..';
}
