/** Merges touching cells into areas, for programs that accept no polygons with a shared edge. */

type Position = readonly [lon: number, lat: number];
/** Closed; outer rings counter-clockwise, holes clockwise (RFC 7946). */
export type GeoRing = readonly Position[];
export type GeoPolygon = readonly GeoRing[];

/** Corners of neighbours agree to within this: about half a metre, far less than any cell. */
const TOLERANCE_DEGREES = 5e-6;

/** `rings`: corners of each cell, counter-clockwise and not closed. */
export function dissolve(rings: readonly (readonly Position[])[]): GeoPolygon[] {
  const corners = new Corners();
  const edges = outerEdges(rings.map((ring) => ring.map((corner) => corners.indexOf(corner))));
  const loops = simpleLoops(edges, corners).map((loop) => loop.map((corner) => corners.at(corner)));
  const outer = loops
    .filter((loop) => signedArea(loop) > 0)
    .map((loop) => ({ area: signedArea(loop), loop, holes: [] as GeoRing[] }));
  for (const hole of loops.filter((loop) => signedArea(loop) < 0)) {
    const around = outer.filter(({ loop }) => isInside(midpoint(hole), loop)).sort((a, b) => a.area - b.area)[0];
    around?.holes.push(closed(hole));
  }
  return outer.map(({ loop, holes }) => [closed(loop), ...holes]);
}

/** Numbers corners; those within the tolerance of each other share a number. */
class Corners {
  readonly #places: Position[] = [];
  readonly #buckets = new Map<string, number[]>();

  at(index: number): Position {
    return this.#places[index] ?? [NaN, NaN];
  }

  indexOf(place: Position): number {
    const [column, row] = [Math.floor(place[0] / TOLERANCE_DEGREES), Math.floor(place[1] / TOLERANCE_DEGREES)];
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        const found = this.#buckets.get(`${column + dx} ${row + dy}`)?.find((index) => isNear(this.at(index), place));
        if (found !== undefined) return found;
      }
    }
    const index = this.#places.push(place) - 1;
    const key = `${column} ${row}`;
    this.#buckets.set(key, [...(this.#buckets.get(key) ?? []), index]);
    return index;
  }
}

function isNear(a: Position, b: Position): boolean {
  return Math.abs(a[0] - b[0]) <= TOLERANCE_DEGREES && Math.abs(a[1] - b[1]) <= TOLERANCE_DEGREES;
}

/**
 * By corner, the corners that its edges lead to. Edges that two cells pass in opposite directions are inner ones, and
 * dropped.
 */
function outerEdges(rings: readonly (readonly number[])[]): Map<number, number[]> {
  const edges = new Map<number, Set<number>>();
  for (const ring of rings) {
    ring.forEach((from, k) => {
      const to = ring[(k + 1) % ring.length] as number;
      if (from === to) return;
      if (edges.get(to)?.delete(from) === true) return;
      edges.set(from, (edges.get(from) ?? new Set()).add(to));
    });
  }
  return new Map([...edges].filter(([, to]) => to.size > 0).map(([from, to]) => [from, [...to]]));
}

/**
 * Loops that meet no corner twice: a path that returns to a corner is cut off there as a loop of its own. Where cells
 * meet at a corner alone a path stays with its cell, so that the ground within a loop hangs together.
 */
function simpleLoops(edges: Map<number, number[]>, corners: Corners): number[][] {
  const loops: number[][] = [];
  for (const start of edges.keys()) {
    const path: number[] = [];
    const places = new Map<number, number>();
    let from: number | undefined;
    let at: number | undefined = (edges.get(start)?.length ?? 0) > 0 ? start : undefined;
    while (at !== undefined) {
      const before = places.get(at);
      if (before !== undefined) {
        const loop = path.splice(before);
        loop.forEach((corner) => places.delete(corner));
        loops.push(loop);
      }
      const next: number | undefined = takeLeftmost(edges.get(at) ?? [], { from, at }, corners);
      if (next !== undefined) {
        places.set(at, path.length);
        path.push(at);
      }
      [from, at] = [at, next];
    }
  }
  return loops;
}

/** Takes the way out that turns most to the left: cells lie to the left of their edges. */
function takeLeftmost(
  ways: number[],
  { from, at }: { readonly from: number | undefined; readonly at: number },
  corners: Corners,
): number | undefined {
  if (ways.length < 2 || from === undefined) return ways.pop();
  const [[x, y], [x0, y0]] = [corners.at(at), corners.at(from)];
  const turnTo = (to: number): number => {
    const [x1, y1] = corners.at(to);
    const [ax, ay, bx, by] = [x - x0, y - y0, x1 - x, y1 - y];
    return Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  };
  const turns = ways.map(turnTo);
  return ways.splice(turns.indexOf(Math.max(...turns)), 1)[0];
}

function signedArea(ring: readonly Position[]): number {
  const [lon0, lat0] = ring[0] ?? [0, 0];
  let twice = 0;
  ring.forEach(([lon, lat], k) => {
    const [nextLon, nextLat] = ring[(k + 1) % ring.length] ?? [lon, lat];
    twice += (lon - lon0) * (nextLat - lat0) - (nextLon - lon0) * (lat - lat0);
  });
  return twice / 2;
}

/** Middle of the first edge: a corner may belong to both rings. */
function midpoint(ring: readonly Position[]): Position {
  const [a, b] = [ring[0] ?? [NaN, NaN], ring[1] ?? [NaN, NaN]];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function isInside([lon, lat]: Position, ring: readonly Position[]): boolean {
  let inside = false;
  ring.forEach(([aLon, aLat], k) => {
    const [bLon, bLat] = ring[(k + 1) % ring.length] ?? [aLon, aLat];
    if (aLat > lat !== bLat > lat && lon < aLon + ((lat - aLat) / (bLat - aLat)) * (bLon - aLon)) inside = !inside;
  });
  return inside;
}

function closed(ring: readonly Position[]): GeoRing {
  return [...ring, ...ring.slice(0, 1)];
}
