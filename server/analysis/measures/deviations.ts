import { MEASURES } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import { sumOf } from '../sums.ts';

/** Throws `AnalysisError` where there are fewer than `least` values, or all are equal. */
export function assertVaried(values: Float64Array, least: number, at?: string): void {
  if (values.length < least)
    throw new AnalysisError(
      'values-few',
      MEASURES['values-few'],
      { count: values.length },
      { at: `${at ?? ''}/values` },
    );
  if (values.every((value) => value === values[0]))
    throw new AnalysisError(
      'values-equal',
      MEASURES['values-equal'],
      { value: values[0] as number },
      { at: `${at ?? ''}/values` },
    );
}

/** Deviations from the mean, and the sum of their squares. */
export function centred(values: Float64Array): { readonly deviations: Float64Array; readonly squares: number } {
  const mean = sumOf(values) / values.length;
  const deviations = values.map((value) => value - mean);
  return { deviations, squares: sumOf(deviations.map((d) => d * d)) };
}
