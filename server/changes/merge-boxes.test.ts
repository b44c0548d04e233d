import { describe, expect, it } from 'vitest';
import { randomFrom } from '../testing/edits.ts';
import { boxAt, countBoxes } from '../layers/change.ts';
import { mergeBoxes, snapBoxes } from './feed.ts';

const MOST = 200;

function scattered(count: number, spanM: number): number[] {
  const random = randomFrom(7);
  return Array.from({ length: count }, () => {
    const [x, y] = [13_384_000 + random() * spanM, 4_306_000 + random() * spanM];
    return [x, y, x + random() * 100, y + random() * 100];
  }).flat();
}

describe('boxes of a change', () => {
  it('are widened to tiles of 38 m at the equator, each told once, wherever in them something lies', () => {
    const whole = (boxes: number[]): number[] => snapBoxes(boxes).map(Math.round);
    const [west = 0, south = 0, east = 0, north = 0, ...rest] = whole([13_384_000, 4_306_000, 13_384_000, 4_306_000]);
    expect(rest).toEqual([]);
    expect([east - west, north - south]).toEqual([expect.closeTo(38, -0.5), expect.closeTo(38, -0.5)]);
    const inside = [1, 19, 35].flatMap((at) => [west + at, south + at, west + at + 1, south + at + 1]);
    expect(whole(inside)).toEqual([west, south, east, north]);
    expect(whole([west + 2, south + 2, east + 2, south + 3])).toEqual([
      west,
      south,
      expect.closeTo(east + 38, -0.5),
      north,
    ]);
    expect(snapBoxes([])).toEqual([]);
  });

  it('hold what they are made from after widening', () => {
    const boxes = scattered(500, 1000);
    const snapped = snapBoxes(boxes);
    for (let index = 0; index < countBoxes(boxes); index += 1) {
      const { west, south, east, north } = boxAt(boxes, index);
      const holds = Array.from({ length: countBoxes(snapped) }, (_, at) => boxAt(snapped, at)).some(
        (each) => each.west <= west && each.south <= south && each.east >= east && each.north >= north,
      );
      expect(holds).toBe(true);
    }
  });

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
