import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { encodeTile, type TileFeature } from '../../../server/layers/mvt/encode.ts';
import { meets } from './archive.ts';
import { mergeTiles } from './merge-tiles.ts';

const point = (fid: number, x: number, attributes: TileFeature['attributes']): TileFeature => ({
  fid,
  geometry: { type: 'Point', coordinates: [x, 7] } as unknown as TileFeature['geometry'],
  attributes,
});
const tileOf = (layers: Readonly<Record<string, readonly TileFeature[]>>): Uint8Array =>
  encodeTile(Object.entries(layers).map(([name, features]) => ({ name, features: [...features] })));

/** Everything that a reader sees of a tile. */
function read(tile: Uint8Array): unknown {
  const { layers } = new VectorTile(new PbfReader(tile));
  return Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [
      name,
      Array.from({ length: layer.length }, (_, index) => {
        const feature = layer.feature(index);
        return [feature.id, feature.properties, feature.loadGeometry()];
      }),
    ]),
  );
}

describe('tiles of several archives', () => {
  const CLUSTER = 2 ** 52 + 5;
  const one = { toilets: [point(1, 10, { name: '甲', free: true }), point(2, 20, { name: '乙' })] };
  const other = {
    toilets: [point(3, 30, { grade: 2, name: '甲' }), point(CLUSTER, 40, { point_count: 9, name: '丙' })],
    parking: [point(4, 50, { name: '甲' })],
  };

  it('are one, with the features of each as they were', () => {
    const merged = read(mergeTiles([tileOf(one), tileOf(other)]));
    expect(merged).toEqual(read(tileOf({ toilets: [...one.toilets, ...other.toilets], parking: other.parking })));
  });

  it('are the tile itself where one has it, and nothing where none has', () => {
    const tile = tileOf(one);
    expect(mergeTiles([tile])).toBe(tile);
    expect(mergeTiles([])).toEqual(new Uint8Array(0));
  });
});

describe('a tile is asked for of an archive', () => {
  const QINGDAO = [119.5, 35.5, 121.2, 37.2] as const;
  it.each([
    [0, 0, 0, true],
    [8, 213, 100, true],
    [8, 214, 100, true],
    [8, 212, 100, true],
    [8, 211, 100, false],
    [8, 213, 98, false],
    [2, 0, 1, false],
  ])('%i/%i/%i: %s', (z, x, y, isMet) => {
    expect(meets(QINGDAO, z, x, y)).toBe(isMet);
  });
});
