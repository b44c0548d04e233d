/** What is wrong with how somebody travels, before any data is read. */
import type { StudyTravel } from '../../../tiles/api/study.ts';
import type { MessageValues } from '../../platform/messages/index.ts';
import { dayOf, secondsOfClock } from '../transit/service-day.ts';
import { departureProblems } from './departure.ts';
import type { StudyMessage } from './messages.ts';
import { ruleProblems } from './rules.ts';

/** What only a travel with public transport says. */
const TRANSIT_FIELDS = [
  ...(['transit', 'date', 'depart', 'window', 'percentile'] as const),
  ...(['maxRides', 'maxWalkS', 'maxTransferS', 'maxJourneyS'] as const),
];

/** Of these, what a travel by car says too. */
const DRIVE_FIELDS: ReadonlySet<string> = new Set(['date', 'depart']);

export interface TravelProblem {
  readonly key: StudyMessage;
  /** JSON pointer. */
  readonly at: string;
  readonly values?: MessageValues;
}

/** `at`: place of the travel. `isStored`: whether it goes along a stored network, or nobody has said along which. */
export function travelProblems(
  travel: StudyTravel,
  { at, isStored }: { readonly at: string; readonly isStored: boolean },
): TravelProblem[] {
  const given = (['profile', 'rules', 'slope'] as const).find(
    (field) => travel[field] !== undefined && travel[field] !== false,
  );
  return [
    ...(travel.mode === 'drive' && travel.speedMps !== undefined && isStored
      ? [{ key: 'speed-for-driving', at: `${at}/speedMps` } as const]
      : []),
    ...(given === undefined || isStored
      ? []
      : [{ key: 'rules-stored', at: `${at}/${given}`, values: { name: given } } as const]),
    ...ruleProblems(travel).map(({ key, field }) => ({ key, at: `${at}/${field}` })),
    ...departureProblems(travel, isStored).map(({ field, ...problem }) => ({ ...problem, at: `${at}/${field}` })),
    ...transitProblems(travel, at, isStored),
  ];
}

function transitProblems(travel: StudyTravel, at: string, isStored: boolean): TravelProblem[] {
  const { transit, date, depart } = travel;
  if (travel.mode !== 'transit') {
    const given = TRANSIT_FIELDS.find(
      (field) => travel[field] !== undefined && !(travel.mode === 'drive' && DRIVE_FIELDS.has(field)),
    );
    if (given === undefined) return [];
    const key = DRIVE_FIELDS.has(given) ? 'departure-mode' : 'transit-mode';
    return [{ key, at: `${at}/${given}`, values: { name: given } }];
  }
  return [
    ...Object.entries({ transit, date, depart })
      .filter(([, value]) => value === undefined)
      .map(([name]) => ({ key: 'transit-needs', at, values: { name } }) as const),
    ...(date !== undefined && dayOf(date) === null
      ? [{ key: 'transit-date', at: `${at}/date`, values: { date } } as const]
      : []),
    ...(depart !== undefined && secondsOfClock(depart) === null
      ? [{ key: 'transit-clock', at: `${at}/depart`, values: { depart } } as const]
      : []),
    ...(isStored ? [] : [{ key: 'transit-streets', at: '/network' } as const]),
    ...(travel.direction === 'from-facility' ? [{ key: 'transit-direction', at: `${at}/direction` } as const] : []),
  ];
}
