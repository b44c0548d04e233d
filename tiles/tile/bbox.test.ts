import { describe, expect, it } from 'vitest';
import { onGlobe, partsOf } from './bbox.ts';

describe('a box', () => {
  it('that crosses the antimeridian has a part on either side', () => {
    expect(partsOf([170, -10, -170, 10])).toEqual([
      [170, -10, 180, 10],
      [-180, -10, -170, 10],
    ]);
    expect(partsOf([120, 36, 121, 37])).toEqual([[120, 36, 121, 37]]);
    expect(partsOf([180, 0, -170, 10])).toEqual([[-180, 0, -170, 10]]);
    expect(partsOf([170, 0, -180, 10])).toEqual([[170, 0, 180, 10]]);
  });

  it.each([
    [
      [120, 36, 121, 37],
      [120, 36, 121, 37],
    ],
    [
      [170, -10, 190, 10],
      [170, -10, -170, 10],
    ],
    [
      [-190, -10, -170, 10],
      [170, -10, -170, 10],
    ],
    [
      [480, 0, 490, 10],
      [120, 0, 130, 10],
    ],
    [
      [-200, -95, 200, 95],
      [-180, -90, 180, 90],
    ],
    [
      [170, 0, 180, 10],
      [170, 0, 180, 10],
    ],
    [
      [-180, 0, -170, 10],
      [-180, 0, -170, 10],
    ],
  ] as const)('of a map, %j, is %j on the globe', (view, box) => {
    expect(onGlobe(view)).toEqual(box);
  });
});
