/** What is wrong with a filter. The texts are in server/filter/messages.ts. */

export type Cql2ErrorCode =
  | 'expected'
  | 'bad-character'
  | 'full-width'
  | 'open-string'
  | 'open-name'
  | 'bad-number'
  | 'too-long'
  | 'too-deep'
  | 'too-large'
  | 'too-many-positions'
  | 'too-costly'
  | 'too-costly-together'
  | 'unknown-function'
  | 'no-arithmetic'
  | 'no-arrays'
  | 'no-null-literal'
  | 'bad-date'
  | 'bad-timestamp'
  | 'bad-interval-end'
  | 'reversed-interval'
  | 'mixed-interval'
  | 'instant-where-interval'
  | 'bad-pattern'
  | 'outside-world'
  | 'reversed-box'
  | 'box-numbers'
  | 'ring-open'
  | 'ring-short'
  | 'line-short'
  | 'ring-crosses'
  | 'rings-cross'
  | 'hole-outside'
  | 'polygons-overlap'
  | 'too-tangled'
  | 'mixed-collection'
  | 'json-syntax'
  | 'json-op'
  | 'unknown-property'
  | 'wrong-type'
  | 'not-comparable'
  | 'not-a-date';

/** Name of what a filter should have in some place; a sign such as `(` names itself. */
export type Cql2Term =
  | 'condition'
  | 'operand'
  | 'comparison'
  | 'and-or-end'
  | 'string'
  | 'number'
  | 'property'
  | 'text'
  | 'pattern'
  | 'geometry'
  | 'time'
  | 'interval-end'
  | 'like-between-in'
  | 'list'
  | 'two'
  | 'three'
  | 'one'
  | '('
  | ')'
  | ','
  | 'AND'
  | 'NULL';

/** Where in the filter: a character of the text, counted from 1, or a place in CQL2 JSON such as `args[0].op`. */
export type Cql2Place = { readonly position?: number | undefined; readonly path?: string | undefined };

export type Cql2Details = Cql2Place & {
  readonly expected?: Cql2Term | undefined;
  readonly found?: string | undefined;
  /** Further values of the text. */
  readonly [name: string]: string | number | undefined;
};

/** A filter that cannot be read or used. */
export class Cql2Error extends Error {
  override readonly name = 'Cql2Error';
  readonly code: Cql2ErrorCode;
  readonly details: Cql2Details;

  constructor(code: Cql2ErrorCode, details: Cql2Details = {}) {
    super(`${code} ${JSON.stringify(details)}`);
    this.code = code;
    this.details = details;
  }
}

/**
 * Bounds of one filter, so that reading, checking and running it stays cheap. `cost` is that of `costOf`, `costOfAll`
 * the sum over the layers of a request.
 */
export const LIMITS = {
  /** In an address: the longest of ten real districts with each of its corners, percent-encoded, within the headers. */
  characters: 48_000,
  /** In a body, of all filters together: several real districts with each of their corners. */
  longest: 400_000,
  depth: 64,
  nodes: 2000,
  positions: 10_000,
  /** Steps of the check whether rings cross, some fifty nanoseconds each. The largest real district needs a fifth. */
  steps: 8_000_000,
  cost: 500,
  costOfAll: 4000,
} as const;

const SHOWN = 40;

/** Part of a filter as an error quotes it. */
export function shorten(text: string): string {
  const characters = Array.from(text.slice(0, 4 * SHOWN));
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}…` : text;
}

const positions = new WeakMap<object, number>();

/** Remembers where in a text a node was read, so that later checks can say where. */
export function placeAt<T extends object>(node: T, position: number): T {
  positions.set(node, position);
  return node;
}

export function placeOf(...nodes: readonly unknown[]): Cql2Place {
  for (const node of nodes) {
    const position = typeof node === 'object' && node !== null ? positions.get(node) : undefined;
    if (position !== undefined) return { position };
  }
  return {};
}
