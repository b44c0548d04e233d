import { describe, expect, it } from 'vitest';
import { readAsOf } from '../../../server/ingest/origin-text.ts';
import { parseLoadCommand } from './options.ts';

const originOf = (...args: string[]) => {
  const parsed = parseLoadCommand(['--layer', 'toilets', 'a.csv', ...args]);
  return 'options' in parsed ? parsed.options.origin : parsed.errors.map(({ message }) => message);
};

describe('the source of a load', () => {
  it('is one text in both languages, or one for each', () => {
    expect(originOf()).toBeUndefined();
    expect(originOf('--source', ' 城管局 ')).toEqual({ source: { zh: '城管局', en: '城管局' } });
    expect(originOf('--source', '城管局', '--source-en', 'Bureau', '--licence', 'CC0', '--as-of', '2024-05')).toEqual({
      source: { zh: '城管局', en: 'Bureau' },
      licence: 'CC0',
      asOf: '2024-05',
    });
  });

  it('is refused where it cannot be shown', () => {
    expect(originOf('--source', '')).toEqual(['source-unusable']);
    expect(originOf('--source', 'two\nlines')).toEqual(['source-unusable']);
    expect(originOf('--licence', 'x'.repeat(301))).toEqual(['source-unusable']);
    expect(originOf('--source-en', 'Bureau')).toEqual(['source-needed']);
    expect(originOf('--as-of', 'yesterday')).toEqual(['as-of-wrong']);
  });

  it('has a year, a month or a day that there is', () => {
    expect(['2024', '2024-02', '2024-02-29'].map(readAsOf)).toEqual(['2024', '2024-02', '2024-02-29']);
    for (const text of ['2023-02-29', '2024-13', '2024-5', '24', '0000', '2024-02-29T00:00', '29.2.2024', ''])
      expect(readAsOf(text)).toBeNull();
  });
});
