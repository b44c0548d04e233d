import { describe, expect, it } from 'vitest';
import { estimateParsedBytes } from './json-size.ts';

const estimate = (value: unknown): number => estimateParsedBytes(Buffer.from(JSON.stringify(value)));

describe('the size of values, told from their JSON', () => {
  it('counts objects, arrays and what stands between commas', () => {
    expect(estimate(Array.from({ length: 1000 }, () => ({})))).toBeGreaterThan(64 * 1000);
    expect(estimate(Array.from({ length: 1000 }, () => []))).toBeGreaterThan(56 * 1000);
    expect(estimate(Array.from({ length: 1000 }, (_, n) => n + 0.5))).toBeGreaterThan(24 * 999);
  });

  it('takes signs in a text for text, escaped quotes included', () => {
    const text = '{[,"\\{[,';
    expect(estimate(text)).toBe(JSON.stringify(text).length);
    expect(estimate({ [text]: text })).toBe(2 * JSON.stringify(text).length + 3 + 64);
  });

  it('ends on a text that is cut off', () => {
    expect(estimateParsedBytes(Buffer.from('{"a\\'))).toBeGreaterThan(0);
  });
});
