/** Where an analysis gets stored data from: the database, or, in a thread, the process that started it. */
import type { Standard } from '../../../tiles/api/standard.ts';
import type { TravelProfile } from '../../../tiles/api/travel-profile.ts';
import type { FacilityChoice } from '../../../tiles/api/place.ts';
import type { Provenance, Text } from '../../../tiles/layer/layer.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { AreaSet } from '../measures/types.ts';
import type { Transit } from '../transit/types.ts';
import type { Demand, Graph } from '../types.ts';

/** What was read. */
export interface Versioned<T> {
  /** Changes when the data may have changed. */
  readonly key: string;
  /** SHA-256 of the content: equal wherever and whenever the same was loaded. */
  readonly hash: string;
  readonly value: T;
}

export type LayerChoice = Extract<FacilityChoice, { readonly layer: string }>;

export interface FeatureQuery extends LayerChoice {
  /** Further attributes whose numbers are wanted. */
  readonly attributes?: readonly string[];
  /** What names them in the request, as a JSON pointer without its slash: errors are there. Default `capacity`. */
  readonly attributesAt?: string;
  /** Attributes, of any type, with the values that are looked for. */
  readonly shares?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
}

/** Features of a layer in a stable order, each at a point on it. */
export interface Features {
  readonly layer: string;
  readonly title: Text;
  /** False where lines or areas stand at a point on them. */
  readonly arePoints: boolean;
  readonly ids: readonly string[];
  /** Null for those without one; left out where none has one. */
  readonly names?: readonly (Text | null)[];
  /** Degrees, pairs. */
  readonly lonLat: Float64Array;
  /** NaN where a feature has none. Null where none was asked for. */
  readonly capacity: Float64Array | null;
  /** Likewise: what it costs to open. */
  readonly cost: Float64Array | null;
  readonly district: readonly (string | null)[];
  readonly subdistrict: readonly (string | null)[];
  readonly attributes: Readonly<Record<string, Float64Array>>;
  /** 1 where the attribute has one of the values asked for, 0 where it has another, NaN where it has none. */
  readonly shares: Readonly<Record<string, Float64Array>>;
  /** By count, the most frequent first. */
  readonly provenances: readonly Provenance[];
}

/**
 * All reject with `AnalysisError` where the data do not exist. `at` is the place in the study that names them.
 */
export interface Sources {
  network(id: string, at: string): Promise<Versioned<Graph>>;
  demand(id: string, at: string): Promise<Versioned<Demand>>;
  features(query: FeatureQuery, at: string): Promise<Versioned<Features>>;
  areas(layer: string, at: string): Promise<Versioned<AreaSet>>;
  transit(id: string, at: string): Promise<Versioned<Transit>>;
  standard(id: string, at: string): Promise<Versioned<Standard>>;
  /** Who travels: of those of the service, or of the city. */
  profile(id: string, at: string): Promise<Versioned<TravelProfile>>;
  /** Water, which nobody walks over; null where it is not known. */
  water(): Promise<Versioned<GeoJSONGeometry | null>>;
}
