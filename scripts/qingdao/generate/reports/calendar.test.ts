import { describe, expect, it } from 'vitest';
import { DATES, LAST_DAY, dayOf, workload } from './calendar.ts';

describe('the calendar of 2017', () => {
  it('runs from New Year to New Year’s Eve', () => {
    expect(DATES[0]).toBe('2017-01-01');
    expect(DATES[LAST_DAY]).toBe('2017-12-31');
    expect(DATES[dayOf('2017-09-22')]).toBe('2017-09-22');
  });

  it('knows Saturdays and Sundays', () => {
    for (const [day, date] of DATES.entries()) {
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
      if (workload(day, 0.5) === 0.5) expect([0, 6]).toContain(weekday);
      if (workload(day, 0.5) === 1) expect([0, 6]).not.toContain(weekday);
    }
  });

  it('is quiet in the long holidays, weekends or not', () => {
    expect(workload(dayOf('2017-10-02'), 0.5)).toBe(0.25);
    expect(workload(dayOf('2017-10-07'), 0.5)).toBe(0.25);
    expect(workload(dayOf('2017-10-09'), 0.5)).toBe(1);
  });
});
