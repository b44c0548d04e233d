import { describe, expect, it } from 'vitest';
import { distanceM, moved } from './outline.ts';
import { settle, spread } from './settle.ts';

const shore = { lon: 120.4, lat: 36.06 };
/** Land north of the shore, sea south of it. */
const world = { districtAt: ({ lat }: { lat: number }) => (lat > shore.lat ? '370202' : null) };

describe('settling a place on land', () => {
  it('leaves a place on land where it is', () => {
    const inland = moved(shore, 0, 20);
    expect(settle(world, inland, '370202')).toBe(inland);
  });

  it('moves a place at sea to land nearby', () => {
    const settled = settle(world, moved(shore, 0, -180), '370202');
    expect(world.districtAt(settled)).toBe('370202');
    expect(distanceM(shore, settled)).toBeLessThan(250);
  });

  it('gives up where no land is near', () => {
    expect(() => settle(world, moved(shore, 0, -5000), '370202')).toThrow(/No land of district 370202/);
  });
});

describe('spreading places', () => {
  const line = Array.from({ length: 50 }, (_, index) => moved(shore, index * 10, 0));

  it('keeps places apart', () => {
    const [first, second] = spread(line, 2, 100);
    expect(distanceM(first ?? shore, second ?? shore)).toBeGreaterThanOrEqual(99.9);
  });

  it('moves closer rather than giving fewer', () => {
    expect(spread(line, 50, 1000)).toHaveLength(50);
  });

  it('refuses more places than offered', () => {
    expect(() => spread(line, 51, 1)).toThrow(/51 places are asked for/);
  });
});
