import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { LayerSpecification, StyleSpecification } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { encodeTile, type TileFeature } from '../../layers/mvt/encode.ts';
import { tilesOf, type PlacedTile, type View } from '../view.ts';
import type { EncodedTile } from './features.ts';
import { drawPicture, type PictureJob } from './picture.ts';

/** Four tiles meet in the middle of the picture. */
const VIEW: View = { projection: 'WebMercatorQuad', lon: 0, lat: 0, zoom: 1, width: 256, height: 256 };
const at = (column: number, row: number): PlacedTile => ({ z: 1, column, row });

const tile = (place: PlacedTile, features: readonly TileFeature[]): EncodedTile => ({
  source: 'things',
  place,
  bytes: encodeTile([{ name: 'things', features }]),
});

/** A square in the units of a tile. */
const square = (left: number, top: number, right: number, bottom: number): TileFeature => ({
  fid: 1,
  geometry: { kind: 'Polygon', polygons: [[[left, top, right, top, right, bottom, left, bottom, left, top]]] },
  attributes: {},
});
const point = (x: number, y: number, attributes: TileFeature['attributes'] = {}, fid = 1): TileFeature => ({
  fid,
  geometry: { kind: 'Point', points: [x, y] },
  attributes,
});

function styleOf(layers: readonly object[]): StyleSpecification {
  return {
    version: 8,
    sources: { things: { type: 'vector', tiles: ['/tiles/things/{z}/{x}/{y}.mvt'] } },
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': '#ffffff' } },
      ...layers.map((layer) => ({ source: 'things', 'source-layer': 'things', ...layer }) as LayerSpecification),
    ],
  };
}

async function draw(more: Partial<PictureJob> & Pick<PictureJob, 'style' | 'tiles'>) {
  const job = { view: VIEW, ratio: 1, markers: [], notes: null, cut: null, ...more };
  const pictures = await drawPicture(job, () => Promise.resolve(), new AbortController().signal);
  return Promise.all(
    pictures.map(async (png) => {
      const image = await loadImage(png);
      const pen = createCanvas(image.width, image.height).getContext('2d');
      pen.drawImage(image, 0, 0);
      const { data } = pen.getImageData(0, 0, image.width, image.height);
      return {
        width: image.width,
        height: image.height,
        at: (x: number, y: number) => [...data.subarray((y * image.width + x) * 4, (y * image.width + x) * 4 + 3)],
        isDark: (x: number, y: number) => (data[(y * image.width + x) * 4] ?? 255) < 128,
      };
    }),
  );
}

const whole = async (job: Parameters<typeof draw>[0]) => {
  const [picture] = await draw(job);
  if (picture === undefined) throw new Error('no picture');
  return picture;
};

