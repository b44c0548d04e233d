import { createLocalProjection, roundDegrees, type LocalProjection } from '../network/local-projection.ts';

/** A closed ring as vertex numbers, the first not repeated at the end. */
export type VertexRing = readonly number[];

/**
 * Vertices shared by neighbouring cells. When a cut ends on a side that two cells share, the side remembers the new
 * vertex, so that the neighbour takes it up too: however often cells are cut, they go on covering without gap.
 */
export interface Mesh {
  readonly projection: LocalProjection;
  readonly x: (vertex: number) => number;
  readonly y: (vertex: number) => number;
  /** Number of the vertex at a place, the same one for the same rounded degrees. */
  readonly vertex: (lon: number, lat: number) => number;
  /** A vertex on the side from `a` to `b`, at a fraction of its length; remembered for whoever shares the side. */
  readonly splitSide: (a: number, b: number, fraction: number) => number;
  /** The ring with every vertex that has come to lie on its sides. */
  readonly expand: (ring: VertexRing) => number[];
  readonly coordinates: (ring: VertexRing) => [number, number][];
}

export function createMesh(originLon: number, originLat: number): Mesh {
  const projection = createLocalProjection(originLon, originLat);
  const lons: number[] = [],
    lats: number[] = [];
  const numbers = new Map<string, number>();
  const splits = new Map<string, number>();
  const side = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
  const x = (vertex: number): number => projection.x(lons[vertex] as number);
  const y = (vertex: number): number => projection.y(lats[vertex] as number);
  const vertex = (lon: number, lat: number): number => {
    const key = `${roundDegrees(lon)} ${roundDegrees(lat)}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, lons.length);
    lats.push(roundDegrees(lat));
    return lons.push(roundDegrees(lon)) - 1;
  };
  const between = (a: number, b: number): number[] => {
    const middle = splits.get(side(a, b));
    return middle === undefined ? [] : [...between(a, middle), middle, ...between(middle, b)];
  };
  return {
    projection,
    x,
    y,
    vertex,
    splitSide(a, b, fraction) {
      const at = vertex(
        projection.lon(x(a) + (x(b) - x(a)) * fraction),
        projection.lat(y(a) + (y(b) - y(a)) * fraction),
      );
      if (at !== a && at !== b) splits.set(side(a, b), at);
      return at;
    },
    expand: (ring) => ring.flatMap((a, i) => [a, ...between(a, ring[(i + 1) % ring.length] as number)]),
    coordinates(ring) {
      const points = ring.map((v): [number, number] => [lons[v] as number, lats[v] as number]);
      return [...points, points[0] as [number, number]];
    },
  };
}

/** Vertices of a GeoJSON ring, wound anticlockwise. */
export function ringOf(mesh: Mesh, ring: readonly (readonly number[])[]): number[] {
  const vertices = ring
    .slice(1)
    .map(([lon = 0, lat = 0]) => mesh.vertex(lon, lat))
    .filter((v, i, all) => v !== all[i - 1]);
  return areaM2(mesh, vertices) < 0 ? vertices.reverse() : vertices;
}

/** Positive where the ring runs anticlockwise. */
export function areaM2(mesh: Mesh, ring: VertexRing): number {
  return (
    ring.reduce((sum, a, i) => {
      const b = ring[(i + 1) % ring.length] as number;
      return sum + mesh.x(a) * mesh.y(b) - mesh.x(b) * mesh.y(a);
    }, 0) / 2
  );
}

/** Centre of gravity, in metres. */
export function centroid(mesh: Mesh, ring: VertexRing): { readonly x: number; readonly y: number } {
  const originX = mesh.x(ring[0] as number),
    originY = mesh.y(ring[0] as number);
  let sumX = 0,
    sumY = 0,
    twice = 0;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length] as number;
    const ax = mesh.x(a) - originX,
      ay = mesh.y(a) - originY,
      bx = mesh.x(b) - originX,
      by = mesh.y(b) - originY;
    const cross = ax * by - bx * ay;
    twice += cross;
    sumX += (ax + bx) * cross;
    sumY += (ay + by) * cross;
  });
  return { x: originX + sumX / (3 * twice), y: originY + sumY / (3 * twice) };
}
