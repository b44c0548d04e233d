import type { Text } from '../layer/layer.ts';

/** A value of a rule's form: a number, a choice's key, an ISO date, a flag, or the rows of a table. */
export type RuleValue = number | string | boolean | readonly RuleRow[];
export type RuleRow = Readonly<Record<string, number | string | boolean>>;
export type RuleInput = Readonly<Record<string, RuleValue>>;
export type RuleOutput = Readonly<Record<string, RuleValue>>;

/** One field of a rule: enough for a form to be drawn from it, and for its input to be checked. */
export interface RuleField {
  readonly id: string;
  readonly title: Text;
  readonly type: 'number' | 'choice' | 'date' | 'flag' | 'text' | 'table';
  readonly unit?: Text;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly step?: number;
  readonly choices?: Readonly<Record<string, Text>>;
  /** Columns of a table; their type is never `table`. */
  readonly columns?: readonly RuleField[];
}

/** A rule that a documented case defines: a pure function with a form on both sides. */
export interface Rule {
  readonly id: string;
  readonly inputs: readonly RuleField[];
  readonly outputs: readonly RuleField[];
  /** Throws `RangeError` with the field's id first in the message where an input is out of its range. */
  readonly compute: (input: RuleInput) => RuleOutput;
}
