/** Numbers as spreadsheets, databases and people of any country write them. */
import type { Attribute } from '../../tiles/layer/layer.ts';

export const DECIMAL_SIGNS = ['point', 'comma'] as const;
export type DecimalSign = (typeof DECIMAL_SIGNS)[number];

/** What a file shows of its decimal sign: `mixed` where its values contradict each other, null where none tells. */
export type DecimalNotation = DecimalSign | 'mixed' | null;

/** A number with its digits, so that nothing is lost before it is known what they stand for. */
interface Reading {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: number;
}

interface Notation {
  /** What the text means where a point or a comma, whichever it has, is the decimal sign. */
  readonly plain: Reading;
  /** Set where it may as well separate thousands, as in `1,234`. */
  readonly grouped: Reading | null;
  /** The decimal sign that the text proves. */
  readonly proof: DecimalSign | null;
  /** The one sign that the text has, where it has one alone. */
  readonly sign: DecimalSign | null;
}

const SIGNS: Readonly<Record<string, DecimalSign>> = { '.': 'point', ',': 'comma' };
/** Between thousands: every kind of space, and the apostrophes of Switzerland. */
const GROUP_SIGNS = /[\s'’]/g;
const MINUS = /[−‐‑–﹣]/g;
const BODY = /^[\d., ]+$/;
const EXPONENT = /^([^e]*)e([-+]?\d{1,4})$/;

/** The decimal sign of texts that all agree. */
export function decimalOf(texts: Iterable<string>): DecimalNotation {
  let found: DecimalSign | null = null;
  for (const text of texts) {
    const proof = proofOf(text);
    if (proof === null || proof === found) continue;
    if (found !== null) return 'mixed';
    found = proof;
  }
  return found;
}

/** What two sources tell together. */
export function bothNotations(a: DecimalNotation, b: DecimalNotation): DecimalNotation {
  if (a === null || b === null) return a ?? b;
  return a === b ? a : 'mixed';
}

const WHOLE = /^-?\d{1,15}$/;
const DECIMAL = /^-?\d{1,15}\.\d{1,20}$/;
/** Most numbers of most files, which need no closer look. */
const PLAIN = /^-?\d+(?:\.(\d+))?$/;

function proofOf(text: string): DecimalSign | null {
  const plain = PLAIN.exec(text);
  if (plain === null) return notationOf(text)?.proof ?? null;
  return plain[1] === undefined || plain[1].length === 3 ? null : 'point';
}

export type NumberResult =
  | { readonly value: number }
  | { readonly problem: 'not-a-number' | 'ambiguous' }
  /** A whole number that a number of JSON does not hold, with all its digits. */
  | { readonly problem: 'rounded'; readonly digits: string };

/** Reads a text as a number, or as a whole number, of the attribute. Nothing is rounded, nothing guessed. */
export function readNumberText(
  text: string,
  attribute: Pick<Attribute, 'type' | 'unit'>,
  decimal: DecimalNotation,
): NumberResult {
  if (WHOLE.test(text)) return { value: Number(text) + 0 };
  // Text that is read the same in every file but one with decimal commas; a whole number of many digits is looked at.
  if (attribute.type === 'number' && decimal !== 'comma' && DECIMAL.test(text)) return { value: Number(text) + 0 };
  const notation = notationOf(withoutUnit(clean(text), attribute.unit));
  if (notation === null) return { problem: 'not-a-number' };
  const reading = choose(notation, decimal);
  if (typeof reading === 'string') return { problem: reading };
  return valueOf(reading, attribute.type === 'integer');
}

/** A whole number that is exact in JSON's numbers is taken; the digits of another are returned. */
export function readWhole(value: bigint): NumberResult {
  const number = Number(value);
  return String(number) === String(value) ? { value: number } : { problem: 'rounded', digits: String(value) };
}

/** A coordinate, or null. No units, and no thousands: no coordinate in degrees has any. */
export function readCoordinate(text: string, decimal: DecimalNotation): number | null {
  if (decimal !== 'comma' && PLAIN.test(text)) return Number(text);
  const notation = notationOf(text);
  if (notation === null) return null;
  const { sign, plain, proof } = notation;
  if (sign === null && proof !== null) return null;
  if (sign === 'comma' && decimal !== 'comma') return null;
  if (sign === 'point' && decimal === 'comma') return null;
  const read = valueOf(plain, false);
  return 'value' in read ? read.value : null;
}

function choose(
  { plain, grouped, proof, sign }: Notation,
  decimal: DecimalNotation,
): Reading | 'ambiguous' | 'not-a-number' {
  // Neither sign, or both: there is one way to read it, unless the file writes its numbers otherwise.
  if (sign === null) return proof === null || decimal === null || proof === decimal ? plain : 'not-a-number';
  if (sign === decimal) return plain;
  if (sign === 'point' && decimal !== 'comma') return plain;
  if (decimal === 'mixed') return 'not-a-number';
  if (grouped === null) return decimal === null ? plain : 'not-a-number';
  return decimal === null ? 'ambiguous' : grouped;
}

function clean(text: string): string {
  return text.normalize('NFKC').replace(MINUS, '-').trim().toLowerCase();
}

/** `85个` of an attribute in 个, `45%` of one in percent, `￥3` of one in yuan say nothing but the unit again. */
function withoutUnit(text: string, unit: Attribute['unit']): string {
  if (unit === undefined) return text;
  for (const each of [unit.zh, unit.en]) {
    const name = each.normalize('NFKC').toLowerCase();
    if (name !== '' && !/^[\d.,]/.test(name) && text.endsWith(name)) return text.slice(0, -name.length).trimEnd();
  }
  return unit.zh === '元' && text.startsWith('¥') ? text.slice(1).trimStart() : text;
}

function notationOf(given: string): Notation | null {
  const text = clean(given);
  const [, mantissa = text, exponent = '0'] = EXPONENT.exec(text) ?? [];
  const negative = mantissa.startsWith('-');
  const body = (negative || mantissa.startsWith('+') ? mantissa.slice(1) : mantissa).replace(GROUP_SIGNS, ' ');
  if (!BODY.test(body) || !/\d/.test(body)) return null;
  const read = (whole: string, fraction: string): Reading => ({
    negative,
    whole,
    fraction,
    exponent: Number(exponent),
  });
  const signs = [...new Set(body.replace(/\d/g, ''))];
  const [first, second] = signs;
  if (first === undefined) return { plain: read(body, ''), grouped: null, proof: null, sign: null };
  if (signs.length > 2) return null;
  if (second !== undefined) {
    // `1,234.5`: the sign that comes last and once is the decimal one.
    const [whole = '', fraction = '', ...more] = body.split(second);
    const proof = SIGNS[second];
    const digits = ungroup(whole, first);
    if (proof === undefined || more.length > 0 || digits === null || !/^\d*$/.test(fraction)) return null;
    return { plain: read(digits, fraction), grouped: null, proof, sign: null };
  }
  const sign = SIGNS[first];
  const digits = ungroup(body, first);
  const grouped = digits === null ? null : read(digits, '');
  if (sign === undefined) return grouped === null ? null : { plain: grouped, grouped: null, proof: null, sign: null };
  const [whole = '', fraction = '', ...more] = body.split(first);
  if (more.length > 0)
    return grouped === null
      ? null
      : { plain: grouped, grouped: null, proof: sign === 'point' ? 'comma' : 'point', sign: null };
  return { plain: read(whole, fraction), grouped, proof: grouped === null ? sign : null, sign };
}

/** Digits in groups of three without what separates them; null where they are not in such groups. */
function ungroup(text: string, separator: string): string | null {
  const [first = '', ...groups] = text.split(separator);
  const isGrouped = /^[1-9]\d{0,2}$/.test(first) && groups.length > 0 && groups.every((group) => /^\d{3}$/.test(group));
  return isGrouped ? first + groups.join('') : null;
}

/** Digits that no whole number of use has. */
const MOST_DIGITS = 400;

function valueOf({ negative, whole, fraction, exponent }: Reading, mustBeWhole: boolean): NumberResult {
  const value = Number(`${negative ? '-' : ''}${whole || '0'}.${fraction || '0'}e${String(exponent)}`);
  if (!Number.isFinite(value)) return { problem: 'not-a-number' };
  // Zeros behind the point, and an exponent, make no fraction: 12.0 and 1e3 are whole.
  const digits = (whole + fraction).replace(/^0+/, '');
  const shift = exponent - fraction.length;
  const isWhole = shift >= 0 || /^0*$/.test(digits.slice(shift));
  if (!isWhole) return mustBeWhole ? { problem: 'not-a-number' } : { value };
  if (digits.length + shift > MOST_DIGITS) return mustBeWhole ? { problem: 'not-a-number' } : { value };
  const exact = digits === '' ? '0' : shift >= 0 ? digits + '0'.repeat(shift) : digits.slice(0, shift) || '0';
  const sign = negative && exact !== '0' ? '-' : '';
  const isExact = mustBeWhole
    ? Number.isSafeInteger(value)
    : exponent !== 0 || BigInt(writtenOut(value)) === BigInt(sign + exact);
  return isExact ? { value: value === 0 ? 0 : value } : { problem: 'rounded', digits: sign + exact };
}

/** The digits that JSON writes for a whole number, zeros in place of an exponent. */
function writtenOut(value: number): string {
  const text = String(value);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const [whole = '', fraction = ''] = mantissa.split('.');
  return whole + fraction.padEnd(Number(exponent), '0');
}
