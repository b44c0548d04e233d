import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCql2 } from './cql2/check.ts';
import { evaluateCql2 } from './cql2/evaluate.ts';
import { formatCql2 } from './cql2/format.ts';
import { parseCql2Text } from './cql2/parse-text.ts';
import { queryablesOf } from './cql2/queryables.ts';
import { formatLayerFilters, parseLayerFilters, toCql2, type LayerFilters } from './filter.ts';
import type { Attribute, AttributeValue } from '../layer/layer.ts';

const title = { zh: '甲', en: 'A' };
const attributes: Record<string, Attribute> = {
  grade: { type: 'string', title },
  name: { type: 'string', title },
  n: { type: 'number', title },
  year: { type: 'integer', title },
  wifi: { type: 'boolean', title },
  at: { type: 'string', title, format: 'date' },
  on: { type: 'string', title },
};
const layer = { attributes };

/** Whether the service keeps a feature: it reads the text, as the address carries it. */
function keeps(filters: LayerFilters, feature: Record<string, AttributeValue>): boolean {
  const node = toCql2(filters, layer);
  if (node === null) return true;
  const read = parseCql2Text(formatCql2(node));
  checkCql2(read, queryablesOf(layer));
  return evaluateCql2(read, { id: '1', provenance: 'synthetic', attributes: feature }, queryablesOf(layer)) === true;
}

describe('the filters of the map, in CQL2', () => {
  it('let features of any chosen value through, numbers as well as texts', () => {
    expect(keeps({ grade: { kind: 'choice', values: ['first', "it's"] } }, { grade: "it's" })).toBe(true);
    expect(keeps({ grade: { kind: 'choice', values: ['first', '2'] } }, { grade: 'third' })).toBe(false);
    expect(keeps({ grade: { kind: 'choice', values: ['first'] } }, {})).toBe(false);
    expect(keeps({ year: { kind: 'choice', values: ['2017', 'x'] } }, { year: 2017 })).toBe(true);
    expect(keeps({ year: { kind: 'choice', values: ['x'] } }, { year: 2017 })).toBe(false);
    expect(keeps({ wifi: { kind: 'choice', values: ['true'] } }, { wifi: true })).toBe(true);
  });

  it('keep a range closed on both sides and open where no bound is set', () => {
    expect(keeps({ n: { kind: 'range', from: 5, to: 20 } }, { n: 5 })).toBe(true);
    expect(keeps({ n: { kind: 'range', from: 5, to: 20 } }, { n: 20.5 })).toBe(false);
    expect(keeps({ n: { kind: 'range', from: null, to: 20 } }, { n: -3 })).toBe(true);
    expect(keeps({ n: { kind: 'range', from: null, to: 20 } }, {})).toBe(false);
    expect(keeps({ n: { kind: 'range', from: null, to: null } }, { n: 1 })).toBe(true);
    expect(keeps({ n: { kind: 'range', from: null, to: null } }, {})).toBe(false);
  });

  it.each(['at', 'on'])('count the whole last day of a date range of %s', (attribute) => {
    const filters: LayerFilters = { [attribute]: { kind: 'date', from: '2017-01-01', to: '2017-03-31' } };
    expect(keeps(filters, { [attribute]: '2017-03-31T23:10:00' })).toBe(true);
    expect(keeps(filters, { [attribute]: '2017-03-31' })).toBe(true);
    expect(keeps(filters, { [attribute]: '2017-01-01' })).toBe(true);
    expect(keeps(filters, { [attribute]: '2017-04-01' })).toBe(false);
    expect(keeps(filters, { [attribute]: '2016-12-31' })).toBe(false);
    expect(keeps(filters, {})).toBe(false);
  });

  it('take a flag for what it is', () => {
    expect(keeps({ wifi: { kind: 'flag', on: true } }, { wifi: true })).toBe(true);
    expect(keeps({ wifi: { kind: 'flag', on: true } }, { wifi: false })).toBe(false);
    expect(keeps({ wifi: { kind: 'flag', on: false } }, { wifi: false })).toBe(true);
    expect(keeps({ wifi: { kind: 'flag', on: false } }, {})).toBe(false);
  });

  it('find words whatever their case, every character for itself', () => {
    expect(keeps({ name: { kind: 'text', text: 'Bay' } }, { name: 'tai ping bay' })).toBe(true);
    expect(keeps({ name: { kind: 'text', text: '太平' } }, { name: '太平湾雕塑园' })).toBe(true);
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('%', '_', '\\', "'", 'a', '海'), minLength: 1, maxLength: 4 }),
        fc.string({ unit: fc.constantFrom('%', '_', '\\', "'", 'a', '海'), maxLength: 8 }),
        (text, name) => {
          expect(keeps({ name: { kind: 'text', text } }, { name })).toBe(name.includes(text));
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('ask for all conditions; for none there is no filter', () => {
    const filters: LayerFilters = { wifi: { kind: 'flag', on: true }, grade: { kind: 'choice', values: ['first'] } };
    expect(keeps(filters, { wifi: true, grade: 'second' })).toBe(false);
    expect(keeps(filters, { wifi: true, grade: 'first' })).toBe(true);
    expect(toCql2({}, layer)).toBeNull();
  });

  it('match nothing where the layer has no such attribute, or one of another type', () => {
    for (const filters of [
      { nothing: { kind: 'flag', on: true } },
      { name: { kind: 'range', from: 1, to: 2 } },
      { n: { kind: 'text', text: '5' } },
      { n: { kind: 'date', from: '2017-01-01', to: null } },
      { constructor: { kind: 'flag', on: true } },
    ] as const) {
      expect(keeps(filters, { name: '1', n: 5 }), JSON.stringify(filters)).toBe(false);
    }
  });
});

describe('filters in the address of the map', () => {
  it('are read as they are written, but for days that no month has', () => {
    const text = 'at@2017-01-01..2017-03-31;grade:a%2Cb,c;n~1..;name*海;wifi!1';
    expect(formatLayerFilters(parseLayerFilters(text))).toBe(text);
    expect(parseLayerFilters('at@2017-02-30..2017-03-31')).toEqual({
      at: { kind: 'date', from: null, to: '2017-03-31' },
    });
    expect(parseLayerFilters('at@2017-02-30..')).toEqual({});
  });
});
