import { describe, expect, it } from 'vitest';
import type { LayerSpecification } from 'maplibre-gl';
import { arranged, faded } from './arrange.ts';

const drawn = (layer: string, role: string): LayerSpecification => ({
  id: `${layer}:${role}`,
  type: 'circle',
  source: layer,
  metadata: { 'chengtu:layer': layer, 'chengtu:role': role },
});
const base: LayerSpecification = { id: 'base:names', type: 'background' };
const STACK = [
  drawn('grid', 'fill'),
  base,
  drawn('parking', 'circle'),
  drawn('parking', 'cluster'),
  drawn('toilets', 'circle'),
  drawn('toilets', 'cluster'),
  drawn('parking', 'label'),
  drawn('toilets', 'label'),
];

describe('layers that the reader has put above one another', () => {
  it('change places among themselves, part by part, and nothing else moves', () => {
    expect(arranged(STACK, ['parking', 'toilets']).map(({ id }) => id)).toEqual([
      'grid:fill',
      'base:names',
      'toilets:circle',
      'toilets:cluster',
      'parking:circle',
      'parking:cluster',
      'toilets:label',
      'parking:label',
    ]);
    expect(arranged(STACK, ['toilets', 'parking'])).toEqual(STACK);
    expect(arranged(STACK, ['toilets'])).toEqual(STACK);
    expect(arranged(STACK, [])).toEqual(STACK);
  });
});

describe('a layer that shows through', () => {
  it('has a share of each of its own opacities, whether numbers or expressions', () => {
    const own = ['case', true, 0.4, 0.2] as const;
    expect(faded({ id: 'a', type: 'circle', source: 'a', paint: { 'circle-stroke-opacity': 0.5 } }, 0.5).paint).toEqual(
      { 'circle-opacity': 0.5, 'circle-stroke-opacity': 0.25 },
    );
    const fill = { id: 'a', type: 'fill', source: 'a', paint: { 'fill-opacity': [...own] } } as LayerSpecification;
    expect(faded(fill, 0.5).paint).toEqual({ 'fill-opacity': ['*', 0.5, own] });
    expect(faded(base, 0.5)).toBe(base);
  });
});
