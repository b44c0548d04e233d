/** Measures of how well people are served, and of how points lie: what is asked, and what is answered. */
import type { GeoJSONGeometry } from './wire.ts';
import type { FacilityChoice, Id, Place } from './study.ts';

/** Weight by cost: within `catchment`; Gaussian as in Dai 2010, or steps as in Luo & Qi 2009. */
export type Decay =
  | { readonly kind: 'gaussian' }
  | { readonly kind: 'steps'; readonly steps: readonly { readonly upTo: number; readonly weight: number }[] };

export const GROUPINGS = ['district', 'street', 'landUse'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Areas to count in: those of a layer of polygons, or a study's own. */
export type AreaChoice = string | readonly { readonly id?: Id; readonly geometry: GeoJSONGeometry }[];

/** Values at places, or of a layer's features counted in areas; neighbours by distance, or given. */
export interface SpatialValues {
  readonly points?: readonly (Place & { readonly value: number })[];
  /** Features of a layer counted in cells of `cellM`, or in areas. */
  readonly count?: { readonly of: FacilityChoice; readonly cellM?: number; readonly areas?: AreaChoice };
  /** Values alone: then `neighbours.given` says who is whose neighbour. */
  readonly values?: readonly number[];
}

/**
 * Who is whose neighbour. `withinM`: everybody at most so many metres away, weight 1. `nearest`: so many nearest ones,
 * weight 1; of equally near ones the first in order. `contiguity`: grid cells that share an edge (`rook`) or an edge or
 * a corner (`queen`), weight 1; for counts in cells of `cellM` alone. `given`: triples of from, to (indexes of values)
 * and weight; those of one pair add up.
 */
export type Neighbours =
  | { readonly withinM: number }
  | { readonly nearest: number }
  | { readonly contiguity: 'rook' | 'queen' }
  | { readonly given: readonly (readonly [from: number, to: number, weight: number])[] };

export type MeasureRequest =
  /** Share of people and of area within each of the costs. */
  | {
      readonly kind: 'coverage';
      readonly within: readonly number[];
      readonly by?: Grouping;
      readonly perDemand?: boolean;
    }
  /** Cells not within, merged to areas where they touch, ranked by people. */
  | { readonly kind: 'gaps'; readonly within: number; readonly minPeople?: number; readonly most?: number }
  | { readonly kind: 'assignment'; readonly perDemand?: boolean }
  | { readonly kind: 'overlap'; readonly within: number }
  /** Supply per 1,000 people: capacities where facilities have them, else their number. */
  | { readonly kind: 'supply'; readonly by: Grouping }
  /** Facilities per km². */
  | { readonly kind: 'density'; readonly by: Grouping }
  | { readonly kind: 'e2sfca'; readonly catchment: number; readonly decay: Decay; readonly perDemand?: boolean }
  /**
   * Getis–Ord Gi*; `self: false` asks for Gi, which leaves each value out of its own neighbourhood. `fdr`: 0.05 unless
   * given.
   */
  | {
      readonly kind: 'hotspots';
      readonly values: SpatialValues;
      readonly neighbours: Neighbours;
      readonly self?: boolean;
      readonly fdr?: number;
    }
  /**
   * Weights as they stand unless `rowStandardised`; `permutations` of the values by a generator that starts at `seed`
   * (1).
   */
  | {
      readonly kind: 'moran';
      readonly values: SpatialValues;
      readonly neighbours: Neighbours;
      readonly rowStandardised?: boolean;
      readonly permutations?: number;
      readonly seed?: number;
    }
  /**
   * Quartic unless told. `bandwidthM`: where the quartic kernel ends, the Gaussian's standard deviation. No correction
   * at edges.
   */
  | {
      readonly kind: 'kde';
      readonly of: FacilityChoice;
      readonly bandwidthM: number;
      readonly cellM: number;
      readonly kernel?: 'quartic' | 'gaussian';
    }
  /**
   * How evenly points are spread over half-open grid cells (a point on a border is in the cell to its north-east), or
   * over the areas of a layer (in the first of those it lies in or on).
   */
  | { readonly kind: 'balance'; readonly of: FacilityChoice; readonly cellM?: number; readonly areas?: AreaChoice }
  | { readonly kind: 'isochrones'; readonly origins: readonly Place[]; readonly within: readonly number[] };

/** One group of cells: a district, a street, a land use; `key` null for those in none. */
export interface GroupFigures {
  readonly key: string | null;
  readonly people: number;
  readonly areaM2: number;
}

export interface CoverageResult {
  readonly kind: 'coverage';
  readonly people: number;
  readonly areaM2: number;
  readonly within: readonly {
    readonly cost: number;
    readonly people: number;
    readonly peopleShare: number;
    readonly areaM2: number;
    readonly areaShare: number;
  }[];
  readonly groups?: readonly (GroupFigures & {
    readonly within: readonly { readonly cost: number; readonly people: number; readonly areaM2: number }[];
  })[];
  /** Cost of the nearest facility by demand; null where none can be reached. */
  readonly costs?: readonly (number | null)[];
}

export interface GapArea {
  /** Rank by people, from 1. */
  readonly rank: number;
  readonly people: number;
  readonly areaM2: number;
  /** Indexes of demand cells. */
  readonly cells: readonly number[];
  /** Mean place weighted by people; of the cells alike where nobody lives. */
  readonly lon: number;
  readonly lat: number;
  readonly district: string | null;
  readonly street: string | null;
  /**
   * Facility that is the nearest to most people of the area, and the mean cost of its people to their nearest one,
   * whichever; null where none can be reached.
   */
  readonly nearest: { readonly facility: string; readonly cost: number } | null;
}

export interface GapsResult {
  readonly kind: 'gaps';
  readonly people: number;
  readonly areaM2: number;
  /** People in cells that no facility can be reached from at all, counted among `people` too. */
  readonly unreachablePeople: number;
  readonly areas: readonly GapArea[];
  /** Areas left out by `minPeople` or `most`, and their people. */
  readonly leftOut: { readonly areas: number; readonly people: number };
}

export interface AssignmentResult {
  readonly kind: 'assignment';
  readonly facilities: readonly {
    readonly id: string;
    readonly people: number;
    readonly cells: number;
    readonly meanCost: number | null;
    readonly maxCost: number | null;
  }[];
  readonly unassignedPeople: number;
  /** Means by people; maxima over cells with people. Null where nobody is assigned. */
  readonly meanCost: number | null;
  readonly maxCost: number | null;
  /**
   * Gini coefficient of cost over people: mean difference of two people over twice the mean. Null where the mean is 0.
   */
  readonly gini: number | null;
  /**
   * Lorenz curve at every percent of people, the nearest first: shares of people and of cost, from [0, 0] to [1, 1].
   * Null with `gini`.
   */
  readonly lorenz: readonly (readonly [peopleShare: number, costShare: number])[] | null;
  /** Index of the facility by demand; -1 where none can be reached. */
  readonly perDemand?: readonly number[];
}

export interface OverlapResult {
  readonly kind: 'overlap';
  readonly facilities: readonly { readonly id: string; readonly people: number; readonly exclusivePeople: number }[];
  /** People by number of facilities within reach; the last entry counts that many and more. */
  readonly peopleByCount: readonly number[];
}

export interface RatioResult {
  readonly kind: 'supply' | 'density';
  readonly groups: readonly (GroupFigures & {
    readonly facilities: number;
    readonly capacity: number | null;
    readonly ratio: number | null;
  })[];
  /** Facilities in no group, such as at sea. */
  readonly outside: number;
  /** Facilities without a capacity where others have one: they add nothing to it. Null where none has. */
  readonly withoutCapacity: number | null;
}

export interface E2sfcaResult {
  readonly kind: 'e2sfca';
  /** Supply to weighted people, by facility; null where it reaches nobody. */
  readonly ratios: readonly { readonly id: string; readonly ratio: number | null }[];
  /** People-weighted mean of accessibility, in supply per person; equals reached supply over people. */
  readonly mean: number;
  /** Supply of facilities that reach somebody, and of those that reach nobody. */
  readonly reachedSupply: number;
  readonly unreachedSupply: number;
  /** As of supply per 1,000: these supply nothing; null where none has a capacity and each supplies 1. */
  readonly withoutCapacity: number | null;
  readonly gini: number | null;
  /** Supply per person, by demand. */
  readonly access?: readonly number[];
}

export interface HotspotsResult {
  readonly kind: 'hotspots';
  /** Gi* (z score), two-sided p, and 1 hot, -1 cold, 0 neither at the false discovery rate asked for. */
  readonly z: readonly number[];
  readonly p: readonly number[];
  readonly class: readonly (-1 | 0 | 1)[];
  /** Greatest p that counts as found; 0 where none does. */
  readonly threshold: number;
  /** Values without neighbours. */
  readonly islands: number;
  /** Where values are counts: what was counted, and the features in none of it. */
  readonly areas?: readonly SpatialArea[];
  readonly domain?: CountDomain;
  readonly outside?: number;
}

/**
 * Ground that is counted: cells of a grid that hold the centre of a demand cell; without demand, all cells of the
 * rectangle around the points; or the areas of a layer.
 */
export type CountDomain = 'demand' | 'points' | 'areas';

export interface MoranResult {
  readonly kind: 'moran';
  readonly i: number;
  readonly count: number;
  readonly expected: number;
  readonly variance: { readonly normality: number; readonly randomisation: number };
  readonly z: { readonly normality: number; readonly randomisation: number };
  /** Two-sided. */
  readonly p: { readonly normality: number; readonly randomisation: number; readonly permutation?: number };
  /** Values without neighbours: they count in the mean and the variance, and in no pair. */
  readonly islands: number;
  /** As of hot spots. */
  readonly domain?: CountDomain;
  readonly outside?: number;
}

export interface SpatialArea {
  readonly id: string;
  readonly value: number;
  readonly lon: number;
  readonly lat: number;
}

export interface KdeResult {
  readonly kind: 'kde';
  /** Points per km² at the centres of the cells, row by row from the south-west. */
  readonly values: readonly number[];
  readonly columns: number;
  readonly rows: number;
  readonly cellM: number;
  /** Centres of the four corner cells: south-west, south-east, north-east, north-west. */
  readonly corners: readonly (readonly [lon: number, lat: number])[];
  readonly bandwidthM: number;
}

export interface BalanceResult {
  readonly kind: 'balance';
  readonly domain: CountDomain;
  /** Empty ones too. Keys are ids of areas, or column and row in whole cells of the projection. */
  readonly cells: readonly { readonly key: string; readonly count: number }[];
  readonly points: number;
  readonly mean: number;
  /** Standard deviation of the population over the mean; null where the mean is 0. */
  readonly cv: number | null;
  readonly gini: number | null;
  readonly max: number;
  /** Ids of points in no cell. */
  readonly outside: readonly string[];
}

export interface IsochronesResult {
  readonly kind: 'isochrones';
  readonly features: readonly {
    readonly origin: number;
    readonly within: number;
    /** Never over water. */
    readonly area: GeoJSONGeometry;
    /** Streets within reach, cut by fraction. */
    readonly edges: GeoJSONGeometry;
    readonly areaM2: number;
    readonly lengthM: number;
    readonly people: number | null;
  }[];
}

export type MeasureResult =
  | CoverageResult
  | GapsResult
  | AssignmentResult
  | OverlapResult
  | RatioResult
  | E2sfcaResult
  | HotspotsResult
  | MoranResult
  | KdeResult
  | BalanceResult
  | IsochronesResult;
