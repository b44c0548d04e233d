import type { Request } from 'express';
import Type from 'typebox';
import type { TObject, TProperties, TSchema } from 'typebox';
import { FILTER_LENGTH } from '../../../tiles/api/common.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { BadParameter } from './errors.ts';
import { parseNumber } from '../text/numbers.ts';

/** Format of a box in an address: `west,south,east,north` in degrees. */
export const BBOX_FORMAT = 'bbox';

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Characters of most parameters. */
const USUAL_LENGTH = 2000;

/** Reads the parameters of an address; each reader throws `BadParameter`. */
export class Query {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #longest: number;

  /** @param longest characters of any text, where that is more than the reader of a parameter allows in an address */
  constructor({ query }: Pick<Request, 'query'>, longest = 0) {
    this.#values = query;
    this.#longest = longest;
  }

  /** Names of the parameters given. */
  get names(): string[] {
    return Object.keys(this.#values);
  }

  /** All that was given, of any length; of a repeated parameter the first. */
  get search(): URLSearchParams {
    return new URLSearchParams(
      Object.entries(this.#values).flatMap(([name, value]): [string, string][] => {
        const first: unknown = Array.isArray(value) ? value[0] : value;
        return typeof first === 'string' ? [[name, first]] : [];
      }),
    );
  }

  text(name: string, maxLength = USUAL_LENGTH): string | undefined {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw new BadParameter(name, 'repeated-parameter');
    const max = Math.max(maxLength, this.#longest);
    if (value.length <= max) return value;
    throw max > maxLength ? new BadParameter(name, 'too-long', { max }) : tooLongInAddress(name, value, max);
  }

  requiredText(name: string, maxLength?: number): string {
    const value = this.text(name, maxLength)?.trim();
    if (value === undefined || value === '') throw new BadParameter(name, 'missing-parameter');
    return value;
  }

  number(name: string, { min, max }: Range): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = parseNumber(value.trim());
    if (number === null) throw new BadParameter(name, 'not-a-number', { value });
    if (number < min || number > max) throw new BadParameter(name, 'number-out-of-range', { value, min, max });
    return number;
  }

  requiredNumber(name: string, range: Range): number {
    const value = this.number(name, range);
    if (value === undefined) throw new BadParameter(name, 'missing-parameter');
    return value;
  }

  integer(name: string, range: Range): number | undefined {
    const value = this.number(name, range);
    if (value !== undefined && !Number.isInteger(value)) throw new BadParameter(name, 'not-an-integer', { value });
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value !== undefined && value !== 'true' && value !== 'false')
      throw new BadParameter(name, 'not-a-flag', { value });
    return value === undefined ? undefined : value === 'true';
  }

  /** Parts between commas, each once, in their order. */
  list(name: string): string[] | undefined {
    return this.text(name) === undefined ? undefined : splitList(this.text(name) ?? '');
  }

  /** `west,south,east,north` in degrees. */
  bbox(name: string): Bbox | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const bbox = parseBbox(value);
    if (bbox === null) throw new BadParameter(name, 'bad-bbox', { value });
    return bbox;
  }
}

/**
 * `west,south,east,north` in degrees; null where it is not a box on the globe. A box whose west lies east of its east
 * crosses the antimeridian (RFC 7946, 5.2): see `partsOf` (tiles/tile/bbox.ts).
 */
export function parseBbox(text: string): Bbox | null {
  const [west = NaN, south = NaN, east = NaN, north = NaN, ...more] = text
    .split(',')
    .map((part) => parseNumber(part.trim()) ?? NaN);
  const inWorld = west >= -180 && south >= -90 && east <= 180 && north <= 90;
  return more.length === 0 && inWorld && west !== east && south < north ? [west, south, east, north] : null;
}

export function splitList(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  ];
}

/** The parameters of an address that Express has not seen; as `Query`, with the same errors. */
export class SearchParameters {
  readonly #query: URLSearchParams;

  constructor(query: URLSearchParams) {
    this.#query = query;
  }

  get names(): string[] {
    return [...new Set(this.#query.keys())];
  }

  text(name: string, maxLength = USUAL_LENGTH): string | undefined {
    const [value, ...more] = this.#query.getAll(name);
    if (more.length > 0) throw new BadParameter(name, 'repeated-parameter');
    if (value !== undefined && value.length > maxLength) throw tooLongInAddress(name, value, maxLength);
    return value;
  }
}

/** What may be long, filters, may come by POST too. */
function tooLongInAddress(name: string, { length }: string, max: number): BadParameter {
  return max <= USUAL_LENGTH
    ? new BadParameter(name, 'too-long', { max })
    : new BadParameter(name, 'too-long-in-address', { max, length, longest: FILTER_LENGTH.body });
}

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
  if (Type.IsBoolean(schema)) return query.flag(name);
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
