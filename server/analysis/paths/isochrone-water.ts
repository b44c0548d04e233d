/** Water on a lattice: which of its points are in it, and whether it lies between two places. */
import { polygonsOf } from '../../../tiles/tile/spheroid.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { Lattice } from './lattice.ts';

/** Squares of the lattice on either side of a block. Most blocks have no shore, and most lines lie in few blocks. */
const BLOCK = 8;

export class WaterOnLattice {
  /** 1 for lattice points in water. */
  readonly inside: Uint8Array;
  /** Shores, in metres from the lattice's corner: x, y of either end by turns. */
  readonly #shores: Float64Array;
  /** By square of the lattice, the shores that may pass through it: `#item[#start[square]]` and those after it. */
  readonly #start: Uint32Array;
  readonly #item: Uint32Array;
  /** 1 for blocks of squares that a shore may pass through. */
  readonly #blocks: Uint8Array;
  readonly #blockColumns: number;
  readonly #lattice: Lattice;

  private constructor(lattice: Lattice, shores: Float64Array, inside: Uint8Array) {
    const { columns, rows } = lattice;
    this.#lattice = lattice;
    this.#shores = shores;
    this.inside = inside;
    this.#start = new Uint32Array(columns * rows + 1);
    this.#blockColumns = Math.ceil(columns / BLOCK);
    this.#blocks = new Uint8Array(this.#blockColumns * Math.ceil(rows / BLOCK));
    eachShoreSquare(lattice, shores, (square) => {
      this.#start[square + 1] = (this.#start[square + 1] as number) + 1;
      this.#blocks[this.#blockOf(square % columns, Math.floor(square / columns))] = 1;
    });
    for (let square = 0; square < columns * rows; square += 1)
      this.#start[square + 1] = (this.#start[square + 1] as number) + (this.#start[square] as number);
    this.#item = new Uint32Array(this.#start[columns * rows] as number);
    const next = this.#start.slice();
    eachShoreSquare(lattice, shores, (square, shore) => {
      this.#item[next[square] as number] = shore;
      next[square] = (next[square] as number) + 1;
    });
  }

  /** Null where there is none. */
  static of(water: GeoJSONGeometry, lattice: Lattice): WaterOnLattice | null {
    const shores = shoresIn(water, lattice);
    const inside = pointsInside(water, lattice);
    return shores.length === 0 && !inside.includes(1) ? null : new WaterOnLattice(lattice, shores, inside);
  }

  /** Whether a shore crosses the straight line between two places, in metres from the lattice's corner. */
  lieBetween(ax: number, ay: number, bx: number, by: number): boolean {
    if (!this.#mayLieBetween(ax, ay, bx, by)) return false;
    const shores = this.#shores;
    return eachSquare(this.#lattice, ax, ay, bx, by, (square) => {
      const end = this.#start[square + 1] as number;
      for (let at = this.#start[square] as number; at < end; at += 1) {
        const s = this.#item[at] as number;
        if (
          cross(
            ax,
            ay,
            bx,
            by,
            shores[s] as number,
            shores[s + 1] as number,
            shores[s + 2] as number,
            shores[s + 3] as number,
          )
        )
          return true;
      }
      return false;
    });
  }

  /** Whether any block around the line has a shore, a square to either side counted with it. */
  #mayLieBetween(ax: number, ay: number, bx: number, by: number): boolean {
    const { columns, rows, cellM } = this.#lattice;
    const square = (metres: number, aside: number, count: number): number =>
      Math.min(count - 1, Math.max(0, Math.floor(metres / cellM) + aside));
    const [left, right] = [square(Math.min(ax, bx), -1, columns), square(Math.max(ax, bx), 1, columns)];
    const [low, high] = [square(Math.min(ay, by), -1, rows), square(Math.max(ay, by), 1, rows)];
    const last = this.#blockOf(right, high);
    for (let row = this.#blockOf(left, low); row <= last; row += this.#blockColumns) {
      const end = row + Math.floor(right / BLOCK) - Math.floor(left / BLOCK);
      for (let block = row; block <= end; block += 1) if (this.#blocks[block] === 1) return true;
    }
    return false;
  }

  #blockOf(column: number, row: number): number {
    return Math.floor(row / BLOCK) * this.#blockColumns + Math.floor(column / BLOCK);
  }
}

