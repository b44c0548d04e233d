import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDLE } from '../../testing/measure-inputs.ts';
import { randomFrom } from '../../testing/random.ts';
import { MatrixBuilder, nearestOfCosts } from '../paths/matrix.ts';
import { geodesicM, spheroidPoints } from './geodesic.ts';
import { straightMatrix, straightNearest } from './straight-costs.ts';

const metres = (a: readonly [number, number], b: readonly [number, number]): number =>
  geodesicM(spheroidPoints(Float64Array.from(a)), 0, spheroidPoints(Float64Array.from(b)), 0);

describe('a geodesic', () => {
  it.each([
    // Both of GeographicLib’s documentation (Karney 2013).
    ['from JFK to LHR', [-73.8, 40.6], [-0.5, 51.6], 5_551_759.4],
    ['from Wellington to Salamanca', [174.81, -41.32], [-5.5, 40.96], 19_959_679.267],
    // One degree of the equator is a·π/180; a quarter of a meridian 10,001,965.729 m.
    ['along the equator', [10, 0], [11, 0], (6_378_137 * Math.PI) / 180],
    ['from the equator to the pole', [30, 0], [120, 90], 10_001_965.729],
    ['to itself', [120.3, 36.1], [120.3, 36.1], 0],
  ] as const)('%s has its length', (_, a, b, expected) => {
    expect(Math.abs(metres(a, b) - expected)).toBeLessThan(0.001);
  });

  it('crosses 180° by the short way', () => {
    expect(metres([179.99, 10], [-179.99, 10])).toBeCloseTo(metres([0.01, 10], [-0.01, 10]), 6);
  });
});

/** Points of a town, some of them in the same place. */
function town(count: number, seed: number, [lon, lat]: readonly [number, number]): Float64Array {
  const random = randomFrom(seed);
  return Float64Array.from(
    { length: 2 * count },
    (_, k) => (k % 2 === 0 ? lon : lat) + Math.round(random.next() * 40) / 400,
  );
}

function everyPair(input: Parameters<typeof straightMatrix>[0], limit: number): (readonly [number, number, number])[] {
  const [from, to] = [spheroidPoints(input.facilities), spheroidPoints(input.demand)];
  return Array.from({ length: from.count }, (_f, f) =>
    Array.from({ length: to.count }, (_d, d) => [f, d, geodesicM(from, f, to, d) * input.costAMetre] as const),
  )
    .flat()
    .filter(([, , cost]) => cost <= limit);
}

describe('costs in a straight line', () => {
  it.each([
    ['a town', [120, 36]],
    ['on both sides of 180°', [179.95, -17]],
    ['at the pole', [20, 89.95]],
  ] as const)('equal a look at every pair, in %s', (_, corner) => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 0, max: 6000, noNaN: true }), fc.boolean(), (seed, limit, isAll) => {
        const input = { facilities: town(9, seed, corner), demand: town(120, seed + 1, corner), costAMetre: 1.3 };
        const builder = new MatrixBuilder(120, 10_000, () => new Error('Too many.'));
        const within = isAll ? Infinity : limit;
        const matrix = straightMatrix(input, { limit: within, keep: () => true }, builder, IDLE);
        const found = Array.from({ length: 9 }, (_f, f) =>
          Array.from(matrix.demand.subarray(matrix.start[f], matrix.start[f + 1]), (d, k) => [
            f,
            d,
            matrix.cost[(matrix.start[f] as number) + k],
          ]),
        ).flat();
        expect(found).toEqual(everyPair(input, within));
        // The nearest have the same bits, and of equals the first facility.
        if (isAll) expect(straightNearest(input, IDLE)).toEqual(nearestOfCosts(matrix));
      }),
      { seed: 16, numRuns: 25 },
    );
  });

  it('leave out points without a place', () => {
    const input = {
      facilities: Float64Array.of(NaN, NaN, 0, 0),
      demand: Float64Array.of(0, 0, NaN, NaN),
      costAMetre: 1,
    };
    expect(straightNearest(input, IDLE)).toEqual({
      cost: Float64Array.of(0, Infinity),
      facility: Int32Array.of(1, -1),
    });
    const builder = new MatrixBuilder(2, 10, () => new Error('Too many.'));
    expect(straightMatrix(input, { limit: Infinity, keep: () => true }, builder, IDLE)).toMatchObject({
      start: Uint32Array.of(0, 0, 1),
      cost: Float64Array.of(0),
    });
  });
});
