/**
 * Occupancy of shared parking spaces by hour (case 33). The source counts the spaces and gives no hours; the rule adds
 * up stays, each from one full hour to another, and may run past midnight.
 */
import type { Rule, RuleField } from './rule.ts';
import { readNumber, readTable, round } from './read.ts';

export const HOURS_PER_DAY = 24;

/** Cars that come at the hour `from` and are gone at the hour `to`; `to` ≤ `from` means the next day. */
export interface Stay {
  readonly from: number;
  readonly to: number;
  readonly cars: number;
}

/** Cars parked during each hour of the day, 0 to 23. */
export function carsByHour(stays: readonly Stay[]): number[] {
  const parked = Array.from({ length: HOURS_PER_DAY }, () => 0);
  for (const { from, to, cars } of stays) {
    const hours = to > from ? to - from : to + HOURS_PER_DAY - from;
    for (let i = 0; i < hours; i += 1) {
      const hour = (from + i) % HOURS_PER_DAY;
      parked[hour] = (parked[hour] ?? 0) + cars;
    }
  }
  return parked;
}

/** Percent of the spaces taken, one decimal. Throws `RangeError` where more cars are parked than there are spaces. */
export function occupancyPercent(spaces: number, parked: readonly number[]): number[] {
  return parked.map((cars, hour) => {
    if (cars > spaces) throw new RangeError(`stays: ${cars} cars at ${hour}:00 in only ${spaces} spaces.`);
    return spaces === 0 ? 0 : round((cars / spaces) * 100, 1);
  });
}

/** Reads the compact form of the layer `parking`: 24 whole percentages, comma-separated. Null where it is not that. */
export function parseOccupancy(text: string): number[] | null {
  const hours = text.split(',').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : Number.NaN));
  return hours.length === HOURS_PER_DAY && hours.every((percent) => percent <= 100) ? hours : null;
}

const PERCENT = { zh: '%', en: '%' };
const CARS = { zh: '辆', en: 'cars' };
const SPACES = { zh: '个', en: 'spaces' };
const HOUR: RuleField = { id: 'hour', title: { zh: '时', en: 'Hour' }, type: 'number' };

const INPUTS: readonly RuleField[] = [
  { id: 'spaces', title: { zh: '共享泊位', en: 'Shared spaces' }, type: 'number', unit: SPACES, minimum: 1, step: 1 },
  {
    id: 'stays',
    title: { zh: '停放情况', en: 'Stays' },
    type: 'table',
    columns: [
      { id: 'from', title: { zh: '驶入（时）', en: 'From (hour)' }, type: 'number', minimum: 0, maximum: 23, step: 1 },
      { id: 'to', title: { zh: '驶离（时）', en: 'To (hour)' }, type: 'number', minimum: 0, maximum: 24, step: 1 },
      { id: 'cars', title: { zh: '车辆', en: 'Cars' }, type: 'number', unit: CARS, minimum: 0, step: 1 },
    ],
  },
];

export const sharedParking: Rule = {
  id: 'shared-parking',
  inputs: INPUTS,
  outputs: [
    { id: 'peakHour', title: { zh: '高峰时', en: 'Busiest hour' }, type: 'number' },
    { id: 'peakPercent', title: { zh: '高峰利用率', en: 'Occupancy then' }, type: 'number', unit: PERCENT },
    { id: 'meanPercent', title: { zh: '全天平均利用率', en: 'Mean of the day' }, type: 'number', unit: PERCENT },
    { id: 'freeAtPeak', title: { zh: '高峰时空余泊位', en: 'Spaces free then' }, type: 'number', unit: SPACES },
    {
      id: 'byHour',
      title: { zh: '分时利用率', en: 'By hour' },
      type: 'table',
      columns: [
        HOUR,
        { id: 'cars', title: { zh: '停放', en: 'Parked' }, type: 'number', unit: CARS },
        { id: 'percent', title: { zh: '利用率', en: 'Occupancy' }, type: 'number', unit: PERCENT },
      ],
    },
  ],
  compute: (input) => {
    const spaces = readNumber(INPUTS, input, 'spaces');
    const parked = carsByHour(
      readTable(INPUTS, input, 'stays').map((row) => ({
        from: row.number('from'),
        to: row.number('to'),
        cars: row.number('cars'),
      })),
    );
    const percent = occupancyPercent(spaces, parked);
    const peakHour = parked.indexOf(Math.max(...parked));
    const all = parked.reduce((sum, cars) => sum + cars, 0);
    return {
      peakHour,
      peakPercent: percent[peakHour] ?? 0,
      meanPercent: round((all / (spaces * HOURS_PER_DAY)) * 100, 1),
      freeAtPeak: spaces - (parked[peakHour] ?? 0),
      byHour: parked.map((cars, hour) => ({ hour, cars, percent: percent[hour] ?? 0 })),
    };
  },
};
