import { createAreaIndex } from './area-index.ts';
import type { BaseWorld } from './base.ts';
import { createPlacement } from './placement.ts';
import { readAreas, readCommunities, readSea } from './read-base.ts';
import { createRng } from './rng.ts';

/** Reads `data/base/` and indexes it. Streets partition the districts, so one index answers for both. */
export async function createBaseWorld(): Promise<BaseWorld> {
  const [districts, streets, communities, sea] = await Promise.all([readAreas('districts'), readAreas('streets'), readCommunities(), readSea()]);
  const index = createAreaIndex(streets.map(({ geometry }) => geometry));
  return {
    districts,
    streets,
    communities,
    sea,
    place: createPlacement(streets, index),
    rng: createRng,
    districtAt: ({ lon, lat }) => streets[index.locate(lon, lat)]?.district ?? null,
    streetAt: ({ lon, lat }) => streets[index.locate(lon, lat)]?.code ?? null,
  };
}
