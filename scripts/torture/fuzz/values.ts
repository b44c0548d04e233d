/** Values that mean harm, and values that a schema allows. */
import { ALL_PAYLOADS } from '../../../server/testing/payloads.ts';
import type { Random } from '../../../server/testing/random.ts';
import { oneOf } from '../attack.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Texts that no name is: nothing but blanks, and halves of pairs, which no database keeps. */
const NO_NAMES = ['', ' ', '\t', '\n', '\u00a0', '\ufeff', '\ud800', '\udc00a'];
/** Names and styles are data everywhere: none of these may become SQL, HTML, a path, a pattern or a format. */
const TEXTS: readonly string[] = [...NO_NAMES, ...ALL_PAYLOADS.map(({ text }) => text)];

const NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  1,
  0.5,
  1e-320,
  1e308,
  -1e308,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53,
  2 ** 53 + 2,
  1e21,
  180,
  180.0000001,
  -90.5,
  1e9,
];

/** Kept within what an address may hold. */
const LONG = 6000;

export function weirdText(random: Random): string {
  const pick = random.below(10);
  if (pick < 7) return oneOf(random, TEXTS);
  if (pick === 7)
    return oneOf(random, TEXTS)
      .repeat(1 + random.below(40))
      .slice(0, LONG);
  if (pick === 8) return oneOf(random, ['a', '0', '(', "'", '9', '青', ',', ' ', '%']).repeat(random.below(LONG));
  return Array.from({ length: random.below(40) }, () => String.fromCharCode(random.below(0x10000))).join('');
}

export function weirdJson(random: Random, depth = 0): Json {
  switch (random.below(depth > 2 ? 5 : 9)) {
    case 0:
      return null;
    case 1:
      return random.below(2) === 0;
    case 2:
    case 3:
      return oneOf(random, NUMBERS);
    case 4:
      return weirdText(random);
    case 5:
      return [];
    case 6:
      return {};
    case 7:
      return Array.from({ length: 1 + random.below(4) }, () => weirdJson(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: 1 + random.below(3) }, () => [
          weirdText(random).slice(0, 200),
          weirdJson(random, depth + 1),
        ]),
      );
  }
}

export type Schema = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Below this a schema is filled with as little as it allows. */
const DEEPEST = 6;

/** A value that a schema of the published description allows, as far as the schema says. */
export function valueOf(schema: unknown, components: Schema, random: Random, depth = 0): Json {
  if (!isObject(schema)) return weirdJson(random);
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].slice(schema['$ref'].lastIndexOf('/') + 1);
    return valueOf(components[name], components, random, depth);
  }
  if ('const' in schema) return asJson(schema['const']);
  for (const list of [schema['enum'], schema['examples']])
    if (Array.isArray(list) && list.length > 0) return asJson(oneOf(random, list));
  for (const list of [schema['anyOf'], schema['oneOf']])
    if (Array.isArray(list) && list.length > 0)
      return valueOf(depth > DEEPEST ? list[0] : oneOf(random, list), components, random, depth + 1);
  if (Array.isArray(schema['allOf'])) {
    const parts = schema['allOf'].map((part) => valueOf(part, components, random, depth + 1));
    return Object.assign({}, ...parts.filter(isObject)) as Json;
  }
  const type = Array.isArray(schema['type']) ? oneOf(random, schema['type'] as unknown[]) : schema['type'];
  switch (type) {
    case 'object':
      return objectOf(schema, components, random, depth);
    case 'array': {
      const least = numberOf(schema['minItems'], 0);
      const count = Math.min(least + (depth > DEEPEST ? 0 : random.below(3)), numberOf(schema['maxItems'], 20));
      return Array.from({ length: count }, () => valueOf(schema['items'], components, random, depth + 1));
    }
    case 'integer':
    case 'number': {
      const low = numberOf(schema['minimum'] ?? schema['exclusiveMinimum'], 0);
      const high = Math.min(numberOf(schema['maximum'] ?? schema['exclusiveMaximum'], low + 1000), low + 1e6);
      const value = low + random.next() * (high - low);
      return type === 'integer' ? Math.round(value) : value;
    }
    case 'boolean':
      return random.below(2) === 0;
    case 'null':
      return null;
    case 'string':
      return oneOf(random, ['a', '甲', 'fixture-0', 'town', 'townspeople', 'toilets', '2026-01-01', weirdText(random)]);
    default:
      return isObject(schema['properties']) ? objectOf(schema, components, random, depth) : weirdJson(random);
  }
}

function objectOf(schema: Schema, components: Schema, random: Random, depth: number): Json {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const chosen = Object.entries(properties).filter(
    ([name]) => required.includes(name) || (depth <= DEEPEST && random.below(3) === 0),
  );
  return Object.fromEntries(chosen.map(([name, each]) => [name, valueOf(each, components, random, depth + 1)]));
}

function numberOf(value: unknown, usual: number): number {
  return typeof value === 'number' ? value : usual;
}

/** What has been read from JSON is JSON. */
function asJson(value: unknown): Json {
  return value as Json;
}
