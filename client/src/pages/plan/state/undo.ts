/** Undo and redo over whole states, which cost little as they share their parts. */

export interface UndoHistory<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** Group of the last step; the next step of the same group merges with it. */
  readonly group: string | null;
}

const MAX_STEPS = 200;

export function begin<T>(present: T): UndoHistory<T> {
  return { past: [], present, future: [], group: null };
}

/** One step on. Steps of one `group` that follow each other, such as letters of a name, are taken back as one. */
export function step<T>(history: UndoHistory<T>, next: T, group: string | null = null): UndoHistory<T> {
  if (next === history.present) return history;
  const merges = group !== null && group === history.group && history.past.length > 0;
  const past = merges ? history.past : [...history.past, history.present].slice(-MAX_STEPS);
  return { past, present: next, future: [], group };
}

/** Replaces the present without a step, such as when another scenario becomes the active one. */
export function replace<T>(history: UndoHistory<T>, present: T): UndoHistory<T> {
  return { ...history, present, group: null };
}

export function undo<T>(history: UndoHistory<T>): UndoHistory<T> {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future], group: null };
}

export function redo<T>(history: UndoHistory<T>): UndoHistory<T> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, group: null };
}
