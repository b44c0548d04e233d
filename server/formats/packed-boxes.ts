/** Boxes of features, kept in little memory and put in the order of a Hilbert curve, as packed R-trees are built. */
import { setImmediate } from 'node:timers/promises';
import { join, NO_BOX, type Box } from './shape.ts';

/** So many features an order is made of: a key of 32 bits and a number of 21 are one whole number of JavaScript. */
export const MOST_INDEXED = 2 ** 21;

const CHUNK = 1 << 15;

/** Numbers of which each feature has some, in pieces: a list that doubles would need its memory twice. */
export class NumberColumns {
  readonly #width: number;
  readonly #chunks: Float64Array[] = [];
  #count = 0;

  constructor(width: number) {
    this.#width = width;
  }

  get count(): number {
    return this.#count;
  }

  add(values: readonly number[]): void {
    const at = this.#count % CHUNK;
    if (at === 0) this.#chunks.push(new Float64Array(CHUNK * this.#width));
    this.#chunks.at(-1)?.set(values, at * this.#width);
    this.#count += 1;
  }

  get(nth: number, column: number): number {
    return this.#chunks[Math.floor(nth / CHUNK)]?.[(nth % CHUNK) * this.#width + column] as number;
  }

  set(nth: number, column: number, value: number): void {
    const chunk = this.#chunks[Math.floor(nth / CHUNK)];
    if (chunk !== undefined) chunk[(nth % CHUNK) * this.#width + column] = value;
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#count = 0;
  }
}

export function boxAt(boxes: NumberColumns, nth: number): Box {
  return [boxes.get(nth, 0), boxes.get(nth, 1), boxes.get(nth, 2), boxes.get(nth, 3)];
}

/** Numbers of the features along the curve through the middles of their boxes, which are the first columns. */
export async function hilbertOrder(boxes: NumberColumns, [minX, minY, maxX, maxY]: Box): Promise<Float64Array> {
  const order = new Float64Array(boxes.count);
  const scale = (value: number, min: number, max: number): number =>
    max > min ? Math.floor((0xffff * (value - min)) / (max - min)) : 0;
  for (let nth = 0; nth < order.length; nth += 1) {
    // Others get their turn on the thread in between.
    if (nth % CHUNK === CHUNK - 1) await setImmediate();
    const [west, south, east, north] = boxAt(boxes, nth);
    // An empty geometry has no middle: it comes first.
    const isPlaced = west <= east;
    const x = isPlaced ? scale((west + east) / 2, minX, maxX) : 0;
    const y = isPlaced ? scale((south + north) / 2, minY, maxY) : 0;
    order[nth] = hilbert(x, y) * MOST_INDEXED + nth;
  }
  order.sort();
  for (let at = 0; at < order.length; at += 1) order[at] = (order[at] as number) % MOST_INDEXED;
  return order;
}

/** Place on a Hilbert curve of 16 bits an axis, as an unsigned number of 32 bits (`xy2d` of Wikipedia). */
function hilbert(x: number, y: number): number {
  let place = 0;
  let [px, py] = [x, y];
  for (let side = 0x8000; side > 0; side >>= 1) {
    const right = (px & side) > 0 ? 1 : 0;
    const up = (py & side) > 0 ? 1 : 0;
    place += side * side * ((3 * right) ^ up);
    if (up === 0) {
      if (right === 1) [px, py] = [0xffff - px, 0xffff - py];
      [px, py] = [py, px];
    }
  }
  return place;
}

/** Levels of a tree above its leaves, the lowest first: boxes around `fan` nodes of the level below each. */
export function levelsAbove(leaf: (nth: number) => Box, count: number, fan: number): readonly (readonly Box[])[] {
  const levels: Box[][] = [];
  for (let below = leaf, size = count; size > 1 || levels.length === 0; ) {
    const level: Box[] = [];
    for (let start = 0; start < size; start += fan) {
      let box = NO_BOX;
      for (let nth = start; nth < Math.min(start + fan, size); nth += 1) box = join(box, below(nth));
      level.push(box);
    }
    levels.push(level);
    below = (nth) => level[nth] ?? NO_BOX;
    size = level.length;
  }
  return levels;
}
