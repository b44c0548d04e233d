/** Districting in numbers: units that touch one another, and zones that grow around a seat each. */
import type { SitingStep } from '../../../tiles/api/siting.ts';
import type { DistrictsStatus } from '../../../tiles/api/vocabulary.ts';
import type { Touching } from '../measures/types.ts';

export interface DistrictProblem {
  /** By unit. */
  readonly people: Float64Array;
  /** Unit that each zone has to hold, by zone; no two of them the same. */
  readonly seat: Uint32Array;
  /** Cost of one person, by unit and then by zone; Infinity where the zone may not have the unit. */
  readonly cost: Float64Array;
  /** Which units share a border. */
  readonly touching: Touching;
  /** People of a zone at least and at most, by zone; Infinity for no limit. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Ends once the proven gap is at most this. */
  readonly gap: number;
}

export interface DistrictOutcome {
  readonly status: DistrictsStatus;
  /** By unit; -1 for those that no zone comes to. */
  readonly zone: Int32Array;
  /** People × cost. */
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  /** People beyond the limits of their zones, or short of them. */
  readonly excess: number;
  readonly steps: readonly SitingStep[];
}
