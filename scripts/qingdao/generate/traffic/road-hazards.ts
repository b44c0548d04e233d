import { caseFeatureId, pointFeature } from '../features.ts';
import { DATES, LAST_DAY, dayOf, workload } from '../reports/calendar.ts';
import { roadsideSpots } from '../reports/roadside.ts';
import type { DemoFeature, Rng, World } from '../types.ts';

const HAZARDS = 4_785;
/** The campaign was ordered on 14 August 2017. */
const FROM = dayOf('2017-08-14');
/** Handed over early enough that all of them were put right by the end of the year. */
const TO = dayOf('2017-11-30');
const WEEKEND_SHARE = 0.15;

const KINDS = [
  ['signs', '标志标线缺损', 'Signs or markings missing', 28],
  ['barrier', '防护设施缺失', 'Barriers missing', 18],
  ['sight', '视距遮挡', 'Blocked sight', 16],
  ['junction', '路口设置不合理', 'Unsafe junction', 15],
  ['surface', '路面破损', 'Broken surface', 14],
  ['lighting', '照明不足', 'Poor lighting', 9],
] as const;

/** Most lie on country roads, which the campaign was to make safe. */
const WEIGHTS: Readonly<Record<string, number>> = {
  370202: 5,
  370203: 9,
  370211: 20,
  370212: 6,
  370213: 6,
  370214: 11,
  370215: 15,
  370281: 13,
  370283: 19,
  370285: 13,
};

/** Hazards that the campaign found and had put right, in the order of their dates. */
export function makeRoadHazards(world: World, rng: Rng): DemoFeature[] {
  const weights = DATES.map((_, day) => (day < FROM || day > TO ? 0 : workload(day, WEEKEND_SHARE)));
  const days = Array.from({ length: HAZARDS }, () => rng.weighted(weights)).sort((a, b) => a - b);
  const roads = new Map(world.network.roads.map((road) => [road.id, road]));
  return rng.shuffle(roadsideSpots(world, HAZARDS, rng, WEIGHTS)).map((at, i) => {
    const day = days[i] ?? FROM;
    const road = roads.get(at.road);
    const [kind, zh, en] = KINDS[rng.weighted(KINDS.map(([, , , weight]) => weight))] ?? KINDS[0];
    const rectified = Math.min(LAST_DAY, day + 3 + Math.ceil(12 * Math.exp(0.5 * rng.normal())));
    return pointFeature({
      id: caseFeatureId(33, i, 'hazard-'),
      at,
      provenance: 'synthetic',
      properties: {
        name: `${at.roadName}：${zh}`,
        name_en: `${road?.name.en ?? at.road}: ${en.toLowerCase()}`,
        kind,
        state: 'rectified',
        responsible: road?.class === 'trunk' || road?.class === 'primary' ? 'transport' : 'district',
        found_on: DATES[day],
        rectified_on: DATES[rectified],
        road: at.road,
        district: at.district,
        street: at.subdistrict,
      },
    });
  });
}
