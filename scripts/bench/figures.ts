/** What benchmarks measure, and the targets that the project promises. */
export type Unit = 's' | 'ms' | '/s' | 'KB' | 'MB' | '%' | '×' | '';

export interface Figure<Name extends string = string> {
  readonly name: Name;
  /** Tells figures of one name apart: a zoom, a number of connections, a size. */
  readonly detail?: string | number;
  readonly value: number;
  readonly unit: Unit;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Whether a figure meets its target; null where it has none. */
export function isMet({ value, atMost, atLeast }: Figure): boolean | null {
  if (atMost === undefined && atLeast === undefined) return null;
  return value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
}
