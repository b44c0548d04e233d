import { createAreaIndex } from '../../../../tiles/tile/area-index.ts';
import type { BaseWorld } from './base.ts';
import { createPlacement } from './placement.ts';
import { readAreas, readCoast, readCommunities, readSea } from './read-base.ts';
import { createRng } from './rng.ts';

/** Reads `data/cities/qingdao/base/` and indexes it. Streets partition the districts, so one index answers for both. */
export async function createBaseWorld(): Promise<BaseWorld> {
  const [districts, streets, communities, sea, coast] = await Promise.all([
    readAreas('districts'),
    readAreas('streets'),
    readCommunities(),
    readSea(),
    readCoast(),
  ]);
  const index = createAreaIndex(streets.map(({ geometry }) => geometry));
  return {
    districts,
    streets,
    communities,
    sea,
    coast,
    place: createPlacement(streets, index),
    rng: createRng,
    districtAt: ({ lon, lat }) => streets[index.locate(lon, lat)]?.district ?? null,
    streetAt: ({ lon, lat }) => streets[index.locate(lon, lat)]?.code ?? null,
  };
}
