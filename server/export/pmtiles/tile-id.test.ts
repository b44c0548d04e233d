import fc from 'fast-check';
import { tileIdToZxy, zxyToTileId } from 'pmtiles';
import { describe, expect, it } from 'vitest';
import { firstTileId, tileIdOf, tileOfId } from './tile-id.ts';

const tile = fc
  .tuple(fc.integer({ min: 0, max: 22 }), fc.nat(), fc.nat())
  .map(([z, x, y]) => ({ z, x: x % 2 ** z, y: y % 2 ** z }));

describe('the id of a tile', () => {
  it.each([
    [{ z: 0, x: 0, y: 0 }, 0],
    [{ z: 1, x: 0, y: 0 }, 1],
    [{ z: 1, x: 0, y: 1 }, 2],
    [{ z: 1, x: 1, y: 1 }, 3],
    [{ z: 1, x: 1, y: 0 }, 4],
    [{ z: 2, x: 0, y: 0 }, 5],
    [{ z: 12, x: 3423, y: 1763 }, 19078479],
  ])('of %j is %i, as the specification has it', (each, id) => {
    expect(tileIdOf(each)).toBe(id);
  });

  it('is what readers take it for', () => {
    fc.assert(
      fc.property(tile, (each) => {
        const id = tileIdOf(each);
        expect(id).toBe(zxyToTileId(each.z, each.x, each.y));
        expect(tileIdToZxy(id)).toEqual([each.z, each.x, each.y]);
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('gives the tile back', () => {
    fc.assert(
      fc.property(tile, (each) => {
        expect(tileOfId(tileIdOf(each))).toEqual(each);
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('goes through all tiles of a level, each beside the one before', () => {
    for (const z of [1, 2, 3, 4]) {
      const tiles = Array.from({ length: 4 ** z }, (_, index) => tileOfId(firstTileId(z) + index));
      expect(new Set(tiles.map(({ x, y }) => `${String(x)} ${String(y)}`)).size).toBe(4 ** z);
      for (const [index, { x, y }] of tiles.entries()) {
        const next = tiles[index + 1];
        if (next) expect(Math.abs(next.x - x) + Math.abs(next.y - y)).toBe(1);
      }
    }
  });
});
