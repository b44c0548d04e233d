import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { localMoment, openState, parseHours, sharedSpacesNow, type Holidays } from './index.ts';

const HOLIDAYS = JSON.parse(readFileSync(new URL('../../data/holidays/cn.json', import.meta.url), 'utf8')) as Holidays;
/** @param text such as `2026-11-30 10:00`, on the clocks of the place */
const momentOf = (text: string) => localMoment(new Date(`${text.replace(' ', 'T')}:00Z`), 'UTC');
const stateOf = (text: string, at: string) => openState(parseHours(text), momentOf(at), HOLIDAYS);

describe('a moment', () => {
  it('is what the clocks of the city show', () => {
    expect(localMoment(new Date('2026-11-30T16:30:00Z'), 'Asia/Shanghai')).toEqual({
      year: 2026,
      month: 12,
      day: 1,
      weekday: 2,
      minute: 30,
    });
  });
});

describe('a year without a notice', () => {
  it.each(['工作日9:00-17:00', '周一至周五 9:00-17:00', '9:00-17:00，法定节假日休息', 'Mo-Fr 09:00-17:00; PH off'])(
    'leaves %s unknown',
    (text) => {
      expect(stateOf(text, '2027-01-01 10:00')).toEqual({ state: 'unknown', reason: 'holidays-unknown' });
    },
  );

  it.each(['24/7', '全天', '08:00-20:00', '每天8:00-20:00', 'Mo-Fr 09:00-17:00', '周二至周日9:00-17:00'])(
    'says nothing against %s',
    (text) => {
      expect(stateOf(text, '2027-01-01 10:00').state).toBe('open');
    },
  );

  it('makes the last days of the year before unknown, which its notice may move', () => {
    expect(stateOf('工作日9:00-17:00', '2026-12-27 10:00').state).toBe('closed');
    expect(stateOf('工作日9:00-17:00', '2026-12-28 10:00').state).toBe('unknown');
    expect(stateOf('工作日9:00-17:00', '2025-12-31 10:00').state).toBe('open');
  });
});

describe('shared spaces', () => {
  const lot = {
    shared_spaces: 30,
    shared_hours: '18:00—次日08:00，周末全天',
    shared_occupancy: Array.from({ length: 24 }, (_, hour) => (hour < 8 ? 75 : hour >= 18 ? 50 : 4)).join(','),
  };

  it('are free as the usual occupancy of the hour leaves them', () => {
    expect(sharedSpacesNow(lot, momentOf('2026-11-30 20:10'), HOLIDAYS)).toEqual({
      state: 'known',
      free: 15,
      of: 30,
      sharedNow: true,
    });
    // A quarter of 30 is 7.5: half a space is none.
    expect(sharedSpacesNow(lot, momentOf('2026-11-30 07:59'), HOLIDAYS)).toMatchObject({ free: 7 });
    expect(sharedSpacesNow(lot, momentOf('2026-11-28 12:00'), HOLIDAYS)).toMatchObject({ free: 28 });
  });

  it('are none outside of the hours of sharing', () => {
    expect(sharedSpacesNow(lot, momentOf('2026-11-30 12:00'), HOLIDAYS)).toEqual({
      state: 'known',
      free: 0,
      of: 30,
      sharedNow: false,
      opensInMinutes: 360,
    });
  });

  it('are unknown where the hours, the count or the occupancy are', () => {
    const at = momentOf('2026-11-30 20:10');
    for (const part of [{ shared_hours: '晚上' }, { shared_spaces: null }, { shared_occupancy: '1,2' }])
      expect(sharedSpacesNow({ ...lot, ...part }, at, HOLIDAYS)).toEqual({ state: 'unknown' });
  });
});
