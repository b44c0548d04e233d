import { settle } from '../settle.ts';
import type { LonLat, Spot, World } from '../types.ts';

/**
 * A place known by hand, with the areas it lies in: put on land where the simplified coast leaves it at sea, and on a
 * street where none is near.
 */
export function knownSpot(world: World, at: LonLat): Spot {
  const land = { districtAt: (place: LonLat) => (world.districtAt(place) === null ? null : 'land') };
  const place = settle(land, at, 'land');
  const district = world.districtAt(place);
  const subdistrict = world.subdistrictAt(place);
  if (district === null || subdistrict === null)
    throw new Error(`No subdistrict lies at ${at.lon}, ${at.lat}: check the place.`);
  return world.place.onStreet({ lon: place.lon, lat: place.lat, district, subdistrict });
}
