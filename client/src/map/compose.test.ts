import type { StyleSpecification } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import { composeStyle } from './compose.ts';

const of = (layer: string, role = 'circle') => ({ 'chengtu:layer': layer, 'chengtu:role': role });
const base: StyleSpecification = {
  version: 8,
  sources: { toilets: { type: 'vector', tiles: ['/tiles/toilets/{z}/{x}/{y}.mvt'] } },
  layers: [
    { id: 'base:background', type: 'background', metadata: { 'chengtu:base': 'ground' } },
    { id: 'base:sea', type: 'fill', source: 'base', metadata: { 'chengtu:base': 'ground' } },
    { id: 'toilets:circle', type: 'circle', source: 'toilets', metadata: of('toilets'), filter: ['has', 'id'] },
    { id: 'toilets:selected', type: 'circle', source: 'toilets', metadata: of('toilets', 'selected') },
    { id: 'roads:line', type: 'line', source: 'roads', metadata: of('roads', 'line'), layout: { 'line-cap': 'round' } },
  ],
};
const plain = { base, shown: [], sources: { filters: {}, archive: null }, basemap: null, overlays: [] };
const layerOf = (style: StyleSpecification, id: string) => style.layers.find((layer) => layer.id === id);

describe('the style of a state', () => {
  it('shows the layers that are switched on, and keeps the rest of their layout', () => {
    const style = composeStyle({ ...plain, shown: ['roads'] });
    expect(layerOf(style, 'roads:line')).toMatchObject({ layout: { visibility: 'visible', 'line-cap': 'round' } });
    expect(layerOf(style, 'toilets:circle')).toMatchObject({ layout: { visibility: 'none' } });
    expect(layerOf(style, 'base:sea')).toEqual(base.layers[1]);
  });

  it('asks the service for what the reader’s filters leave, and filters nothing itself', () => {
    const style = composeStyle({ ...plain, sources: { filters: { toilets: 'wifi = TRUE' }, archive: null } });
    expect(style.sources['toilets']).toMatchObject({
      tiles: ['/tiles/toilets/{z}/{x}/{y}.mvt?filter=wifi%20%3D%20TRUE'],
    });
    expect(layerOf(style, 'toilets:circle')).toMatchObject({ filter: ['has', 'id'] });
    expect(layerOf(style, 'roads:line')).not.toHaveProperty('filter');
  });

  it('holds the credit of a base map as text: MapLibre takes what stands there for HTML', () => {
    const attribution = '<img src=x onerror=alert(1)> © "A&B"';
    const basemap = {
      id: 'own',
      title: { zh: '', en: '' },
      tiles: ['https://example.org/{z}/{x}/{y}'],
      attribution,
      maxzoom: 18,
    };
    expect(composeStyle({ ...plain, basemap }).sources['basemap']).toMatchObject({
      attribution: '&lt;img src=x onerror=alert(1)&gt; © &quot;A&amp;B&quot;',
    });
  });

  it('draws a configured base map instead of the offline one, under every layer', () => {
    const basemap = {
      id: 'tianditu',
      title: { zh: '天地图', en: 'Tianditu' },
      tiles: ['https://example.org/{z}/{x}/{y}'],
      attribution: 'x',
      maxzoom: 18,
    };
    const style = composeStyle({ ...plain, basemap });
    expect(style.layers.map((layer) => layer.id)).toEqual([
      'base:background',
      'basemap',
      'toilets:circle',
      'roads:line',
    ]);
    expect(style.sources['basemap']).toMatchObject({ type: 'raster', maxzoom: 18 });
    const labels = ['https://example.org/labels/{z}/{x}/{y}'];
    const labelled = composeStyle({ ...plain, basemap: { ...basemap, labels } });
    expect(labelled.layers.map((layer) => layer.id).slice(0, 3)).toEqual([
      'base:background',
      'basemap',
      'basemap-labels',
    ]);
    expect(labelled.sources['basemap-labels']).toMatchObject({ tiles: labels });
  });

  it('puts overlays on top', () => {
    const overlay = {
      sources: { ring: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } } },
      layers: [{ id: 'ring', type: 'line' as const, source: 'ring' }],
    };
    const style = composeStyle({ ...plain, overlays: [overlay] });
    expect(style.layers[style.layers.length - 1]).toEqual(overlay.layers[0]);
    expect(Object.keys(style.sources)).toEqual(['toilets', 'ring']);
  });

  it('leaves the style it was given as it was', () => {
    const before = JSON.stringify(base);
    composeStyle({ ...plain, shown: ['toilets'], sources: { filters: { toilets: 'wifi = TRUE' }, archive: null } });
    expect(JSON.stringify(base)).toBe(before);
  });

  it('colours areas on the land and below water, from the base map’s tiles or else from their own', () => {
    const choropleth = { layer: 'streets', colors: { '370202001': '#123456' }, none: '#eee', line: '#999' };
    const vector = (ids: string) => ({ type: 'vector' as const, tiles: [`/tiles/${ids}/{z}/{x}/{y}.mvt`] });
    const filled = (metadata: object, sources: StyleSpecification['sources']) => {
      const style = composeStyle({ ...plain, base: { ...base, metadata, sources }, choropleth });
      expect(style.layers.map(({ id }) => id).indexOf('choropleth:fill')).toBeOneOf([-1, 1]);
      return layerOf(style, 'choropleth:fill');
    };
    const own = { ...base.sources, streets: vector('streets') };
    expect(filled({ 'chengtu:base-layers': ['roads'] }, own)).toMatchObject({ source: 'streets' });
    const both = { ...own, base: vector('streets,roads') };
    expect(filled({ 'chengtu:base-layers': ['streets', 'roads'] }, both)).toMatchObject({ source: 'base' });
    expect(filled({}, base.sources)).toBeUndefined();
  });
});
