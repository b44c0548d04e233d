/** Licence expressions of SPDX 2.3, annex D: identifiers, `AND`, `OR` and brackets. */

export type Licence = string | { readonly kind: 'and' | 'or'; readonly parts: readonly Licence[] };

const IDENTIFIER = /^[a-z0-9][a-z0-9.+-]*$/i;
const OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'with']);

/**
 * Null where the text is not an expression, such as `SEE LICENSE IN FILE`, and for `WITH`: nobody has examined an
 * exception to a licence yet.
 */
export function parseLicence(expression: string): Licence | null {
  const tokens = expression.replaceAll('(', ' ( ').replaceAll(')', ' ) ').trim().split(/\s+/);
  let next = 0;

  const series = (kind: 'and' | 'or', part: () => Licence | null): Licence | null => {
    const first = part();
    if (first === null || tokens[next]?.toLowerCase() !== kind) return first;
    next++;
    const rest = series(kind, part);
    return rest === null ? null : { kind, parts: [first, rest] };
  };
  // AND binds closer than OR.
  const either = (): Licence | null => series('or', both);
  const both = (): Licence | null => series('and', one);
  const one = (): Licence | null => {
    const token = tokens[next++];
    if (token === '(') {
      const inner = either();
      return tokens[next++] === ')' ? inner : null;
    }
    if (token === undefined || !IDENTIFIER.test(token) || OPERATORS.has(token.toLowerCase())) return null;
    return token;
  };

  const licence = either();
  return next === tokens.length ? licence : null;
}

/** Whether the licence can be kept by whoever keeps those for which `isAllowed` is true. */
export function satisfies(licence: Licence, isAllowed: (identifier: string) => boolean): boolean {
  if (typeof licence === 'string') return isAllowed(licence);
  const { kind, parts } = licence;
  return kind === 'and'
    ? parts.every((part) => satisfies(part, isAllowed))
    : parts.some((part) => satisfies(part, isAllowed));
}
