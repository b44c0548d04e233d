import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createI18n } from '../i18n/i18n.ts';
import type { Measure } from '../state/codecs/casedata.ts';
import { decimalsOf, formatMeasured } from './measure.ts';

const reader = { i18n: createI18n(signal('zh' as const)) };
const layer = { attributes: { days: { type: 'number', title: { zh: '天数', en: 'Days' } } } } as const;

function column(measure: Measure, values: readonly number[]): readonly string[] {
  const decimals = decimalsOf(measure, values);
  return values.map((value) => formatMeasured(reader, layer, measure, value, { unit: false, decimals }));
}

describe('a column of figures has as many decimals in each row', () => {
  it.each([
    ['rate', [10, 8.91, 0.5], ['10.00', '8.91', '0.50']],
    ['rate', [0.0123, 0.1, 0], ['0.012', '0.100', '0.000']],
    ['rate', [128, 5000, 256.4], ['128', '5,000', '256']],
    ['rate', [0, 0], ['0', '0']],
    ['closed', [50, 33.333], ['50.0%', '33.3%']],
    ['closed', [50, 100], ['50%', '100%']],
    ['count', [1200, 7], ['1,200', '7']],
  ] as const)('%s: %j', (kind, values, shown) => {
    expect(column({ kind }, values)).toEqual(shown);
  });

  it('for means of a figure too', () => {
    expect(column({ kind: 'mean', attribute: 'days' }, [3, 4.25])).toEqual(['3.0', '4.3']);
    expect(column({ kind: 'sum', attribute: 'days' }, [3, 4.4])).toEqual(['3', '4']);
  });

  it('while a figure alone has what it needs', () => {
    expect([10, 8.912].map((value) => formatMeasured(reader, layer, { kind: 'rate' }, value, { unit: false }))).toEqual(
      ['10', '8.91'],
    );
  });
});
