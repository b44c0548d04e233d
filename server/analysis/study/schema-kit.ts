/**
 * Schemas of JSON (draft 2020-12), written once and read in two ways: as they are published, and as faults are looked
 * for. A choice is published as `oneOf`, which tools know; it is checked as one decision after the other, so that a
 * fault in the branch that was meant is told, not one of each.
 */
import type { Lang } from '../../platform/messages/index.ts';
import { SCHEMA, type SchemaText } from './schema-messages.ts';

export type Schema = Readonly<Record<string, unknown>>;
export type Definitions = Readonly<Record<string, Schema>>;

const DEFS = '#/$defs/';

export function ref(name: string): Schema {
  return { $ref: DEFS + name };
}

/** An object that has no other properties; those with `?` may be absent. */
export function object(properties: Readonly<Record<string, Schema>>, text?: SchemaText): Schema {
  const entries = Object.entries(properties).map(([name, schema]) => [name.replace(/\?$/, ''), schema] as const);
  const required = Object.keys(properties).filter((name) => !name.endsWith('?'));
  return {
    ...(text === undefined ? {} : { 'x-text': text }),
    type: 'object',
    properties: Object.fromEntries(entries),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

export function list(items: Schema, { min = 0, max }: { readonly min?: number; readonly max: number }): Schema {
  return { type: 'array', items, ...(min > 0 ? { minItems: min } : {}), maxItems: max };
}

export function choice(values: readonly string[]): Schema {
  return { type: 'string', enum: values };
}

/** One of several kinds of object, told apart by a property. Branches are names of definitions. */
export function byKind(property: string, branches: readonly string[]): Schema {
  return { 'x-branches': 'kind', discriminator: { propertyName: property }, oneOf: branches.map(ref) };
}

/** One of several kinds of object, told apart by the first property that each requires. */
export function byKey(branches: readonly Schema[]): Schema {
  return { 'x-branches': 'key', oneOf: branches };
}

export function described(text: SchemaText, schema: Schema): Schema {
  return { ...schema, 'x-text': text };
}

/** As published: with descriptions in a language, and references below `prefix`. */
export function published(schema: unknown, lang: Lang, prefix: string = DEFS): unknown {
  if (Array.isArray(schema)) return schema.map((each) => published(each, lang, prefix));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
      if (key === 'x-text') return [['description', SCHEMA[value as SchemaText][lang]]];
      if (key === 'x-branches') return [];
      if (key === '$ref' && typeof value === 'string') return [[key, value.replace(DEFS, prefix)]];
      return [[key, published(value, lang, prefix)]];
    }),
  );
}

/** As faults are looked for. */
export function checked(schema: unknown, definitions: Definitions): unknown {
  if (Array.isArray(schema)) return schema.map((each) => checked(each, definitions));
  if (typeof schema !== 'object' || schema === null) return schema;
  if ('x-branches' in schema) return decisions(schema, definitions);
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== 'x-text')
      .map(([key, value]) => [key, checked(value, definitions)]),
  );
}

function decisions(schema: Schema, definitions: Definitions): Schema {
  const branches = (schema.oneOf as readonly Schema[]).map((branch) => ({
    branch,
    target: resolve(branch, definitions),
  }));
  if (schema['x-branches'] === 'key') {
    const keys = branches.map(({ target }) => (target.required as readonly string[])[0] as string);
    const otherwise: Schema = { 'x-one-of': keys };
    return {
      type: 'object',
      ...branches.reduceRight<Schema>(
        (rest, { branch }, index) => ({
          if: { required: [keys[index]] },
          then: checked(branch, definitions),
          else: rest,
        }),
        otherwise,
      ),
    };
  }
  const property = (schema.discriminator as { readonly propertyName: string }).propertyName;
  const kinds = branches.map(
    ({ target }) => (target.properties as Record<string, { readonly const?: string }>)[property]?.const,
  );
  const chain = branches.reduceRight<Schema>(
    (rest, { branch }, index) => ({
      if: { properties: { [property]: { const: kinds[index] } }, required: [property] },
      then: checked(branch, definitions),
      else: rest,
    }),
    {},
  );
  return { type: 'object', properties: { [property]: { enum: kinds } }, required: [property], ...chain };
}

function resolve(schema: Schema, definitions: Definitions): Schema {
  return typeof schema.$ref === 'string' ? (definitions[schema.$ref.slice(DEFS.length)] ?? schema) : schema;
}
