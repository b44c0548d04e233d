/** Times in CQL2 Text. */
import { Cql2Error, placeAt, shorten } from './error.ts';
import { canonicalTimestamp, extentOf, isDate, isTimestamp } from './time.ts';
import type { Instant, Interval, IntervalEnd, Property } from './types.ts';
import type { Tokens } from './tokens.ts';

/** `DATE('…')` or `TIMESTAMP('…')`; null where neither follows. */
export function parseInstant(tokens: Tokens): Instant | null {
  const { keyword, position } = tokens.next;
  if (!tokens.isCall() || (keyword !== 'DATE' && keyword !== 'TIMESTAMP')) return null;
  tokens.advance();
  tokens.expectSign('(');
  const at = tokens.next.position;
  const text = tokens.takeString('string');
  const instant = keyword === 'DATE' ? readDate(text, { position: at }) : readTimestamp(text, { position: at });
  tokens.expectSign(')');
  return placeAt(tokens.count(instant), position);
}

export function parseInterval(tokens: Tokens, parseProperty: () => Property | null): Interval {
  const { position } = tokens.next;
  tokens.advance();
  tokens.expectSign('(');
  const from = parseEnd(tokens, parseProperty);
  tokens.expectSign(',');
  const to = parseEnd(tokens, parseProperty);
  tokens.expectSign(')');
  return placeAt(tokens.count(makeInterval(from, to, { position })), position);
}

function parseEnd(tokens: Tokens, parseProperty: () => Property | null): IntervalEnd {
  const { position } = tokens.next;
  // DATE('…') and TIMESTAMP('…') say the same.
  const instant = parseInstant(tokens);
  if (instant !== null) return 'date' in instant ? instant.date : instant.timestamp;
  const property = tokens.next.kind === 'string' ? null : parseProperty();
  return property ?? readIntervalEnd(tokens.takeString('interval-end'), { position });
}

type Place = { readonly position: number } | { readonly path: string };

export function readDate(text: string, place: Place): Instant {
  if (!isDate(text)) throw new Cql2Error('bad-date', { ...place, found: shorten(text) });
  return { date: text };
}

export function readTimestamp(text: string, place: Place): Instant {
  if (!isTimestamp(text)) throw new Cql2Error('bad-timestamp', { ...place, found: shorten(text) });
  return { timestamp: canonicalTimestamp(text) };
}

export function readIntervalEnd(text: string, place: Place): string {
  if (text === '..' || isDate(text)) return text;
  if (!isTimestamp(text)) throw new Cql2Error('bad-interval-end', { ...place, found: shorten(text) });
  return canonicalTimestamp(text);
}

export function makeInterval(from: IntervalEnd, to: IntervalEnd, place: Place): Interval {
  if (typeof from === 'string' && typeof to === 'string' && from !== '..' && to !== '..') {
    if (isDate(from) !== isDate(to)) throw new Cql2Error('mixed-interval', place);
    const [first, last] = [extentOf(from), extentOf(to)];
    if (first && last && first.start > last.last) throw new Cql2Error('reversed-interval', place);
  }
  return { interval: [from, to] };
}
