/** Features of vector tiles, at their places on a picture. */
import { classifyRings, VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import type { PlacedTile, Projection, View } from '../view.ts';
import { worldXOf, worldYOf } from '../view.ts';

/** A line, a ring or some points: x and y in turn, in px of the picture. */
export type Path = Float64Array;

/** Edges in px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A feature of one tile. The expressions of styles read `type`, `id`, `properties` and `state`. */
export interface MapFeature {
  /** As the expressions count: 1 point, 2 line, 3 polygon. */
  readonly type: 0 | 1 | 2 | 3;
  readonly id?: number | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What the client would set as feature state; the drawing sets it. */
  state: Readonly<Record<string, unknown>>;
  /** Made when first asked for. */
  readonly paths: readonly Path[];
  /** Rings of each of its polygons, the outer one first; none of what is no polygon. */
  readonly polygons: readonly (readonly Path[])[];
  /** Whether a position lies in the tile itself: what its margin holds is in the next tile too. */
  readonly isInside: (path: number, position: number) => boolean;
}

/** A tile of a source at its place. */
export interface DrawnTile {
  /** Where it lies on the picture, in whole device px, so that neighbours neither overlap nor gape. */
  readonly clip: Box;
  /** How much larger it is drawn than at its own zoom: below 2, and its powers of two beside that. */
  readonly scale: number;
  readonly enlarged: number;
  layer(name: string): readonly MapFeature[];
}

export interface EncodedTile {
  readonly source: string;
  readonly place: PlacedTile;
  readonly bytes: Uint8Array;
}

export interface Frame {
  readonly view: View;
  readonly projection: Projection;
  /** Device px a CSS px. */
  readonly ratio: number;
}

export function decodeTile({ place, bytes }: EncodedTile, { view, projection, ratio }: Frame): DrawnTile {
  const side = 2 ** place.z;
  const snap = (px: number): number => Math.round(px * ratio) / ratio;
  const clip = {
    left: snap(projection.x(place.column / side)),
    top: snap(projection.y(place.row / side)),
    right: snap(projection.x((place.column + 1) / side)),
    bottom: snap(projection.y((place.row + 1) / side)),
  };
  const { layers } = new VectorTile(new PbfReader(bytes));
  const known = new Map<string, readonly MapFeature[]>();
  return {
    clip,
    scale: 2 ** (view.zoom - Math.floor(view.zoom)),
    enlarged: 2 ** (Math.floor(view.zoom) - place.z),
    layer: (name) => {
      const found = known.get(name);
      if (found !== undefined) return found;
      const layer = layers[name];
      const features =
        layer === undefined
          ? []
          : Array.from({ length: layer.length }, (_, index) =>
              featureOf(layer.feature(index), layer.extent, place, projection),
            );
      known.set(name, features);
      return features;
    },
  };
}

function featureOf(
  feature: VectorTileFeature,
  extent: number,
  { z, column, row }: PlacedTile,
  projection: Projection,
): MapFeature {
  const { type, id, properties } = feature;
  const scale = 1 / (extent * 2 ** z);
  let made: (Pick<MapFeature, 'paths' | 'polygons'> & { readonly inside: readonly Uint8Array[] }) | null = null;
  const make = (): NonNullable<typeof made> => {
    const geometry = feature.loadGeometry();
    const paths = geometry.map((points) => new Float64Array(points.length * 2));
    const pathOf = new Map(geometry.map((points, at) => [points, paths[at]]));
    const inside = geometry.map((points) => new Uint8Array(points.length));
    geometry.forEach((points, at) => {
      points.forEach(({ x, y }, index) => {
        const path = paths[at];
        const flags = inside[at];
        if (path === undefined || flags === undefined) return;
        path[2 * index] = projection.x(column / 2 ** z + x * scale);
        path[2 * index + 1] = projection.y(row / 2 ** z + y * scale);
        flags[index] = x >= 0 && x < extent && y >= 0 && y < extent ? 1 : 0;
      });
    });
    const rings = type === 3 ? classifyRings(geometry) : [];
    return { paths, polygons: rings.map((polygon) => polygon.flatMap((ring) => pathOf.get(ring) ?? [])), inside };
  };
  return {
    type,
    id,
    properties,
    state: {},
    get paths() {
      made ??= make();
      return made.paths;
    },
    get polygons() {
      made ??= make();
      return made.polygons;
    },
    isInside: (path, position) => {
      made ??= make();
      return made.inside[path]?.[position] === 1;
    },
  };
}

/** A point of a source that stands in the style itself. */
export function pointOf(
  lonDeg: number,
  latDeg: number,
  properties: Readonly<Record<string, unknown>>,
  projection: Projection,
): MapFeature {
  return {
    type: 1,
    properties,
    state: {},
    paths: [Float64Array.of(projection.x(worldXOf(lonDeg)), projection.y(worldYOf(latDeg)))],
    polygons: [],
    isInside: () => true,
  };
}
