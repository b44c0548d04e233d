import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metatileOf } from './metatile.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import {
  columnOf,
  latOfWorldY,
  projectionOf,
  tilesOf,
  viewOf,
  worldXOf,
  worldYOf,
  type Fitted,
  type View,
} from './view.ts';

const view = (more: Partial<View> = {}): View => ({
  projection: 'WebMercatorQuad',
  lon: 120.38,
  lat: 36.07,
  zoom: 10,
  width: 600,
  height: 400,
  ...more,
});
const WORLD = { minzoom: 0, maxzoom: 22 };
const fitted = (box: Bbox): Fitted => ({ box, width: 600, height: 400, maxZoom: 22 });

describe('a projection', () => {
  it('puts the middle of the view in the middle of the picture, and finds every place again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('WebMercatorQuad' as const, 'CGCS2000Quad' as const),
        fc.double({ min: -179, max: 179, noNaN: true }),
        fc.double({ min: -80, max: 80, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (projection, lon, lat, zoom) => {
          const { x, y, worldX, worldY } = projectionOf(view({ projection, lon, lat, zoom }));
          expect(x(worldXOf(lon))).toBeCloseTo(300, 6);
          expect(y(worldYOf(lat))).toBeCloseTo(200, 3);
          expect(x(worldX(17))).toBeCloseTo(17, 3);
          expect(y(worldY(190))).toBeCloseTo(190, 3);
        },
      ),
    );
  });

  it('draws a degree of longitude as wide as a degree of latitude in CGCS2000, and narrower in Web Mercator', () => {
    const degrees = (projection: View['projection']) => {
      const { x, y } = projectionOf(view({ projection, lat: 36.5 }));
      return (y(worldYOf(36)) - y(worldYOf(37))) / (x(worldXOf(121)) - x(worldXOf(120)));
    };
    expect(degrees('CGCS2000Quad')).toBeCloseTo(1, 6);
    expect(degrees('WebMercatorQuad')).toBeCloseTo(1 / Math.cos((36.5 * Math.PI) / 180), 3);
  });
});

describe('the tiles of a view', () => {
  it('cover it whole, and none of them lies outside', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -170, max: 170, noNaN: true }),
        fc.double({ min: -70, max: 70, noNaN: true }),
        fc.double({ min: 4, max: 18, noNaN: true }),
        (lon, lat, zoom) => {
          const at = view({ lon, lat, zoom });
          const { x, y } = projectionOf(at);
          const tiles = tilesOf(at, WORLD);
          const boxes = tiles.map(({ z, column, row }) => ({
            left: x(column / 2 ** z),
            right: x((column + 1) / 2 ** z),
            top: y(row / 2 ** z),
            bottom: y((row + 1) / 2 ** z),
          }));
          expect(Math.min(...boxes.map(({ left }) => left))).toBeLessThanOrEqual(1e-6);
          expect(Math.max(...boxes.map(({ right }) => right))).toBeGreaterThanOrEqual(600 - 1e-6);
          expect(Math.min(...boxes.map(({ top }) => top))).toBeLessThanOrEqual(1e-6);
          expect(Math.max(...boxes.map(({ bottom }) => bottom))).toBeGreaterThanOrEqual(400 - 1e-6);
          for (const { left, right, top, bottom } of boxes)
            expect(left < 600 && right > 0 && top < 400 && bottom > 0).toBe(true);
        },
      ),
    );
  });

  it('go on beyond ±180°, under the addresses of the other side', () => {
    const tiles = tilesOf(view({ lon: 179.9, lat: 0, zoom: 3, width: 1200 }), WORLD);
    expect(new Set(tiles.map(columnOf))).toEqual(new Set([6, 7, 0, 1]));
    expect(tiles.some(({ column }) => column >= 8)).toBe(true);
  });

  it('are those of the maxzoom above it, none below the minzoom, and none outside of the bounds', () => {
    expect(tilesOf(view({ zoom: 17 }), { minzoom: 0, maxzoom: 12 }).every(({ z }) => z === 12)).toBe(true);
    expect(tilesOf(view({ zoom: 5 }), { minzoom: 8, maxzoom: 12 })).toEqual([]);
    expect(tilesOf(view(), { ...WORLD, bounds: [10, 50, 11, 51] })).toEqual([]);
    expect(tilesOf(view(), { ...WORLD, bounds: [120, 36, 120.5, 36.2] }).length).toBeGreaterThan(0);
  });
});

describe('the view of a box', () => {
  it('shows it whole, and fills one side of the picture', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.double({ min: -170, max: 160, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true })),
        fc.tuple(fc.double({ min: -60, max: 60, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true })),
        ([west, across], [south, up]) => {
          const found = viewOf(fitted([west, south, west + across, south + up]));
          const { x, y } = projectionOf(found);
          const [left, right] = [x(worldXOf(west)), x(worldXOf(west + across))];
          const [top, bottom] = [y(worldYOf(south + up)), y(worldYOf(south))];
          expect(left).toBeGreaterThan(-0.01);
          expect(top).toBeGreaterThan(-0.01);
          expect(Math.max((right - left) / 600, (bottom - top) / 400)).toBeCloseTo(1, 4);
        },
      ),
    );
  });

  it('crosses ±180° where its west lies east of its east', () => {
    expect(viewOf(fitted([179, -1, -179, 1])).lon).toBeCloseTo(180, 6);
    expect(viewOf(fitted([179, -1, -177, 1])).lon).toBeCloseTo(-179, 6);
  });

  it.each([
    ['high', [120, 36, 120.1, 37]],
    ['wide', [119, 36, 121, 36.1]],
    ['small', [120, 36, 120.00001, 36.00001]],
  ] as const)('shows one that is %s whole above what stands at its foot', (_, box) => {
    const [west, south, east, north] = box;
    const { x, y } = projectionOf(viewOf(fitted(box), 60));
    expect(y(worldYOf(south))).toBeLessThan(340.01);
    expect(y(worldYOf(north))).toBeGreaterThan(-0.01);
    expect((y(worldYOf(south)) + y(worldYOf(north))) / 2).toBeCloseTo(170, 2);
    expect((x(worldXOf(east)) + x(worldXOf(west))) / 2).toBeCloseTo(300, 6);
  });
});

describe('a metatile', () => {
  it.each(['WebMercatorQuad', 'CGCS2000Quad'] as const)(
    'of %s has each of its tiles where the tile lies',
    (matrixSet) => {
      const tiles = [
        { z: 0, x: 0, y: 0 },
        { z: 1, x: 1, y: 1 },
        { z: 12, x: 3418, y: 1611 },
        { z: 21, x: 1_750_021, y: 824_833 },
      ];
      for (const tile of tiles) {
        const { view: at, cut, index } = metatileOf(matrixSet, tile);
        const { worldX, worldY } = projectionOf(at);
        const [left, top] = [(index % cut) * 256, Math.floor(index / cut) * 256];
        const degrees = matrixSet === 'CGCS2000Quad' ? 180 / 2 ** tile.z : null;
        expect(at.width).toBe(256 * cut);
        expect(worldX(left) * 360 - 180).toBeCloseTo(
          degrees === null ? (tile.x / 2 ** tile.z) * 360 - 180 : tile.x * degrees - 180,
          6,
        );
        if (degrees === null) expect(worldY(top)).toBeCloseTo(tile.y / 2 ** tile.z, 9);
        else if (tile.y > 0) expect(latOfWorldY(worldY(top))).toBeCloseTo(90 - tile.y * degrees, 6);
      }
    },
  );
});
