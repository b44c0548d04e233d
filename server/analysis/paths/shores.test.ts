import { difference } from '@turf/difference';
import { feature, featureCollection } from '@turf/helpers';
import { describe, expect, it } from 'vitest';
import { areaM2, polygonsOf, ringAreaM2 } from '../../../tiles/tile/spheroid.ts';
import { randomFrom, type Random } from '../../testing/random.ts';
import { Shores, type Ring } from './shores.ts';

const FRAME = [0, 0, 1, 1] as const;

/** A ring around a place that does not cross itself, counter-clockwise. */
function star(random: Random, [lon, lat]: readonly [number, number], most: number, corners: number): Ring {
  const ring = Array.from({ length: corners }, (_, k) => {
    const [angle, far] = [(2 * Math.PI * k) / corners, most * (0.3 + 0.7 * random.next())];
    return [lon + far * Math.cos(angle), lat + far * Math.sin(angle)];
  });
  return [...ring, ring[0] as number[]];
}

const square = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

/** Of rings: holes count against it. */
const areaOf = (rings: readonly Ring[]): number => rings.reduce((sum, ring) => sum + ringAreaM2(ring), 0);

function byLibrary(polygon: readonly Ring[], water: readonly (readonly Ring[])[]): number {
  const dry = difference(
    featureCollection([
      feature({ type: 'MultiPolygon' as const, coordinates: [[...polygon]] }),
      feature({ type: 'MultiPolygon' as const, coordinates: water.map((rings) => [...rings]) }),
    ]),
  );
  return dry === null ? 0 : areaM2(dry.geometry);
}

describe('what shores leave of a polygon', () => {
  it('is what a library leaves that calculates exactly: lakes with islands, across its rim, holes and inside', () => {
    const random = randomFrom(3);
    for (let round = 0; round < 40; round += 1) {
      const polygon = [star(random, [0.5, 0.5], 0.45, 60), [...star(random, [0.5, 0.5], 0.1, 12)].reverse()];
      const water = [0.25, 0.75].flatMap((lon) =>
        [0.25, 0.75].map((lat) => [star(random, [lon, lat], 0.24, 15), star(random, [lon, lat], 0.05, 7)]),
      );
      const dry = Shores.of(water, FRAME)?.dryRings(polygon);
      expect(dry).toBeTruthy();
      for (const ring of dry ?? []) expect(ring.at(-1)).toEqual(ring[0]);
      expect(areaOf(dry ?? []) / byLibrary(polygon, water)).toBeCloseTo(1, 9);
    }
  });

  it('is cut along neither side of an edge that two waters share', () => {
    const river = [[square(-1, 0.4, 0.5, 0.6)], [square(0.5, 0.4, 2, 0.6)]];
    const polygon = [square(0.2, 0.2, 0.8, 0.8)];
    const dry = Shores.of(river, FRAME)?.dryRings(polygon) ?? [];
    expect(dry).toHaveLength(2);
    expect(areaOf(dry) / byLibrary(polygon, river)).toBeCloseTo(1, 9);
  });

  it('is all of it beside water, none of it in water, and an island', () => {
    const lake = [square(0.1, 0.1, 0.9, 0.9), square(0.4, 0.4, 0.6, 0.6).reverse()];
    const shores = Shores.of([lake], FRAME);
    expect(shores?.dryRings([square(0.92, 0.2, 0.98, 0.3)])).toEqual([square(0.92, 0.2, 0.98, 0.3)]);
    expect(shores?.dryRings([square(0.2, 0.2, 0.3, 0.3)])).toEqual([]);
    const island = shores?.dryRings([square(0.2, 0.2, 0.8, 0.8)]) ?? [];
    expect(island.map((ring) => Math.sign(ringAreaM2(ring)))).toEqual([1]);
    expect(areaOf(island) / ringAreaM2(square(0.4, 0.4, 0.6, 0.6))).toBeCloseTo(1, 9);
  });

  it('is not told where waters cross or touch, or an outline meets a corner', () => {
    expect(Shores.of([[square(0.1, 0.1, 0.5, 0.5)], [square(0.4, 0.4, 0.8, 0.8)]], FRAME)).toBeNull();
    expect(Shores.of([[square(0.1, 0.1, 0.5, 0.5)], [square(0.5, 0.2, 0.8, 0.4)]], FRAME)).toBeNull();
    expect(Shores.of([[square(0.1, 0.1, 0.5, 0.5)], [square(0.1, 0.1, 0.5, 0.5)]], FRAME)).toBeNull();
    const shores = Shores.of([[square(0.1, 0.1, 0.5, 0.5)]], FRAME);
    expect(shores?.dryRings([square(0.5, 0.5, 0.8, 0.8)])).toBeNull();
    expect(shores?.dryRings([square(0.2, 0.2, 0.5, 0.8)])).toBeNull();
  });

  it('does not care how waters meet outside the frame, where they were cut along a box', () => {
    const bays: Ring = [
      [0.2, 0.5],
      [0.2, -0.1],
      [0.6, -0.1],
      [0.6, 0.5],
      [0.7, 0.5],
      [0.7, -0.1],
      [0.1, -0.1],
      [0.1, 0.5],
      [0.2, 0.5],
    ];
    const water = [[bays]];
    const polygon = [square(0.05, 0.05, 0.95, 0.95)];
    const dry = Shores.of(water, FRAME)?.dryRings(polygon) ?? [];
    expect(areaOf(dry) / byLibrary(polygon, water)).toBeCloseTo(1, 9);
    expect(polygonsOf({ type: 'MultiPolygon', coordinates: dry.map((ring) => [ring]) })).toHaveLength(dry.length);
  });
});
