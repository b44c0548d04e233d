import { describe, expect, it } from 'vitest';
import { tileMatrixSetOf } from './tile-matrix-set.ts';

/**
 * Level, scale denominator, cell size, and tiles from west to east, of OGC's register (registry/json of
 * 2D-Tile-Matrix-Set).
 */
const WEB_MERCATOR_QUAD = [
  [0, 559082264.028717, 156543.033928041, 1],
  [1, 279541132.014358, 78271.5169640204, 2],
  [5, 17471320.7508974, 4891.96981025128, 32],
  [11, 272989.386732772, 76.4370282851762, 2048],
  [14, 34123.6733415964, 9.55462853564703, 16384],
  [22, 133.295598990611, 0.0373227677173712, 4194304],
] as const;
const WORLD_CRS84_QUAD = [
  [0, 279541132.014358, 0.703125, 2],
  [1, 139770566.007179, 0.3515625, 4],
  [7, 2183915.09386217, 0.0054931640625, 256],
  [13, 34123.6733415964, 0.0000858306884765625, 16384],
  [21, 133.295598990611, 0.00000033527612686157, 4194304],
] as const;

describe.each([
  ['WebMercatorQuad', WEB_MERCATOR_QUAD, 23, [-20037508.3427892, 20037508.3427892], ['X', 'Y'], 1],
  ['CGCS2000Quad', WORLD_CRS84_QUAD, 22, [90, -180], ['Lat', 'Lon'], 0.5],
] as const)('the tile matrix set of %s', (matrixSet, registered, levels, origin, axes, rowsPerColumn) => {
  const set = tileMatrixSetOf(matrixSet, 'en');

  it('has every level, from its own on', () => {
    expect(set.tileMatrices.map(({ id }) => id)).toEqual(Array.from({ length: levels }, (_, z) => String(z)));
  });

  it("has the scales, the cell sizes and the tiles of OGC's register", () => {
    for (const [z, scaleDenominator, cellSize, columns] of registered) {
      const matrix = set.tileMatrices[z];
      expect(matrix).toMatchObject({
        tileWidth: 256,
        tileHeight: 256,
        matrixWidth: columns,
        matrixHeight: columns * rowsPerColumn,
        cornerOfOrigin: 'topLeft',
      });
      // The register has 15 digits, cut off.
      expect((matrix?.scaleDenominator ?? 0) / scaleDenominator).toBeCloseTo(1, 13);
      expect((matrix?.cellSize ?? 0) / cellSize).toBeCloseTo(1, 13);
    }
  });

  it('begins at its corner, in the order of the axes', () => {
    expect(set.orderedAxes).toEqual(axes);
    for (const { pointOfOrigin } of set.tileMatrices) {
      expect(pointOfOrigin[0]).toBeCloseTo(origin[0], 6);
      expect(pointOfOrigin[1]).toBeCloseTo(origin[1], 6);
    }
  });
});

it('only a registered set has a uri of the register', () => {
  expect(tileMatrixSetOf('WebMercatorQuad', 'zh').uri).toBe(
    'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad',
  );
  expect(tileMatrixSetOf('CGCS2000Quad', 'zh')).not.toHaveProperty('uri');
});
