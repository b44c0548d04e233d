import { describe, expect, it } from 'vitest';
import type { Attribute } from '../../../../../tiles/layer/layer.ts';
import { barsOf, shortened } from './bars.ts';

const title = { zh: '', en: '' };
const dimension = { id: 'state', values: ['b', 'a', 'c'], codes: Int32Array.of() };
const counts = { inView: Uint32Array.of(1, 4, 2), everywhere: Uint32Array.of(5, 9, 2) };
const order = (attribute: Attribute | undefined, chosen: string[] = []) =>
  barsOf(dimension, counts, attribute, chosen).map(({ value }) => value);

describe('bars', () => {
  it('keep the order of the catalogue, so that they stand still while time runs', () => {
    expect(order({ type: 'string', title, values: { c: title, b: title, a: title } })).toEqual(['c', 'b', 'a']);
  });

  it('go by number where the catalogue lists no values, districts by code', () => {
    expect(order(undefined)).toEqual(['a', 'c', 'b']);
    expect(order({ type: 'string', title, format: 'district' })).toEqual(['a', 'b', 'c']);
  });

  it('include the values of the filter even where no record has them', () => {
    expect(order(undefined, ['gone'])).toEqual(['a', 'c', 'b', 'gone']);
    expect(shortened(barsOf(dimension, counts, undefined, ['gone']), 1).map(({ value }) => value)).toEqual([
      'a',
      'gone',
    ]);
  });

  it('are as long as their share of the longest', () => {
    expect(barsOf(dimension, counts, undefined, []).map(({ share }) => share)).toEqual([1, 0.5, 0.25]);
  });
});
