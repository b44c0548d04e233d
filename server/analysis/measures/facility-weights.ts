import { AnalysisError } from '../errors.ts';
import type { Facilities } from '../types.ts';
import { MEASURES } from './messages.ts';

export interface FacilityWeights {
  /** By existing facility, at least 0. */
  readonly weight: Float64Array;
  /** Facilities that have none, and weigh 0; null where all weigh 1. */
  readonly without: number | null;
}

/**
 * What each existing facility weighs: an attribute where one is named, else its capacity; 1 where no facility has any.
 * Throws `AnalysisError` for a negative one.
 */
export function facilityWeights(
  { capacity, existingCount, ids }: Pick<Facilities, 'capacity' | 'existingCount' | 'ids'>,
  attribute: Float64Array | undefined,
  at = '',
): FacilityWeights {
  const own = attribute ?? capacity?.subarray(0, existingCount);
  if (own === undefined) return { weight: new Float64Array(existingCount).fill(1), without: null };
  const negative = own.findIndex((value) => value < 0);
  if (negative >= 0)
    throw new AnalysisError(
      'weight-negative',
      MEASURES['weight-negative'],
      { id: ids[negative] ?? '', value: String(own[negative]) },
      { at: attribute === undefined ? at : `${at}/attribute` },
    );
  return {
    weight: own.map((value) => (Number.isNaN(value) ? 0 : value)),
    without: own.reduce((count, value) => (Number.isNaN(value) ? count + 1 : count), 0),
  };
}
