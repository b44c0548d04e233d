import type { Area } from '../generate/types.ts';
import { createAreaIndex } from '../../../tiles/tile/area-index.ts';
import type { CommunityTable } from '../generate/world/read-base.ts';
import { createPlacement } from '../generate/world/placement.ts';
import { createRng } from '../generate/world/rng.ts';
import { communityNameEn } from './names.ts';
import type { Division } from './packages.ts';

/**
 * Gives every community a point in its subdistrict. Points lie closer together near its centre, never on each other.
 */
export function placeCommunities(communities: readonly Division[], subdistricts: readonly Area[]): CommunityTable {
  const place = createPlacement(
    subdistricts,
    createAreaIndex(
      subdistricts.map(({ geometry }) => geometry),
      { marginM: 30 },
    ),
  );
  const table: Record<string, [string, string, string, number, number][]> = {};
  for (const { code, areaKm2 } of subdistricts) {
    const members = communities.filter((community) => community.code.startsWith(code));
    const minDistanceM = 600 * Math.sqrt(areaKm2 / Math.max(1, members.length));
    const spots = place.inArea(code, members.length, createRng(`communities ${code}`), { minDistanceM });
    table[code] = members.map((community, i) => {
      const spot = spots[i];
      if (!spot) throw new Error(`No spot was found for ${community.name} (${community.code}).`);
      return [community.code.slice(9), community.name, communityNameEn(community.name), spot.lon, spot.lat];
    });
  }
  return table;
}
