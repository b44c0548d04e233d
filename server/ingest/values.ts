/** Values of a file as their attributes' types: nothing is lost, nothing is guessed. */
import type { Attribute, AttributeValue } from '../../tiles/layer/layer.ts';
import { plainText } from '../platform/text/plain-text.ts';
import { readNumberText, readWhole } from './numbers.ts';
import type { DecimalNotation } from './numbers.ts';
import { readDay, readTime } from './times.ts';
import type { TimeOptions, TimeResult } from './times.ts';
import type { Message } from './types.ts';

export interface ValueOptions extends TimeOptions {
  readonly decimal: DecimalNotation;
}

/**
 * A value as it is kept. One that cannot be read stays as the file has it, for the layer's schema to refuse; `problem`
 * says more than the schema could.
 */
export interface ReadValue {
  readonly value: AttributeValue;
  readonly problem?: Message;
  /** What the value leaves out of what the file says: a time of day, or a word for nothing such as NULL. */
  readonly lost?: 'time-left-out' | 'read-as-empty';
}

const YES = new Set(['true', 't', '1', '1.0', 'yes', 'y', 'on', '是', '有', '√', '✓', '✔']);
const NO = new Set(['false', 'f', '0', '0.0', 'no', 'n', 'off', '否', '无', '×', '✗', '✘']);
const BLANK = /^\s*$/;
/** What databases and spreadsheets write where there is nothing. A text may mean itself. */
const NOTHING = /^\s*(?:null|\\n|\(null\)|n\/a|#n\/a|nan|none|nil|-{1,3}|[—–]{1,2})\s*$/i;

/** Reads what a table or a GeoJSON file has for an attribute. */
export function readValue(raw: unknown, attribute: Attribute, options: ValueOptions): ReadValue {
  if (raw === null || raw === undefined) return { value: null };
  if (typeof raw === 'string') return readText(raw, attribute, options);
  if (typeof raw === 'number') return readJsonNumber(raw, attribute, options);
  if (typeof raw === 'bigint') return readDigits(raw, attribute, options);
  if (typeof raw === 'boolean') return { value: attribute.type === 'string' ? String(raw) : raw };
  // Lists and objects are not flat; they are read as their JSON text.
  return { value: JSON.stringify(raw) ?? null };
}

function readText(text: string, attribute: Attribute, options: ValueOptions): ReadValue {
  if (text === '') return { value: null };
  const isWords = attribute.type === 'string' && attribute.format === undefined;
  // A text may be called NULL; \\N is what PostgreSQL and MySQL write for it, and nothing else.
  if (isWords ? text === '\\N' : NOTHING.test(text)) return { value: null, lost: 'read-as-empty' };
  if (BLANK.test(text)) return { value: null };
  if (isWords) return { value: text };
  switch (attribute.type) {
    case 'integer':
    case 'number': {
      const read = readNumberText(text, attribute, options.decimal);
      if ('value' in read) return read;
      if (read.problem === 'rounded') return { value: text, problem: rounded(read.digits) };
      if (read.problem === 'ambiguous')
        return { value: text, problem: { message: 'number-ambiguous', params: { value: text } } };
      return { value: text };
    }
    case 'boolean': {
      const word = YES.has(text) || NO.has(text) ? text : text.normalize('NFKC').trim().toLowerCase();
      return { value: YES.has(word) ? true : NO.has(word) ? false : text };
    }
    case 'string':
      if (attribute.format === 'date') return ofTime(text, readDay(text, options));
      if (attribute.format === 'date-time') return ofTime(text, readTime(text, options));
      return { value: readCode(text, attribute) };
  }
}

/** Twelve digits of a division's code, of which the last say nothing, and what spreadsheets make of codes. */
function readCode(text: string, { format }: Attribute): string {
  const length = format === 'district' ? 6 : 9;
  if ((format !== 'district' && format !== 'subdistrict') || text.length === length) return text;
  const digits = text.trim().replace(/\.0$/, '');
  const isLong = /^\d{9,12}$/.test(digits) && digits.length > length && /^0+$/.test(digits.slice(length));
  return isLong ? digits.slice(0, length) : /^\d+$/.test(digits) ? digits : text.trim();
}

function ofTime(text: string, read: TimeResult): ReadValue {
  if ('value' in read) return { value: read.value, ...(read.lost ? { lost: 'time-left-out' as const } : {}) };
  switch (read.problem) {
    case 'ambiguous':
      return {
        value: text,
        problem: { message: 'date-ambiguous', params: { value: text, dmy: read.dmy, mdy: read.mdy } },
      };
    case 'number':
      return {
        value: text,
        problem: { message: 'date-number', params: { value: text, day: read.day, numbers: read.numbers } },
      };
    case 'no-time':
      return { value: text, problem: { message: 'time-missing', params: { value: text } } };
    case 'unreadable':
      return { value: text };
  }
}

function readJsonNumber(value: number, attribute: Attribute, options: ValueOptions): ReadValue {
  switch (attribute.type) {
    case 'integer':
      return Number.isInteger(value) && !Number.isSafeInteger(value)
        ? { value, problem: rounded(String(value)) }
        : { value };
    case 'number':
      return { value };
    case 'boolean':
      return { value: value === 1 ? true : value === 0 ? false : value };
    case 'string':
      return Number.isFinite(value) ? readText(String(value), attribute, options) : { value };
  }
}

/** A whole number that JSON's numbers do not hold. */
function readDigits(digits: bigint, attribute: Attribute, options: ValueOptions): ReadValue {
  if (attribute.type === 'string') return readText(String(digits), attribute, options);
  const read = attribute.type === 'number' ? readWhole(digits) : null;
  return read !== null && 'value' in read
    ? { value: read.value }
    : { value: Number(digits), problem: rounded(String(digits)) };
}

function rounded(digits: string): Message {
  return { message: 'number-rounded', params: { value: digits } };
}

/** The value for a label such as 一类, where an attribute has labelled values; else the value itself. */
export function unlabel(value: unknown, attribute: Attribute): unknown {
  const { values } = attribute;
  if (values === undefined || typeof value === 'object' || value === undefined) return value;
  if (typeof value === 'string' && Object.hasOwn(values, value)) return value;
  const text = plainText(value);
  const labels = labelsOf(attribute);
  return labels.get(text) ?? labels.get(foldLabel(text)) ?? value;
}

const labels = new WeakMap<Attribute, ReadonlyMap<string, string>>();

/** Values by themselves and by their labels in both languages. */
function labelsOf(attribute: Attribute): ReadonlyMap<string, string> {
  const known = labels.get(attribute);
  if (known !== undefined) return known;
  const made = new Map<string, string>();
  for (const [key, { zh, en }] of Object.entries(attribute.values ?? {}))
    for (const name of [key, zh, en].map(foldLabel)) if (!made.has(name)) made.set(name, key);
  labels.set(attribute, made);
  return made;
}

function foldLabel(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
