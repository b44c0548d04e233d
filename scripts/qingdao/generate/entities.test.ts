import { describe, expect, it } from 'vitest';
import { matchesWhere, measureEntity } from './entities.ts';

const features = [
  { properties: { kind: 'low', area: 0.1, road: 'a' } },
  { properties: { kind: 'low', area: 0.2, road: 'a' } },
  { properties: { kind: 'tower', area: null, road: 'b' } },
];

describe('measuring an entity link', () => {
  it('counts the features that match one value', () => {
    expect(measureEntity({ layer: 'x', measure: 'count', where: { kind: 'low' } }, features)).toBe(2);
  });

  it('counts the features that match any of several values', () => {
    expect(measureEntity({ layer: 'x', measure: 'count', where: { kind: ['low', 'tower'] } }, features)).toBe(3);
  });

  it('adds decimals up to the printed figure and leaves nulls out', () => {
    expect(measureEntity({ layer: 'x', measure: 'sum', attribute: 'area' }, features)).toBe(0.3);
  });

  it('counts distinct values', () => {
    expect(measureEntity({ layer: 'x', measure: 'distinct', attribute: 'road' }, features)).toBe(2);
  });

  it('refuses a sum over texts and a sum without an attribute', () => {
    expect(() => measureEntity({ layer: 'x', measure: 'sum', attribute: 'road' }, features)).toThrow(
      /cannot be summed/,
    );
    expect(() => measureEntity({ layer: 'x', measure: 'sum' }, features)).toThrow(/needs an attribute/);
  });

  it('matches nothing on an attribute the feature lacks', () => {
    expect(matchesWhere({ kind: 'low' }, { colour: 'red' })).toBe(false);
  });
});
