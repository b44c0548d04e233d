import { Delaunay } from 'd3-delaunay';
import { describe, expect, it } from 'vitest';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { randomFrom } from '../../testing/random.ts';
import { bordering } from './borders.ts';

const polygon = (...rings: [number, number][][]): GeoJSONGeometry => ({
  type: 'Polygon',
  coordinates: rings.map((ring) => [...ring, ring[0] as [number, number]]),
});
const box = (west: number, south: number, east: number, north: number): [number, number][] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

describe('areas that touch', () => {
  it('are queens at a corner, and rooks along a piece of border alone', () => {
    const areas = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(1, 1, 2, 2), box(5, 5, 6, 6)].map((each) => polygon(each));
    expect(bordering(areas, 'queen')).toEqual([[1, 2], [0, 2], [0, 1], []]);
    expect(bordering(areas, 'rook')).toEqual([[1], [0, 2], [1], []]);
  });

  it('are found where a corner of one lies in the midst of an edge of the other, rounded to six digits', () => {
    const long = polygon([
      [120, 36],
      [120.1, 36.01],
      [120.1, 36.1],
      [120, 36.1],
    ]);
    // On the slanting edge, but for the rounding.
    const short = polygon([
      [120.033333, 36.003333],
      [120.033333, 35.9],
      [120.066667, 35.9],
      [120.066667, 36.006667],
    ]);
    expect(bordering([long, short], 'rook')).toEqual([[1], [0]]);
  });

  it('are no rooks where two borders leave one corner at a small angle', () => {
    const below = polygon([
      [0, 0],
      [1, 0],
      [1, -1],
    ]);
    const above = polygon([
      [0, 0],
      [1, 1],
      [1, 0.002],
    ]);
    expect([bordering([below, above], 'queen'), bordering([below, above], 'rook')]).toEqual([
      [[1], [0]],
      [[], []],
    ]);
  });

  it('are an area in a hole and what is around it, every part of a multipolygon, and those that overlap', () => {
    const around = polygon(box(0, 0, 4, 4), box(1, 1, 2, 2).reverse());
    const inside = polygon(box(1, 1, 2, 2));
    const far: GeoJSONGeometry = {
      type: 'MultiPolygon',
      coordinates: [polygon(box(9, 9, 10, 10)), polygon(box(4, 0, 5, 1))].map(
        ({ coordinates }) => coordinates as [number, number][][],
      ),
    };
    const across = polygon(box(8.5, 9.2, 9.5, 9.4));
    expect(bordering([around, inside, far, across], 'queen')).toEqual([[1, 2], [0], [0, 3], [2]]);
    expect(bordering([around, inside, far, across], 'rook')).toEqual([[1, 2], [0], [0], []]);
  });

  it('of a Voronoi diagram are those that its own triangulation joins', () => {
    const random = randomFrom(5);
    const points = Array.from({ length: 400 }, () => [120 + random.next(), 36 + random.next()] as [number, number]);
    const voronoi = Delaunay.from(points).voronoi([120, 36, 121, 37]);
    const areas = points.map(
      (_, i): GeoJSONGeometry => ({
        type: 'Polygon',
        coordinates: [[...(voronoi.cellPolygon(i) as [number, number][])]],
      }),
    );
    const theirs = points.map((_, i) => [...voronoi.neighbors(i)].sort((a, b) => a - b));
    expect(bordering(areas, 'rook')).toEqual(theirs);
  });
});
