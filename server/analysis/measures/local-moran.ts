import type { LocalMoranResult } from '../../../tiles/api/spatial-results.ts';
import type { Task } from '../types.ts';
import { conditionalP } from './conditional-permutations.ts';
import { spatialLags } from './cross-products.ts';
import { assertVaried, centred } from './deviations.ts';
import { DEFAULT_FDR, discoveryThreshold, plainScores } from './hotspots.ts';
import { DEFAULT_SEED } from './moran.ts';
import { twoSided } from './normal.ts';
import { islands, type SpatialWeights } from './spatial-weights.ts';

interface Options {
  readonly permutations?: number;
  readonly seed?: number;
  readonly fdr?: number;
}

/**
 * Local Moran's I (Anselin 1995, eq. 12): d_i · Σ w_ij·d_j / m2, with d the deviations from the mean and m2 = Σd²/n, so
 * that all together are S0 · I. z by the mean and variance over conditional permutations, which are known in closed
 * form (Sokal, Oden & Thomson 1998, their I_i given z_i); p is two-sided, by the normal distribution, and by drawn
 * permutations where asked for. Weights of values for themselves are left out; a value without neighbours has I 0, z 0
 * and p 1. Throws `AnalysisError` where all values are equal, or there are fewer than 4.
 */
export function localMoran(
  values: Float64Array,
  weights: SpatialWeights,
  { permutations = 0, seed = DEFAULT_SEED, fdr = DEFAULT_FDR }: Options = {},
  task?: Task,
  at?: string,
): LocalMoranResult {
  assertVaried(values, 4, at);
  const { deviations, squares } = centred(values);
  const meanSquare = squares / values.length;
  const lag = spatialLags(deviations, weights);
  // Given its own value, a local I is as far out as the sum of its neighbours is: that is Gi.
  const z = plainScores(values, weights).map((score, i) => score * Math.sign(deviations[i] as number));
  const p = z.map(twoSided);
  const drawn = permutations > 0 ? conditionalP(deviations, weights, { permutations, seed }, task) : null;
  const threshold = discoveryThreshold(drawn ?? p, fdr);
  const quadrant = Array.from(deviations, (own, i) => quadrantOf(own, lag[i] as number));
  return {
    kind: 'local-moran',
    i: Array.from(deviations, (own, i) => (own * (lag[i] as number)) / meanSquare),
    z: Array.from(z),
    p: Array.from(p),
    ...(drawn === null ? {} : { pPermutation: Array.from(drawn) }),
    quadrant,
    class: quadrant.map((each, i) => (((drawn ?? p)[i] as number) <= threshold && z[i] !== 0 ? each : 'none')),
    threshold,
    islands: islands(weights),
  };
}

type Quadrant = LocalMoranResult['quadrant'][number];

/** Of the Moran scatterplot: the value and its neighbours above the mean, or not. */
function quadrantOf(own: number, lag: number): Quadrant {
  if (own === 0 || lag === 0) return 'none';
  if (own > 0) return lag > 0 ? 'high-high' : 'high-low';
  return lag > 0 ? 'low-high' : 'low-low';
}
