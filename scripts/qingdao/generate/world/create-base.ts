import { createAreaIndex } from '../../../../tiles/tile/area-index.ts';
import type { BaseWorld } from './base.ts';
import { createPlacement } from './placement.ts';
import { readAreas, readCoast, readCommunities, readSea } from './read-base.ts';
import { createRng } from './rng.ts';

/** Reads `data/cities/qingdao/base/` and indexes it. Subdistricts divide the districts: one index answers for both. */
export async function createBaseWorld(): Promise<BaseWorld> {
  const [districts, subdistricts, communities, sea, coast] = await Promise.all([
    readAreas('districts'),
    readAreas('streets'),
    readCommunities(),
    readSea(),
    readCoast(),
  ]);
  const index = createAreaIndex(subdistricts.map(({ geometry }) => geometry));
  return {
    districts,
    subdistricts,
    communities,
    sea,
    coast,
    place: createPlacement(subdistricts, index),
    rng: createRng,
    districtAt: ({ lon, lat }) => subdistricts[index.locate(lon, lat)]?.district ?? null,
    subdistrictAt: ({ lon, lat }) => subdistricts[index.locate(lon, lat)]?.code ?? null,
  };
}
