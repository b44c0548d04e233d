import { describe, expect, it } from 'vitest';
import { missingToilets, scoreGrade, toiletStandard } from './toilet-standard.ts';

const shinan = { toilets: 120, areaKm2: 30, stallsMale: 4, stallsFemale: 8, score: 95 };

describe('the standard of the public toilets', () => {
  it('finds 120 toilets on 30 km² at 4 per km² and 1:2 stalls as the case reports', () => {
    expect(toiletStandard.compute(shinan)).toEqual({
      density: 4,
      densityMet: true,
      missing: 0,
      femalePerMale: 2,
      ratioMet: true,
      grade: 'excellent',
    });
  });

  it('counts the toilets that are missing', () => {
    expect(toiletStandard.compute({ ...shinan, toilets: 110 })).toMatchObject({
      density: 3.67,
      densityMet: false,
      missing: 10,
    });
    expect(missingToilets(0, 30.1)).toBe(121);
  });

  it('flags too few stalls for women', () => {
    expect(toiletStandard.compute({ ...shinan, stallsFemale: 7 })).toMatchObject({
      femalePerMale: 1.75,
      ratioMet: false,
    });
  });

  it.each([
    [100, 'excellent'],
    [90, 'excellent'],
    [89.9, 'good'],
    [60, 'pass'],
    [59, 'fail'],
    [0, 'fail'],
  ] as const)('grades a score of %d as %s', (score, grade) => {
    expect(scoreGrade(score)).toBe(grade);
  });

  it('refuses an area of nothing', () => {
    expect(() => toiletStandard.compute({ ...shinan, areaKm2: 0 })).toThrow(/^areaKm2: 0 is below/);
  });
});
