import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../testing/random.ts';
import { distanceM, metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import {
  contiguous,
  distanceBand,
  givenWeights,
  islands,
  nearestNeighbours,
  rowStandardised,
  type SpatialWeights,
} from './spatial-weights.ts';

function rowsOf({ count, start, index, weight }: SpatialWeights): [index: number, weight: number][][] {
  return Array.from({ length: count }, (_, i) =>
    Array.from(index.subarray(start[i], start[i + 1]), (j, k) => [j, weight[(start[i] as number) + k] as number]),
  );
}
const indexes = (weights: SpatialWeights): number[][] => rowsOf(weights).map((row) => row.map(([j]) => j));

/** Places `metres` east of 120° E, 36° N. */
function eastward(...metres: number[]): Float64Array {
  const scale = metresPerDegree(36).lon;
  return Float64Array.from(metres.flatMap((m) => [120 + m / scale, 36]));
}

function scattered(count: number): Float64Array {
  const random = randomFrom(4);
  return Float64Array.from({ length: 2 * count }, (_, i) =>
    i % 2 === 0 ? 120.2 + random.next() * 0.1 : 36 + random.next() * 0.1,
  );
}
const place = (lonLat: Float64Array, i: number): { readonly lon: number; readonly lat: number } => ({
  lon: lonLat[2 * i] as number,
  lat: lonLat[2 * i + 1] as number,
});

describe('neighbours within a distance', () => {
  it('are those at most so many metres away on the spheroid, not oneself, those at one place among them', () => {
    expect(indexes(distanceBand(eastward(0, 999, 1001, 1999, 0, 9000), 1000))).toEqual([
      [1, 4],
      [0, 2, 3, 4],
      [1, 3],
      [1, 2],
      [0, 1],
      [],
    ]);
  });

  it('equal a look at every pair', () => {
    const lonLat = scattered(120);
    const expected = Array.from({ length: 120 }, (_, i) =>
      Array.from({ length: 120 }, (_, j) => j).filter(
        (j) => j !== i && distanceM(place(lonLat, i), place(lonLat, j)) <= 1500,
      ),
    );
    expect(indexes(distanceBand(lonLat, 1500))).toEqual(expected);
  });
});

describe('nearest neighbours', () => {
  it('of equally near ones are the first in order', () => {
    expect(indexes(nearestNeighbours(eastward(0, -100, 100, 200), 1))).toEqual([[1], [0], [0], [2]]);
    expect(indexes(nearestNeighbours(eastward(0, 100, -100, 200), 2))).toEqual([
      [1, 2],
      [0, 3],
      [0, 1],
      [0, 1],
    ]);
  });

  it('equal a look at every pair', () => {
    const lonLat = scattered(100);
    const expected = Array.from({ length: 100 }, (_, i) =>
      Array.from({ length: 100 }, (_, j) => j)
        .filter((j) => j !== i)
        .sort((a, b) => distanceM(place(lonLat, i), place(lonLat, a)) - distanceM(place(lonLat, i), place(lonLat, b)))
        .slice(0, 7)
        .sort((a, b) => a - b),
    );
    expect(indexes(nearestNeighbours(lonLat, 7))).toEqual(expected);
  });

  it('are all others where there are not so many, and found among places that coincide', () => {
    expect(indexes(nearestNeighbours(eastward(0, 50_000, 0), 8))).toEqual([
      [1, 2],
      [0, 2],
      [0, 1],
    ]);
    expect(indexes(nearestNeighbours(eastward(5, 5, 5), 1))).toEqual([[1], [0], [0]]);
    expect(nearestNeighbours(new Float64Array(), 3).count).toBe(0);
    expect(indexes(nearestNeighbours(eastward(7), 3))).toEqual([[]]);
  });
});

describe('cells of a grid', () => {
  it('touch along edges, as queens at corners too', () => {
    const [column, row] = [
      [0, 1, 2, 0, 2, 1],
      [0, 0, 0, 1, 1, 2],
    ];
    expect(indexes(contiguous(column, row, 'rook'))).toEqual([[1, 3], [0, 2], [1, 4], [0], [2], []]);
    expect(indexes(contiguous(column, row, 'queen'))).toEqual([
      [1, 3],
      [0, 2, 3, 4],
      [1, 4],
      [0, 1, 5],
      [1, 2, 5],
      [3, 4],
    ]);
  });
});

describe('given weights', () => {
  it('add up where a pair comes twice, and stand in rows', () => {
    expect(
      rowsOf(
        givenWeights(
          [
            [2, 0, 1],
            [0, 2, 0.5],
            [0, 1, 1],
            [0, 2, 0.25],
          ],
          3,
        ),
      ),
    ).toEqual([
      [
        [1, 1],
        [2, 0.75],
      ],
      [],
      [[0, 1]],
    ]);
  });

  it.each([[[0, 3, 1]], [[-1, 0, 1]], [[0, 0.5, 1]], [[0, 1, NaN]]] as const)('refuse %j', (triple) => {
    expect(() => givenWeights([[0, 1, 1], triple], 3, '/analyses/0')).toThrow(
      expect.objectContaining({ code: 'triple-wrong', at: '/analyses/0/neighbours/given/1' }),
    );
  });

  it('are scaled to rows of 1, and rows of nothing stay', () => {
    const scaled = rowStandardised(
      givenWeights(
        [
          [0, 1, 3],
          [0, 2, 1],
          [2, 0, 5],
        ],
        3,
      ),
    );
    expect(rowsOf(scaled)).toEqual([
      [
        [1, 0.75],
        [2, 0.25],
      ],
      [],
      [[0, 1]],
    ]);
    expect(islands(scaled)).toBe(1);
    expect(
      islands(
        givenWeights(
          [
            [0, 0, 1],
            [1, 0, 0],
          ],
          2,
        ),
      ),
    ).toBe(2);
  });
});
