import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MATRIX_SET_IDS, matrixSize, HALF_WORLD_M } from '../../tiles/tile/matrix-set.ts';
import { tileAt, tileBounds3857 } from '../../tiles/tile/tile.ts';
import { touchedTiles } from '../../tiles/tile/touched.ts';
import { isTouched } from '../../tiles/tile/touching.ts';
import type { Change } from '../layers/change.ts';
import { PUBLIC } from '../platform/auth/principal.ts';
import { testCatalogue } from '../testing/layers.ts';
import { tileRequest } from '../testing/tile-request.ts';
import { TileEntry } from './entry.ts';
import { TileIndex } from './cache.ts';

const toilets = testCatalogue.layers.filter(({ id }) => id === 'toilets');
const zones = testCatalogue.layers.filter(({ id }) => id === 'zones');
const change = (boxes: readonly number[] | null, more: Partial<Change> = {}): Change => ({
  layer: 'toilets',
  revision: 5,
  boxes,
  isReset: false,
  ...more,
});

async function touchedOf(
  index: TileIndex,
  each: Change,
  geometry: 'Point' | 'Polygon' = 'Point',
): Promise<Set<TileEntry>> {
  const found = new Set<TileEntry>();
  await index.forTouched(each, geometry, (entry) => found.add(entry));
  return found;
}

/** Often at the antimeridian and beyond the poles. */
const lon = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.constantFrom(-180, 180, -179.999, 179.9999, 0, 120.234375),
);
const lat = fc.oneof(
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.constantFrom(-85.0512, 85.0512, 85, -85, 89, 0, 36.0313316),
);
const tiles = fc.array(fc.tuple(fc.constantFrom(...MATRIX_SET_IDS), fc.integer({ min: 0, max: 20 }), lon, lat), {
  minLength: 1,
  maxLength: 60,
});
const metres = fc.oneof(
  fc.double({ min: -HALF_WORLD_M, max: HALF_WORLD_M, noNaN: true }),
  fc.constantFrom(-HALF_WORLD_M, HALF_WORLD_M, 13_384_429.4),
);
const northing = fc.oneof(metres, fc.constantFrom(-3e7, -2.1e7, 2.1e7, 3e7));
const size = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 5000, noNaN: true }),
  fc.double({ min: 0, max: HALF_WORLD_M, noNaN: true }),
);

describe('tiles by where they are', () => {
  it('are found where a change touches them: exactly those that the rule names', async () => {
    await fc.assert(
      fc.asyncProperty(
        tiles,
        fc.array(fc.tuple(metres, northing, size, size, fc.nat()), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('Point', 'Polygon'),
        async (at, corners, geometry) => {
          const entries = at.map(
            ([matrixSet, z, eastDeg, northDeg]) =>
              new TileEntry(
                PUBLIC,
                tileRequest(toilets, tileAt({ lon: eastDeg, lat: northDeg }, z, matrixSet), { matrixSet }),
                {
                  bytes: Buffer.from('x'),
                  revisions: new Map([['toilets', 4]]),
                },
              ),
          );
          const index = new TileIndex();
          for (const entry of entries) index.add(entry);
          const boxes = corners.map(([x, y, width, height, pick]) => {
            // Half of them near one of the tiles, where it matters.
            const entry = entries[pick % (entries.length * 2)];
            if (entry === undefined) return { west: x, south: y, east: x + width, north: y + height };
            const { west, south, east, north } = tileBounds3857(entry.tile, 100, entry.matrixSet);
            return {
              west: west + ((x + HALF_WORLD_M) / (2 * HALF_WORLD_M)) * (east - west),
              east: east + width / 100,
              south: Math.max(south, -3e7),
              north: Math.min(north, 3e7),
            };
          });
          const found = await touchedOf(
            index,
            change(boxes.flatMap(({ west, south, east, north }) => [west, south, east, north])),
            geometry,
          );
          for (const entry of entries) {
            const expected = boxes.some((box) =>
              isTouched(touchedTiles(geometry, box, entry.matrixSet, entry.tile.z), entry.tile.x, entry.tile.y),
            );
            if (found.has(entry) !== expected)
              expect({ ...entry.tile, matrixSet: entry.matrixSet, boxes, found: !expected }).toEqual({
                ...entry.tile,
                matrixSet: entry.matrixSet,
                boxes,
                found: expected,
              });
          }
        },
      ),
      { numRuns: 1500, seed: 3 },
    );
  });

  it('are found by a change of the whole layer, only where made before it, and not once they are removed', async () => {
    const index = new TileIndex();
    const make = (layers: typeof toilets, revision: number, x: number): TileEntry =>
      new TileEntry(PUBLIC, tileRequest(layers, { z: 10, x, y: 400 }), {
        bytes: Buffer.from('x'),
        revisions: new Map([
          ['toilets', revision],
          ['zones', revision],
        ]),
      });
    const [old, current, other] = [make(toilets, 4, 1), make(toilets, 5, 1), make(zones, 1, 1)];
    for (const entry of [old, current, other]) index.add(entry);
    const { west, south, east, north } = tileBounds3857(old.tile);
    const [x, y] = [(west + east) / 2, (south + north) / 2];
    expect([...(await touchedOf(index, change([x, y, x, y])))]).toEqual([old]);
    expect([...(await touchedOf(index, change(null)))]).toEqual([old]);
    expect([...(await touchedOf(index, change(null, { isReset: true, revision: 1 })))]).toEqual([old, current]);
    expect([...(await touchedOf(index, change([])))]).toEqual([]);
    index.remove(old);
    expect([...(await touchedOf(index, change([x, y, x, y])))]).toEqual([]);
  });

  it('of every level of both matrix sets can be found at once', async () => {
    const index = new TileIndex();
    const entries = MATRIX_SET_IDS.flatMap((matrixSet) =>
      Array.from(
        { length: 20 },
        (_, z) =>
          new TileEntry(
            PUBLIC,
            tileRequest(toilets, tileAt({ lon: 120.38, lat: 36.07 }, z, matrixSet), { matrixSet }),
            {
              bytes: Buffer.from('x'),
              revisions: new Map(),
            },
          ),
      ),
    );
    for (const entry of entries) index.add(entry);
    const x = (120.38 / 180) * HALF_WORLD_M;
    const found = await touchedOf(index, change([x, 4_310_000, x + 50_000, 4_320_000]));
    expect(entries.filter((entry) => !found.has(entry)).every(({ tile }) => tile.z > 8)).toBe(true);
    expect(matrixSize('WebMercatorQuad', 0)).toEqual({ columns: 1, rows: 1 });
  });
});
