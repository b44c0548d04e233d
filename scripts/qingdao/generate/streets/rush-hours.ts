/** How fast cars are by hour in the demonstration city, made up: rush hours on working days, weekend afternoons. */
import type { SpeedFactor } from '../../../../server/analysis/network/speed-factors.ts';
import type { StreetClass } from '../../../../tiles/api/vocabulary.ts';

const WEEKEND = [5, 6] as const;
/** Of the speed in the rush hours; the wider the road, the more cars. */
const RUSH: Readonly<Partial<Record<StreetClass, number>>> = {
  trunk: 0.5,
  primary: 0.5,
  secondary: 0.55,
  tertiary: 0.65,
  residential: 0.8,
};

/** Share of what the rush hours take, by hour: 1 is all of it. Below 0 cars are faster than by day. */
function load(hour: number, isWeekend: boolean): number {
  if (hour < 6 || hour >= 22) return -0.25;
  if (isWeekend) return hour >= 10 && hour < 19 ? 0.4 : 0.1;
  if (hour === 7 || hour === 8 || hour === 17 || hour === 18) return 1;
  return hour === 6 || hour >= 20 ? 0.15 : 0.4;
}

/** The hours of every day are those of working days; Saturdays and Sundays have their own. */
export function rushHours(): readonly SpeedFactor[] {
  const factorsOf = (weekday: number | null): SpeedFactor[] =>
    Object.entries(RUSH).flatMap(([streetClass, least]) =>
      Array.from({ length: 24 }, (_, hour): SpeedFactor => {
        const factor = 1 - (1 - least) * load(hour, weekday !== null);
        // Keys of the record above.
        return { streetClass: streetClass as StreetClass, weekday, hour, factor: Math.round(factor * 1000) / 1000 };
      }),
    );
  return [null, ...WEEKEND].flatMap(factorsOf);
}
