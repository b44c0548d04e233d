/** How evenly travel time is spread over people: Lorenz curve (Lorenz 1905) and Gini coefficient (Gini 1912). */

export interface Lorenz {
  /** Population Gini coefficient: mean absolute difference of two people over twice the mean, without n/(n − 1). */
  readonly gini: number;
  /** Share of all time that the nearest k % of people have, k from 0 to 100. */
  readonly curve: Float64Array;
  /** People who get there within the limit; no figure here counts the others. */
  readonly people: number;
  /** Their mean travel time in seconds. */
  readonly meanS: number;
}

export const LORENZ_STEPS = 100;

/**
 * `order` comes from `orderByCost`; with `chosen`, only cells marked 1 count. Null where nobody is reached, or
 * everybody in no time. The sums are those of the service's `assignment`, for costs rounded to 32-bit floats.
 */
export function lorenzOf(
  order: Uint32Array,
  cost: Float32Array,
  people: Float64Array,
  chosen: Uint8Array | null = null,
): Lorenz | null {
  const { kept, count, weight, time } = reached(order, cost, people, chosen);
  if (weight === 0 || time === 0) return null;
  const curve = new Float64Array(LORENZ_STEPS + 1);
  let [upTo, held, terms, step] = [0, 0, 0, 0];
  for (let k = 0; k < count; k += 1) {
    const cell = kept[k] as number;
    const [here, seconds] = [people[cell] as number, cost[cell] as number];
    // The curve is straight between two cells.
    for (; step < LORENZ_STEPS && (step / LORENZ_STEPS) * weight < upTo + here; step += 1) {
      curve[step] = (held + ((step / LORENZ_STEPS) * weight - upTo) * seconds) / time;
    }
    upTo += here;
    held += here * seconds;
    if (k + 1 < count) terms += upTo * (weight - upTo) * ((cost[kept[k + 1] as number] as number) - seconds);
  }
  curve.fill(1, step);
  return { gini: Math.max(0, terms / (weight * time)), curve, people: weight, meanS: time / weight };
}

interface Reached {
  readonly kept: Uint32Array;
  readonly count: number;
  readonly weight: number;
  /** People × seconds. */
  readonly time: number;
}

function reached(order: Uint32Array, cost: Float32Array, people: Float64Array, chosen: Uint8Array | null): Reached {
  const kept = new Uint32Array(order.length);
  let [count, weight, time] = [0, 0, 0];
  for (let k = 0; k < order.length; k += 1) {
    const cell = order[k] as number;
    const here = people[cell] as number;
    if (here <= 0 || (chosen !== null && chosen[cell] === 0)) continue;
    kept[count] = cell;
    count += 1;
    weight += here;
    time += here * (cost[cell] as number);
  }
  return { kept, count, weight, time };
}
