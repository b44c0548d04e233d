import type { StyleSpecification } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import { basePathOf, rebased } from './base.ts';

function page(baseURI: string, said: string | null): Parameters<typeof basePathOf>[0] {
  const meta = said === null ? null : { getAttribute: () => said };
  return { baseURI, head: { querySelector: () => meta } } as unknown as Parameters<typeof basePathOf>[0];
}

describe('the path of the service', () => {
  it.each([
    ['http://map.example/', './', ''],
    ['http://map.example/plan?lang=en', './', ''],
    ['http://map.example/map/', './', '/map'],
    ['http://map.example/city/map/plan?lang=en', './', '/city/map'],
    ['http://map.example/map', '/map/', '/map'],
    ['http://map.example/map/plan', '/map/', '/map'],
    ['http://map.example/map/', null, '/map'],
  ])('of %s, which says %j, is %j', (address, said, base) => expect(basePathOf(page(address, said))).toBe(base));
});

describe('a style', () => {
  const styleOf = (...tiles: string[]): StyleSpecification => ({
    version: 8,
    sources: {
      toilets: { type: 'vector', tiles, maxzoom: 16 },
      heights: { type: 'raster-dem', tiles, encoding: 'mapbox' },
      names: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [],
  });
  it.each([
    ['http://127.0.0.1:8080/tiles/toilets/{z}/{x}/{y}.mvt', '/map', '/map/tiles/toilets/{z}/{x}/{y}.mvt'],
    ['http://map.example/map/tiles/a,b/{z}/{x}/{y}.mvt', '', '/tiles/a,b/{z}/{x}/{y}.mvt'],
    ['http://map.example/tiles/tiles/a/{z}/{x}/{y}.mvt', '/tiles', '/tiles/tiles/a/{z}/{x}/{y}.mvt'],
    ['/other/a.mvt', '/map', '/other/a.mvt'],
  ])('with tiles at %s is asked of %j', (address, base, expected) => {
    expect(rebased(styleOf(address), base)).toEqual(styleOf(expected));
  });
});