describe('a picture', () => {
  it('shows an area that shines through without a seam where tiles meet, though each holds a part of its neighbour', async () => {
    const style = styleOf([{ id: 'area', type: 'fill', paint: { 'fill-color': '#000000', 'fill-opacity': 0.5 } }]);
    const tiles = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)].map((place) => tile(place, [square(-64, -64, 4160, 4160)]));
    const picture = await whole({ style, tiles });
    const colors = new Set<string>();
    for (let x = 0; x < 256; x += 1) for (let y = 120; y < 136; y += 1) colors.add(picture.at(x, y).join());
    expect(colors.size).toBe(1);
    expect([...colors][0]).toMatch(/^12[78],/);
  });

  it('has holes where areas have them', async () => {
    const style = styleOf([{ id: 'area', type: 'fill', paint: { 'fill-color': '#000000' } }]);
    const ring = (from: number, to: number): number[] => [from, from, to, from, to, to, from, to, from, from];
    const feature: TileFeature = {
      fid: 1,
      geometry: { kind: 'Polygon', polygons: [[ring(3072, 4096), ring(3400, 3800)]] },
      attributes: {},
    };
    const picture = await whole({ style, tiles: [tile(at(0, 0), [feature])] });
    expect(picture.isDark(10, 10)).toBe(true);
    expect(picture.isDark(64, 64)).toBe(false);
  });

  it('shows a point on the edge of tiles once, and whole', async () => {
    const style = styleOf([
      { id: 'mark', type: 'circle', paint: { 'circle-radius': 10, 'circle-color': '#000000', 'circle-opacity': 0.5 } },
    ]);
    // It lies in the right tile; the left one has it in its margin.
    const picture = await whole({
      style,
      tiles: [tile(at(0, 0), [point(4096, 3584)]), tile(at(1, 0), [point(0, 3584)])],
    });
    expect(picture.at(123, 64)).toEqual(picture.at(133, 64));
    expect(picture.at(133, 64)[0]).toBeGreaterThan(120);
  });

  it('has the name of an area on each of its parts, not on its first islet alone', async () => {
    const style = styleOf([{ id: 'name', type: 'symbol', layout: { 'text-field': ['get', 'name'], 'text-size': 14 } }]);
    const [islet, island] = [square(3200, 3200, 3264, 3264), square(3600, 3400, 4000, 4000)].map(({ geometry }) =>
      geometry.kind === 'Polygon' ? geometry.polygons : [],
    );
    const hole = [3610, 3410, 3610, 3600, 3990, 3600, 3990, 3410, 3610, 3410];
    const feature: TileFeature = {
      fid: 1,
      geometry: { kind: 'Polygon', polygons: [...(islet ?? []), [...(island?.[0] ?? []), hole]] },
      attributes: { name: 'HHH' },
    };
    const picture = await whole({ style, tiles: [tile(at(0, 0), [feature])] });
    const isWritten = (middleX: number, middleY: number): boolean =>
      [-6, -3, 0, 3, 6].some((dx) => [-3, 0, 3].some((dy) => picture.isDark(middleX + dx, middleY + dy)));
    const px = (units: number): number => (units - 3072) / 8;
    expect(isWritten(px(3232), px(3232))).toBe(true);
    expect(isWritten(px(3800), px(3800))).toBe(true);
    expect(isWritten(px(3800), px(3500))).toBe(false);
  });

  it('is twice as fine with @2x, and no larger on the map', async () => {
    const style = styleOf([
      { id: 'area', type: 'fill', paint: { 'fill-color': '#000000' } },
      { id: 'edge', type: 'line', paint: { 'line-color': '#ff0000', 'line-width': 4 } },
    ]);
    const tiles = [tile(at(0, 0), [square(3072, 3072, 3584, 3584)])];
    const [once, twice] = [await whole({ style, tiles }), await whole({ style, tiles, ratio: 2 })];
    expect([twice.width, twice.height]).toEqual([512, 512]);
    for (const [x, y] of [
      [30, 30],
      [63, 30],
      [200, 200],
      [0, 0],
    ] as const)
      expect(twice.at(2 * x, 2 * y)).toEqual(once.at(x, y));
  });

  it('draws what filters and expressions choose', async () => {
    const style = styleOf([
      {
        id: 'mark',
        type: 'circle',
        filter: ['==', ['get', 'shown'], true],
        paint: { 'circle-radius': 10, 'circle-color': ['match', ['get', 'class'], 'a', '#ff0000', '#0000ff'] },
      },
    ]);
    const features = [
      point(3584, 3584, { shown: true, class: 'a' }, 1),
      point(3840, 3584, { shown: true, class: 'b' }, 2),
      point(3584, 3840, { shown: false, class: 'a' }, 3),
    ];
    const picture = await whole({ style, tiles: [tile(at(0, 0), features)] });
    expect(picture.at(64, 64)).toEqual([255, 0, 0]);
    expect(picture.at(96, 64)).toEqual([0, 0, 255]);
    expect(picture.at(64, 96)).toEqual([255, 255, 255]);
  });

  it('leaves out a cluster whose number has no room', async () => {
    const cluster = { cluster: true, point_count: 12 };
    const style = styleOf([
      {
        id: 'things:cluster',
        type: 'circle',
        metadata: { 'chengtu:role': 'cluster' },
        paint: {
          'circle-radius': 12,
          'circle-color': '#000000',
          'circle-opacity': ['case', ['boolean', ['feature-state', 'crowded'], false], 0, 1],
        },
      },
      {
        id: 'things:cluster-count',
        type: 'symbol',
        metadata: { 'chengtu:role': 'cluster-count' },
        layout: { 'text-field': ['to-string', ['get', 'point_count']], 'text-size': 11 },
        paint: { 'text-color': '#ffffff' },
      },
    ]);
    const features = [point(3584, 3584, cluster, 1), point(3600, 3584, cluster, 2), point(3584, 3900, cluster, 3)];
    const picture = await whole({ style, tiles: [tile(at(0, 0), features)] });
    // The first one stands, the second would cover its number, the third stands apart.
    expect(picture.isDark(54, 64)).toBe(true);
    expect(picture.isDark(76, 64)).toBe(false);
    expect(picture.isDark(54, 104)).toBe(true);
  });

  it('of the whole world in one raster tile shows it, below the zooms of styles', async () => {
    const world: View = { ...VIEW, zoom: -1 };
    expect(tilesOf(world, { minzoom: 0, maxzoom: 9 })).toEqual([{ z: 0, column: 0, row: 0 }]);
    const style = styleOf([{ id: 'area', type: 'fill', paint: { 'fill-color': '#000000' } }]);
    const tiles = [tile({ z: 0, column: 0, row: 0 }, [square(0, 0, 2048, 4096)])];
    const picture = await whole({ style, tiles, view: world });
    expect([picture.isDark(60, 128), picture.isDark(190, 128)]).toEqual([true, false]);
    expect(picture.at(190, 128)).toEqual([255, 255, 255]);
  });

  it('rejects once nobody waits for it', async () => {
    const controller = new AbortController();
    const job = { view: VIEW, ratio: 1, markers: [], notes: null, cut: null, style: styleOf([]), tiles: [] };
    const pause = () => {
      controller.abort();
      return Promise.resolve();
    };
    await expect(drawPicture(job, pause, controller.signal)).rejects.toThrow();
  });
});

