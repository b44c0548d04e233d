/**
 * What a planner asks for: where people are, how they travel, where facilities stand, and what is to be found out. A
 * study is plain JSON, so that it can be kept in a file, sent to `POST /analysis/jobs` and recomputed to the same.
 *
 * Units: seconds where a network of streets is travelled; the unit of the costs given, whatever it is, where a study
 * brings a network or a matrix of costs of its own. Metres, people and square metres as the names say. Longitude and
 * latitude in degrees of WGS 84 / CGCS2000.
 */
import type { MeasureRequest } from './measures.ts';
import type { SitingRequest } from './siting.ts';
import type { ComplianceRequest } from './standard.ts';

export const MODES = ['walk', 'cycle', 'drive'] as const;
export type Mode = (typeof MODES)[number];

/** Speeds that a network's times hold for; another speed scales them. Driving is timed by class of street. */
export const DEFAULT_SPEED_MPS: Readonly<Record<Mode, number>> = { walk: 1.0, cycle: 4.0, drive: 10 };
/** From a point to its street, and from the street to a facility, people go on foot. */
export const DEFAULT_ACCESS_SPEED_MPS = 1.0;
/** Points farther from every street than this are not connected; they are counted and listed. */
export const DEFAULT_MAX_ACCESS_M = 300;
export const DEFAULT_MODE: Mode = 'walk';

export interface Travel {
  readonly mode?: Mode;
  /** In place of the mode's default; not for driving. */
  readonly speedMps?: number;
  readonly accessSpeedMps?: number;
  readonly maxAccessM?: number;
  /**
   * People go to the facility; or the facility comes to them, as a fire engine does. One-way streets tell these apart.
   */
  readonly direction?: 'to-facility' | 'from-facility';
}

export type Id = string | number;

/** A network of a study's own: nodes by id, costs in any one unit. */
export interface GivenNetwork {
  readonly nodes: readonly { readonly id: Id; readonly lon?: number; readonly lat?: number }[];
  /** Both ways unless `oneWay`. */
  readonly edges: readonly { readonly from: Id; readonly to: Id; readonly cost: number; readonly oneWay?: boolean }[];
  /** Shown beside results, such as `min`. */
  readonly costUnit?: string;
}

/** `stored`: id of a network that was imported into this service (`GET /analysis/catalogue` lists them). */
export type NetworkChoice = { readonly stored: string } | GivenNetwork;

/** A place by coordinates, or by a node of the study's own network; by neither where a matrix tells the costs. */
export interface Place {
  readonly id?: Id;
  readonly lon?: number;
  readonly lat?: number;
  readonly node?: Id;
}

export interface DemandPoint extends Place {
  readonly people: number;
  readonly areaM2?: number;
  readonly district?: string;
  readonly street?: string;
  readonly landUse?: string;
}

/** `stored`: id of a demand that was imported into this service. */
export type DemandChoice = { readonly stored: string } | { readonly points: readonly DemandPoint[] };

export interface FacilityPoint extends Place {
  /** Supply: seats, beds, stalls. Siting with capacities reads it as people served at most. */
  readonly capacity?: number;
  /** Cost of opening it, in the unit of the budget. */
  readonly cost?: number;
  /** Where it stands, for counting by area; without them that of the demand cell, or of the demand at its node. */
  readonly district?: string;
  readonly street?: string;
  readonly landUse?: string;
}

/** `layer`: features of a layer of the catalogue, those of a CQL2 filter where given; `capacity` names an attribute. */
export type FacilityChoice =
  | { readonly layer: string; readonly filter?: string; readonly capacity?: string }
  | { readonly points: readonly FacilityPoint[] };

/** Candidates may also be laid out: demand cells of at least `minPeople`, at least `spacingM` apart. */
export type CandidateChoice =
  | FacilityChoice
  | { readonly cells: { readonly minPeople?: number; readonly spacingM?: number; readonly max?: number } };

/** A change to the facilities of a scenario, applied in order. `id` is that of a feature, or of one added before. */
export type ScenarioEdit =
  | {
      readonly kind: 'add';
      readonly id: string;
      readonly lon: number;
      readonly lat: number;
      readonly capacity?: number;
    }
  | { readonly kind: 'move'; readonly id: string; readonly lon: number; readonly lat: number }
  | { readonly kind: 'remove'; readonly id: string };

/**
 * Costs known beforehand: `costs[i][j]` from demand i to facility j, the existing ones first, then the candidates; null
 * where there is no way. Without a demand every row counts one person; without facilities and candidates every column
 * is a candidate where the study has analyses of siting, else a facility.
 */
export interface GivenMatrix {
  readonly costs: readonly (readonly (number | null)[])[];
  readonly costUnit?: string;
}

export type AnalysisRequest = MeasureRequest | SitingRequest | ComplianceRequest;

export interface Study {
  /** Address of the schema, for editors. */
  readonly $schema?: string;
  readonly title?: string;
  /** Not needed with a matrix, nor for analyses that travel nowhere. */
  readonly network?: NetworkChoice;
  readonly travel?: Travel;
  readonly demand?: DemandChoice;
  readonly facilities?: FacilityChoice;
  readonly candidates?: CandidateChoice;
  readonly edits?: readonly ScenarioEdit[];
  readonly matrix?: GivenMatrix;
  /** Each has its result, in the same order. */
  readonly analyses: readonly AnalysisRequest[];
  /** Seconds that the whole may take; what is found by then is answered, marked partial where it can be. */
  readonly timeLimitS?: number;
}
