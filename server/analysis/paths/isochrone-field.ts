/**
 * What it costs to come to any place on the ground: as for demand, by the nearest street, and from the nearest point of
 * that street on at access speed, no farther than `maxAccessM`; but never straight across water. So an isochrone's area
 * is where people would be served, did they live there; a street beside it that cannot be reached bounds it, and other
 * limits take other levels of the one field, so that they are nested.
 */
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { costOnEdge, edgeShape, type LonLat, type Reached } from './isochrone-edges.ts';
import { WaterOnLattice } from './isochrone-water.ts';
import type { Lattice } from './lattice.ts';

export interface Field extends Lattice {
  /** Row by row from the south; Infinity where nobody comes. */
  readonly cost: Float64Array;
}

export interface FieldOptions {
  readonly maxAccessM: number;
  readonly water: GeoJSONGeometry | null;
}

/** Pieces of straight street, in metres from the lattice's corner, in arrays side by side. */
interface Segments {
  readonly count: number;
  /** ax, ay, bx, by. */
  readonly ends: Float64Array;
  readonly edge: Uint32Array;
  /** Shares of the edge's length before a, and before b. */
  readonly place: Float64Array;
}

const NO_SEGMENT = -1;
/** Distances closer than this are the same: the cheaper street counts. */
const SAME_M = 1e-6;

export function costField(reached: Reached, lattice: Lattice, { maxAccessM, water }: FieldOptions): Field {
  const segments = segmentsIn(reached, lattice, maxAccessM);
  const nearest = new NearestStreets(reached, lattice, segments, {
    maxAccessM,
    water: water === null ? null : WaterOnLattice.of(water, lattice),
  });
  nearest.seed();
  nearest.spread();
  return { ...lattice, cost: nearest.cost };
}

/**
 * For every lattice point the segment that is nearest: known beside the segments, and handed on from there over land.
 */
class NearestStreets {
  readonly #reached: Reached;
  readonly #lattice: Lattice;
  readonly #segments: Segments;
  readonly #maxAccessM: number;
  readonly #water: WaterOnLattice | null;
  readonly #segment: Int32Array;
  readonly #distanceM: Float64Array;
  readonly cost: Float64Array;
  readonly #seeds: number[] = [];

  constructor(
    reached: Reached,
    lattice: Lattice,
    segments: Segments,
    { maxAccessM, water }: { readonly maxAccessM: number; readonly water: WaterOnLattice | null },
  ) {
    this.#reached = reached;
    this.#lattice = lattice;
    this.#segments = segments;
    this.#maxAccessM = maxAccessM;
    this.#water = water;
    this.#segment = new Int32Array(lattice.columns * lattice.rows).fill(NO_SEGMENT);
    this.#distanceM = new Float64Array(lattice.columns * lattice.rows).fill(Infinity);
    this.cost = new Float64Array(lattice.columns * lattice.rows).fill(Infinity);
  }

