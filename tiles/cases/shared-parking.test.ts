import { describe, expect, it } from 'vitest';
import { carsByHour, occupancyPercent, parseOccupancy, sharedParking } from './shared-parking.ts';

describe('the occupancy of shared spaces', () => {
  it('counts a stay in every hour from its coming to its going', () => {
    const parked = carsByHour([
      { from: 8, to: 11, cars: 5 },
      { from: 10, to: 12, cars: 3 },
    ]);
    expect(parked.slice(7, 13)).toEqual([0, 5, 5, 8, 3, 0]);
  });

  it('carries a stay past midnight, and round the clock where it ends at the hour it began', () => {
    const night = carsByHour([{ from: 22, to: 2, cars: 4 }]);
    expect([night[21], night[22], night[23], night[0], night[1], night[2]]).toEqual([0, 4, 4, 4, 4, 0]);
    expect(carsByHour([{ from: 9, to: 9, cars: 1 }])).toEqual(Array.from({ length: 24 }, () => 1));
    expect(carsByHour([{ from: 20, to: 24, cars: 1 }])[23]).toBe(1);
  });

  it('finds the busiest hour of the 12,000 shared spaces and what is free then', () => {
    expect(
      sharedParking.compute({
        spaces: 12_000,
        stays: [
          { from: 8, to: 18, cars: 7_200 },
          { from: 11, to: 14, cars: 2_400 },
        ],
      }),
    ).toMatchObject({ peakHour: 11, peakPercent: 80, freeAtPeak: 2_400, meanPercent: 27.5 });
  });

  it('refuses more cars than spaces, and hours that no clock shows', () => {
    expect(() => occupancyPercent(10, [11])).toThrow('stays: 11 cars at 0:00 in only 10 spaces.');
    expect(() => sharedParking.compute({ spaces: 10, stays: [{ from: 24, to: 3, cars: 1 }] })).toThrow(
      /^stays\[1\]\.from:/,
    );
    expect(() => sharedParking.compute({ spaces: 0, stays: [] })).toThrow(/^spaces:/);
  });

  it('reads the compact text of the parking layer', () => {
    expect(parseOccupancy(Array.from({ length: 24 }, (_, hour) => hour).join(','))?.[23]).toBe(23);
    expect(parseOccupancy('1,2,3')).toBeNull();
    expect(parseOccupancy(Array.from({ length: 24 }, () => '101').join(','))).toBeNull();
    expect(parseOccupancy(Array.from({ length: 24 }, () => '').join(','))).toBeNull();
  });
});
