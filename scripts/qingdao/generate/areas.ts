import type { Area, World } from './types.ts';

/** The district of that code; a generator cannot go on without it. */
export function districtOf(world: World, code: string): Area {
  const district = world.districts.find((each) => each.code === code);
  if (district === undefined) throw new Error(`The city has no district ${code}.`);
  return district;
}

/** The subdistricts and towns of a district, in code order. */
export function subdistrictsOf(world: World, district: string): Area[] {
  return world.subdistricts
    .filter((subdistrict) => subdistrict.district === district)
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
