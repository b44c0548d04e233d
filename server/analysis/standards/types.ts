/** Input of a standards check. */
import type { ComplianceRequest, Standard } from '../../../tiles/api/standard.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import type { Demand, Facilities } from '../types.ts';

/** Facilities of one rule: features of its layer that its filter keeps. */
export interface RuleInput {
  readonly facilities: Pick<Facilities, 'count' | 'ids' | 'district' | 'subdistrict' | 'landUse'>;
  /**
   * By reach of the rule (`reachesOf`): what it takes from each demand cell to the nearest facility, in the unit of the
   * reach, Infinity where there is no way.
   */
  readonly nearest?: readonly Float64Array[];
  /** Values by facility of the attributes that the rule names (`attributesOf`), NaN where a facility has none. */
  readonly attributes?: Readonly<Record<string, Float64Array>>;
  /** `share`: 1 where a facility has the attribute, 0 where not, NaN where nobody knows. */
  readonly shares?: Readonly<Record<string, Float64Array>>;
  /** `area-per-household`: from where households are counted. */
  readonly households?: Households;
}

/** People divided by so many a household; or places with their households, NaN where nobody knows. */
export type Households =
  | { readonly peopleEach: number }
  | {
      readonly places: Pick<Facilities, 'count' | 'district' | 'subdistrict' | 'landUse'>;
      readonly households: Float64Array;
    };

/** A rule that cannot be computed, and what is lacking. */
export interface MissingRule {
  readonly rule: string;
  readonly lacks: Text;
}

export interface ComplianceInput {
  readonly standard: Standard;
  /** Absent: all rules. */
  readonly rules?: ComplianceRequest['rules'];
  readonly by: ComplianceRequest['by'];
  /** Its land uses are keys of `LAND_USES`. */
  readonly demand: Demand;
  /** By the id of each rule asked for that is not missing. */
  readonly inputs: ReadonlyMap<string, RuleInput>;
  /** Default: none. */
  readonly missing?: readonly MissingRule[];
}
