import { localMoment, type Holidays } from '../../tiles/hours/index.ts';

/** Those of the year of a moment and of its neighbours: what a page needs that goes on without the service. */
export function holidaysAround(moment: Date, timeZone: string, { source, years }: Holidays): Holidays {
  const { year } = localMoment(moment, timeZone);
  const near = [year - 1, year, year + 1].flatMap((each) => {
    const known = Object.hasOwn(years, each) ? years[each] : undefined;
    return known === undefined ? [] : [[String(each), { off: known.off, work: known.work }] as const];
  });
  return { source, years: Object.fromEntries(near) };
}
