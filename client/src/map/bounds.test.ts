import type { StyleSpecification } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import toilets from '../../../tiles/catalogue/toilets.ts';
import type { Bbox, LayerInfo } from '../../../tiles/api/wire.ts';
import { createBounds } from './bounds.ts';

const style: StyleSpecification = {
  version: 8,
  sources: {
    toilets: { type: 'vector', tiles: [], bounds: [120, 36, 121, 37] },
    parking: { type: 'vector', tiles: [] },
  },
  layers: [],
};
const layers = (bbox: Bbox | null): ReadonlyMap<string, LayerInfo> =>
  new Map([['toilets', { ...toilets, count: 1, bbox, provenance: {}, updatedAt: null } as LayerInfo]]);
const boundsOf = (made: StyleSpecification) => (made.sources['toilets'] as { bounds?: number[] }).bounds;

describe('the extent that tiles are asked for in', () => {
  it('grows with the data, and does not shrink again', () => {
    const withBounds = createBounds();
    expect(boundsOf(withBounds(style, layers([120.2, 36.2, 120.8, 36.8])))).toEqual([120, 36, 121, 37]);
    expect(boundsOf(withBounds(style, layers([119, 36.2, 120.8, 38])))).toEqual([119, 36, 121, 38]);
    expect(boundsOf(withBounds(style, layers([120.2, 36.2, 120.8, 36.8])))).toEqual([119, 36, 121, 38]);
    expect(boundsOf(withBounds(style, layers(null)))).toEqual([119, 36, 121, 38]);
  });

  it('is the world where the style names none', () => {
    expect(createBounds()(style, layers([119, 36, 121, 38])).sources['parking']).not.toHaveProperty('bounds');
  });
});
