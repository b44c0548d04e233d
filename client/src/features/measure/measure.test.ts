import { describe, expect, it } from 'vitest';
import { enclosedM2, lengthM } from './measure.ts';

const at = (lon: number, lat: number) => ({ lon, lat });

// Values of GeographicLib (Karney 2013): geod inverse, and planimeter for the area.
describe('what is measured', () => {
  it('is a line on the spheroid: a degree of the meridian from the equator is 110,574.39 m', () => {
    expect(lengthM([at(0, 0), at(0, 1)])).toBeCloseTo(110_574.39, 0);
    expect(lengthM([at(0, 0), at(1, 0)])).toBeCloseTo(111_319.49, 1);
    expect(lengthM([at(0, 0), at(0, 1), at(0, 0)])).toBeCloseTo(2 * 110_574.39, 0);
    expect(lengthM([at(120, 36)])).toBe(0);
  });

  it('is an area on the spheroid, whichever way around', () => {
    // A degree square at the equator: 12,308.78 km² between its parallels.
    const square = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)];
    expect((enclosedM2(square) ?? NaN) / 1e6).toBeCloseTo(12_308.78, 0);
    expect(enclosedM2([...square].reverse())).toBeCloseTo(enclosedM2(square) ?? NaN, 3);
    expect(enclosedM2(square.slice(0, 2))).toBeNull();
  });
});
