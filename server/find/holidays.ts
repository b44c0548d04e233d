import { readFileSync } from 'node:fs';
import { localMoment, type Holidays } from '../../tiles/hours/index.ts';

/** Days off and make-up working days of China, by the notices of the State Council. */
export const HOLIDAYS = JSON.parse(
  readFileSync(new URL('../../data/holidays/cn.json', import.meta.url), 'utf8'),
) as Holidays;

/** Those of the year of a moment and of the next: what a page needs that goes on without the service. */
export function holidaysAround(moment: Date, timeZone: string, { source, years }: Holidays = HOLIDAYS): Holidays {
  const { year } = localMoment(moment, timeZone);
  const near = [year, year + 1].flatMap((each) => {
    const known = Object.hasOwn(years, each) ? years[each] : undefined;
    return known === undefined ? [] : [[String(each), known] as const];
  });
  return { source, years: Object.fromEntries(near) };
}
