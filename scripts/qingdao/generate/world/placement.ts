import { roundDegrees } from '../network/local-projection.ts';
import type { Area, LonLat, Placement, Rng, Spot } from '../types.ts';
import type { AreaIndex } from '../../../../tiles/tile/area-index.ts';
import { distanceM, metresPerDegree } from '../../../../tiles/tile/spheroid.ts';

const MAX_TRIES = 20_000;
/** Share of spots drawn towards a subdistrict's centre; the others lie evenly. */
const CENTRAL = 0.6;
/** Spread around the centre as a share of the radius of a disc of the subdistrict's area. */
const SPREAD = 0.45;
/** A district's subdistricts get spots by this power of their area: small subdistricts are the dense ones. */
const CROWDING = 0.4;
/** After so many misses the wanted distance shrinks by a tenth: n spots always find room. */
const MISSES = 40;

export type FreePlacement = Omit<Placement, 'alongRoads' | 'onStreet'>;

/** Places points on subdistricts' land, clear of every subdistrict's edge by the margin of the index. */
export function createPlacement(subdistricts: readonly Area[], index: AreaIndex): FreePlacement {
  const byDistrict = new Map<string, Area[]>();
  for (const subdistrict of subdistricts)
    byDistrict.set(subdistrict.district, [...(byDistrict.get(subdistrict.district) ?? []), subdistrict]);
  const byCode = new Map(subdistricts.map((subdistrict) => [subdistrict.code, subdistrict]));

  const spotAt = (lon: number, lat: number): Spot | null => {
    const at = { lon: roundDegrees(lon), lat: roundDegrees(lat) };
    const subdistrict = subdistricts[index.locate(at.lon, at.lat)];
    return subdistrict && index.isClear(at.lon, at.lat)
      ? { ...at, district: subdistrict.district, subdistrict: subdistrict.code }
      : null;
  };

  const subdistrictsOf = (code: string): readonly Area[] => {
    const subdistrict = byCode.get(code);
    const list = subdistrict ? [subdistrict] : byDistrict.get(code);
    if (!list) throw new RangeError(`No district or subdistrict has the code ${code}.`);
    return list;
  };

  return {
    inArea(code, n, rng, { even = false, minDistanceM = 0 } = {}) {
      const list = subdistrictsOf(code);
      const weights = list.map(({ areaKm2 }) => (even ? areaKm2 : areaKm2 ** CROWDING));
      const spacing = createSpacing(minDistanceM);
      return Array.from({ length: n }, () => {
        for (let tries = 0; tries < MAX_TRIES; tries += 1) {
          const subdistrict = list[rng.weighted(weights)] as Area;
          const { lon, lat } = !even && rng.next() < CENTRAL ? aroundCentre(subdistrict, rng) : inBox(subdistrict, rng);
          const spot = spotAt(lon, lat);
          if (spot?.subdistrict === subdistrict.code && spacing.accepts(spot)) return spot;
        }
        throw new RangeError(`No room for a point in ${code} after ${MAX_TRIES} tries.`);
      });
    },

    near(at, radiusM, n, rng, { district } = {}) {
      const scale = metresPerDegree(at.lat);
      return Array.from({ length: n }, () => {
        for (let tries = 0; tries < MAX_TRIES; tries += 1) {
          const angle = rng.next() * 2 * Math.PI;
          const distance = radiusM * Math.sqrt(rng.next());
          const spot = spotAt(
            at.lon + (Math.cos(angle) * distance) / scale.lon,
            at.lat + (Math.sin(angle) * distance) / scale.lat,
          );
          if (spot && (district === undefined || spot.district === district)) return spot;
        }
        const where = district === undefined ? 'on land' : `in ${district}`;
        throw new RangeError(`No point ${where} within ${radiusM} m of ${at.lon}, ${at.lat}.`);
      });
    },
  };
}

function inBox({ bbox: [west, south, east, north] }: Area, rng: Rng): LonLat {
  return { lon: west + rng.next() * (east - west), lat: south + rng.next() * (north - south) };
}

function aroundCentre({ center, areaKm2 }: Area, rng: Rng): LonLat {
  const scale = metresPerDegree(center.lat);
  const sigmaM = SPREAD * 1000 * Math.sqrt(areaKm2 / Math.PI);
  return {
    lon: center.lon + (rng.normal() * sigmaM) / scale.lon,
    lat: center.lat + (rng.normal() * sigmaM) / scale.lat,
  };
}

/** Keeps spots apart; the distance shrinks where it leaves no room. */
export function createSpacing(minDistanceM: number): { accepts(spot: LonLat): boolean } {
  if (minDistanceM <= 0) return { accepts: () => true };
  const cellDeg = minDistanceM / 90_000;
  const cells = new Map<string, LonLat[]>();
  let wantedM = minDistanceM;
  let misses = 0;
  return {
    accepts(spot) {
      const column = Math.floor(spot.lon / cellDeg),
        row = Math.floor(spot.lat / cellDeg);
      for (let dx = -1; dx <= 1; dx += 1) {
        for (let dy = -1; dy <= 1; dy += 1) {
          if (!cells.get(`${column + dx},${row + dy}`)?.some((other) => distanceM(other, spot) < wantedM)) continue;
          misses += 1;
          if (misses % MISSES === 0) wantedM *= 0.9;
          return false;
        }
      }
      misses = 0;
      const key = `${column},${row}`;
      cells.set(key, [...(cells.get(key) ?? []), spot]);
      return true;
    },
  };
}
