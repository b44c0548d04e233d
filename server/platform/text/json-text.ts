/** Reads JSON as strictly as RFC 8259 has it, and says where an error is. */

/** The bytes are not JSON. `line` and `column` count from 1; both are 0 where the bytes are not even UTF-8. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  readonly line: number;
  readonly column: number;

  constructor(line: number, column: number, cause: unknown) {
    super(`No JSON: line ${String(line)}, character ${String(column)}.`, { cause });
    this.line = line;
    this.column = column;
  }
}

/** Throws `JsonSyntaxError`. */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new JsonSyntaxError(0, 0, error);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const { line, column } = placeOf(text, endOfValid(text));
    throw new JsonSyntaxError(line, column, error);
  }
}

function placeOf(text: string, index: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: index - start + 1 };
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** What may follow a backslash. */
const ESCAPE = /["\\/bfnrt]|u[\da-fA-F]{4}/y;

/**
 * Index after the string that begins at an index, or the index itself where none ends. It reads each character once: no
 * pattern can go back over a string that does not end.
 */
function endOfString(text: string, start: number): number {
  if (text[start] !== '"') return start;
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '"') return at + 1;
    if (sign < ' ') return start;
    if (sign !== '\\') continue;
    ESCAPE.lastIndex = at + 1;
    const escape = ESCAPE.exec(text)?.[0];
    if (escape === undefined) return start;
    at += escape.length;
  }
  return start;
}

/** Index of the first token that cannot stand where it does: the engine's own message gives it only now and then. */
function endOfValid(text: string): number {
  const open: string[] = [];
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found !== '';
  };
  const skipString = (): boolean => {
    const end = endOfString(text, at);
    const isString = end > at;
    at = end;
    return isString;
  };
  const take = (sign: string): boolean => {
    skip(SPACE);
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  };
  const key = (): boolean => {
    skip(SPACE);
    return skipString() && take(':');
  };
  for (;;) {
    skip(SPACE);
    const sign = text[at];
    if (sign === '{' || sign === '[') {
      at += 1;
      const end = sign === '{' ? '}' : ']';
      if (!take(end)) {
        open.push(end);
        if (end === '}' && !key()) return at;
        continue;
      }
    } else if (!skipString() && !skip(SCALAR)) {
      return at;
    }
    // A value has ended; the array or object around it may end too.
    for (;;) {
      const end = open.at(-1);
      if (end === undefined) {
        skip(SPACE);
        return at;
      }
      if (take(end)) open.pop();
      else if (!take(',')) return at;
      else if (end === '}' && !key()) return at;
      else break;
    }
  }
}
