import { describe, expect, it } from 'vitest';
import { lineThrough, pointAt, sketchedZone } from './sketch.ts';
import type { Area } from './types.ts';

const district: Area = {
  code: '370211',
  name: { zh: '黄岛区', en: 'Huangdao' },
  district: '370211',
  bbox: [0, 0, 3, 1],
  center: { lon: 0.5, lat: 0.5 },
  areaKm2: 1,
  geometry: {
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
          [0, 0],
        ],
      ],
      [
        [
          [2, 0],
          [3, 0],
          [3, 1],
          [2, 1],
          [2, 0],
        ],
      ],
    ],
  },
};

describe('sketch', () => {
  it('rounds to six decimals', () => {
    expect(pointAt({ lon: 120.12345678, lat: 36.0000004 })).toEqual({ type: 'Point', coordinates: [120.123457, 36] });
    expect(
      lineThrough([
        { lon: 1, lat: 2 },
        { lon: 3, lat: 4 },
      ]).coordinates,
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('cuts a zone to its district and keeps the largest piece', () => {
    const zone = sketchedZone(
      [
        [0.2, 0.2],
        [2.1, 0.2],
        [2.1, 0.8],
        [0.2, 0.8],
      ],
      district,
    );
    expect(zone.type).toBe('Polygon');
    const longitudes = zone.coordinates.flat().map((at) => (Array.isArray(at) ? at[0] : Number.NaN));
    expect(Math.max(...longitudes)).toBe(1);
  });

  it('throws where a zone misses its district', () => {
    expect(() =>
      sketchedZone(
        [
          [5, 5],
          [6, 5],
          [6, 6],
        ],
        district,
      ),
    ).toThrow(/outside Huangdao/);
    expect(() => sketchedZone([], district)).toThrow(/three corners/);
  });
});
