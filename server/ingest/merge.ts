/** Puts together what was found in the parts of a file, as if it had been looked at whole. */
import type { LoadError, Message } from './types.ts';

/** A file in which more is wrong is not read on: what is wrong with it is known. */
export const MAX_ERRORS = 50_000;

/** Collects errors of a file in parts. */
export class ErrorList {
  readonly #errors: LoadError[] = [];
  readonly #ofFile = new Map<string, number>();

  add(errors: readonly LoadError[]): void {
    for (const error of errors) {
      const key =
        error.feature === 0 || error.message === 'unknown' ? `${error.message} ${error.property ?? ''}` : null;
      const at = key === null ? undefined : this.#ofFile.get(key);
      const before = at === undefined ? undefined : this.#errors[at];
      if (at !== undefined && before !== undefined) {
        // The same of another part: features are added up, and the first stays the example.
        this.#errors[at] = { ...before, ...addCounts(before, error) };
        continue;
      }
      if (key !== null) this.#ofFile.set(key, this.#errors.length);
      this.#errors.push(error);
    }
  }

  get isFull(): boolean {
    return this.#errors.length >= MAX_ERRORS;
  }

  get isEmpty(): boolean {
    return this.#errors.length === 0;
  }

  /** In the order of the features. */
  sorted(): LoadError[] {
    return this.#errors.toSorted((a, b) => a.feature - b.feature);
  }
}

function addCounts(a: Message, b: Message): Pick<Message, 'params'> {
  const [first, second] = [a.params?.['count'], b.params?.['count']];
  if (typeof first !== 'number' || typeof second !== 'number') return {};
  return { params: { ...a.params, count: first + second } };
}

/** Notes of several parts: counts are added up, names put together, and averages weighed by the features. */
export class NoteList {
  readonly #notes = new Map<string, { note: Message; weight: number }>();

  /** @param weight features of the part */
  add(notes: readonly Message[], weight: number): void {
    for (const note of notes) {
      const key = JSON.stringify([note.message, note.params?.['property'], note.params?.['datum']]);
      const before = this.#notes.get(key);
      if (before === undefined) this.#notes.set(key, { note, weight });
      else
        this.#notes.set(key, {
          note: merged(before.note, before.weight, note, weight),
          weight: before.weight + weight,
        });
    }
  }

  list(): Message[] {
    return [...this.#notes.values()].map(({ note }) => note);
  }
}

function merged(a: Message, weightA: number, b: Message, weightB: number): Message {
  const params: Record<string, string | number> = { ...a.params };
  for (const [key, value] of Object.entries(b.params ?? {})) {
    const before = params[key];
    if (key === 'count' && typeof before === 'number' && typeof value === 'number') params[key] = before + value;
    if (key === 'metres' && typeof before === 'number' && typeof value === 'number')
      params[key] = Math.round((before * weightA + value * weightB) / Math.max(1, weightA + weightB));
    if (a.message === 'dropped' && key === 'names')
      params[key] = [...new Set([...String(before).split(', '), ...String(value).split(', ')])].join(', ');
  }
  return { message: a.message, params };
}
