import { describe, expect, it } from 'vitest';
import { drawnLayers, moved, stacked } from './stack.ts';

const color = { light: '#000000', dark: '#ffffff' };
const layer = (id: string, geometry: 'Point' | 'LineString' | 'Polygon', order: number) => ({
  id,
  geometry,
  style: { color, order },
});
const LAYERS = [
  layer('grid', 'Polygon', 30),
  layer('roads', 'LineString', 110),
  layer('toilets', 'Point', 220),
  layer('parking', 'Point', 218),
  layer('zones', 'Polygon', 20),
];

describe('layers in the legend', () => {
  it('stand as the map stacks them, the topmost first', () => {
    expect(stacked(LAYERS, [])).toEqual(['toilets', 'parking', 'roads', 'grid', 'zones']);
  });

  it('change places as the reader moves them, marks above lines above areas all the same', () => {
    expect(stacked(LAYERS, ['parking', 'toilets'])).toEqual(['parking', 'toilets', 'roads', 'grid', 'zones']);
    expect(stacked(LAYERS, ['zones', 'grid', 'toilets', 'gone'])).toEqual([
      'toilets',
      'parking',
      'roads',
      'zones',
      'grid',
    ]);
  });

  it('are drawn from their own zoom level on, unless the reader sees through them', () => {
    const layers = LAYERS.map((each) => ({ ...each, minzoom: each.id === 'parking' ? 13 : 0 }));
    const drawing = { zoom: 12, order: ['zones', 'grid'], opacities: { roads: 0, toilets: 0.5 } };
    expect(drawnLayers(layers, drawing).map(({ id }) => id)).toEqual(['toilets', 'zones', 'grid']);
  });

  it('are moved by one place, and no further than the ends', () => {
    expect(moved(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 'a', -1)).toEqual(['a', 'b']);
  });
});
