/** JSON values, and how errors describe those that cannot be used. */
import { Cql2Error, LIMITS, shorten, type Cql2Term } from './error.ts';
import { codeOf } from './lexer.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const UNPRINTABLE = /[\0\p{Cs}]/u;

export function checkText(text: string, path: string): string {
  if (text.length > LIMITS.longest) throw new Cql2Error('too-long', { path, max: LIMITS.longest });
  const [found] = UNPRINTABLE.exec(text) ?? [];
  if (found !== undefined) throw new Cql2Error('bad-character', { path, found: codeOf(found) });
  return text;
}

export function dot(path: string): string {
  return path === '' ? '' : `${path}.`;
}

export function refuse(value: unknown, path: string, expected: Cql2Term): never {
  // Only its beginning is shown, so a short piece of it is enough.
  const found = isObject(value)
    ? `{${Object.keys(value)
        .slice(0, 3)
        .map((key) => JSON.stringify(key.slice(0, 20)))
        .join()}…}`
    : Array.isArray(value)
      ? '[…]'
      : typeof value === 'string'
        ? JSON.stringify(shorten(value))
        : value === undefined
          ? undefined
          : JSON.stringify(value);
  throw new Cql2Error('expected', {
    path: shorten(path),
    expected,
    ...(found === undefined ? {} : { found: shorten(found) }),
  });
}
