import type { StyleSpecification } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import { ARCHIVE_SOURCE, supply } from './sources.ts';

const vector = (name: string) => ({ type: 'vector' as const, tiles: [`/tiles/${name}/{z}/{x}/{y}.mvt`], minzoom: 6, maxzoom: 16 });
const style: StyleSpecification = {
  version: 8,
  sources: {
    base: vector('sea,districts,streets,roads'), 'base-labels': { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    toilets: vector('toilets'), parking: vector('parking'),
  },
  layers: [
    { id: 'base:sea', type: 'fill', source: 'base', 'source-layer': 'sea' },
    { id: 'base:names', type: 'symbol', source: 'base-labels' },
    { id: 'toilets:circle', type: 'circle', source: 'toilets', 'source-layer': 'toilets' },
    { id: 'parking:circle', type: 'circle', source: 'parking', 'source-layer': 'parking' },
  ],
};
const archive = (...layers: string[]) => ({ layers: new Set(layers), source: { type: 'vector' as const, tiles: ['pmtiles://https://cdn/city.pmtiles/{z}/{x}/{y}'], minzoom: 0, maxzoom: 14 } });
const sourcesOf = (made: StyleSpecification) => Object.fromEntries(made.layers.map((layer) => [layer.id, 'source' in layer ? layer.source : null]));

describe('where tiles come from', () => {
  it('is the service for all layers where there is no archive', () => {
    expect(supply(style, { filters: {}, archive: null })).toEqual(style);
  });

  it('is the archive for the layers in it, all from one source, and the service for the others', () => {
    const made = supply(style, { filters: {}, archive: archive('toilets', 'sea') });
    expect(sourcesOf(made)).toEqual({ 'base:sea': 'base', 'base:names': 'base-labels', 'toilets:circle': ARCHIVE_SOURCE, 'parking:circle': 'parking' });
    expect(Object.keys(made.sources).sort()).toEqual([ARCHIVE_SOURCE, 'base', 'base-labels', 'parking']);
  });

  it('is the archive for the base map where all its layers are in it', () => {
    const made = supply(style, { filters: {}, archive: archive('sea', 'districts', 'streets', 'roads') });
    expect(sourcesOf(made)).toMatchObject({ 'base:sea': ARCHIVE_SOURCE, 'base:names': 'base-labels' });
  });

  it('is the service for a layer with a filter, in the archive or not', () => {
    const made = supply(style, { filters: { toilets: 'grade = \'一类\' AND a{z} > 1' }, archive: archive('toilets') });
    expect(sourcesOf(made)).toMatchObject({ 'toilets:circle': 'toilets' });
    const [address = ''] = (made.sources['toilets'] as { tiles: string[] }).tiles;
    expect(address.match(/\{z\}/g)).toHaveLength(1);
    expect(new URL(address, 'http://x').searchParams.get('filter')).toBe('grade = \'一类\' AND a{z} > 1');
    expect(made.sources['parking']).toEqual(style.sources['parking']);
  });
});
