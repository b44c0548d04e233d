import { randomFrom } from '../random.ts';
import type { Task } from '../types.ts';
import { spatialLags } from './cross-products.ts';
import type { SpatialWeights } from './spatial-weights.ts';

/**
 * Two-sided p of each value's neighbourhood by conditional permutations (Anselin 1995): the value stays, and so many
 * others as it has neighbours are drawn in their place, each at most once. p is (1 + draws whose weighted sum is at
 * least as far from its expectation) / (1 + permutations); 1 for a value without neighbours, and for one whose
 * neighbours are all others alike, of which every draw is the same sum but for rounding. One draw of others serves all
 * values, as PySAL has it. `deviations` add up to 0; weights of values for themselves are left out.
 */
export function conditionalP(
  deviations: Float64Array,
  weights: SpatialWeights,
  { permutations, seed }: { readonly permutations: number; readonly seed: number },
  task?: Task,
): Float64Array {
  const n = deviations.length;
  const { start, index, weight } = weights;
  const lag = spatialLags(deviations, weights);
  const { sum, most, isEven } = neighbourhoods();
  const expected = sum.map((total, i) => (-total * (deviations[i] as number)) / (n - 1));
  // Draws that are the same sum in another order differ from it by rounding alone.
  const far = lag.map((own, i) => Math.abs(own - (expected[i] as number)) * (1 - 1e-9));
  const asFar = new Uint32Array(n);
  const random = randomFrom(seed);
  const others = Uint32Array.from({ length: n - 1 }, (_, k) => k);
  for (let done = 0; done < permutations; done += 1) {
    task?.checkpoint();
    task?.progress(done / permutations, 'permutations');
    for (let k = 0; k < most; k += 1) {
      const other = k + random.below(n - 1 - k);
      [others[k], others[other]] = [others[other] as number, others[k] as number];
    }
    for (let i = 0; i < n; i += 1) {
      let drawn = 0;
      for (let k = start[i] as number, at = 0; k < (start[i + 1] as number); k += 1) {
        if (index[k] === i) continue;
        const other = others[at] as number;
        drawn += (weight[k] as number) * (deviations[other < i ? other : other + 1] as number);
        at += 1;
      }
      if (Math.abs(drawn - (expected[i] as number)) >= (far[i] as number)) asFar[i] = (asFar[i] as number) + 1;
    }
  }
  return Float64Array.from(asFar, (count, i) =>
    isEven[i] === 1 || (sum[i] === 0 && lag[i] === 0) ? 1 : (1 + count) / (1 + permutations),
  );

  function neighbourhoods(): { readonly sum: Float64Array; readonly most: number; readonly isEven: Uint8Array } {
    const sums = new Float64Array(n);
    const even = new Uint8Array(n);
    let longest = 0;
    for (let i = 0; i < n; i += 1) {
      let count = 0;
      let [least, greatest] = [Infinity, -Infinity];
      for (let k = start[i] as number; k < (start[i + 1] as number); k += 1) {
        if (index[k] === i) continue;
        const own = weight[k] as number;
        sums[i] = (sums[i] as number) + own;
        [least, greatest] = [Math.min(least, own), Math.max(greatest, own)];
        count += 1;
      }
      longest = Math.max(longest, count);
      even[i] = Number(count === n - 1 && least === greatest);
    }
    return { sum: sums, most: longest, isEven: even };
  }
}
