/** Input of a standards check. */
import type { ComplianceRequest, Standard } from '../../../tiles/api/standard.ts';
import type { Demand, Facilities } from '../types.ts';

/** Facilities of one rule: features of its layer that its filter keeps. */
export interface RuleInput {
  readonly facilities: Pick<Facilities, 'count' | 'ids' | 'district' | 'subdistrict' | 'landUse'>;
  /** `within`: metres along the streets to the nearest of them by demand cell, Infinity where there is no way. */
  readonly nearestM?: Float64Array;
  /**
   * `per-thousand` with a capacity, and `ratio`: values by facility of the attributes that the rule names, NaN where a
   * facility has none.
   */
  readonly attributes?: Readonly<Record<string, Float64Array>>;
}

export interface ComplianceInput {
  readonly standard: Standard;
  /** Absent: all rules. */
  readonly rules?: ComplianceRequest['rules'];
  readonly by: ComplianceRequest['by'];
  /** Its land uses are keys of `LAND_USES`. */
  readonly demand: Demand;
  /** By the id of each rule asked for. */
  readonly inputs: ReadonlyMap<string, RuleInput>;
}
