/** What is searched for, as parameters of the address. What cannot be read is as at first. */
import { parseDecimal, round } from '../../../state/codec.ts';
import {
  CLOSURE_MODELS,
  DISTRICT_UNITS,
  GOALS,
  MAX_PERIODS,
  ZONE_LIMITS,
  type Period,
  type SitingSettings,
} from './types.ts';

type GoalSettings = Pick<SitingSettings, 'goal' | 'periods' | 'share' | 'close' | 'zones'>;
type Param = [name: string, value: string, said: boolean];

export const MOST_SITES = 1000;
export const YEARS = { first: 1900, last: 2200 } as const;

export const INITIAL_GOAL: GoalSettings = {
  goal: 'place',
  periods: [],
  share: 0.9,
  close: { count: 3, model: 'mclp' },
  zones: { by: 'subdistrict', limit: 'none', balance: 0.2, raise: false },
};

/**
 * `goal=close&close=3,p-median`, `goal=zones&zones=cell,capacity,0.1,1`, `goal=fewest&share=0.95`,
 * `steps=2026:2;2030:3`.
 */
export function goalParams({ goal, periods, share, close, zones }: GoalSettings): Param[] {
  const initial = INITIAL_GOAL;
  return [
    ['goal', goal, goal !== initial.goal],
    ['steps', formatPeriods(periods), periods.length > 0],
    ['share', String(share), share !== initial.share],
    ['close', formatClose(close), formatClose(close) !== formatClose(initial.close)],
    ['zones', formatZones(zones), formatZones(zones) !== formatZones(initial.zones)],
  ];
}

export function parseGoal(params: URLSearchParams): GoalSettings {
  const initial = INITIAL_GOAL;
  const [count, model] = params.get('close')?.split(',') ?? [];
  const [by, limit, balance, raise] = params.get('zones')?.split(',') ?? [];
  return {
    goal: GOALS.find((each) => each === params.get('goal')) ?? initial.goal,
    periods: parsePeriods(params.get('steps') ?? ''),
    share: shareOf(params.get('share') ?? undefined, 0.01) ?? initial.share,
    close: {
      count: wholeOf(count, 1, MOST_SITES) ?? initial.close.count,
      model: CLOSURE_MODELS.find((each) => each === model) ?? initial.close.model,
    },
    zones: {
      by: DISTRICT_UNITS.find((each) => each === by) ?? initial.zones.by,
      limit: ZONE_LIMITS.find((each) => each === limit) ?? initial.zones.limit,
      balance: shareOf(balance, 0) ?? initial.zones.balance,
      raise: raise === '1',
    },
  };
}

function formatClose({ count, model }: SitingSettings['close']): string {
  return `${String(count)},${model}`;
}

function formatZones({ by, limit, balance, raise }: SitingSettings['zones']): string {
  return [by, limit, balance, raise ? 1 : 0].join(',');
}

function formatPeriods(periods: readonly Period[]): string {
  return periods.map(({ year, p }) => `${year === null ? '' : String(year)}:${String(p)}`).join(';');
}

function parsePeriods(text: string): Period[] {
  return text
    .split(';')
    .flatMap((part): Period[] => {
      const [year, count] = part.split(':');
      const p = wholeOf(count, 1, MOST_SITES);
      return p === null ? [] : [{ year: wholeOf(year, YEARS.first, YEARS.last), p }];
    })
    .slice(0, MAX_PERIODS);
}

function wholeOf(text: string | undefined, least: number, most: number): number | null {
  const value = parseDecimal(text, least, most);
  return value === null ? null : Math.round(value);
}

function shareOf(text: string | undefined, least: number): number | null {
  const value = parseDecimal(text, least, 1);
  return value === null ? null : round(value, 3);
}
