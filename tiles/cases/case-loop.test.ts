import { describe, expect, it } from 'vitest';
import { caseLoop, LOOP_STATES, nextState } from './case-loop.ts';

const whole = LOOP_STATES.map((state, index) => ({ state, hour: index * 2 }));

describe('the loop of a grid case', () => {
  it('walks find, file, dispatch, handle, feed back, verify, close with the time of each step', () => {
    expect(caseLoop.compute({ events: whole })).toEqual({
      state: 'closed',
      closed: true,
      totalHours: 12,
      steps: LOOP_STATES.map((state, index) => ({ state, hours: index === 0 ? 0 : 2 })),
    });
  });

  it('stands open where the course so far ends', () => {
    expect(caseLoop.compute({ events: whole.slice(0, 3) })).toMatchObject({
      state: 'dispatched',
      closed: false,
      totalHours: 4,
    });
    expect(nextState('dispatched')).toBe('handled');
    expect(nextState('closed')).toBeNull();
  });

  it('refuses a skipped step', () => {
    expect(() => caseLoop.compute({ events: [whole[0] ?? {}, { state: 'dispatched', hour: 1 }] })).toThrow(
      /^events\[2\]\.state: filed must follow found, not dispatched/,
    );
  });

  it('refuses anything after closing', () => {
    expect(() => caseLoop.compute({ events: [...whole, { state: 'found', hour: 20 }] })).toThrow(
      /^events\[8\]\.state: nothing must follow closed/,
    );
  });

  it('refuses a step before the one it follows', () => {
    expect(() =>
      caseLoop.compute({
        events: [
          { state: 'found', hour: 3 },
          { state: 'filed', hour: 1 },
        ],
      }),
    ).toThrow(/^events\[2\]\.hour: 1 is before 3/);
  });

  it('refuses a case without a start', () => {
    expect(() => caseLoop.compute({ events: [] })).toThrow(/^events: a case starts/);
  });
});
