/** What stands in a rule's form, and what is wrong with it. */
import type { RuleField, RuleInput, RuleRow, RuleValue } from '../../../../tiles/cases/rule.ts';
import type { MessageKey } from '../../i18n/keys.ts';

/** A problem with one cell: `path` is the field's id, or `rows[2].closed` inside a table, as the rules name them. */
export interface InputProblem {
  readonly path: string;
  readonly key: MessageKey;
  readonly limit?: number;
}

/** Numbers that are being typed are texts until they are complete. */
export function parseNumber(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

/** Checks all fields, so that every problem shows at once and in the reader's language. */
export function problemsOf(fields: readonly RuleField[], input: RuleInput): readonly InputProblem[] {
  return fields.flatMap((field) => {
    const value = input[field.id];
    if (field.type !== 'table') return problemOf(field, value, field.id);
    return rowsOf(value).flatMap((row, index) =>
      (field.columns ?? []).flatMap((column) =>
        problemOf(column, row[column.id], `${field.id}[${index + 1}].${column.id}`),
      ),
    );
  });
}

/** The field, and the row of a table, that a rule's own error message names. */
export function refusal(
  fields: readonly RuleField[],
  message: string,
): { readonly field: RuleField | null; readonly row: number | null } {
  const [, id, row, column] = /^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?/.exec(message) ?? [];
  const field = fields.find((each) => each.id === id) ?? null;
  const inner = column === undefined ? undefined : field?.columns?.find((each) => each.id === column);
  return { field: inner ?? field, row: row === undefined ? null : Number(row) };
}

export function rowsOf(value: RuleValue | undefined): readonly RuleRow[] {
  return Array.isArray(value) ? (value as readonly RuleRow[]) : [];
}

/** A new row: a copy of the last one, whose values are valid, or the first valid values. */
export function nextRow(field: RuleField, rows: readonly RuleRow[]): RuleRow {
  const last = rows[rows.length - 1];
  if (last !== undefined) return { ...last };
  return Object.fromEntries((field.columns ?? []).map((column) => [column.id, startOf(column)]));
}

export function sameInput(a: RuleInput, b: RuleInput): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}

function startOf({ type, minimum, choices }: RuleField): number | string | boolean {
  switch (type) {
    case 'number':
      return minimum ?? 0;
    case 'flag':
      return false;
    case 'choice':
      return Object.keys(choices ?? {})[0] ?? '';
    default:
      return '';
  }
}

function problemOf(field: RuleField, value: RuleValue | undefined, path: string): InputProblem[] {
  switch (field.type) {
    case 'number':
      return numberProblem(field, value, path);
    case 'choice':
      return typeof value === 'string' && Object.hasOwn(field.choices ?? {}, value)
        ? []
        : [{ path, key: 'case.error.choice' }];
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? [] : [{ path, key: 'case.error.text' }];
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
        ? []
        : [{ path, key: 'case.error.date' }];
    default:
      return [];
  }
}

function numberProblem(
  { minimum, maximum, step }: RuleField,
  value: RuleValue | undefined,
  path: string,
): InputProblem[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return [{ path, key: 'case.error.number' }];
  if (minimum !== undefined && value < minimum) return [{ path, key: 'case.error.below', limit: minimum }];
  if (maximum !== undefined && value > maximum) return [{ path, key: 'case.error.above', limit: maximum }];
  return step === 1 && !Number.isInteger(value) ? [{ path, key: 'case.error.whole' }] : [];
}
