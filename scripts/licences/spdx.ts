/** Licence expressions of SPDX 2.3, annex D: identifiers, `AND`, `OR` and brackets. */

/** The expression is not one of SPDX, as `SEE LICENSE IN FILE` is not. */
export class SpdxError extends Error {
  override readonly name = 'SpdxError';
}

export type Licence = string | { readonly kind: 'and' | 'or'; readonly parts: readonly Licence[] };

const IDENTIFIER = /^[a-z0-9][a-z0-9.+-]*$/i;
const OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'with']);

/** Throws `SpdxError`. `WITH` is refused: no exception of a licence has been looked at yet. */
export function parseLicence(expression: string): Licence {
  const tokens = expression.replaceAll('(', ' ( ').replaceAll(')', ' ) ').trim().split(/\s+/);
  let next = 0;

  const series = (kind: 'and' | 'or', part: () => Licence): Licence => {
    const first = part();
    const parts = [first];
    while (tokens[next]?.toLowerCase() === kind) {
      next++;
      parts.push(part());
    }
    return parts.length === 1 ? first : { kind, parts };
  };
  // AND binds closer than OR.
  const either = (): Licence => series('or', both);
  const both = (): Licence => series('and', one);
  const one = (): Licence => {
    const token = tokens[next++];
    if (token === '(') {
      const inner = either();
      if (tokens[next++] !== ')') throw new SpdxError(expression);
      return inner;
    }
    if (token === undefined || !IDENTIFIER.test(token) || OPERATORS.has(token.toLowerCase()))
      throw new SpdxError(expression);
    return token;
  };

  const licence = either();
  if (next !== tokens.length) throw new SpdxError(expression);
  return licence;
}

/** Whether the licence can be kept by whoever keeps those for which `isAllowed` is true. */
export function satisfies(licence: Licence, isAllowed: (identifier: string) => boolean): boolean {
  if (typeof licence === 'string') return isAllowed(licence);
  const { kind, parts } = licence;
  return kind === 'and'
    ? parts.every((part) => satisfies(part, isAllowed))
    : parts.some((part) => satisfies(part, isAllowed));
}
