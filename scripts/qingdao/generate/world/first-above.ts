/** First index whose value is above `value`; values ascend. */
export function firstAbove(values: Float64Array, value: number): number {
  let low = 0,
    high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
