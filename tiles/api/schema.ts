/**
 * How requests and answers are written down: one TypeBox schema each, from which come the static type, the check at run
 * time and OpenAPI. The client takes only the types, so that no schema is in its bundle.
 */
import type { Static, TSchema } from 'typebox';
import type { Text } from '../layer/layer.ts';

/** The type of a schema's values. Nobody changes what came over the wire. */
export type Of<S extends TSchema> = Immutable<Static<S>>;

type Immutable<T> = T extends readonly unknown[] | object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;

/** Keyword that carries a description in both languages. The publisher of a schema chooses one. */
export const TEXT = 'x-text';
/** Keyword of a schema that is published once, under this name, and referred to where it is used. */
export const NAME = 'x-name';

/** Keyword of a parameter that may be longer, or an object, in a body: the schema that it has there. */
export const IN_BODY = 'x-in-body';

/** What a schema means, in both languages, as an option of it. */
export function says(zh: string, en: string): { readonly [TEXT]: Text } {
  return { [TEXT]: { zh, en } };
}

/** As `says`, of a schema that is published under a name. */
export function named(name: string, zh: string, en: string): { readonly [TEXT]: Text; readonly [NAME]: string } {
  return { [NAME]: name, [TEXT]: { zh, en } };
}
