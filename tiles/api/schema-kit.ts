/** Kinds of values that studies and their results are made of, as schemas (JSON Schema, draft 2020-12). */
import type { Static, TObject, TProperties, TSchema, TSchemaOptions, TUnsafe } from 'typebox';
import Type from 'typebox';
import { says } from './schema.ts';
import { STUDY_LIMITS } from './vocabulary.ts';

/**
 * Keyword of a choice between objects, published as `oneOf`. The check of a study takes one decision after the other,
 * by a property (`kind`) or by the key that each branch requires first (`key`), so that it tells what is wrong with the
 * branch that was meant, and not with each.
 */
export const BRANCHES = 'x-branches';

type OneOf<S extends readonly TSchema[]> = { readonly [K in keyof S]: Static<S[K]> }[number];

/** An object that has no other properties. */
export function strict<P extends TProperties>(properties: P, options: TSchemaOptions = {}): TObject<P> {
  return Type.Object(properties, { ...options, additionalProperties: false });
}

/** One of several kinds of object, told apart by their property `kind`. */
export function byKind<const S extends readonly TSchema[]>(branches: S, options: TSchemaOptions): TUnsafe<OneOf<S>> {
  return Type.Unsafe({ ...options, [BRANCHES]: 'kind', discriminator: { propertyName: 'kind' }, oneOf: branches });
}

/** One of several kinds of object, told apart by the first property that each requires. */
export function byKey<const S extends readonly TSchema[]>(branches: S, options: TSchemaOptions): TUnsafe<OneOf<S>> {
  return Type.Unsafe({ ...options, [BRANCHES]: 'key', oneOf: branches });
}

export function choice<const V extends readonly string[]>(values: V, options: TSchemaOptions): TUnsafe<V[number]> {
  return Type.Unsafe({ type: 'string', enum: values, ...options });
}

export function literal<const V extends string>(value: V): TUnsafe<V> {
  return Type.Unsafe({ type: 'string', const: value, ...says('种类。', 'The kind.') });
}

/** An object, or null. */
export function orNull<S extends TSchema>(schema: S, options: TSchemaOptions): TUnsafe<Static<S> | null> {
  return Type.Unsafe({ ...options, anyOf: [schema, { type: 'null' }] });
}

export function numberOrNull(zh: string, en: string): TUnsafe<number | null> {
  return Type.Unsafe({ type: ['number', 'null'], ...says(zh, en) });
}

/** A number in the process, NaN or infinite where there is none. JSON has null for those. */
export function numberOrNan(zh: string, en: string): TUnsafe<number> {
  return Type.Unsafe({ type: ['number', 'null'], ...says(zh, en) });
}

export function wholeOrNull(zh: string, en: string): TUnsafe<number | null> {
  return Type.Unsafe({ type: ['integer', 'null'], ...says(zh, en) });
}

export function textOrNull(zh: string, en: string): TUnsafe<string | null> {
  return Type.Unsafe({ type: ['string', 'null'], ...says(zh, en) });
}

/** A list of a fixed length. */
export function tuple<T extends readonly unknown[]>(items: readonly TSchema[], options: TSchemaOptions): TUnsafe<T> {
  const count = items.length;
  return Type.Unsafe({ type: 'array', prefixItems: items, items: false, minItems: count, maxItems: count, ...options });
}

export const number = (zh: string, en: string) => Type.Number(says(zh, en));
export const whole = (zh: string, en: string) => Type.Integer(says(zh, en));
export const flag = (zh: string, en: string) => Type.Boolean(says(zh, en));
export const string = (zh: string, en: string) => Type.String(says(zh, en));

/** Of requests: at most 200 characters. */
export const text = (zh: string, en: string) => Type.String({ maxLength: STUDY_LIMITS.text, ...says(zh, en) });
/** Of requests: a text that is not empty. */
export const name = (zh: string, en: string) =>
  Type.String({ minLength: 1, maxLength: STUDY_LIMITS.text, ...says(zh, en) });
/** Above all that anybody counts and every safe integer; sums and products of such amounts stay finite. */
export const MOST_AMOUNT = 1e16;
export const amount = (zh: string, en: string) => Type.Number({ minimum: 0, maximum: MOST_AMOUNT, ...says(zh, en) });
export const aboveZero = (zh: string, en: string) => Type.Number({ exclusiveMinimum: 0, ...says(zh, en) });
export const count = (minimum: number, maximum: number, zh: string, en: string) =>
  Type.Integer({ minimum, maximum, ...says(zh, en) });

/** Values by names that are the sender's own, at most so many. */
export function byName<S extends TSchema>(
  value: S,
  most: number,
  options: TSchemaOptions,
): TUnsafe<Readonly<Record<string, Static<S>>>> {
  return Type.Unsafe({
    type: 'object',
    maxProperties: most,
    propertyNames: { minLength: 1, maxLength: STUDY_LIMITS.text },
    additionalProperties: value,
    ...options,
  });
}

export const lon = Type.Number({ minimum: -180, maximum: 180, ...says('经度（度）。', 'Longitude in degrees.') });
export const lat = Type.Number({ minimum: -90, maximum: 90, ...says('纬度（度）。', 'Latitude in degrees.') });
