import { describe, expect, it } from 'vitest';
import { eastingOf, northingOf } from '../../../tiles/tile/mercator.ts';
import { cellAt, cellBounds3857, clusterId } from '../../../tiles/tile/pyramid.ts';
import type { NearbyResult } from '../../../tiles/api/wire.ts';
import { cellOfCluster, cellReachM, inCell, openingZoom } from './clusters.ts';

const QINGDAO = { lon: 120.385, lat: 36.066 };
const cellOf = ({ lon, lat }: { lon: number; lat: number }, level: number) =>
  cellAt(eastingOf(lon), northingOf(lat), level);

describe('a click on a cluster', () => {
  it('zooms in by two or three levels, the farther the more it holds', () => {
    expect(openingZoom(9, 10.4, 16)).toBe(12);
    expect(openingZoom(500, 10.4, 16)).toBe(13);
    expect(openingZoom(1e6, 10, 16)).toBe(13);
  });

  it('goes no farther than there are tiles, and nowhere from the last ones', () => {
    expect(openingZoom(1e6, 14.9, 16)).toBe(16);
    expect(openingZoom(40, 15.99, 16)).toBe(16);
    expect(openingZoom(40, 16, 16)).toBeNull();
    expect(openingZoom(40, 19.5, 16)).toBeNull();
  });
});

describe('the cell of a cluster', () => {
  it.each([0, 3, 10, 16, 22])('is read back from its number at level %d', (level) => {
    for (const lon of [-179.99, -1, 0, 120.385, 179.99]) {
      for (const lat of [-80, 0, 36.066, 84]) {
        const cell = cellOf({ lon, lat }, level);
        expect(cellOfCluster(clusterId(cell), level)).toEqual(cell);
      }
    }
  });

  it('is reached as a whole from any place in it, and not much more', () => {
    const cell = cellOf(QINGDAO, 16);
    const { west, east } = cellBounds3857(cell);
    const widthM = (east - west) * Math.cos((QINGDAO.lat * Math.PI) / 180);
    expect(cellReachM(cell, QINGDAO)).toBeGreaterThan(widthM * Math.SQRT2);
    expect(cellReachM(cell, QINGDAO)).toBeLessThan(widthM * Math.SQRT2 * 1.05);
  });

  it('keeps only the features that lie in it', () => {
    const hit = (id: string, lon: number): NearbyResult['features'][number] => ({
      type: 'Feature',
      id,
      bbox: [lon, QINGDAO.lat, lon, QINGDAO.lat],
      geometry: { type: 'Point', coordinates: [lon, QINGDAO.lat] },
      properties: {},
      layer: 'x',
      provenance: 'synthetic',
      owner: '',
      updatedAt: '',
      distanceM: 0,
    });
    const cell = cellOf(QINGDAO, 16);
    const { west, east } = cellBounds3857(cell);
    const width = ((east - west) / eastingOf(1)) * 0.999;
    expect(
      inCell(cell, [hit('in', QINGDAO.lon), hit('west', QINGDAO.lon - width), hit('east', QINGDAO.lon + width)]).map(
        ({ id }) => id,
      ),
    ).toEqual(['in']);
  });
});
