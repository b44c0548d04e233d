import type { BaseWorld } from '../world/base.ts';
import type { LocalProjection } from './local-projection.ts';
import { createWaves } from './waves.ts';

/** Where the straight lattice comes to lie on the plane. */
export type Warp = (x: number, y: number) => readonly [x: number, y: number];

/**
 * Bends the lattice as hills and history bend streets: wide gentle waves, and a twist around every town, so that
 * each has a direction of its own. A twist never folds the plane, and the waves are too flat to (slope well below 1).
 */
export function createWarp(base: BaseWorld, projection: LocalProjection): Warp {
  const rng = base.rng('network-warp');
  const bends = [
    [30_000, 1100],
    [9000, 120],
    [2600, 16],
  ] as const;
  const waves = bends.map(([lengthM, heightM]) => ({
    east: createWaves(rng, lengthM),
    north: createWaves(rng, lengthM),
    heightM,
  }));
  const twists = base.subdistricts.map((street) => ({
    x: projection.x(street.center.lon),
    y: projection.y(street.center.lat),
    angle: (rng.next() - 0.5) * 0.8,
    radiusM: 700 + Math.min(2200, 520 * Math.sqrt(street.areaKm2)) * (0.6 + 0.6 * rng.next()),
  }));

  return (x0, y0) => {
    let x = x0,
      y = y0;
    for (const wave of waves) {
      const dx = wave.heightM * wave.east(x, y),
        dy = wave.heightM * wave.north(x, y);
      x += dx;
      y += dy;
    }
    for (const twist of twists) {
      const dx = x - twist.x,
        dy = y - twist.y;
      const squared = (dx * dx + dy * dy) / (twist.radiusM * twist.radiusM);
      if (squared > 7) continue;
      const angle = twist.angle * Math.exp(-squared);
      const cos = Math.cos(angle),
        sin = Math.sin(angle);
      x = twist.x + dx * cos - dy * sin;
      y = twist.y + dx * sin + dy * cos;
    }
    return [x, y];
  };
}
