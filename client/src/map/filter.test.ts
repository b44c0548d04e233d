import { featureFilter } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import type { LayerFilters } from '../state/types.ts';
import { combineFilters, filterExpression } from './filter.ts';

/** Whether MapLibre itself would draw a feature with these properties. */
function draws(filters: LayerFilters, properties: Record<string, string | number | boolean>): boolean {
  const filter = featureFilter(filterExpression(filters) ?? true);
  return filter.filter({ zoom: 12 }, { type: 1, properties, geometry: [] });
}

describe('the filter of a layer', () => {
  it('lets features of any chosen value through, numbers as well as texts', () => {
    const filters: LayerFilters = { grade: { kind: 'choice', values: ['first', '2'] } };
    expect(draws(filters, { grade: 'first' })).toBe(true);
    expect(draws(filters, { grade: 2 })).toBe(true);
    expect(draws(filters, { grade: 'third' })).toBe(false);
    expect(draws(filters, {})).toBe(false);
  });

  it('keeps a range closed on both sides and open where no bound is set', () => {
    expect(draws({ n: { kind: 'range', from: 5, to: 20 } }, { n: 5 })).toBe(true);
    expect(draws({ n: { kind: 'range', from: 5, to: 20 } }, { n: 20.5 })).toBe(false);
    expect(draws({ n: { kind: 'range', from: null, to: 20 } }, { n: -3 })).toBe(true);
    expect(draws({ n: { kind: 'range', from: null, to: 20 } }, {})).toBe(false);
  });

  it('counts the whole last day of a date range', () => {
    const filters: LayerFilters = { at: { kind: 'date', from: '2017-01-01', to: '2017-03-31' } };
    expect(draws(filters, { at: '2017-03-31T23:10:00Z' })).toBe(true);
    expect(draws(filters, { at: '2017-04-01' })).toBe(false);
    expect(draws(filters, { at: '2016-12-31' })).toBe(false);
  });

  it('takes a flag for what it is', () => {
    expect(draws({ wifi: { kind: 'flag', on: true } }, { wifi: true })).toBe(true);
    expect(draws({ wifi: { kind: 'flag', on: true } }, { wifi: false })).toBe(false);
    expect(draws({ wifi: { kind: 'flag', on: false } }, { wifi: false })).toBe(true);
  });

  it('finds words whatever their case', () => {
    expect(draws({ name: { kind: 'text', text: 'Bay' } }, { name: 'tai ping bay' })).toBe(true);
    expect(draws({ name: { kind: 'text', text: '太平' } }, { name: '太平湾雕塑园' })).toBe(true);
  });

  it('asks for all conditions, and for the style’s own too', () => {
    const filters: LayerFilters = { wifi: { kind: 'flag', on: true }, grade: { kind: 'choice', values: ['first'] } };
    expect(draws(filters, { wifi: true, grade: 'second' })).toBe(false);
    expect(combineFilters(['has', 'x'], filterExpression(filters))).toEqual(['all', ['has', 'x'], filterExpression(filters)]);
    expect(combineFilters(['has', 'x'], null)).toEqual(['has', 'x']);
    expect(combineFilters(undefined, null)).toBeUndefined();
  });
});
