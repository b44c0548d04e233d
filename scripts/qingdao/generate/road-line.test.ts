import { describe, expect, it } from 'vitest';
import { besideRoad, roadLine } from './road-line.ts';
import type { LonLat, Road } from './types.ts';

const road: Road = {
  id: 'R1',
  name: { zh: '甲路', en: 'A Road' },
  class: 'tertiary',
  district: '370202',
  subdistrict: '370202001',
  lengthM: 400,
  geometry: {
    type: 'LineString',
    coordinates: [
      [120, 36],
      [120.001, 36],
      [120.002, 36],
      [120.003, 36],
    ],
  },
};
const landWest = (east: number) => ({ districtAt: ({ lon }: LonLat) => (lon < east ? '370202' : null) });

describe('a place beside a road', () => {
  it('is a few metres off its middle', () => {
    const { lon, lat } = besideRoad(landWest(121), road);
    expect(lon).toBeCloseTo(120.001567, 5);
    expect(lat).toBe(36);
  });

  it('is sought outwards where the middle is not in its district', () => {
    expect(besideRoad(landWest(120.0008), road).lon).toBeCloseTo(120.0005, 3);
  });

  it('does not exist where no part of the road is', () => {
    expect(() => besideRoad({ districtAt: () => null }, road)).toThrow(
      'No part of road R1 lies in its district 370202.',
    );
  });

  it('reads the longest part of a road in several', () => {
    const parts: Road = {
      ...road,
      geometry: {
        type: 'MultiLineString',
        coordinates: [
          [
            [1, 1],
            [2, 2],
          ],
          [
            [3, 3],
            [4, 4],
            [5, 5],
          ],
        ],
      },
    };
    expect(roadLine(parts).map(({ lon }) => lon)).toEqual([3, 4, 5]);
  });
});
