import type { Datum, Message } from '../../../ingest/index.ts';
import { inDatum, NAMES, readingOf, READINGS, type Reading } from '../../network/import/datum-fit.ts';
import { refuseFile } from './source.ts';

/**
 * Another reading is clearly better where half as many places or fewer are in the sea, and fewer by at least this share
 * and number.
 */
const RATIO = 2;
const LEAST_SHARE = 0.003;
const LEAST_PLACES = 20;
export const MOST_SAMPLES = 20_000;

/**
 * GCJ-02 and BD-09 lie some 500 m and 1,000 m off, which puts people of a coastal city into the sea. Where another
 * datum than the one taken leaves clearly fewer there, that is a fault if nobody has said the datum, else a note.
 * @param places as the file has them, pairs of degrees
 */
export function checkDatum(
  places: Float64Array,
  declared: Datum | null,
  isSea: (lon: number, lat: number) => boolean,
): readonly Message[] {
  const count = places.length / 2;
  const atSea = Object.fromEntries(
    READINGS.map((reading) => [reading, countAt(inDatum(places, reading), isSea)]),
  ) as Readonly<Record<Reading, number>>;
  const present = readingOf(declared ?? 'wgs84');
  const best = READINGS.reduce((least, reading) => (atSea[reading] < atSea[least] ? reading : least), present);
  const fewer = atSea[present] - atSea[best];
  if (best === present || atSea[best] * RATIO > atSea[present] || fewer < LEAST_PLACES || fewer < LEAST_SHARE * count)
    return [];
  const numbers = READINGS.map((reading) => `${NAMES[reading]} ${((100 * atSea[reading]) / count).toFixed(1)} %`).join(
    ', ',
  );
  if (declared === null) return refuseFile({ message: 'demand-datum', params: { numbers, option: best } });
  return [{ message: 'demand-datum-note', params: { numbers, better: NAMES[best], present: NAMES[declared] } }];
}

function countAt(places: Float64Array, isSea: (lon: number, lat: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < places.length; i += 2) if (isSea(places[i] as number, places[i + 1] as number)) count += 1;
  return count;
}
