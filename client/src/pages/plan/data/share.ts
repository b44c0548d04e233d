/** People, or square metres, by travel time: summed once for each answer, so that the slider only reads figures. */

export interface SumByCost {
  /** Sum of what needs at most this many whole seconds; the last entry is all that gets there within the limit. */
  readonly within: Float64Array;
  readonly total: number;
}

/** Upper end of the slider; longer times are not requested. */
export const LIMIT_S = 3600;

export function sumByCost(cost: Float32Array, weight: Float64Array, limitS = LIMIT_S): SumByCost {
  const within = new Float64Array(limitS + 1);
  let total = 0;
  for (let cell = 0; cell < cost.length; cell += 1) {
    const value = weight[cell] as number;
    total += value;
    const second = Math.ceil(cost[cell] as number);
    if (second <= limitS) within[second] = (within[second] as number) + value;
  }
  for (let second = 1; second <= limitS; second += 1)
    within[second] = (within[second] as number) + (within[second - 1] as number);
  return { within, total };
}

export function sumWithin({ within }: SumByCost, seconds: number): number {
  return within[Math.max(0, Math.min(Math.floor(seconds), within.length - 1))] as number;
}

/** Mean seconds of those who get there within the limit, weighted by people; null where nobody does. */
export function meanCost(cost: Float32Array, people: Float64Array): number | null {
  let [sum, weight] = [0, 0];
  for (let cell = 0; cell < cost.length; cell += 1) {
    const seconds = cost[cell] as number;
    if (seconds === Infinity) continue;
    sum += seconds * (people[cell] as number);
    weight += people[cell] as number;
  }
  return weight === 0 ? null : sum / weight;
}
