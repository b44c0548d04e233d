/** Names that an Int16 can number. */
export const MOST_NAMES = 32_767;

export interface Named {
  /** Ascending by code unit, each once. */
  readonly names: readonly string[];
  /** Index into the names; -1 where there is none. */
  readonly index: Int16Array;
}

/** Numbers the names of a column. Null where there are more than `MOST_NAMES`. */
export function numberNames(values: readonly (string | undefined)[]): Named | null {
  const names = [...new Set(values.filter((value) => value !== undefined))].sort((a, b) => (a < b ? -1 : 1));
  if (names.length > MOST_NAMES) return null;
  const number = new Map(names.map((name, i) => [name, i]));
  return { names, index: Int16Array.from(values, (value) => (value === undefined ? -1 : (number.get(value) ?? -1))) };
}
