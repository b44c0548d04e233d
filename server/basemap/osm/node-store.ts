/** Positions of the nodes that ways need, in typed arrays: 16 bytes a node, whatever the size of the extract. */

/** A list of numbers that grows. */
export class NumberList {
  #values = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#values.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** What it holds, without a copy. */
  view(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

const MISSING = 0x7fffffff;
const PER_DEGREE = 1e7;

export class NodeStore {
  readonly #ids: Float64Array;
  readonly #lons: Int32Array;
  readonly #lats: Int32Array;

  /** @param wanted ids, in any order, each as often as it likes */
  constructor(wanted: Float64Array) {
    const sorted = Float64Array.from(wanted).sort();
    let count = 0;
    for (let i = 0; i < sorted.length; i += 1) {
      if (i > 0 && sorted[i] === sorted[i - 1]) continue;
      sorted[count] = sorted[i] as number;
      count += 1;
    }
    this.#ids = sorted.slice(0, count);
    this.#lons = new Int32Array(count).fill(MISSING);
    this.#lats = new Int32Array(count);
  }

  has(id: number): boolean {
    return this.#find(id) >= 0;
  }

  /** Those that the file has not brought. */
  get missing(): number {
    return this.#lons.reduce((sum, lon) => sum + Number(lon === MISSING), 0);
  }

  /** False where nothing needs the node. */
  set(id: number, lon: number, lat: number): boolean {
    const at = this.#find(id);
    if (at < 0) return false;
    this.#lons[at] = Math.round(lon * PER_DEGREE);
    this.#lats[at] = Math.round(lat * PER_DEGREE);
    return true;
  }

  /** Longitude, latitude, in degrees; null where the file has no such node. */
  get(id: number): readonly [lon: number, lat: number] | null {
    const at = this.#find(id);
    if (at < 0 || this.#lons[at] === MISSING) return null;
    return [(this.#lons[at] as number) / PER_DEGREE, (this.#lats[at] as number) / PER_DEGREE];
  }

  #find(id: number): number {
    let [low, high] = [0, this.#ids.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#ids[middle] as number;
      if (found === id) return middle;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