  seed(): void {
    const { columns, rows, cellM } = this.#lattice;
    const { ends, count } = this.#segments;
    for (let s = 0; s < count; s += 1) {
      const [ax, ay, bx, by] = [
        ends[4 * s] as number,
        ends[4 * s + 1] as number,
        ends[4 * s + 2] as number,
        ends[4 * s + 3] as number,
      ];
      const lastRow = Math.min(rows - 1, Math.ceil(Math.max(ay, by) / cellM));
      const lastColumn = Math.min(columns - 1, Math.ceil(Math.max(ax, bx) / cellM));
      for (let row = Math.max(0, Math.floor(Math.min(ay, by) / cellM)); row <= lastRow; row += 1) {
        for (let column = Math.max(0, Math.floor(Math.min(ax, bx) / cellM)); column <= lastColumn; column += 1) {
          const at = row * columns + column;
          if (this.#offer(at, s, Math.min(1.5 * cellM, this.#maxAccessM))) this.#seeds.push(at);
        }
      }
    }
  }

  /**
   * Points in water take what the shore has, so that the outline reaches the shore itself before water is cut off, but
   * hand nothing on.
   */
  spread(): void {
    const { columns, rows } = this.#lattice;
    let front = this.#seeds;
    while (front.length > 0) {
      const next: number[] = [];
      for (const at of front) {
        if (this.#water?.inside[at] === 1) continue;
        const segment = this.#segment[at] as number;
        const [row, column] = [Math.floor(at / columns), at % columns];
        for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r += 1) {
          for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c += 1) {
            const beside = r * columns + c;
            if (this.#segment[beside] !== segment && this.#offer(beside, segment, this.#maxAccessM)) next.push(beside);
          }
        }
      }
      front = next;
    }
  }

  #offer(at: number, segment: number, mostM: number): boolean {
    const held = this.#distanceM[at] as number;
    const { columns, cellM } = this.#lattice;
    const [x, y] = [(at % columns) * cellM, Math.floor(at / columns) * cellM];
    const along = this.#nearestAlong(x, y, segment);
    const { ends } = this.#segments;
    const footX = (ends[4 * segment] as number) * (1 - along) + (ends[4 * segment + 2] as number) * along;
    const footY = (ends[4 * segment + 1] as number) * (1 - along) + (ends[4 * segment + 3] as number) * along;
    const distanceM = Math.sqrt((x - footX) ** 2 + (y - footY) ** 2);
    if (distanceM > mostM || distanceM > held + SAME_M) return false;
    const cost = this.#costBy(segment, along, distanceM);
    if (distanceM > held - SAME_M && cost >= (this.cost[at] as number)) return false;
    if (this.#water?.inside[at] === 0 && this.#water.lieBetween(x, y, footX, footY)) return false;
    this.#segment[at] = segment;
    this.#distanceM[at] = distanceM;
    this.cost[at] = cost;
    return true;
  }

  /** Share of a segment before its point that is nearest. */
  #nearestAlong(x: number, y: number, segment: number): number {
    const { ends } = this.#segments;
    const ax = ends[4 * segment] as number;
    const ay = ends[4 * segment + 1] as number;
    const dx = (ends[4 * segment + 2] as number) - ax;
    const dy = (ends[4 * segment + 3] as number) - ay;
    const square = dx * dx + dy * dy;
    return square > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square)) : 0;
  }

  #costBy(segment: number, along: number, distanceM: number): number {
    const { edge, place } = this.#segments;
    const before = place[2 * segment] as number;
    const after = place[2 * segment + 1] as number;
    const fraction = along === 1 ? after : before + (after - before) * along;
    return costOnEdge(this.#reached, edge[segment] as number, fraction) + distanceM / this.#reached.accessSpeedMps;
  }
}

/** Streets of the mode in and around the lattice, whether reached or not; nobody lands from a ferry on its way. */
function segmentsIn(
  { graph, streets }: Reached,
  { west, south, stepLon, stepLat, cellM, columns, rows }: Lattice,
  padM: number,
): Segments {
  const scale = { lon: cellM / stepLon, lat: cellM / stepLat };
  const [widthM, heightM] = [(columns - 1) * cellM, (rows - 1) * cellM];
  const ends: number[] = [];
  const edges: number[] = [];
  const places: number[] = [];
  const { lonLat, from, to, lengthM } = graph;
  const ferries = new Set(graph.ferries.edge);
  for (let e = 0; e < graph.edgeCount; e += 1) {
    const isClosed = (streets.along[2 * e] as number) === Infinity && (streets.along[2 * e + 1] as number) === Infinity;
    if (isClosed || ferries.has(e)) continue;
    const [a, b] = [2 * (from[e] as number), 2 * (to[e] as number)];
    const ax = ((lonLat[a] as number) - west) * scale.lon;
    const bx = ((lonLat[b] as number) - west) * scale.lon;
    // No point of a street is farther from the nearer of its ends than half its length.
    const aroundM = padM + (lengthM[e] as number) / 2;
    if (!(Math.max(ax, bx) > -aroundM && Math.min(ax, bx) < widthM + aroundM)) continue;
    const ay = ((lonLat[a + 1] as number) - south) * scale.lat;
    const by = ((lonLat[b + 1] as number) - south) * scale.lat;
    if (!(Math.max(ay, by) > -aroundM && Math.min(ay, by) < heightM + aroundM)) continue;
    const { points, place } = edgeShape(graph, e, scale);
    for (let i = 1; i < points.length; i += 1) {
      const [p, q] = [points[i - 1] as LonLat, points[i] as LonLat];
      ends.push(
        (p[0] - west) * scale.lon,
        (p[1] - south) * scale.lat,
        (q[0] - west) * scale.lon,
        (q[1] - south) * scale.lat,
      );
      edges.push(e);
      places.push(place[i - 1] as number, place[i] as number);
    }
  }
  return {
    count: edges.length,
    ends: Float64Array.from(ends),
    edge: Uint32Array.from(edges),
    place: Float64Array.from(places),
  };
}
