/** Outlines of sets of cells, as pieces of line: edges that no two cells of a set share. */
import type { Cells } from './cells.ts';

export interface Outline {
  readonly count: number;
  /** Degrees, pairs. */
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** Corners of neighbours agree to far less than this; different corners are much farther apart. */
const STEP_DEGREES = 2e-5;
/** More steps than there are around the earth. */
const SPAN = 2 ** 25;

/** Around each of the sets. Cells without a shape have no outline. */
export function outlineOf({ header: { ringSize }, lonLat, ring }: Cells, sets: readonly Iterable<number>[]): Outline {
  const [from, to]: [number[], number[]] = [[], []];
  if (ringSize >= 3) {
    const corners = new Corners();
    const own = new Array<number>(ringSize);
    for (const set of sets) {
      const edges = new Map<number, readonly [from: number, to: number]>();
      for (const cell of set) {
        for (let k = 0; k < ringSize; k += 1) {
          const at = 2 * (cell * ringSize + k);
          own[k] = corners.indexOf(
            (lonLat[2 * cell] as number) + (ring[at] as number),
            (lonLat[2 * cell + 1] as number) + (ring[at + 1] as number),
          );
        }
        for (let k = 0; k < ringSize; k += 1) {
          const [a, b] = [own[k] as number, own[(k + 1) % ringSize] as number];
          // The neighbour passes the same edge the other way.
          if (a !== b && !edges.delete(b * SPAN + a)) edges.set(a * SPAN + b, [a, b]);
        }
      }
      for (const [a, b] of edges.values()) {
        from.push(...corners.at(a));
        to.push(...corners.at(b));
      }
    }
  }
  return { count: from.length / 2, from: Float64Array.from(from), to: Float64Array.from(to) };
}

/** Numbers corners; those within a step of each other share a number. */
class Corners {
  readonly #lon: number[] = [];
  readonly #lat: number[] = [];
  readonly #numbers = new Map<number, number>();

  at(index: number): readonly [lon: number, lat: number] {
    return [this.#lon[index] as number, this.#lat[index] as number];
  }

  indexOf(lon: number, lat: number): number {
    const [column, row] = [Math.round(lon / STEP_DEGREES), Math.round(lat / STEP_DEGREES)];
    // The other side, where a corner lies on the border of two steps.
    const [beside, above] = [
      lon / STEP_DEGREES > column ? column + 1 : column - 1,
      lat / STEP_DEGREES > row ? row + 1 : row - 1,
    ];
    const known =
      this.#numbers.get(keyOf(column, row)) ??
      this.#numbers.get(keyOf(beside, row)) ??
      this.#numbers.get(keyOf(column, above)) ??
      this.#numbers.get(keyOf(beside, above));
    if (known !== undefined) return known;
    const number = this.#lon.push(lon) - 1;
    this.#lat.push(lat);
    this.#numbers.set(keyOf(column, row), number);
    return number;
  }
}

function keyOf(column: number, row: number): number {
  return column * SPAN + row;
}