describe('tiles cut from one picture', () => {
  const name = (x: number, y: number) => point(x, y, { name: 'Long name of a place' });
  const style = styleOf([
    { id: 'name', type: 'symbol', layout: { 'text-field': ['get', 'name'], 'text-size': 14, 'text-max-width': 99 } },
  ]);

  it('show a name over their common edge in both, and together the whole picture', async () => {
    const tiles = [tile(at(0, 0), [name(4095, 3584)])];
    const [picture] = await draw({ style, tiles });
    const parts = await draw({ style, tiles, cut: 2 });
    expect(parts).toHaveLength(4);
    let [left, right] = [0, 0];
    for (let x = 0; x < 256; x += 1) {
      for (let y = 0; y < 128; y += 1) {
        const part = parts[x < 128 ? 0 : 1];
        expect(part?.at(x % 128, y)).toEqual(picture?.at(x, y));
        if (part?.isDark(x % 128, y) !== true) continue;
        if (x < 128) left += 1;
        else right += 1;
      }
    }
    expect(left).toBeGreaterThan(20);
    expect(right).toBeGreaterThan(20);
  });

  it('leave out a name that the edge of the picture would cut', async () => {
    const tiles = [tile(at(0, 0), [name(3100, 3584)])];
    const dark = async (cut: number | null): Promise<number> => {
      const [picture] = await draw({ style, tiles, cut });
      let count = 0;
      for (let x = 0; x < 128; x += 1) for (let y = 0; y < 128; y += 1) if (picture?.isDark(x, y) === true) count += 1;
      return count;
    };
    expect(await dark(null)).toBeGreaterThan(20);
    expect(await dark(2)).toBe(0);
  });

  it('are those that a view of them shows', () => {
    expect(tilesOf(VIEW, { minzoom: 0, maxzoom: 1 })).toEqual([at(0, 0), at(1, 0), at(0, 1), at(1, 1)]);
  });
});
