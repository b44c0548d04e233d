/**
 * Sorts keys from `from` to `to` (inclusive) and their values with them, ties by value: typed arrays cannot be sorted
 * in pairs otherwise without a comparison per call.
 */
export function sortPairs(keys: Float64Array, values: Uint32Array, from: number, to: number): void {
  let low = from;
  let high = to;
  while (high - low > 16) {
    const middle = partition(keys, values, low, high);
    // The smaller half by recursion, so that depth stays logarithmic.
    if (middle - low < high - middle) {
      sortPairs(keys, values, low, middle);
      low = middle + 1;
    } else {
      sortPairs(keys, values, middle + 1, high);
      high = middle;
    }
  }
  insertionSort(keys, values, low, high);
}

/** Hoare 1962, around the middle element. */
function partition(keys: Float64Array, values: Uint32Array, from: number, to: number): number {
  const pivot = (from + to) >>> 1;
  const pivotKey = keys[pivot] as number;
  const pivotValue = values[pivot] as number;
  let low = from - 1;
  let high = to + 1;
  for (;;) {
    do low++;
    while ((keys[low] as number) < pivotKey || (keys[low] === pivotKey && (values[low] as number) < pivotValue));
    do high--;
    while ((keys[high] as number) > pivotKey || (keys[high] === pivotKey && (values[high] as number) > pivotValue));
    if (low >= high) return high;
    const key = keys[low] as number;
    const value = values[low] as number;
    keys[low] = keys[high] as number;
    values[low] = values[high] as number;
    keys[high] = key;
    values[high] = value;
  }
}

function insertionSort(keys: Float64Array, values: Uint32Array, from: number, to: number): void {
  for (let i = from + 1; i <= to; i++) {
    const key = keys[i] as number;
    const value = values[i] as number;
    let k = i - 1;
    while (k >= from && ((keys[k] as number) > key || (keys[k] === key && (values[k] as number) > value))) {
      keys[k + 1] = keys[k] as number;
      values[k + 1] = values[k] as number;
      k--;
    }
    keys[k + 1] = key;
    values[k + 1] = value;
  }
}
