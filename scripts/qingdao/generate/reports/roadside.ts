import { apportion } from '../apportion.ts';
import { metresPerDegree } from '../../../../tiles/tile/spheroid.ts';
import type { LonLat, Rng, RoadSpot, World } from '../types.ts';

/** Candidates drawn for each spot that is kept, and at least for each district: enough to crowd at the hot spots. */
const CANDIDATES = 2;
const CANDIDATES_AT_LEAST = 2_000;
const OFFSET_M = 15;
/** Weight of a road far from every hot spot, against 1 to 6 in their middle. */
const QUIET = 0.12;
/** How much worse some roads are than others. */
const ROAD_SPREAD = 0.8;

interface HotSpot {
  readonly at: LonLat;
  readonly radiusM: number;
  readonly strength: number;
}

/**
 * `n` spots beside roads, shared out over the districts by `weights`, crowded around the hearts of their towns and on
 * some roads more than on others. Drawn as a weighted sample without replacement (Efraimidis and Spirakis, 2006), so
 * that the time does not depend on how rare the hot spots are.
 */
export function roadsideSpots(
  world: World,
  n: number,
  rng: Rng,
  weights: Readonly<Record<string, number>>,
): RoadSpot[] {
  const counts = apportion(
    n,
    world.districts.map(({ code }) => weights[code] ?? 0),
  );
  const roadWeights = new Map(world.network.roads.map(({ id }) => [id, Math.exp(ROAD_SPREAD * rng.normal())]));
  return world.districts.flatMap(({ code }, i) => {
    const wanted = counts[i] ?? 0;
    if (wanted === 0) return [];
    const hot = hotSpots(world, code, rng);
    const candidates = world.place.alongRoads(
      code,
      Math.max(CANDIDATES_AT_LEAST, Math.ceil(wanted * CANDIDATES)),
      rng,
      { offsetM: OFFSET_M },
    );
    return candidates
      .map((spot) => ({ spot, key: Math.log(1 - rng.next()) / (heat(spot, hot) * (roadWeights.get(spot.road) ?? 1)) }))
      .sort((a, b) => b.key - a.key)
      .slice(0, wanted)
      .map(({ spot }) => spot);
  });
}

/**
 * One in each subdistrict or town, near its centre; tighter and stronger in the small ones, which are the dense ones.
 */
function hotSpots(world: World, district: string, rng: Rng): HotSpot[] {
  return world.subdistricts
    .filter((street) => street.district === district)
    .map(({ center, areaKm2 }) => ({
      at: center,
      radiusM: Math.min(1_800, 350 + 120 * Math.sqrt(areaKm2)),
      strength: (1 + 5 * rng.next()) * (areaKm2 < 60 ? 1 : 0.5),
    }));
}

function heat({ lon, lat }: LonLat, spots: readonly HotSpot[]): number {
  const scale = metresPerDegree(lat);
  return spots.reduce((sum, { at, radiusM, strength }) => {
    const x = (at.lon - lon) * scale.lon,
      y = (at.lat - lat) * scale.lat;
    return sum + strength * Math.exp(-(x * x + y * y) / (2 * radiusM * radiusM));
  }, QUIET);
}
