import { describe, expect, it } from 'vitest';
import { randomFrom } from '../testing/edits.ts';
import { boxAt, countBoxes } from '../layers/change.ts';
import { mergeBoxes } from './feed.ts';

const MOST = 200;

function scattered(count: number, spanM: number): number[] {
  const random = randomFrom(7);
  return Array.from({ length: count }, () => {
    const [x, y] = [13_384_000 + random() * spanM, 4_306_000 + random() * spanM];
    return [x, y, x + random() * 100, y + random() * 100];
  }).flat();
}

describe('boxes of a change', () => {
  it('are told as they are where they are few', () => {
    const boxes = scattered(MOST, 10_000);
    expect(mergeBoxes(boxes, MOST)).toEqual(Array.from({ length: MOST }, (_, index) => boxAt(boxes, index)));
    expect(mergeBoxes([], MOST)).toEqual([]);
  });

  it.each([
    [201, 10_000],
    [5000, 10_000],
    [20_000, 300_000],
    [300, 20_000_000],
  ])('are %i within %i m merged to a few that hold them all', (count, spanM) => {
    const boxes = scattered(count, spanM);
    const merged = mergeBoxes(boxes, MOST);
    expect(merged.length).toBeLessThanOrEqual(MOST);
    for (let index = 0; index < countBoxes(boxes); index += 1) {
      const { west, south, east, north } = boxAt(boxes, index);
      expect(
        merged.some((each) => each.west <= west && each.south <= south && each.east >= east && each.north >= north),
      ).toBe(true);
    }
    // Neighbours are merged, not everything.
    expect(merged.length).toBeGreaterThan(1);
  });
});
