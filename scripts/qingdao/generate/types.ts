/** What a generator of demonstration data is given, and what it returns. */
import type { AttributeValue, Provenance, Text } from '../../../tiles/layer/layer.ts';
import type { Demand, Graph } from '../../../server/analysis/types.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';

export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

/** Seeded pseudo-random source: the same name gives the same sequence on every machine. */
export interface Rng {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number in [min, max]. */
  int(min: number, max: number): number;
  pick<T>(items: readonly T[]): T;
  /** A new array in random order. */
  shuffle<T>(items: readonly T[]): T[];
  /** Standard normal. */
  normal(): number;
  /** Index drawn with the given weights. */
  weighted(weights: readonly number[]): number;
}

export interface Area {
  /** District: 6-digit GB/T 2260. Subdistrict: 9 digits. Community: 12 digits. */
  readonly code: string;
  readonly name: Text;
  readonly district: string;
  readonly geometry: GeoJSONGeometry;
  readonly bbox: readonly [number, number, number, number];
  /** A point inside the area, on land. */
  readonly center: LonLat;
  readonly areaKm2: number;
}

/** The shore of one district, islands included. */
export interface CoastLine {
  readonly district: string;
  readonly name: Text;
  readonly geometry: GeoJSONGeometry;
  readonly lengthKm: number;
}

/** A spot found by placement, with the areas it lies in. */
export interface Spot extends LonLat {
  readonly district: string;
  readonly subdistrict: string;
}

/** A spot beside a road of the generated network. */
export interface RoadSpot extends Spot {
  readonly road: string;
  readonly roadName: string;
  readonly roadNameEn: string;
}

export interface Placement {
  /**
   * `n` spots inside the district (six digits) or subdistrict (nine): beside streets where people live, as often as
   * they do; with `even`, and where nobody lives, anywhere on land.
   */
  inArea(
    code: string,
    n: number,
    rng: Rng,
    options?: { readonly even?: boolean; readonly minDistanceM?: number },
  ): Spot[];
  /**
   * `n` spots within `radiusM` of a point and inside the district `district` where given: beside streets where people
   * live, and where nobody does beside the nearest street; in the `open`, anywhere on land.
   */
  near(
    at: LonLat,
    radiusM: number,
    n: number,
    rng: Rng,
    options?: { readonly district?: string; readonly open?: boolean },
  ): Spot[];
  /** The spot itself where a street is near; else beside the nearest street of its district. */
  onStreet(spot: Spot): Spot;
  /** `n` spots beside roads of the district, or of the whole city; at most `offsetM` (default 20) off the axis. */
  alongRoads(district: string | null, n: number, rng: Rng, options?: { readonly offsetM?: number }): RoadSpot[];
}

/** One road of the generated network: a chain of its edges under one name. */
export interface Road {
  readonly id: string;
  readonly name: Text;
  readonly class: 'trunk' | 'primary' | 'secondary' | 'tertiary' | 'residential';
  readonly district: string;
  readonly subdistrict: string;
  readonly lengthM: number;
  readonly geometry: GeoJSONGeometry;
}

export interface StreetNetwork {
  /** Interleaved lon, lat of every node. */
  readonly nodes: Float64Array;
  /** Edges as pairs of node indexes, straight between them; `edgeRoad[i]` indexes `roads`. */
  readonly edges: Uint32Array;
  readonly edgeRoad: Uint32Array;
  readonly roads: readonly Road[];
}

/** Classes of the named roads, and what lies between these. */
export type Kind = Road['class'] | 'local' | 'lane' | 'pedestrian' | 'steps';

/** All streets of the city, as a graph to find ways on. */
export interface DemoStreets {
  readonly graph: Graph;
  /** By edge. */
  readonly kinds: readonly Kind[];
  readonly villages: number;
}

export interface GridCell {
  /** 15 digits: district 6 + subdistrict 3 + community 3 + cell 3. */
  readonly code: string;
  /** Code of the responsibility grid a unit or extension grid lies in. */
  readonly parent?: string;
  readonly district: string;
  readonly subdistrict: string;
  readonly geometry: GeoJSONGeometry;
}

export interface World {
  readonly districts: readonly Area[];
  readonly subdistricts: readonly Area[];
  /** Communities: real names and codes; their geometry is a point placed inside their subdistrict. */
  readonly communities: readonly Area[];
  /** The sea around the city; no district overlaps it. */
  readonly sea: GeoJSONGeometry;
  /** Of the districts that have a shore. */
  readonly coast: readonly CoastLine[];
  readonly network: StreetNetwork;
  /** All streets that ways are found on, and the people beside them. */
  readonly streets: DemoStreets;
  readonly people: Demand;
  readonly grids: {
    readonly responsibility: readonly GridCell[];
    readonly unit: readonly GridCell[];
    readonly extension: readonly GridCell[];
  };
  readonly place: Placement;
  rng(name: string): Rng;
  /** Six-digit code of the district a point lies in; null at sea and outside the city. */
  districtAt(at: LonLat): string | null;
  /** Nine-digit code of the subdistrict a point lies in. */
  subdistrictAt(at: LonLat): string | null;
  /** Code of the unit grid a point lies in; null where the city has none. */
  unitGridAt(at: LonLat): string | null;
}

export interface DemoFeature {
  /** Unique within its layer, stable between runs. */
  readonly id: string;
  readonly geometry: GeoJSONGeometry;
  readonly properties: Readonly<Record<string, AttributeValue>>;
  readonly provenance: Provenance;
}

/** Adds features to layers. One file in `scripts/qingdao/generate/generators/`, found by its place; default export. */
export interface Generator {
  readonly id: string;
  readonly generate: (world: World) => Readonly<Record<string, readonly DemoFeature[]>>;
}
