import { apportion } from './apportion.ts';
import type { Rng, Spot, World } from './types.ts';

/** `n` spots over the districts in proportion to the weights; districts without a weight get none. */
export function spotsByDistrict(
  world: World,
  n: number,
  rng: Rng,
  options: {
    readonly weights: Readonly<Record<string, number>>;
    readonly minDistanceM?: number;
  },
): Spot[] {
  const { weights, minDistanceM = 0 } = options;
  const counts = apportion(
    n,
    world.districts.map(({ code }) => weights[code] ?? 0),
  );
  return world.districts.flatMap(({ code }, i) => world.place.inArea(code, counts[i] ?? 0, rng, { minDistanceM }));
}

/** Weights of which a few are large and none is so small that its share would vanish. */
export function skewedWeights(n: number, rng: Rng, spread = 0.6): number[] {
  return Array.from({ length: n }, () => Math.max(0.15, Math.exp(spread * rng.normal())));
}
