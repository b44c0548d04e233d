/** CQL2 Text → tokens. */
import { Cql2Error, LIMITS, shorten } from './error.ts';

export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'sign' | 'end';
  /** As written. */
  readonly text: string;
  /** Upper case of a word or sign, so that keywords compare in any case; empty for other kinds. */
  readonly keyword: string;
  /** What a name or string stands for. */
  readonly value: string;
  readonly number: number;
  /** Character it begins at, from 1 on. */
  readonly position: number;
}

const SPACE = /[\s\u0085]+/uy;
const WORD = /[\p{L}\p{Nl}_:][\p{L}\p{Nl}\p{M}\p{Nd}_:.\u203F\u2040\u200C\u200D]*/uy;
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SIGN = /<>|<=|>=|[=<>(),[\]+\-*/%^]/y;
const STRING = /'((?:[^'\\]|''|\\[\s\S])*)'/y;
const NAME = /"([^"]+)"/y;
/** What an input method writes where ASCII is meant. */
const FULL_WIDTH = /[！-～“”‘’、。「」]/;
const UNPRINTABLE = /[\0\p{Cs}]/u;
const ESCAPES: Readonly<Record<string, string>> = {
  "'": "'",
  '\\': '\\',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
};

/** Throws `Cql2Error`. The last token is of kind `end`. */
export function tokenize(text: string): Token[] {
  if (text.length > LIMITS.longest) throw new Cql2Error('too-long', { max: LIMITS.longest });
  const positions = positionsOf(text);
  const unprintable = UNPRINTABLE.exec(text);
  if (unprintable)
    throw new Cql2Error('bad-character', { position: positions(unprintable.index), found: codeOf(unprintable[0]) });
  const tokens: Token[] = [];
  let index = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = index;
    return pattern.exec(text);
  };
  for (;;) {
    index += take(SPACE)?.[0].length ?? 0;
    const position = positions(index);
    if (index >= text.length) return [...tokens, { ...NONE, kind: 'end', position }];
    const token = read(take) ?? fail(text, index, position);
    tokens.push({ ...NONE, ...token, position });
    index += token.text.length;
  }
}

const NONE = { text: '', keyword: '', value: '', number: 0 };

type Read = Pick<Token, 'kind' | 'text'> & Partial<Token>;

function read(take: (pattern: RegExp) => RegExpExecArray | null): Read | null {
  const word = take(WORD)?.[0];
  if (word !== undefined) return { kind: 'word', text: word, keyword: word.toUpperCase(), value: word };
  const number = take(NUMBER)?.[0];
  if (number !== undefined) return { kind: 'number', text: number, number: Number(number) };
  const sign = take(SIGN)?.[0];
  if (sign !== undefined) return { kind: 'sign', text: sign, keyword: sign };
  const string = take(STRING);
  if (string) return { kind: 'string', text: string[0], value: unescapeString(string[1] ?? '') };
  const name = take(NAME);
  return name ? { kind: 'name', text: name[0], value: name[1] ?? '' } : null;
}

/** Other escapes stay as they stand: `\%` means something to LIKE. */
function unescapeString(text: string): string {
  return text.replace(/''|\\([\s\S])/g, (whole, char: string | undefined) =>
    char === undefined ? "'" : (ESCAPES[char] ?? whole),
  );
}

function fail(text: string, index: number, position: number): never {
  const found = String.fromCodePoint(text.codePointAt(index) ?? 0);
  if (found === "'") throw new Cql2Error('open-string', { position });
  if (found === '"') throw new Cql2Error('open-name', { position });
  if (FULL_WIDTH.test(found)) throw new Cql2Error('full-width', { position, found });
  throw new Cql2Error('bad-character', { position, found: shorten(found) });
}

/** Turns an index of UTF-16 into a character, counted from 1. Fastest where the indexes rise. */
function positionsOf(text: string): (index: number) => number {
  let done = 0;
  let count = 1;
  return (index) => {
    if (index < done) [done, count] = [0, 1];
    for (; done < index; done += (text.codePointAt(done) ?? 0) > 0xffff ? 2 : 1) count += 1;
    return count;
  };
}

export function codeOf(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
