import { describe, expect, it } from 'vitest';
import { errorLines } from './report.ts';
import type { LoadError } from './types.ts';

const required = (feature: number): LoadError => ({ feature, property: 'name', message: 'required' });

describe('the list of errors', () => {
  it('names each by feature number, id, property and reason, in the language asked for', () => {
    const errors: LoadError[] = [
      {
        feature: 3,
        id: 't3',
        property: 'stalls',
        message: 'type-wrong',
        params: { expected: '{type-integer}', value: '“1,234”' },
      },
    ];
    expect(errorLines('en', errors)).toEqual([
      'Nothing was loaded. Errors in the file: 1',
      '  feature 3 (t3), property stalls: should be a whole number, but is “1,234”',
    ]);
    expect(errorLines('zh', errors)[1]).toBe('  第 3 个要素 (t3)，属性 stalls：应为整数，实为 “1,234”');
  });

  it('shows the one odd row among a hundred thousand that are wrong alike', () => {
    const errors = [
      ...Array.from({ length: 100_000 }, (_, n) => required(n + 1)),
      { feature: 77_777, message: 'geometry-missing' as const },
    ];
    const lines = errorLines('en', errors);
    expect(lines).toContain('  feature 77777: has no geometry');
    expect(lines).toContain('  100000 alike, such as feature 1, property name: is required');
    expect(lines.at(-1)).toBe('  … 99992 more are not listed');
    expect(lines).toHaveLength(12);
  });

  it('shows every one when asked, under the head that is given', () => {
    const errors = Array.from({ length: 100 }, (_, n) => required(n + 1));
    const lines = errorLines('en', errors, { all: true, head: 'Left out:' });
    expect([lines.length, lines[0], lines[100]]).toEqual([
      101,
      'Left out:',
      '  feature 100, property name: is required',
    ]);
  });

  it('keeps what would steer a terminal, or turn the order of what is read, out of it', () => {
    expect(errorLines('en', [{ feature: 1, id: 'a\u001b[2J', message: 'geometry-missing' }])[1]).toBe(
      '  feature 1 (a\uFFFD[2J): has no geometry',
    );
    expect(errorLines('en', [{ feature: 1, id: 'a\u202Eb', message: 'geometry-missing' }])[1]).toBe(
      '  feature 1 (a\uFFFDb): has no geometry',
    );
  });
});
