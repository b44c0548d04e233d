import { classifyRings, VectorTile } from '@mapbox/vector-tile';
import fc from 'fast-check';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../../tiles/layer/layer.ts';
import { encodeTile, type TileFeature } from './encode.ts';
import type { TileGeometry } from './geometry.ts';

const decode = (bytes: Uint8Array): VectorTile => new VectorTile(new PbfReader(bytes));

function roundTrip(features: readonly TileFeature[]) {
  const layer = decode(encodeTile([{ name: 'test', features }])).layers['test'];
  return Array.from({ length: layer?.length ?? 0 }, (_, index) => layer?.feature(index));
}

const feature = (geometry: TileGeometry, attributes: TileFeature['attributes'] = {}): TileFeature => ({
  fid: 1,
  geometry,
  attributes,
});
const point: TileGeometry = { kind: 'Point', points: [25, 17] };
const plain = (paths: readonly (readonly { x: number; y: number }[])[] | undefined) =>
  paths?.map((path) => path.flatMap(({ x, y }) => [x, y]));

const unit = fc.integer({ min: -64, max: 4160 });
const path = (minPositions: number) =>
  fc.array(fc.tuple(unit, unit), { minLength: minPositions, maxLength: 30 }).map((positions) => positions.flat());

describe('the encoder', () => {
  it('writes what an independent decoder reads back: ids, and attributes of every type', () => {
    const value: fc.Arbitrary<AttributeValue> = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constant(null),
    );
    const attributes = fc.dictionary(
      fc.string({ minLength: 1, unit: 'grapheme' }).filter((key) => key !== '__proto__'),
      value,
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 2 ** 53 - 1 }), attributes), { maxLength: 20 }),
        (rows) => {
          const decoded = roundTrip(rows.map(([fid, each]) => ({ fid, geometry: point, attributes: each })));
          expect(decoded.map((each) => each?.id)).toEqual(rows.map(([fid]) => fid));
          rows.forEach(([, each], index) => {
            // The format has no -0; adding zero turns it into 0.
            const expected = Object.entries(each)
              .filter(([, kept]) => kept !== null)
              .map(([key, kept]) => [key, typeof kept === 'number' ? kept + 0 : kept]);
            expect({ ...decoded[index]?.properties }).toEqual(Object.fromEntries(expected));
          });
        },
      ),
    );
  });

  it('keeps Chinese characters that take two units of UTF-16, and writes U+FFFD for half of one', () => {
    const [decoded] = roundTrip([feature(point, { 𬭊: '𠀀𪚥路', half: '\ud840' })]);
    expect({ ...decoded?.properties }).toEqual({ 𬭊: '𠀀𪚥路', half: '\ufffd' });
  });

  it('gives back points', () => {
    fc.assert(
      fc.property(path(1), (points) => {
        expect(plain(roundTrip([feature({ kind: 'Point', points })])[0]?.loadGeometry())?.flat()).toEqual(points);
      }),
    );
  });

  it('gives back lines, less positions that repeat', () => {
    fc.assert(
      fc.property(fc.array(path(2), { minLength: 1, maxLength: 4 }), (lines) => {
        const expected = lines.map(withoutRepeats).filter((line) => line.length >= 4);
        const [decoded] = roundTrip([feature({ kind: 'LineString', lines })]);
        expect(plain(decoded?.loadGeometry()) ?? []).toEqual(expected);
      }),
    );
  });

  it('gives back the area of every ring, outer rings positive and holes negative', () => {
    const ring = path(3).map((open) => [...open, open[0] ?? 0, open[1] ?? 0]);
    fc.assert(
      fc.property(ring, ring, (outer, hole) => {
        const [decoded] = roundTrip([feature({ kind: 'Polygon', polygons: [[outer, hole]] })]);
        const areas = plain(decoded?.loadGeometry())?.map(doubleArea) ?? [];
        const expected =
          doubleArea(outer) === 0
            ? []
            : [Math.abs(doubleArea(outer)), -Math.abs(doubleArea(hole))].filter((area) => area !== 0);
        expect(areas).toEqual(expected);
      }),
    );
  });

  it('keeps the polygons of a multipolygon apart, each with its own hole, whatever the direction of the rings', () => {
    const square = (at: number, size: number): number[] => [
      at,
      at,
      at + size,
      at,
      at + size,
      at + size,
      at,
      at + size,
      at,
      at,
    ];
    const backwards = (ring: number[]): number[] =>
      ring.reduce<number[]>((all, _, i) => (i % 2 ? all : [ring[i] ?? 0, ring[i + 1] ?? 0, ...all]), []);
    const polygons = [
      [square(0, 100), square(10, 20)],
      [backwards(square(200, 50)), backwards(square(210, 10))],
    ];
    const [decoded] = roundTrip([feature({ kind: 'Polygon', polygons })]);
    expect(classifyRings(decoded?.loadGeometry() ?? []).map((rings) => rings.length)).toEqual([2, 2]);
  });

  it('rounds to whole units and drops what then has no extent', () => {
    const lines = [
      [0.4, 0.4, -0.4, 0.2],
      [1.6, 1.6, 9.5, 2],
    ];
    expect(plain(roundTrip([feature({ kind: 'LineString', lines })])[0]?.loadGeometry())).toEqual([[2, 2, 10, 2]]);
    expect(roundTrip([feature({ kind: 'Polygon', polygons: [[[5, 5, 5.3, 5, 5.3, 5.3, 5, 5]]] })])).toEqual([]);
  });

  it('drops the holes of a polygon whose outer ring has no extent', () => {
    const polygons = [
      [
        [0, 0, 9, 0, 0, 0],
        [1, 1, 5, 1, 5, 5, 1, 1],
      ],
    ];
    expect(roundTrip([feature({ kind: 'Polygon', polygons })])).toEqual([]);
  });

  it('writes each key and value once', () => {
    const one = encodeTile([{ name: 'test', features: [feature(point, { kind: 'ecological toilet' })] }]);
    const two = encodeTile([
      {
        name: 'test',
        features: [feature(point, { kind: 'ecological toilet' }), feature(point, { kind: 'ecological toilet' })],
      },
    ]);
    expect(two.length - one.length).toBeLessThan('ecological toilet'.length);
  });

  it('leaves out layers without features: a tile of nothing has no bytes', () => {
    expect(encodeTile([])).toHaveLength(0);
    expect(encodeTile([{ name: 'a', features: [] }])).toHaveLength(0);
    const tile = decode(
      encodeTile([
        { name: 'a', features: [] },
        { name: '厕所', features: [feature(point)] },
      ]),
    );
    expect(Object.keys(tile.layers)).toEqual(['厕所']);
    expect(tile.layers['厕所']).toMatchObject({ version: 2, extent: 4096, length: 1 });
  });
});

function withoutRepeats(line: readonly number[]): number[] {
  const result: number[] = [];
  for (let i = 0; i < line.length; i += 2) {
    if (i === 0 || line[i] !== line[i - 2] || line[i + 1] !== line[i - 1]) result.push(line[i] ?? 0, line[i + 1] ?? 0);
  }
  return result;
}

function doubleArea(ring: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    sum += (ring[i] ?? 0) * (ring[j + 1] ?? 0) - (ring[j] ?? 0) * (ring[i + 1] ?? 0);
  }
  return sum;
}
