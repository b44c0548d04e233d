import { describe, expect, it } from 'vitest';
import { AnalysisError, warning } from './errors.ts';

const TEXT = { zh: '{count} 个候选点，{id}。', en: '{count} candidates, {id}.' };

describe('sentences of the analysis', () => {
  it.each([
    [4685, '4,685'],
    [999, '999'],
    [1234567.25, '1,234,567.25'],
    [0.005, '0.005'],
    [1e-7, '0.0000001'],
    [-12000, '-12,000'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
  ])('write the number %d as %s, in warnings and in errors, and leave ids as they are', (count, written) => {
    const said = { zh: `${written} 个候选点，4685。`, en: `${written} candidates, 4685.` };
    expect(warning('code', TEXT, { count, id: '4685' }).message).toEqual(said);
    expect(new AnalysisError('code', TEXT, { count, id: '4685' }).text).toEqual(said);
  });
});
