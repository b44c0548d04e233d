import { describe, expect, it } from 'vitest';
import { IDLE } from '../../testing/measure-inputs.ts';
import { randomFrom } from '../../testing/random.ts';
import { createProjection, gaussKruger } from '../demand/projection.ts';
import { kde } from './kde.ts';

const PROJECTION = createProjection(gaussKruger(120.3));

/** Places by metres in the projection. */
function placed(...metres: readonly (readonly [x: number, y: number])[]): Float64Array {
  return Float64Array.from(metres.flatMap(([x, y]) => [...PROJECTION.inverse(x, y)]));
}
function scattered(count: number): [x: number, y: number][] {
  const random = randomFrom(5);
  return Array.from({ length: count }, () => [528_000 + random.next() * 3000, 4_000_000 + random.next() * 3000]);
}
const KERNELS = {
  quartic: (d: number, h: number) => (d < h ? (3 / (Math.PI * h * h)) * (1 - (d / h) ** 2) ** 2 : 0),
  gaussian: (d: number, h: number) => Math.exp(-(d ** 2) / (2 * h ** 2)) / (2 * Math.PI * h * h),
} as const;

describe('kernel density', () => {
  it.each(['quartic', 'gaussian'] as const)(
    'with the %s kernel equals its formula at every cell, at 1e-9',
    (kernel) => {
      const points = scattered(40);
      const { values, columns, rows, corners, cellM } = kde(
        placed(...points),
        PROJECTION,
        { bandwidthM: 500, cellM: 130, kernel },
        IDLE,
      );
      const [x0, y0] = PROJECTION.forward(corners[0]?.[0] ?? NaN, corners[0]?.[1] ?? NaN);
      expect(values).toHaveLength(columns * rows);
      values.forEach((value, i) => {
        const [x, y] = [x0 + (i % columns) * cellM, y0 + Math.floor(i / columns) * cellM];
        const expected = points.reduce((sum, [u, v]) => sum + KERNELS[kernel](Math.hypot(x - u, y - v), 500), 0) * 1e6;
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.max(expected, 1e-3));
      });
    },
  );

  it('is 3/(πh²) right at a lone point, and 1/(2πh²) with the Gaussian (Silverman 1986, 4.5 and 4.3)', () => {
    // The centre of a cell.
    const point = placed([528_050, 4_000_050]);
    const most = (kernel: 'quartic' | 'gaussian'): number =>
      Math.max(...kde(point, PROJECTION, { bandwidthM: 1000, cellM: 100, kernel }).values);
    expect(most('quartic')).toBeCloseTo(3 / Math.PI, 9);
    expect(most('gaussian')).toBeCloseTo(1 / (2 * Math.PI), 9);
  });

  it('spreads each point over its surroundings without loss: density times area is the number of points', () => {
    const { values, cellM } = kde(placed(...scattered(25)), PROJECTION, { bandwidthM: 600, cellM: 20 });
    expect(values.reduce((a, b) => a + b, 0) * (cellM / 1000) ** 2).toBeCloseTo(25, 3);
    const wide = kde(placed(...scattered(25)), PROJECTION, { bandwidthM: 200, cellM: 20, kernel: 'gaussian' });
    // Three standard deviations of margin: at least 99.4 % of each.
    const held = wide.values.reduce((a, b) => a + b, 0) * 0.0004;
    expect(held).toBeGreaterThan(25 * 0.994);
    expect(held).toBeLessThan(25);
  });

  it('lies on whole cells of the projection, so that two layers’ grids fit each other', () => {
    const { corners, columns, rows, cellM } = kde(placed([528_049, 4_000_001]), PROJECTION, {
      bandwidthM: 300,
      cellM: 100,
    });
    const at = corners.map(([lon, lat]) =>
      PROJECTION.forward(lon, lat).map((metres) => Math.round(metres * 1000) / 1000),
    );
    // One bandwidth around it: x from 527 749 to 528 349, y from 3 999 701 to 4 000 301.
    expect(at).toEqual([
      [527_750, 3_999_750],
      [528_350, 3_999_750],
      [528_350, 4_000_350],
      [527_750, 4_000_350],
    ]);
    expect([columns, rows, cellM]).toEqual([7, 7, 100]);
  });

  it('refuses a grid of millions of cells', () => {
    expect(() =>
      kde(
        placed([0, 4_000_000], [200_000, 4_100_000]),
        PROJECTION,
        { bandwidthM: 100, cellM: 10 },
        IDLE,
        '/analyses/0',
      ),
    ).toThrow(expect.objectContaining({ code: 'grid-too-fine', at: '/analyses/0/cellM' }));
  });
});
