/** What a writer is told of the file that it writes, and what it makes of a feature. */
import { quoteExact } from '../../tiles/exact-json.ts';
import type { Lang } from '../../tiles/i18n.ts';
import type { Attribute, LayerDefinition } from '../../tiles/layer/layer.ts';
import { extentOf } from '../../tiles/filter/cql2/time.ts';
import type { FeatureRow } from '../layers/source.ts';
import { ownName } from './column-names.ts';
import type { FileCrs } from './crs.ts';

/** Features in their order, some at a time. */
export type Pages = AsyncIterable<readonly FeatureRow[]>;

export interface FileDescription {
  readonly layer: LayerDefinition;
  /** Attributes to write, of the layer, in order. */
  readonly properties: readonly string[];
  /** What the geometries are given in, x before y. */
  readonly crs: FileCrs;
  /** Of titles and of what the file says about itself. */
  readonly lang: Lang;
  /** Where the features come from, in that language. */
  readonly source: string;
  readonly licence: string;
  readonly madeAt: Date;
  /** Parameters that leave out features or attributes; null for the whole layer. */
  readonly selection: string | null;
  /** Version of the program. */
  readonly version: string;
}

/** `date` and `time` are texts as ISO 8601 has them. */
export type ColumnKind = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'time';

/** A column of the file. */
export interface FileColumn {
  readonly name: string;
  readonly title: string;
  readonly kind: ColumnKind;
  /** The attribute of the layer; null for what every feature has. */
  readonly attribute: Attribute | null;
}

/** A number with more digits than a number of JavaScript keeps. */
export class ExactNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

/** A `Date` is a moment that the service itself has noted. */
export type Value = string | number | boolean | ExactNumber | Date | null;

const OWN_COLUMNS = {
  id: { title: { zh: '编号', en: 'Id' }, kind: 'text' },
  provenance: { title: { zh: '数据来源类别', en: 'Provenance' }, kind: 'text' },
  owner: { title: { zh: '管理单位', en: 'Owner' }, kind: 'text' },
  updated_at: { title: { zh: '更新时间', en: 'Updated at' }, kind: 'time' },
} as const;
type OwnColumn = keyof typeof OWN_COLUMNS;

/** Columns of a file: the id, the attributes, and what every feature says of itself. */
export class Columns {
  readonly list: readonly FileColumn[];
  /** Names of the columns that every feature has. */
  readonly own: Readonly<Record<OwnColumn, string>>;
  readonly #attributes: readonly string[];

  constructor({ layer, properties, lang }: Pick<FileDescription, 'layer' | 'properties' | 'lang'>) {
    // Databases and spreadsheets take `Owner` and `owner` for one.
    const taken = new Set(properties.map((name) => name.toLowerCase()));
    const own = (name: OwnColumn): FileColumn => ({
      name: ownName(name, taken),
      title: OWN_COLUMNS[name].title[lang],
      kind: OWN_COLUMNS[name].kind,
      attribute: null,
    });
    const [id, provenance, owner, updated] = [own('id'), own('provenance'), own('owner'), own('updated_at')];
    this.#attributes = properties;
    this.own = { id: id.name, provenance: provenance.name, owner: owner.name, updated_at: updated.name };
    this.list = [
      id,
      ...properties.map((name): FileColumn => {
        const attribute = layer.attributes[name];
        if (attribute === undefined) throw new RangeError(`${layer.id} has no attribute ${name}.`);
        return { name, title: attribute.title[lang], kind: kindOf(attribute), attribute };
      }),
      provenance,
      owner,
      updated,
    ];
  }

