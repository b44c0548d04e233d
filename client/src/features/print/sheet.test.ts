import { describe, expect, it } from 'vitest';
import { mapSize, metresPerMm, ORIENTATIONS, PAPERS, scaleBar, scaleNumber } from './sheet.ts';

describe('a map on paper', () => {
  it('fits between the margins, and is wider than high where the paper is', () => {
    expect(mapSize({ paper: 'A4', orientation: 'landscape' }).width).toBe(277);
    expect(mapSize({ paper: 'A3', orientation: 'portrait' }).width).toBe(277);
    for (const paper of PAPERS)
      for (const orientation of ORIENTATIONS) {
        const { width, height } = mapSize({ paper, orientation });
        expect(width > height).toBe(orientation === 'landscape');
      }
  });

  // The scale denominators of OGC's WebMercatorQuad (17-083r4, annex D.1) are those of pixels of 0.28 mm, 256 a tile:
  // a level there is half a level of ours.
  it.each([
    [0, 559082264.028717],
    [9, 1091957.54693104],
    [14, 34123.6733415964],
  ])('has the scale of the standard at its level %i', (level, denominator) => {
    const pixelMm = 25.4 / 96;
    expect(metresPerMm(level - 1, 0) * 1000).toBeCloseTo((denominator * 0.28) / pixelMm, -2);
  });

  it('is at a larger scale farther from the equator', () => {
    expect(metresPerMm(9, 60) / metresPerMm(9, 0)).toBeCloseTo(0.5, 10);
    expect(scaleNumber(123.4567)).toBe(123_000);
  });

  it('has a bar of a round length that is as long as it says', () => {
    for (const perMm of [0.37, 1, 9.99, 123, 4567]) {
      const { lengthM, lengthMm } = scaleBar(perMm, 50);
      expect(lengthM / 10 ** Math.floor(Math.log10(lengthM) + 1e-9)).toBeOneOf([1, 2, 5]);
      expect(lengthMm * perMm).toBeCloseTo(lengthM, 9);
      expect(lengthMm).toBeLessThanOrEqual(50);
      expect(lengthMm).toBeGreaterThanOrEqual(20);
    }
  });
});
