import { describe, expect, it } from 'vitest';
import { faultLines } from './report.ts';
import type { Fault } from './types.ts';

const required = (feature: number): Fault => ({ feature, property: 'name', message: 'required' });

describe('the list of faults', () => {
  it('names each by feature number, id, property and reason, in the language asked for', () => {
    const faults: Fault[] = [
      {
        feature: 3,
        id: 't3',
        property: 'stalls',
        message: 'type-wrong',
        params: { expected: '{type-integer}', value: '“1,234”' },
      },
    ];
    expect(faultLines('en', faults)).toEqual([
      'Nothing was loaded. Faults in the file: 1',
      '  feature 3 (t3), property stalls: should be a whole number, but is “1,234”',
    ]);
    expect(faultLines('zh', faults)[1]).toBe('  第 3 个要素 (t3)，属性 stalls：应为整数，实为 “1,234”');
  });

  it('shows the one odd row among a hundred thousand that are wrong alike', () => {
    const faults = [
      ...Array.from({ length: 100_000 }, (_, n) => required(n + 1)),
      { feature: 77_777, message: 'geometry-missing' as const },
    ];
    const lines = faultLines('en', faults);
    expect(lines).toContain('  feature 77777: has no geometry');
    expect(lines).toContain('  100000 alike, such as feature 1, property name: is required');
    expect(lines.at(-1)).toBe('  … 99992 more are not listed');
    expect(lines).toHaveLength(12);
  });

  it('keeps what would steer a terminal out of it', () => {
    expect(faultLines('en', [{ feature: 1, id: 'a\u001b[2J', message: 'geometry-missing' }])[1]).toBe(
      '  feature 1 (a\uFFFD[2J): has no geometry',
    );
  });
});