/** Calls with every square that a shore may pass through, and where that begins in the shores. */
function eachShoreSquare(lattice: Lattice, shores: Float64Array, call: (square: number, shore: number) => void): void {
  for (let s = 0; s < shores.length; s += 4) {
    const [ax, ay] = [shores[s] as number, shores[s + 1] as number];
    const [bx, by] = [shores[s + 2] as number, shores[s + 3] as number];
    eachSquare(lattice, ax, ay, bx, by, (square) => {
      call(square, s);
      return false;
    });
  }
}

/** Every square that a line passes through, and a few beside it, row by row; until one says true. */
function eachSquare(
  { columns, rows, cellM }: Lattice,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  visit: (square: number) => boolean,
): boolean {
  const [lowX, lowY, highX, highY] = ay <= by ? [ax, ay, bx, by] : [bx, by, ax, ay];
  const lastRow = Math.min(rows - 1, Math.floor(highY / cellM));
  const slope = highY > lowY ? (highX - lowX) / (highY - lowY) : 0;
  for (let row = Math.max(0, Math.floor(lowY / cellM)); row <= lastRow; row += 1) {
    const x0 = highY > lowY ? lowX + (Math.max(lowY, row * cellM) - lowY) * slope : lowX;
    const x1 = highY > lowY ? lowX + (Math.min(highY, (row + 1) * cellM) - lowY) * slope : highX;
    const last = Math.min(columns - 1, Math.floor(Math.max(x0, x1) / cellM + 1e-6));
    for (let column = Math.max(0, Math.floor(Math.min(x0, x1) / cellM - 1e-6)); column <= last; column += 1) {
      if (visit(row * columns + column)) return true;
    }
  }
  return false;
}

function cross(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax);
  if (c > 0 === d > 0) return false;
  const a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx);
  const b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx);
  return a > 0 !== b > 0;
}

function shoresIn(
  water: GeoJSONGeometry,
  { columns, rows, west, south, stepLon, stepLat, cellM }: Lattice,
): Float64Array {
  const [east, north] = [west + columns * stepLon, south + rows * stepLat];
  const shores: number[] = [];
  for (const ring of polygonsOf(water).flat()) {
    for (let i = 1; i < ring.length; i += 1) {
      const [x0, y0] = ring[i - 1] as [number, number];
      const [x1, y1] = ring[i] as [number, number];
      if (Math.max(x0, x1) < west || Math.min(x0, x1) > east || Math.max(y0, y1) < south || Math.min(y0, y1) > north)
        continue;
      shores.push(
        ((x0 - west) / stepLon) * cellM,
        ((y0 - south) / stepLat) * cellM,
        ((x1 - west) / stepLon) * cellM,
        ((y1 - south) / stepLat) * cellM,
      );
    }
  }
  return Float64Array.from(shores);
}

/** By polygon, as they may overlap. */
function pointsInside(water: GeoJSONGeometry, lattice: Lattice): Uint8Array {
  const inside = new Uint8Array(lattice.columns * lattice.rows);
  for (const polygon of polygonsOf(water)) fillInside(polygon, lattice, inside);
  return inside;
}

/** By the crossings of each row with the rings. */
function fillInside(
  polygon: ReturnType<typeof polygonsOf>[number],
  { columns, rows, west, south, stepLon, stepLat }: Lattice,
  inside: Uint8Array,
): void {
  const crossings: number[][] = Array.from({ length: rows }, () => []);
  for (const ring of polygon) {
    for (let i = 1; i < ring.length; i += 1) {
      const [x0, y0] = ring[i - 1] as [number, number];
      const [x1, y1] = ring[i] as [number, number];
      for (let row = Math.max(0, Math.floor((Math.min(y0, y1) - south) / stepLat)); row < rows; row += 1) {
        const lat = south + row * stepLat;
        if (lat >= Math.max(y0, y1)) break;
        if (y0 > lat !== y1 > lat) (crossings[row] as number[]).push(x0 + ((lat - y0) / (y1 - y0)) * (x1 - x0));
      }
    }
  }
  crossings.forEach((row, r) => {
    row.sort((a, b) => a - b);
    for (let i = 0; i + 1 < row.length; i += 2) {
      const end = Math.min(columns - 1, Math.floor(((row[i + 1] as number) - west) / stepLon));
      for (let column = Math.max(0, Math.ceil(((row[i] as number) - west) / stepLon)); column <= end; column += 1)
        inside[r * columns + column] = 1;
    }
  });
}
