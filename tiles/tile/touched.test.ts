import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MATRIX_SET_IDS, matrixSize, HALF_WORLD_M, type MatrixSetId } from './matrix-set.ts';
import { CELLS_PER_TILE, cellAt, cellBounds3857, cellLevel } from './pyramid.ts';
import { BUFFER, tileBounds3857, type Bounds3857 } from './tile.ts';
import { boundsOfDegrees, touchedTiles } from './touched.ts';
import { isTouched } from './touching.ts';

const metres = fc.double({ min: -HALF_WORLD_M, max: HALF_WORLD_M, noNaN: true });
const matrixSet = fc.constantFrom(...MATRIX_SET_IDS);

/** Of `WebMercatorQuad`, away from the antimeridian. */
const meets = (a: Bounds3857, b: Bounds3857): boolean =>
  a.west <= b.east && a.east >= b.west && a.south <= b.north && a.north >= b.south;

function tilesOf(touched: ReturnType<typeof touchedTiles>, z: number, id: MatrixSetId): string[] {
  const { columns, rows } = matrixSize(id, z);
  const found: string[] = [];
  for (let x = 0; x < columns; x += 1)
    for (let y = 0; y < rows; y += 1) if (isTouched(touched, x, y)) found.push(`${x}/${y}`);
  return found;
}

describe('a change touches', () => {
  it('in a layer of lines or areas the tiles whose ground it meets, with their margin', () => {
    const tile = { z: 14, x: 13660, y: 6400 };
    const { east, north, south } = tileBounds3857(tile);
    const unit = (east - tileBounds3857(tile).west) / 4096;
    const at = (units: number): Bounds3857 => ({
      west: east + units * unit,
      east: east + (units + 1) * unit,
      south: (south + north) / 2,
      north: (south + north) / 2,
    });
    const has = (units: number, x: number): boolean =>
      isTouched(touchedTiles('Polygon', at(units), 'WebMercatorQuad', 14), x, tile.y);
    expect([
      has(-10, tile.x),
      has(-10, tile.x + 1),
      has(-80, tile.x + 1),
      has(BUFFER - 1, tile.x),
      has(BUFFER + 1, tile.x),
    ]).toEqual([true, true, false, true, false]);
  });

  it('in a layer of points all tiles that the cells of what changed meet', () => {
    fc.assert(
      fc.property(metres, metres, fc.integer({ min: 0, max: 22 }), (x, y, z) => {
        const touched = touchedTiles('Point', { west: x, south: y, east: x, north: y }, 'WebMercatorQuad', z);
        const cell = cellBounds3857(cellAt(x, y, cellLevel('WebMercatorQuad', z)));
        const count = 2 ** z;
        const [column, row] = [
          Math.min(count - 1, Math.floor(((x + HALF_WORLD_M) / (2 * HALF_WORLD_M)) * count)),
          Math.min(count - 1, Math.floor(((HALF_WORLD_M - y) / (2 * HALF_WORLD_M)) * count)),
        ];
        for (const dx of [-2, -1, 0, 1, 2]) {
          for (const dy of [-2, -1, 0, 1, 2]) {
            const tile = { z, x: column + dx, y: row + dy };
            // Behind the antimeridian the neighbours are others.
            if (tile.x <= 0 || tile.y < 0 || tile.x >= count - 1 || tile.y >= count) continue;
            if (isTouched(touched, tile.x, tile.y) !== meets(tileBounds3857(tile, BUFFER + 2), cell))
              expect({ tile, x, y }).toBe('touched as its ground tells');
          }
        }
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  it('in a layer of points more than the point itself would', () => {
    const tile = { z: 12, x: 3400, y: 1600 };
    const { west, north, east } = tileBounds3857(tile);
    const unit = (east - west) / 4096;
    // In the first cell from the west, yet out of the neighbour's margin.
    const x = west + (4096 / CELLS_PER_TILE - 10) * unit;
    const box = { west: x, east: x, south: north - 2000 * unit, north: north - 2000 * unit };
    expect(isTouched(touchedTiles('Point', box, 'WebMercatorQuad', 12), tile.x - 1, tile.y)).toBe(true);
    expect(isTouched(touchedTiles('LineString', box, 'WebMercatorQuad', 12), tile.x - 1, tile.y)).toBe(false);
  });

  it('on a level whatever it touches on a level below, in both matrix sets', () => {
    fc.assert(
      fc.property(
        metres,
        metres,
        matrixSet,
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom('Point', 'Polygon'),
        (x, y, id, z, geometry) => {
          const box = { west: x, south: y, east: x, north: y };
          const above = tilesOf(touchedTiles(geometry, box, id, z), z, id);
          expect(above.length).toBeGreaterThan(0);
          for (const tile of tilesOf(touchedTiles(geometry, box, id, z + 1), z + 1, id)) {
            const [column = 0, row = 0] = tile.split('/').map((text) => Math.floor(Number(text) / 2));
            expect(above).toContain(`${column}/${row}`);
          }
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });

  it('by degrees the same as by metres', () => {
    const box = boundsOfDegrees([120, 36, 121, 37]);
    expect(box.west).toBeCloseTo(13358338.9, 1);
    expect(box.north).toBeCloseTo(4439106.79, 1);
    expect(boundsOfDegrees([-180, -90, 180, 90])).toEqual({
      west: -HALF_WORLD_M,
      south: -Infinity,
      east: HALF_WORLD_M,
      north: Infinity,
    });
  });
});
