import { describe, expect, it } from 'vitest';
import { scaleBar } from '../../format/scale.ts';
import { mapHeight, metresPerMm, ORIENTATIONS, pageSize, PAPERS, scaleNumber } from './sheet.ts';

describe('a map on paper', () => {
  it('has the page between the margins, but for the words', () => {
    expect(pageSize({ paper: 'A4', orientation: 'landscape' })).toEqual({ width: 277, height: 189 });
    expect(pageSize({ paper: 'A3', orientation: 'portrait' })).toEqual({ width: 277, height: 399 });
    for (const paper of PAPERS)
      for (const orientation of ORIENTATIONS) {
        const page = pageSize({ paper, orientation });
        expect(page.width > page.height).toBe(orientation === 'landscape');
        expect(mapHeight(page, 40.5)).toBe(page.height - 41);
      }
  });

  it('keeps two fifths of the page, however long its legend is', () => {
    expect(mapHeight({ width: 190, height: 276 }, 1000)).toBe(110);
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
      const { lengthM, length: lengthMm } = scaleBar(perMm, 50);
      expect(lengthM / 10 ** Math.floor(Math.log10(lengthM) + 1e-9)).toBeOneOf([1, 2, 5]);
      expect(lengthMm * perMm).toBeCloseTo(lengthM, 9);
      expect(lengthMm).toBeLessThanOrEqual(50);
      expect(lengthMm).toBeGreaterThanOrEqual(20);
    }
  });
});
