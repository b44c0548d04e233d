import { describe, expect, it } from 'vitest';
import { toIso } from '../../../tiles/day.ts';
import { testTransit } from '../../testing/timetables.ts';
import { isTimeZone } from '../../../tiles/filter/cql2/time-zone.ts';
import { clockOf, dayOf, secondsBetweenDays, secondsOfClock, weekdayOf } from './service-day.ts';
import { timetableOf, type Timetable } from './timetable.ts';

const DAY = 18_029; // 2019-05-13
const STOPS = [
  [0, 0],
  [0, 0],
] as const;
const trip = (departS: number, service = 0) => ({
  service,
  calls: [[0, departS, departS] as const, [1, departS + 600, departS + 600] as const],
});
const departures = ({ boardS, boardStart }: Timetable): readonly number[] => [...boardS.subarray(0, boardStart[1])];

describe('days of service', () => {
  it('are counted from 1970, and begin with Monday', () => {
    expect(dayOf('2019-05-13')).toBe(DAY);
    expect(toIso(DAY)).toBe('2019-05-13');
    expect([weekdayOf(DAY), weekdayOf(DAY + 6), weekdayOf(0)]).toEqual([0, 6, 3]);
    expect(['2019-02-29', '2019-5-13', '2019-13-01', ''].map(dayOf)).toEqual([null, null, null, null]);
  });

  it('have times of day', () => {
    expect(['00:00', '08:05', '23:59', '24:00', '8:00'].map(secondsOfClock)).toEqual([0, 29_100, 86_340, null, null]);
    expect(clockOf(29_100)).toBe('08:05');
  });

  it('are 24 hours apart, but for the days when clocks change: 23 and 25', () => {
    const apart = (from: string, timezone: string): number =>
      secondsBetweenDays(dayOf(from) as number, (dayOf(from) as number) + 1, timezone) / 3600;
    expect(apart('2019-05-13', 'Asia/Shanghai')).toBe(24);
    // In Berlin clocks went forward on 31 March 2019, and back on 27 October.
    expect(apart('2019-03-30', 'Europe/Berlin')).toBe(23);
    expect(apart('2019-10-26', 'Europe/Berlin')).toBe(25);
    expect(apart('2019-10-27', 'Europe/Berlin')).toBe(24);
    expect([isTimeZone('Asia/Shanghai'), isTimeZone('Mars/Olympus')]).toEqual([true, false]);
  });
});

describe('the timetable of some hours', () => {
  const period = (fromS: number, toS: number) => ({ day: DAY, fromS, toS });

  it('has the trips of the day that run then, by stop and time', () => {
    const services = [[DAY], [DAY + 3]];
    const transit = testTransit({ stops: STOPS, services, trips: [3000, 1000, 9000, 2000].map((at) => trip(at)) });
    const other = testTransit({ stops: STOPS, services, trips: [trip(1500, 1)] });
    expect(departures(timetableOf(transit, period(1000, 4000)))).toEqual([1000, 2000, 3000]);
    const { alightS, alightStart } = timetableOf(transit, period(1000, 4000));
    expect(alightS.subarray(alightStart[1])).toEqual(Float64Array.of(1600, 2600, 3600));
    // Who boards after 1,200 s cannot board the first; its arrival is still there.
    expect(departures(timetableOf(transit, period(1200, 4000)))).toEqual([2000, 3000]);
    expect(timetableOf(other, period(0, 9000)).callStop).toHaveLength(0);
  });

  it('has what still runs from the day before, and what runs on the day after, whatever the clocks did', () => {
    const services = [[DAY - 1], [DAY + 1]];
    const trips = [trip(86_400 + 1800), trip(300, 1)];
    const transit = testTransit({ stops: STOPS, services, trips });
    expect(departures(timetableOf(transit, period(0, 90_000)))).toEqual([1800, 86_700]);
    // 31 March 2019: that night had one hour less.
    const spring = dayOf('2019-03-31') as number;
    const berlin = testTransit({
      stops: STOPS,
      services: [[spring - 1]],
      trips: [trip(86_400 + 7200)],
      timezone: 'Europe/Berlin',
    });
    expect(departures(timetableOf(berlin, { day: spring, fromS: 0, toS: 90_000 }))).toEqual([10_800]);
  });

  it('has a trip by its headway as often as it runs before the end, and not as it stands', () => {
    const at = (exact: number): Timetable =>
      timetableOf(
        testTransit({
          stops: STOPS,
          services: [[DAY]],
          trips: [trip(50_000)],
          headways: [
            [0, 3600, 5400, 600, exact],
            [0, 7200, 7201, 900, exact],
          ],
        }),
        period(0, 86_400),
      );
    expect(departures(at(0))).toEqual([3600, 4200, 4800, 7200]);
    expect([at(0).hasHeadways, at(1).hasHeadways]).toEqual([true, false]);
  });
});
