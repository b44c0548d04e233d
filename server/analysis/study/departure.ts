/** Driving at an hour in a study: what is wrong with it, whose speeds hold, and what the answer says of them. */
import type { Warning } from '../../../tiles/api/result.ts';
import type { StudyTravel } from '../../../tiles/api/study.ts';
import type { HourSpeed } from '../../../tiles/api/travel-rules.ts';
import { AnalysisError } from '../errors.ts';
import { factorRange, factorsAt, needsWeekday, speedFactorsOf, type SpeedFactor } from '../network/speed-factors.ts';
import { dayOf, secondsOfClock, weekdayOf } from '../transit/service-day.ts';
import type { Graph } from '../types.ts';
import { STUDY, type StudyMessage } from './messages.ts';
import { note } from './warnings.ts';

export type Departing = Pick<StudyTravel, 'mode' | 'date' | 'depart' | 'speeds'>;

interface Problem {
  readonly key: StudyMessage;
  readonly field: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** What is wrong with an hour of driving, whatever the network. */
export function departureProblems({ mode, date, depart, speeds }: Departing, isStored: boolean): Problem[] {
  if (mode !== 'drive') return speeds === undefined ? [] : [{ key: 'speeds-drive', field: 'speeds' }];
  if (depart === undefined) {
    const field = speeds !== undefined ? 'speeds' : date !== undefined ? 'date' : null;
    return field === null ? [] : [{ key: 'speeds-depart', field, values: { name: field } }];
  }
  const backwards = (speeds ?? []).findIndex(({ fromHour, toHour }) => toHour <= fromHour);
  return [
    ...(secondsOfClock(depart) === null
      ? [{ key: 'transit-clock', field: 'depart', values: { depart } } as const]
      : []),
    ...(date !== undefined && dayOf(date) === null
      ? [{ key: 'transit-date', field: 'date', values: { date } } as const]
      : []),
    ...(isStored ? [] : [{ key: 'speeds-stored', field: 'depart' } as const]),
    ...(backwards === -1 ? [] : [{ key: 'speeds-backwards', field: `speeds/${String(backwards)}/toHour` } as const]),
  ];
}

/**
 * Factors of a departure by car; null where it does not say when. Throws `AnalysisError` where nobody knows the speeds.
 * `at`: place of the travel.
 */
export function departureFactors(graph: Graph, travel: Departing, at = '/travel'): Float64Array | null {
  const { mode, date, depart, speeds } = travel;
  const [day, seconds] = [date === undefined ? null : dayOf(date), secondsOfClock(depart ?? '')];
  if (mode !== 'drive' || seconds === null) return null;
  const refuse = (key: 'speeds-none' | 'speeds-date' | 'rules-untagged', field: string): never => {
    const { title, id } = graph.meta;
    throw new AnalysisError(key, STUDY[key], { title, id }, { at: `${at}/${field}` });
  };
  const factors = speeds === undefined ? graph.speedFactors : speedFactorsOf(speeds.flatMap(rowsOf));
  if (factors === undefined) return refuse('speeds-none', 'depart');
  if (graph.streetTags === undefined) return refuse('rules-untagged', 'speeds');
  if (day === null && factors.factor.length > 0 && needsWeekday(factors)) return refuse('speeds-date', 'depart');
  return factorsAt(factors, Math.floor(seconds / 3600), day === null ? null : weekdayOf(day));
}

/** Of a departure by car, where it says when. */
export function departureAssumptions(graph: Graph, travel: Departing): Warning[] {
  const factors = departureFactors(graph, travel);
  if (factors === null) return [];
  const { least, most, mean } = factorRange(graph, factors);
  const when = travel.date === undefined ? (travel.depart ?? '') : `${travel.date} ${travel.depart ?? ''}`;
  const source = STUDY[travel.speeds === undefined ? 'speeds-of-network' : 'speeds-of-study'];
  return [note('assume-hour', { when, source, least: round(least), most: round(most), mean: round(mean) })];
}

function rowsOf({ classes = [], weekdays = [], fromHour, toHour, factor }: HourSpeed): SpeedFactor[] {
  const ofClasses = classes.length === 0 ? (['all'] as const) : classes;
  const days = weekdays.length === 0 ? [null] : weekdays.map((day) => day - 1);
  const hours = Array.from({ length: toHour - fromHour }, (_, nth) => fromHour + nth);
  return ofClasses.flatMap((streetClass) =>
    days.flatMap((weekday) => hours.map((hour) => ({ streetClass, weekday, hour, factor }))),
  );
}

function round(factor: number): string {
  return factor.toFixed(2);
}
