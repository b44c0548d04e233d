import type { Request } from 'express';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { BadParameter } from './errors.ts';
import { parseNumber } from '../text/numbers.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Reads the parameters of an address; each reader throws `BadParameter`. */
export class Query {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(req: Request) {
    this.#values = req.query;
  }

  /** Names of the parameters given. */
  get names(): string[] {
    return Object.keys(this.#values);
  }

  text(name: string, maxLength = 2000): string | undefined {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw new BadParameter(name, 'repeated-parameter');
    if (value.length > maxLength) throw new BadParameter(name, 'too-long', { max: maxLength });
    return value;
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

/** `west,south,east,north` in degrees; null where it is not a box on the globe. */
export function parseBbox(text: string): Bbox | null {
  const [west = NaN, south = NaN, east = NaN, north = NaN, ...more] = text
    .split(',')
    .map((part) => parseNumber(part.trim()) ?? NaN);
  const inWorld = west >= -180 && south >= -90 && east <= 180 && north <= 90;
  return more.length === 0 && inWorld && west < east && south < north ? [west, south, east, north] : null;
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

  text(name: string, maxLength = 2000): string | undefined {
    const [value, ...more] = this.#query.getAll(name);
    if (more.length > 0) throw new BadParameter(name, 'repeated-parameter');
    if (value !== undefined && value.length > maxLength) throw new BadParameter(name, 'too-long', { max: maxLength });
    return value;
  }
}
