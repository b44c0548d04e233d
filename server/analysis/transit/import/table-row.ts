import type { MessageValues } from '../../../platform/messages/index.ts';
import { sentence } from '../../sentence.ts';
import { AnalysisError } from '../../errors.ts';
import { TRANSIT_IMPORT, type TransitImportMessage } from '../import-messages.ts';
import { dayOf } from '../service-day.ts';

const TIME = /^(\d{1,3}):([0-5]\d):([0-5]\d)$/;
const DATE = /^(\d{4})(\d{2})(\d{2})$/;

/** A row of a table, and what its cells say. What cannot be read is an `AnalysisError` with its place. */
export class TableRow {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #file: string;
  readonly #feed: string;
  #cells: readonly string[] = [];
  #number = 0;

  constructor(columns: ReadonlyMap<string, number>, file: string, feed: string) {
    this.#columns = columns;
    this.#file = file;
    this.#feed = feed;
  }

  fill(cells: readonly string[], number: number): this {
    this.#cells = cells;
    this.#number = number;
    return this;
  }

  /** Empty where the table has no such column. */
  text(column: string): string {
    return this.#cells[this.#columns.get(column) ?? -1] ?? '';
  }

  /** A text that may not be empty. */
  id(column: string): string {
    const text = this.text(column);
    if (text === '') throw this.#error('empty-value', { column });
    return text;
  }

  /** Seconds; null where it is empty. */
  time(column: string): number | null {
    const text = this.text(column);
    if (text === '') return null;
    const [, hours, minutes, seconds] = TIME.exec(text) ?? [];
    if (hours === undefined) throw this.bad(column, 'want-time');
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  }

  neededTime(column: string): number {
    this.id(column);
    return this.time(column) ?? 0;
  }

  /** Days since 1970. */
  day(column: string): number {
    const [, year = '', month = '', day = ''] = DATE.exec(this.id(column)) ?? [];
    const found = dayOf(`${year}-${month}-${day}`);
    if (found === null) throw this.bad(column, 'want-date');
    return found;
  }

  /** A whole number; `fallback` where it is empty. */
  whole(column: string, { min, max, fallback }: { min: number; max: number; fallback?: number }): number {
    const text = fallback === undefined ? this.id(column) : this.text(column);
    if (text === '') return fallback ?? min;
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) throw this.bad(column, 'want-whole', { min, max });
    return value;
  }

  /** A number; NaN where it is empty. */
  number(column: string, min: number, max: number): number {
    const text = this.text(column);
    if (text === '') return NaN;
    const value = Number(text);
    if (!(value >= min && value <= max)) throw this.bad(column, 'want-number', { min, max });
    return value;
  }

  bad(column: string, wanted: TransitImportMessage, values: MessageValues = {}): AnalysisError {
    return this.#error('bad-value', {
      column,
      value: this.text(column).slice(0, 80),
      wanted: sentence(TRANSIT_IMPORT[wanted], values),
    });
  }

  twice(id: string): AnalysisError {
    return this.#error('id-twice', { value: id.slice(0, 80) });
  }

  #error(message: TransitImportMessage, values: MessageValues): AnalysisError {
    const place = { feed: this.#feed, file: this.#file, row: this.#number };
    return new AnalysisError(`transit-${message}`, TRANSIT_IMPORT[message], { ...place, ...values });
  }
}
