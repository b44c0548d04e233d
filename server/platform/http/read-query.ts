import Type from 'typebox';
import type { TObject, TProperties, TSchema } from 'typebox';
import { BadParameter } from './errors.ts';
import type { Query } from './query.ts';

/** Format of a box in an address: `west,south,east,north` in degrees. */
export const BBOX_FORMAT = 'bbox';

/** The parameters that a schema names, read and checked in its order. Throws `BadParameter`. */
export function readQuery(schema: TObject<TProperties>, query: Query): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, property]) => [name, readParameter(name, property, query)]),
  );
}

function readParameter(name: string, schema: TSchema, query: Query): unknown {
  const value = readValue(name, schema, query);
  if (value !== undefined) return value;
  if ('default' in schema) return schema.default;
  if (Type.IsOptional(schema)) return undefined;
  throw new BadParameter(name, 'missing-parameter');
}

function readValue(name: string, schema: TSchema, query: Query): unknown {
  if ('format' in schema && schema.format === BBOX_FORMAT) return query.bbox(name);
  if (Type.IsArray(schema)) return query.list(name);
  if (Type.IsInteger(schema)) return query.integer(name, rangeOf(schema));
  if (Type.IsNumber(schema)) return query.number(name, rangeOf(schema));
  if (Type.IsEnum(schema)) return readChoice(name, schema.enum, query);
  const { maxLength } = schema as { readonly maxLength?: number };
  return Type.IsOptional(schema) ? query.text(name, maxLength) : query.requiredText(name, maxLength);
}

function readChoice(name: string, choices: readonly unknown[], query: Query): unknown {
  const value = query.text(name);
  if (value === undefined || choices.includes(value)) return value;
  throw new BadParameter(name, 'not-a-choice', { value, choices: choices.join(', ') });
}

function rangeOf(schema: TSchema): {
  readonly min: number;
  readonly max: number;
} {
  const { minimum = -Infinity, maximum = Infinity } = schema as {
    readonly minimum?: number;
    readonly maximum?: number;
  };
  return { min: minimum, max: maximum };
}
