import { randomFrom, shuffle } from '../random.ts';
import type { Task } from '../types.ts';

/**
 * Two-sided p of a statistic by random orders of the values: (1 + orders at least as far from the expectation) / (1 +
 * permutations). `fromExpected` says how far an order is from it, and `own` how far the order that there is.
 */
export function permutationP(
  values: Float64Array,
  fromExpected: (order: Float64Array) => number,
  { permutations, seed, own }: { readonly permutations: number; readonly seed: number; readonly own: number },
  task?: Task,
): number {
  const random = randomFrom(seed);
  const shuffled = values.slice();
  // Orders that leave every pair as it is differ from the own one by rounding alone.
  const far = Math.abs(own) * (1 - 1e-9);
  let asFar = 0;
  for (let done = 0; done < permutations; done += 1) {
    task?.checkpoint();
    task?.progress(done / permutations, 'permutations');
    shuffle(shuffled, random);
    if (Math.abs(fromExpected(shuffled)) >= far) asFar += 1;
  }
  return (1 + asFar) / (1 + permutations);
}
