import type { Rng } from '../types.ts';

/** A smooth random field over the plane, mostly within ±1.5. */
export type Waves = (x: number, y: number) => number;

/** Six plane waves of random direction and phase, of about the given length in metres. */
export function createWaves(rng: Rng, lengthM: number): Waves {
  const count = 6;
  const waves = Array.from({ length: count }, () => {
    const direction = rng.next() * 2 * Math.PI;
    const number = (2 * Math.PI) / (lengthM * (0.7 + 0.6 * rng.next()));
    return { kx: Math.cos(direction) * number, ky: Math.sin(direction) * number, phase: rng.next() * 2 * Math.PI };
  });
  const scale = Math.sqrt(2 / count);
  return (x, y) => {
    let sum = 0;
    for (const { kx, ky, phase } of waves) sum += Math.sin(kx * x + ky * y + phase);
    return sum * scale;
  };
}
