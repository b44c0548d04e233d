/** Cells by cost, nearest first. */

const BITS = 11;
const BUCKETS = 1 << BITS;
const PASSES = 3;

/**
 * Indexes of the cells that have a way, in ascending order of cost, equal ones in order of index. Costs are 0 or more:
 * such floats are in the order of their bits, so that three counting passes do what comparing takes ten times as long
 * for.
 */
export function orderByCost(cost: Float32Array): Uint32Array {
  const bits = new Uint32Array(cost.buffer, cost.byteOffset, cost.length);
  // Keys go along with their cells: looking them up by cell would miss the cache at every step.
  let [keys, cells] = [new Uint32Array(cost.length), new Uint32Array(cost.length)];
  let count = 0;
  for (let cell = 0; cell < cost.length; cell += 1) {
    if (cost[cell] === Infinity) continue;
    keys[count] = bits[cell] as number;
    cells[count] = cell;
    count += 1;
  }
  let [nextKeys, nextCells] = [new Uint32Array(count), new Uint32Array(count)];
  for (let pass = 0; pass < PASSES; pass += 1) {
    const shift = pass * BITS;
    const start = new Uint32Array(BUCKETS + 1);
    for (let k = 0; k < count; k += 1) {
      const bucket = (((keys[k] as number) >>> shift) & (BUCKETS - 1)) + 1;
      start[bucket] = (start[bucket] as number) + 1;
    }
    for (let bucket = 1; bucket <= BUCKETS; bucket += 1)
      start[bucket] = (start[bucket] as number) + (start[bucket - 1] as number);
    for (let k = 0; k < count; k += 1) {
      const key = keys[k] as number;
      const bucket = (key >>> shift) & (BUCKETS - 1);
      const at = start[bucket] as number;
      start[bucket] = at + 1;
      nextKeys[at] = key;
      nextCells[at] = cells[k] as number;
    }
    [keys, nextKeys] = [nextKeys, keys];
    [cells, nextCells] = [nextCells, cells];
  }
  return cells.subarray(0, count);
}
