import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { segmentM } from '../../../tiles/tile/spheroid.ts';

/** A place of a file, in the file's datum. */
export interface Sample {
  readonly lon: number;
  readonly lat: number;
  /** Position of its feature in the list. */
  readonly feature: number;
}

/** Places along a line at most so far apart: a block of a town. */
const STEP_M = 200;

/** Positions of points, and places along lines and outlines; at most about `most`, of all features alike. */
export function samplesOf(geometries: readonly GeoJSONGeometry[], most: number): readonly Sample[] {
  const each = Math.max(1, Math.floor(most / Math.max(1, geometries.length)));
  const step = Math.max(1, geometries.length / most);
  const samples: Sample[] = [];
  for (let n = 0; Math.floor(n) < geometries.length; n += step) {
    const feature = Math.floor(n);
    const places = placesOf(geometries[feature] as GeoJSONGeometry);
    const stride = Math.max(1, places.length / each);
    for (let i = stride / 2; i < places.length || (i === 0.5 && places.length === 1); i += stride) {
      const [lon = NaN, lat = NaN] = places[Math.min(places.length - 1, Math.floor(i))] as readonly number[];
      samples.push({ lon, lat, feature });
    }
  }
  return samples;
}

function placesOf(geometry: GeoJSONGeometry): readonly (readonly number[])[] {
  switch (geometry.type) {
    case 'Point':
      return [geometry.coordinates];
    case 'MultiPoint':
      return geometry.coordinates;
    case 'LineString':
      return along(geometry.coordinates);
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates.flatMap(along);
    case 'MultiPolygon':
      return geometry.coordinates.flat().flatMap(along);
  }
}

/** The corners of a line, and places between those that lie far apart. */
function along(line: readonly (readonly number[])[]): (readonly number[])[] {
  return line.flatMap((at, i) => {
    const [bx = NaN, by = NaN] = at;
    const [ax = bx, ay = by] = line[i - 1] ?? at;
    const pieces = Math.max(1, Math.ceil(segmentM(ax, ay, bx, by) / STEP_M));
    return Array.from({ length: pieces }, (_, n) => {
      const t = (n + 1) / pieces;
      return [ax + (bx - ax) * t, ay + (by - ay) * t];
    });
  });
}