  /** Values of a feature in the order of the columns. */
  values(row: FeatureRow): Value[] {
    const found = JSON.parse(quoteExact(row.attributes, EXACT_IN_JSON)) as Readonly<Record<string, unknown>>;
    const values: Value[] = [row.id];
    for (const name of this.#attributes) values.push(Object.hasOwn(found, name) ? valueOf(found[name]) : null);
    values.push(row.provenance, row.owner, row.updatedAt);
    return values;
  }
}

function kindOf({ type, format }: Attribute): ColumnKind {
  if (type !== 'string') return type;
  if (format === 'date') return 'date';
  return format === 'date-time' ? 'time' : 'text';
}

/** No text of a database has this character before digits. */
const EXACT = '\u0001';
const EXACT_IN_JSON = '\\u0001';

function valueOf(value: unknown): Value {
  if (typeof value === 'string') return value.startsWith(EXACT) ? new ExactNumber(value.slice(1)) : value;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  // Lists and objects are JSON in a text.
  return JSON.stringify(value).replaceAll(/"\\u0001([^"]*)"/g, '$1');
}

/** A value as a text; null where there is none. */
export function textOf(value: Value): string | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return value instanceof ExactNumber ? value.digits : String(value);
}

/** What a format cannot hold. */
export class Unwritable extends Error {
  override readonly name = 'Unwritable';
  readonly reason: 'value' | 'columns' | 'size' | 'geometry';
  readonly values: Readonly<Record<string, string | number>>;

  constructor(reason: Unwritable['reason'], values: Readonly<Record<string, string | number>>) {
    super(`The format cannot hold it (${reason}): ${JSON.stringify(values)}.`);
    this.reason = reason;
    this.values = values;
  }
}

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n } as const;

/** A whole number of up to 64 bits. Throws `Unwritable`. */
export function wholeOf(value: Value, column: FileColumn, id: string): number | bigint | null {
  if (value === null || Number.isSafeInteger(value)) return value as number | null;
  const digits = textOf(value) ?? '';
  if (/^-?\d{1,19}$/.test(digits)) {
    const whole = BigInt(digits);
    if (whole >= INT64.min && whole <= INT64.max) return whole;
  }
  throw unwritable(digits, column, id);
}

/** A number of double precision: digits that it has no room for are rounded. Throws `Unwritable`. */
export function doubleOf(value: Value, column: FileColumn, id: string): number | null {
  if (value === null || typeof value === 'number') return value;
  const text = textOf(value) ?? '';
  // JSON has no words for these, so that databases write them as texts.
  if (text === 'NaN') return NaN;
  if (text === 'Infinity' || text === '-Infinity') return Number(text);
  const number = value instanceof ExactNumber ? Number(value.digits) : NaN;
  if (Number.isNaN(number)) throw unwritable(text, column, id);
  return number;
}

/**
 * The moment of a date or time, in microseconds since 1970 in UTC. A date begins its day in UTC, a time without an
 * offset is that of the city. Null for what is neither: databases have times such as `infinity`.
 */
export function momentOf(value: Value, { kind }: FileColumn, timeZone: string | undefined): bigint | null {
  if (value instanceof Date) return BigInt(value.getTime()) * 1000n;
  if (typeof value !== 'string') return null;
  // With an offset of its own no calendar of a city is asked.
  const text = kind === 'date' ? `${value.slice(0, 10)}T00:00:00Z` : value;
  return extentOf(text, timeZone)?.start ?? null;
}

/** ISO 8601 with milliseconds, in UTC; of a date the day alone. Null as `momentOf`. */
export function isoOf(value: Value, column: FileColumn, timeZone: string | undefined): string | null {
  if (value instanceof Date) return value.toISOString();
  const moment = momentOf(value, column, timeZone);
  if (moment === null) return null;
  const text = new Date(Number(moment / 1000n)).toISOString();
  return column.kind === 'date' ? text.slice(0, 10) : text;
}

/** Throws `Unwritable`. */
export function flagOf(value: Value, column: FileColumn, id: string): boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  throw unwritable(textOf(value) ?? '', column, id);
}

function unwritable(value: string, { name }: FileColumn, id: string): Unwritable {
  return new Unwritable('value', { value, column: name, id });
}
