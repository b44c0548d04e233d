/** The parts of the topojson packages that the derivation uses; the packages ship no types. */
declare module 'topojson-server' {
  import type { GeoJSON } from 'geojson';
  import type { Topology } from 'topojson-client';
  export function topology(objects: Readonly<Record<string, GeoJSON>>, quantization?: number): Topology;
}

declare module 'topojson-client' {
  import type { Feature, FeatureCollection, Geometry, MultiLineString, MultiPolygon, Position } from 'geojson';
  export interface TopoGeometry {
    readonly type: string;
    readonly id?: string | number;
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly arcs?: readonly unknown[];
  }
  export interface TopoCollection extends TopoGeometry {
    readonly type: 'GeometryCollection';
    readonly geometries: readonly TopoGeometry[];
  }
  export interface Topology {
    readonly type: 'Topology';
    readonly objects: Readonly<Record<string, TopoCollection>>;
    readonly arcs: readonly (readonly Position[])[];
  }
  export function feature(topology: Topology, object: TopoCollection): FeatureCollection;
  export function feature(topology: Topology, object: TopoGeometry): Feature<Geometry>;
  export function merge(topology: Topology, geometries: readonly TopoGeometry[]): MultiPolygon;
  export function mesh(
    topology: Topology,
    object: TopoCollection,
    filter?: (a: TopoGeometry, b: TopoGeometry) => boolean,
  ): MultiLineString;
  export function neighbors(geometries: readonly TopoGeometry[]): number[][];
}

declare module 'topojson-simplify' {
  import type { Topology } from 'topojson-client';
  export function presimplify(topology: Topology): Topology;
  export function simplify(topology: Topology, minWeight: number): Topology;
}
