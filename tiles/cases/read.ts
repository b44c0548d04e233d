/**
 * Reads the inputs of a rule against its own fields, so that a range stands in one place: the field.
 * Every error is a `RangeError` whose message starts with the id of the field (`rows[2].closed` inside a table).
 */
import type { RuleField, RuleInput, RuleRow, RuleValue } from './rule.ts';

/** A number within the field's range. */
export function readNumber(fields: readonly RuleField[], input: RuleInput, id: string): number {
  return checkNumber(fieldOf(fields, id), input[id], id);
}

/** The key of one of the field's choices. */
export function readChoice(fields: readonly RuleField[], input: RuleInput, id: string): string {
  return checkChoice(fieldOf(fields, id), input[id], id);
}

/** A non-empty text, or a date as `YYYY-MM-DD`. */
export function readText(fields: readonly RuleField[], input: RuleInput, id: string): string {
  return checkText(fieldOf(fields, id), input[id], id);
}

export function readFlag(fields: readonly RuleField[], input: RuleInput, id: string): boolean {
  fieldOf(fields, id);
  return checkFlag(input[id], id);
}

/** The rows of a table, each cell checked against its column. */
export function readTable(fields: readonly RuleField[], input: RuleInput, id: string): readonly TableRow[] {
  const columns = fieldOf(fields, id).columns ?? [];
  const rows = input[id];
  if (!isRows(rows)) throw new RangeError(`${id}: a table of rows is needed.`);
  return rows.map((row, index) => {
    const label = `${id}[${index + 1}]`;
    return {
      label,
      number: (column) => checkNumber(fieldOf(columns, column), row[column], `${label}.${column}`),
      choice: (column) => checkChoice(fieldOf(columns, column), row[column], `${label}.${column}`),
      text: (column) => checkText(fieldOf(columns, column), row[column], `${label}.${column}`),
      flag: (column) => checkFlag(row[column], `${label}.${column}`),
    };
  });
}

/** One row of a table: its cells by column id. `label` is `rows[1]` for the first, as messages name it. */
export interface TableRow {
  readonly label: string;
  readonly number: (column: string) => number;
  readonly choice: (column: string) => string;
  readonly text: (column: string) => string;
  readonly flag: (column: string) => boolean;
}

/** Rounds to `digits` decimals, so that 0.1 + 0.2 prints as 0.3. */
export function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round((value + Number.EPSILON * Math.sign(value)) * factor) / factor;
}

function fieldOf(fields: readonly RuleField[], id: string): RuleField {
  const field = fields.find((each) => each.id === id);
  if (!field) throw new Error(`The rule has no field ${id}.`);
  return field;
}

function checkNumber(field: RuleField, value: unknown, label: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new RangeError(`${label}: a number is needed.`);
  const { minimum, maximum } = field;
  if (minimum !== undefined && value < minimum) throw new RangeError(`${label}: ${value} is below ${minimum}.`);
  if (maximum !== undefined && value > maximum) throw new RangeError(`${label}: ${value} is above ${maximum}.`);
  if (field.step === 1 && !Number.isInteger(value)) throw new RangeError(`${label}: ${value} is not a whole number.`);
  return value;
}

function checkChoice(field: RuleField, value: unknown, label: string): string {
  if (typeof value === 'string' && Object.hasOwn(field.choices ?? {}, value)) return value;
  throw new RangeError(`${label}: one of ${Object.keys(field.choices ?? {}).join(', ')} is needed.`);
}

function checkText(field: RuleField, value: unknown, label: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new RangeError(`${label}: a text is needed.`);
  if (field.type === 'date' && !isDate(value)) throw new RangeError(`${label}: a date as YYYY-MM-DD is needed.`);
  return value;
}

function checkFlag(value: unknown, label: string): boolean {
  if (typeof value !== 'boolean') throw new RangeError(`${label}: true or false is needed.`);
  return value;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isRows(value: RuleValue | undefined): value is readonly RuleRow[] {
  return Array.isArray(value);
}
