import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Attribute, AttributeValue, LayerDefinition } from '../../tiles/layer/layer.ts';
import { parseNumber } from '../platform/text/numbers.ts';
import type { Message } from './types.ts';

/** What the columns of a file are in the layer: property of the file → attribute. */
export interface Mapping {
  readonly attributes: ReadonlyMap<string, string>;
  readonly unknown: readonly string[];
  readonly errors: readonly Message[];
}

/** Finds the attributes by their names, or by their Chinese or English titles. */
export function mapProperties(names: Iterable<string>, layer: LayerDefinition): Mapping {
  const byTitle = new Map(
    Object.entries(layer.attributes).flatMap(([id, attribute]) =>
      [attribute.title.zh, attribute.title.en].map((title) => [title.toLowerCase(), id] as const),
    ),
  );
  const attributes = new Map<string, string>();
  const unknown: string[] = [];
  const errors: Message[] = [];
  const takenBy = new Map<string, string>();
  for (const name of names) {
    const id = Object.hasOwn(layer.attributes, name) ? name : byTitle.get(name.trim().toLowerCase());
    if (id === undefined) {
      unknown.push(name);
      continue;
    }
    const first = takenBy.get(id);
    if (first !== undefined) errors.push({ message: 'column-twice', params: { first, second: name } });
    takenBy.set(id, name);
    attributes.set(name, id);
  }
  return { attributes, unknown, errors };
}

const YES = new Set(['true', '1', 'yes', 'y', '是', '有']);
const NO = new Set(['false', '0', 'no', 'n', '否', '无']);

/** Reads a CSV field as its attribute's type. What cannot be read stays text, which the schema then refuses. */
export function readField(text: string, attribute: Attribute): AttributeValue {
  if (text === '') return null;
  switch (attribute.type) {
    case 'integer':
      return /^[-+]?\d+$/.test(text) ? Number(text) : text;
    case 'number':
      return parseNumber(text) ?? text;
    case 'boolean': {
      const word = text.toLowerCase();
      if (YES.has(word)) return true;
      return NO.has(word) ? false : text;
    }
    case 'string':
      return attribute.format === 'date' ? isoDate(text) : text;
  }
}

/** `2017/3/4`, `2017.3.4` and `2017年3月4日` as spreadsheets write them. */
function isoDate(text: string): string {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (match === null) return text;
  const [, year = '', month = '', day = ''] = match;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The value for a label such as 一类, where an attribute has labelled values; else the value itself. */
export function unlabel(value: unknown, attribute: Attribute): unknown {
  if (typeof value !== 'string' || attribute.values === undefined || Object.hasOwn(attribute.values, value))
    return value;
  const found = Object.entries(attribute.values).find(
    ([, label]) => label.zh === value || label.en.toLowerCase() === value.toLowerCase(),
  );
  return found?.[0] ?? value;
}

/** Which attribute an error of Ajv is about, and the sentence for it. */
export function explain(error: ErrorObject, layer: LayerDefinition): Message & { property?: string } {
  const params: Readonly<Record<string, unknown>> = error.params;
  if (error.keyword === 'required') return { message: 'required', property: String(params.missingProperty) };
  const property = error.instancePath.slice(1);
  return { property, ...explainValue(error, layer.attributes[property], show(error.data)) };
}

function explainValue(error: ErrorObject, attribute: Attribute | undefined, value: string): Message {
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case 'type':
      return { message: 'type-wrong', params: { expected: `{type-${attribute?.type ?? 'string'}}`, value } };
    case 'enum':
      return {
        message: 'value-not-allowed',
        params: {
          value,
          allowed: Object.keys(attribute?.values ?? {})
            .slice(0, 20)
            .join(', '),
        },
      };
    case 'pattern':
      return { message: 'pattern-mismatch', params: { value, pattern: String(params.pattern) } };
    case 'format':
      return { message: 'format-mismatch', params: { value, format: `{format-${String(params.format)}}` } };
    case 'minimum':
      return { message: 'too-small', params: { value, limit: Number(params.limit) } };
    case 'maximum':
      return { message: 'too-large', params: { value, limit: Number(params.limit) } };
    case 'maxLength':
      return { message: 'too-long', params: { limit: Number(params.limit) } };
    default:
      return { message: 'schema', params: { detail: error.message ?? error.keyword } };
  }
}

function show(value: unknown): string {
  // JSON has no infinity, which a number such as 1e999 is read as.
  const text =
    typeof value === 'string'
      ? `“${value}”`
      : typeof value === 'number'
        ? String(value)
        : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
