import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestInLine } from './nearest-in-line.ts';

/** Metres on the spheroid by Vincenty's inverse formula (1975), for comparison. */
function vincentyM(lonA: number, latA: number, lonB: number, latB: number): number {
  const [a, f] = [6_378_137, 1 / 298.257223563];
  const b = a * (1 - f);
  const rad = Math.PI / 180;
  const L = (lonB - lonA) * rad;
  const [u1, u2] = [Math.atan((1 - f) * Math.tan(latA * rad)), Math.atan((1 - f) * Math.tan(latB * rad))];
  let lambda = L;
  for (let step = 0; step < 200; step += 1) {
    const sinSigma = Math.hypot(
      Math.cos(u2) * Math.sin(lambda),
      Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda),
    );
    if (sinSigma === 0) return 0;
    const cosSigma = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda);
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sinSigma;
    const cos2Alpha = 1 - sinAlpha ** 2;
    const cos2m = cos2Alpha === 0 ? 0 : cosSigma - (2 * Math.sin(u1) * Math.sin(u2)) / cos2Alpha;
    const c = (f / 16) * cos2Alpha * (4 + f * (4 - 3 * cos2Alpha));
    const next = L + (1 - c) * f * sinAlpha * (sigma + c * sinSigma * (cos2m + c * cosSigma * (2 * cos2m ** 2 - 1)));
    if (Math.abs(next - lambda) < 1e-12) {
      const uu = (cos2Alpha * (a ** 2 - b ** 2)) / b ** 2;
      const A = 1 + (uu / 16384) * (4096 + uu * (-768 + uu * (320 - 175 * uu)));
      const B = (uu / 1024) * (256 + uu * (-128 + uu * (74 - 47 * uu)));
      const delta =
        B *
        sinSigma *
        (cos2m +
          (B / 4) *
            (cosSigma * (2 * cos2m ** 2 - 1) - (B / 6) * cos2m * (4 * sinSigma ** 2 - 3) * (4 * cos2m ** 2 - 3)));
      return b * A * (sigma - delta);
    }
    lambda = next;
  }
  throw new Error('The formula does not converge.');
}

const place = fc.tuple(
  fc.double({ min: 120, max: 120.1, noNaN: true }),
  fc.double({ min: 36, max: 36.1, noNaN: true }),
);

describe('the nearest in a straight line', () => {
  it('is that of all places, on the spheroid, and none beyond the limit', () => {
    fc.assert(
      fc.property(
        fc.array(place, { maxLength: 12 }),
        fc.array(place, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 50, max: 6000 }),
        (places, points, limitM) => {
          const found = nearestInLine(Float64Array.from(places.flat()), Float64Array.from(points.flat()), limitM);
          points.forEach(([lon, lat], index) => {
            const metres = Math.min(Infinity, ...places.map(([x, y]) => vincentyM(lon, lat, x, y)));
            const slack = limitM * 1e-6;
            if (Math.abs(metres - limitM) < slack) return;
            if (metres > limitM) expect(found[index]).toBe(Infinity);
            else expect(Math.abs((found[index] as number) - metres)).toBeLessThan(Math.max(0.01, metres * 1e-6));
          });
        },
      ),
      { seed: 13, numRuns: 200 },
    );
  });

  it('of no place is infinitely far', () => {
    expect([...nearestInLine(new Float64Array(), Float64Array.of(120, 36), 1000)]).toEqual([Infinity]);
  });
});
