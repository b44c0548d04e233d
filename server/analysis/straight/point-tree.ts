import { geodesicM, type SpheroidPoints } from './geodesic.ts';

/** Points of a leaf, which are looked at one by one. */
const LEAF = 16;
/** Metres: no chord is longer than its geodesic, but both are rounded. */
const ROUNDING_M = 0.001;

/**
 * Points of the globe in a k-d tree of their places in space (Bentley 1975). No geodesic is shorter than its chord, so
 * chords tell which points cannot be near enough, at poles and at 180° as everywhere; the others are measured. Points
 * without a place are left out.
 */
export class PointTree {
  readonly #points: SpheroidPoints;
  /** Indexes of points: that of a part's middle divides it, along the axes in turn. */
  readonly #order: Uint32Array;

  constructor(points: SpheroidPoints) {
    this.#points = points;
    this.#order = Uint32Array.from(Array(points.count).keys()).filter((i) => !Number.isNaN(points.xyz[3 * i]));
    this.#divide(0, this.#order.length - 1, 0);
  }

  /** Points whose geodesic from point `i` of `from` is at most so many metres, in no order. */
  within(from: SpheroidPoints, i: number, metres: number, visit: (index: number, metres: number) => void): void {
    if (Number.isNaN(from.xyz[3 * i])) return;
    const reach = metres + ROUNDING_M;
    const look = (index: number): void => {
      if (this.#chord2(from, i, index) > reach * reach) return;
      const far = geodesicM(from, i, this.#points, index);
      if (far <= metres) visit(index, far);
    };
    const walk = (left: number, right: number, axis: number): void => {
      if (right - left <= LEAF) {
        for (let k = left; k <= right; k += 1) look(this.#order[k] as number);
        return;
      }
      const middle = (left + right) >> 1;
      const index = this.#order[middle] as number;
      look(index);
      const beside = (from.xyz[3 * i + axis] as number) - (this.#points.xyz[3 * index + axis] as number);
      if (beside <= reach) walk(left, middle - 1, (axis + 1) % 3);
      if (beside >= -reach) walk(middle + 1, right, (axis + 1) % 3);
    };
    walk(0, this.#order.length - 1, 0);
  }

  /** The point of least cost, of equals that of the lowest index; null where there is none. */
  nearest(
    from: SpheroidPoints,
    i: number,
    costAMetre: number,
  ): { readonly index: number; readonly cost: number } | null {
    if (Number.isNaN(from.xyz[3 * i])) return null;
    let [best, least, reach] = [-1, Infinity, Infinity];
    const look = (index: number): void => {
      if (this.#chord2(from, i, index) > reach * reach) return;
      // From there to here, as a matrix by point has it: the length is the same to the last bit.
      const cost = geodesicM(this.#points, index, from, i) * costAMetre;
      if (cost > least || (cost === least && index > best)) return;
      [best, least, reach] = [index, cost, cost / costAMetre + ROUNDING_M];
    };
    const walk = (left: number, right: number, axis: number): void => {
      if (right - left <= LEAF) {
        for (let k = left; k <= right; k += 1) look(this.#order[k] as number);
        return;
      }
      const middle = (left + right) >> 1;
      const index = this.#order[middle] as number;
      look(index);
      const beside = (from.xyz[3 * i + axis] as number) - (this.#points.xyz[3 * index + axis] as number);
      const next = (axis + 1) % 3;
      const [near, far] = beside <= 0 ? ([left, middle - 1] as const) : ([middle + 1, right] as const);
      walk(near, far, next);
      if (Math.abs(beside) > reach) return;
      if (beside <= 0) walk(middle + 1, right, next);
      else walk(left, middle - 1, next);
    };
    walk(0, this.#order.length - 1, 0);
    return best < 0 ? null : { index: best, cost: least };
  }

  #chord2(from: SpheroidPoints, i: number, index: number): number {
    const [a, b] = [from.xyz, this.#points.xyz];
    const x = (a[3 * i] as number) - (b[3 * index] as number);
    const y = (a[3 * i + 1] as number) - (b[3 * index + 1] as number);
    const z = (a[3 * i + 2] as number) - (b[3 * index + 2] as number);
    return x * x + y * y + z * z;
  }

  #divide(left: number, right: number, axis: number): void {
    if (right - left <= LEAF) return;
    const middle = (left + right) >> 1;
    this.#select(middle, left, right, axis);
    this.#divide(left, middle - 1, (axis + 1) % 3);
    this.#divide(middle + 1, right, (axis + 1) % 3);
  }

  /** Puts the point of rank `k` along the axis in its place, smaller ones before it (Hoare 1961). */
  #select(k: number, from: number, to: number, axis: number): void {
    const order = this.#order;
    const at = (place: number): number => this.#points.xyz[3 * (order[place] as number) + axis] as number;
    let [left, right] = [from, to];
    while (left < right) {
      const pivot = at((left + right) >> 1);
      let [i, j] = [left, right];
      while (i <= j) {
        while (at(i) < pivot) i += 1;
        while (at(j) > pivot) j -= 1;
        if (i > j) break;
        const swapped = order[i] as number;
        order[i] = order[j] as number;
        order[j] = swapped;
        i += 1;
        j -= 1;
      }
      if (k <= j) right = j;
      else if (k >= i) left = i;
      else return;
    }
  }
}
