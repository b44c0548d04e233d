/** Values that a check constraint allows, where it lists them. */

/**
 * The values of `CHECK ((column = ANY (ARRAY['a'::text, 'b'::text])))` and of
 * `CHECK (((column = 'a') OR (column = 'b')))`, as PostgreSQL writes them, also where the column may be null besides.
 * Null for every other constraint.
 *
 * @param definition what `pg_get_constraintdef` gives
 */
export function choicesOfCheck(definition: string): readonly string[] | null {
  const condition = /^CHECK \((.*)\)(?: NOT VALID| NO INHERIT)*$/s.exec(definition)?.[1];
  if (condition === undefined) return null;
  const tokens = tokensOf(condition);
  if (tokens === null) return null;
  const values: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'value') values.push(token.text);
    // Every other operator compares, calculates or excludes.
    else if (token.kind === 'sign' && token.text !== '=') return null;
    else if (token.kind === 'word' && !WORDS.has(token.text) && token.isCall) return null;
    else if (token.kind === 'word' && FORBIDDEN.has(token.text)) return null;
  }
  const columns = new Set(tokens.flatMap((token) => (token.kind === 'word' && token.isColumn ? [token.text] : [])));
  const equals = tokens.filter((token) => token.kind === 'sign').length;
  const isList = tokens.some((token) => token.kind === 'word' && token.text === 'ANY');
  const isPlain = columns.size === 1 && values.length > 0 && (isList ? equals === 1 : equals === values.length);
  return isPlain ? [...new Set(values)] : null;
}

type Token =
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string; readonly isColumn: boolean; readonly isCall: boolean };

const WORDS = new Set(['ANY', 'ARRAY', 'OR', 'IS', 'NULL']);
const FORBIDDEN = new Set(['AND', 'NOT', 'ALL', 'LIKE', 'SIMILAR', 'CASE', 'DISTINCT', 'true', 'false']);
const SIGNS = '=<>!~+-*/%^|&#@';

/** Words, values and operators; brackets, commas and casts are left out. Null where something else stands there. */
function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (' ()[],\n'.includes(char)) at += 1;
    else if (text.startsWith('::', at)) at = endOfType(text, at + 2);
    else if (char === "'") {
      const quoted = quotedAt(text, at, "'");
      if (quoted === null) return null;
      tokens.push({ kind: 'value', text: quoted.text });
      at = quoted.end;
    } else if (char === '"') {
      const quoted = quotedAt(text, at, '"');
      if (quoted === null) return null;
      tokens.push({ kind: 'word', text: quoted.text, isColumn: true, isCall: text[quoted.end] === '(' });
      at = quoted.end;
    } else if (/\d/.test(char) || (char === '-' && /[\d(]/.test(text.charAt(at + 1)) && !isAfterOperand(text, at))) {
      const number = /^-?\(?-?\d[\d.]*\)?/.exec(text.slice(at, at + 64))?.[0] ?? char;
      tokens.push({ kind: 'value', text: number.replaceAll(/[()]/g, '') });
      at += number.length;
    } else if (SIGNS.includes(char)) {
      let end = at + 1;
      while (end < text.length && SIGNS.includes(text.charAt(end))) end += 1;
      tokens.push({ kind: 'sign', text: text.slice(at, end) });
      at = end;
    } else {
      let end = at;
      while (end < text.length && !` ()[],:'"\n${SIGNS}`.includes(text.charAt(end))) end += 1;
      if (end === at) return null;
      const word = text.slice(at, end);
      tokens.push({ kind: 'word', text: word, isColumn: !WORDS.has(word), isCall: text[end] === '(' });
      at = end;
    }
  }
  return tokens;
}

function isAfterOperand(text: string, at: number): boolean {
  return /[\p{L}\p{N})'"]$/u.test(text.slice(Math.max(0, at - 3), at).trimEnd());
}

function quotedAt(text: string, start: number, quote: string): { readonly text: string; readonly end: number } | null {
  let value = '';
  let at = start + 1;
  for (;;) {
    const end = text.indexOf(quote, at);
    if (end < 0) return null;
    value += text.slice(at, end);
    at = end + 1;
    if (text[at] !== quote) return { text: value, end: at };
    value += quote;
    at += 1;
  }
}

/** Types such as `character varying(10)[]` and `planning."Kind"`. */
function endOfType(text: string, start: number): number {
  let at = start;
  for (;;) {
    if (text[at] === '"') at = quotedAt(text, at, '"')?.end ?? text.length;
    else {
      const name =
        /^[\p{L}_][\p{L}\p{N}_$]*(?: varying| precision| with(?:out)? time zone)?(?:\(\d+(?:,\d+)?\))?/u.exec(
          text.slice(at, at + 200),
        );
      at += name?.[0].length ?? 0;
    }
    if (text[at] !== '.') break;
    at += 1;
  }
  while (text.startsWith('[]', at)) at += 2;
  return at;
}
