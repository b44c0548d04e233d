/** JSON files of a city: read, checked by a schema, and their errors told as sentences. */
import { readdir, readFile } from 'node:fs/promises';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { Static, TSchema } from 'typebox';
import { isTimeZone } from '../../tiles/filter/cql2/time-zone.ts';
import { isRecord } from '../platform/is-record.ts';

/** The value, or what keeps it from being read. */
export interface JsonFile {
  readonly value: unknown;
  readonly errors: readonly string[];
}

/** @param name the file as messages name it, relative to the city's folder */
export async function readJson(path: string, name: string): Promise<JsonFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { value: null, errors: [`${name}: cannot be read (${reasonOf(error)}). Is it at ${path}?`] };
  }
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown, errors: [] };
  } catch (error) {
    return { value: null, errors: [`${name}: is not JSON (${reasonOf(error)}).`] };
  }
}

/** The value as its schema types it, or null and every error: file, place in it, value, and what to write instead. */
export function checkJson<S extends TSchema>(
  schema: S,
  value: unknown,
  name: string,
): { readonly value: Static<S> | null; readonly errors: readonly string[] } {
  const validate = compile(schema);
  if (validate(value)) return { value, errors: [] };
  return { value: null, errors: errorsOf(validate.errors, name) };
}

/** What a validator has found, as sentences. The validator must be `verbose`. */
export function errorsOf(errors: readonly ErrorObject[] | null | undefined, name: string): readonly string[] {
  const all = errors ?? [];
  // A value that fits neither of two shapes fails for both, and for their union: what lies deepest says most.
  const telling = all.filter((error) => error.keyword !== 'anyOf' || !all.some((other) => isInside(other, error)));
  return [...new Set(telling.map((error) => `${name}: ${errorOf(error)}`))];
}

/** Names of the JSON files of a folder, sorted; an empty list where the folder does not exist. */
export async function jsonFilesOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.json')).sort();
}

const validators = new WeakMap<TSchema, ReturnType<typeof newValidator>>();

function compile<S extends TSchema>(schema: S) {
  const known = validators.get(schema) ?? newValidator(schema);
  validators.set(schema, known);
  return known as ReturnType<typeof newValidator<S>>;
}

function newValidator<S extends TSchema>(schema: S) {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
  ajv.addFormat('regex', isRegex);
  ajv.addFormat('time-zone', isTimeZone);
  return ajv.compile<Static<S>>(schema);
}

function isInside(inner: ErrorObject, outer: ErrorObject): boolean {
  return inner !== outer && inner.instancePath.startsWith(outer.instancePath) && inner.keyword !== 'anyOf';
}

function errorOf({ instancePath, keyword, params, data, message, parentSchema }: ErrorObject): string {
  const place = instancePath === '' ? '/' : instancePath;
  const given = (): string => {
    const text = JSON.stringify(data) ?? 'nothing';
    return text.length > 60 ? `${text.slice(0, 57)}…` : text;
  };
  const hint =
    isRecord(parentSchema) && typeof parentSchema.description === 'string' ? ` ${parentSchema.description}` : '';
  switch (keyword) {
    case 'required':
      return `${place} lacks "${String(params['missingProperty'])}": add it.`;
    case 'additionalProperties':
      return `${place} has the key "${String(params['additionalProperty'])}", which means nothing here: correct its spelling, or leave it out.`;
    case 'enum':
      return `${place} is ${given()}: write one of ${(params['allowedValues'] as readonly unknown[]).join(', ')}.`;
    case 'const':
      return `${place} is ${given()}: write ${String(params['allowedValue'])}, or what else fits here.`;
    case 'pattern':
      return `${place} is ${given()}, which does not match ${String(params['pattern'])}: correct it.${hint}`;
    case 'format':
      return `${place} is ${given()}, which is no ${String(params['format'])}: correct it.${hint}`;
    case 'type':
      return `${place} is ${given()}: write ${article(String(params['type']))}.${hint}`;
    default:
      return `${place} is ${given()}: it ${message ?? 'cannot be used'}.${hint}`;
  }
}

function article(type: string): string {
  return type === 'integer' || type === 'object' || type === 'array' ? `an ${type}` : `a ${type}`;
}

function isRegex(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
