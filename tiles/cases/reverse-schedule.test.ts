import { describe, expect, it } from 'vitest';
import { reverseScheduleRule, daysBefore, reverseSchedule } from './reverse-schedule.ts';

describe('reverse schedule', () => {
  it('counts the source’s 40 days from contract to permit back from the due date, 8 of them after the land certificate', () => {
    expect(
      reverseScheduleRule.compute({
        due: '2017-12-29',
        workingDays: false,
        steps: [
          { name: '签订土地出让合同—发放土地证', days: 32, parallel: false },
          { name: '发放土地证—发放施工许可证', days: 8, parallel: false },
        ],
      }),
    ).toEqual({
      start: '2017-11-19',
      schedule: [
        { name: '签订土地出让合同—发放土地证', days: 32, start: '2017-11-19', end: '2017-12-21' },
        { name: '发放土地证—发放施工许可证', days: 8, start: '2017-12-21', end: '2017-12-29' },
      ],
    });
  });

  it('gives a fund company its 3 working days over a weekend', () => {
    expect(daysBefore('2017-12-05', 3, true)).toBe('2017-11-30');
    expect(daysBefore('2017-12-05', 3, false)).toBe('2017-12-02');
  });

  it('runs parallel steps to the same end and lets the longest decide when the step before them must be done', () => {
    const schedule = reverseSchedule('2017-06-30', [
      { name: 'a', days: 5, parallel: false },
      { name: 'b', days: 2, parallel: false },
      { name: 'c', days: 10, parallel: true },
    ]);
    expect(schedule.map(({ name, start, end }) => [name, start, end])).toEqual([
      ['a', '2017-06-15', '2017-06-20'],
      ['b', '2017-06-28', '2017-06-30'],
      ['c', '2017-06-20', '2017-06-30'],
    ]);
  });

  it('crosses a leap day', () => {
    expect(daysBefore('2016-03-01', 1, false)).toBe('2016-02-29');
  });

  it('names the field that is wrong', () => {
    const steps = [{ name: 'a', days: 1, parallel: false }];
    expect(() => reverseScheduleRule.compute({ due: '2017-02-30', steps, workingDays: false })).toThrow(/^due: /);
    expect(() => reverseScheduleRule.compute({ due: '2017-02-28', steps: [], workingDays: false })).toThrow(/^steps: /);
    expect(() =>
      reverseScheduleRule.compute({
        due: '2017-02-28',
        steps: [{ name: 'a', days: -1, parallel: false }],
        workingDays: false,
      }),
    ).toThrow(/^steps\[1\]\.days: /);
  });
});
