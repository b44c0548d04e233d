import type { DemoFeature, Rng } from './types.ts';

type Grade = 'first' | 'second' | 'third';

/** Male stalls from and to, floor area per stall, and how readily a service is found, by class of the toilet. */
const CLASSES: Readonly<Record<Grade, { male: readonly [number, number]; m2PerStall: number; equipped: number }>> = {
  first: { male: [4, 7], m2PerStall: 6.5, equipped: 1 },
  second: { male: [3, 5], m2PerStall: 5.5, equipped: 0.6 },
  third: { male: [2, 3], m2PerStall: 4.5, equipped: 0.25 },
};

/**
 * Share of well-equipped toilets with each service. The case lists the services, set up where needed, without shares.
 */
const SERVICES = {
  wifi: 0.8,
  drinking_water: 0.35,
  guide_qr: 0.5,
  vending: 0.35,
  charging: 0.45,
  sanitation_rest: 0.4,
  service_station: 0.15,
  deodorising: 0.7,
  led_screen: 0.4,
  luggage_rack: 0.3,
  child_stall: 0.7,
  changing_table: 0.55,
  shoe_polisher: 0.2,
  library: 0.12,
  third_restroom: 0.6,
} as const;

/** Class, stalls at the 1:2 of the case, area, access, hours and services of a synthetic toilet. */
export function toiletFittings(rng: Rng, grade: Grade): DemoFeature['properties'] {
  const { male, m2PerStall, equipped } = CLASSES[grade];
  const stallsMale = rng.int(male[0], male[1]);
  const services = Object.fromEntries(
    Object.entries(SERVICES).map(([service, share]) => [service, rng.next() < share * equipped]),
  );
  return {
    grade,
    stalls_male: stallsMale,
    stalls_female: stallsMale * 2,
    area_m2: Math.round(stallsMale * 3 * m2PerStall),
    build_mode: rng.next() < 0.35 ? 'new' : 'rebuilt',
    accessible: grade === 'first' || rng.next() < 0.7,
    opening_hours: rng.next() < 0.3 ? '00:00-24:00' : '05:30-22:30',
    ...services,
  };
}
