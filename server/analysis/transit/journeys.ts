/** How a study rides: its timetables, its day, its departures and its limits, and what the answer says of them. */
import type { Warning } from '../../../tiles/api/result.ts';
import type { StudyTravel } from '../../../tiles/api/study.ts';
import { DEFAULT_TRANSIT } from '../../../tiles/api/vocabulary.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import type { MessageValues } from '../../platform/messages/index.ts';
import { AnalysisError, warning } from '../errors.ts';
import { sentence } from '../sentence.ts';
import { provenanceText } from '../study/warnings.ts';
import { endOf, type Departures } from './departures.ts';
import { TRANSIT } from './messages.ts';
import { clockOf, dayOf, secondsOfClock } from './service-day.ts';
import { runsOn, type Period, type Timetable } from './timetable.ts';
import type { Snaps } from '../types.ts';
import type { FeedFacts, Transit } from './types.ts';

const DAY_S = 86_400;

export interface Journeys {
  readonly transit: Transit;
  readonly date: string;
  readonly period: Period;
  readonly departures: Departures;
  readonly maxRides: number;
  readonly maxWalkS: number;
  readonly maxTransferS: number;
}

/**
 * Throws `AnalysisError` for a day without any service. A study's date and time were checked before. `at`: JSON pointer
 * of the travel.
 */
export function journeysOf(transit: Transit, travel: StudyTravel, at: string): Journeys {
  const { date = '', depart = '', window: minutes = DEFAULT_TRANSIT.window, ...chosen } = travel;
  const { percentile, maxRides, maxWalkS, maxTransferS, maxJourneyS } = { ...DEFAULT_TRANSIT, ...chosen };
  const [day, departS] = [dayOf(date), secondsOfClock(depart)];
  if (day === null || departS === null) throw new TypeError('The study lacks what it was checked to have.');
  if (!transit.services.feed.some((_feed, service) => runsOn(transit, service, day))) {
    const days = { zh: daysOf(transit, 'zh').join('；'), en: daysOf(transit, 'en').join('; ') };
    const values = { title: transit.meta.title, date, days };
    throw new AnalysisError('transit-no-service', TRANSIT['no-service'], values, { at: `${at}/date` });
  }
  const departures = { departS, count: minutes, percentile, maxJourneyS };
  return {
    ...{ transit, date, departures, maxRides, maxWalkS, maxTransferS },
    period: { day, fromS: departS, toS: endOf(departures) },
  };
}

function daysOf({ meta }: Transit, lang: keyof Text): string[] {
  return meta.feeds.map(({ title, from, to }) => sentence(TRANSIT['days-of'], { feed: title, from, to })[lang]);
}

export function journeyAssumptions({ transit, date, departures, ...limits }: Journeys): Warning[] {
  const { title, source, provenance, licence } = transit.meta;
  const { departS, count, percentile, maxJourneyS } = departures;
  const from = clockOf(departS);
  return [
    note('assume-transit', { title, source, provenance: provenanceText(provenance) }),
    ...(licence === '' ? [] : [note('assume-licence', { licence })]),
    count === 1
      ? note('assume-departure', { date, from })
      : note('assume-departures', { date, from, to: clockText(departS + (count - 1) * 60), count, percentile }),
    note('assume-rides', {
      rides: limits.maxRides,
      walk: limits.maxWalkS,
      transfer: limits.maxTransferS,
      journey: maxJourneyS,
    }),
  ];
}

/** What is known once the trips of the hours were looked through. `isEdited`: whether the streets are. */
export function timetableAssumptions({ hasHeadways }: Timetable, isEdited: boolean): Warning[] {
  return [...(hasHeadways ? [note('assume-headways')] : []), ...(isEdited ? [note('assume-street-edits')] : [])];
}

export function journeyWarnings({ transit, date, period }: Journeys, timetable: Timetable, stops: Snaps): Warning[] {
  const { services, meta } = transit;
  const isIdle = (_facts: FeedFacts, feed: number): boolean =>
    !services.feed.some((each, service) => each === feed && runsOn(transit, service, period.day));
  const hours = { date, from: clockOf(period.fromS), to: clockText(period.toS) };
  const away = stops.edge.reduce((count, edge) => count + Number(edge < 0), 0);
  return [
    ...meta.feeds.filter(isIdle).map(({ title, from, to }) => note('feed-idle', { feed: title, date, from, to })),
    ...(timetable.callStop.length === 0 ? [note('no-departures', hours)] : []),
    ...(away === 0 ? [] : [note('stops-away', { count: away, total: stops.count })]),
  ];
}

/** As a clock shows it, on the day or after its midnight. */
function clockText(seconds: number): Text {
  const clock = clockOf(seconds % DAY_S);
  return seconds < DAY_S ? { zh: clock, en: clock } : sentence(TRANSIT['next-day'], { clock });
}

function note(key: keyof typeof TRANSIT, values: MessageValues = {}): Warning {
  return warning(`transit-${key}`, TRANSIT[key], values);
}
