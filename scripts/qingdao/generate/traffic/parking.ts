import { HOURS_PER_DAY } from '../../../../tiles/cases/shared-parking.ts';
import { apportion } from '../apportion.ts';
import { caseFeatureId, definite, pointFeature } from '../features.ts';
import { placeName } from '../place-name.ts';
import { skewedWeights, spotsByDistrict } from '../share-out.ts';
import type { DemoFeature, Rng, World } from '../types.ts';

const SHARED_SPACES = 12_000;
const SHARING_LOTS = 480;
const OTHER_LOTS = 620;
const SHARING: Readonly<Record<string, number>> = {
  370202: 34,
  370203: 40,
  370211: 18,
  370212: 26,
  370213: 18,
  370214: 10,
};
const OTHER: Readonly<Record<string, number>> = {
  370202: 16,
  370203: 20,
  370211: 18,
  370212: 10,
  370213: 9,
  370214: 9,
  370215: 7,
  370281: 6,
  370283: 6,
  370285: 4,
};

type Kind = 'public' | 'residential' | 'office' | 'commercial' | 'hospital' | 'roadside';

interface Profile {
  readonly zh: string;
  readonly en: string;
  readonly weight: number;
  /** Weight among the lots that share spaces; 0 for kinds that are public anyway. */
  readonly sharing: number;
  readonly sharedHours: string;
  readonly fees: readonly number[];
  readonly hours: string;
  /** Occupancy of its shared spaces, percent, at some hours; straight lines between them. */
  readonly curve: readonly (readonly [hour: number, percent: number])[];
}

const ALL_DAY = '00:00—24:00';

const PROFILES: Readonly<Record<Kind, Profile>> = {
  residential: {
    zh: '小区停车场',
    en: 'residential car park',
    weight: 22,
    sharing: 38,
    sharedHours: '08:00—18:00',
    fees: [1, 2, 2, 3],
    hours: ALL_DAY,
    curve: [
      [0, 2],
      [6, 3],
      [8, 28],
      [10, 74],
      [12, 66],
      [15, 72],
      [17, 48],
      [18, 12],
      [20, 4],
      [24, 2],
    ],
  },
  office: {
    zh: '机关写字楼停车场',
    en: 'office car park',
    weight: 14,
    sharing: 34,
    sharedHours: '18:00—次日08:00，周末全天',
    fees: [2, 3, 4, 5],
    hours: ALL_DAY,
    curve: [
      [0, 76],
      [5, 74],
      [7, 52],
      [8, 14],
      [9, 4],
      [17, 6],
      [18, 30],
      [20, 62],
      [22, 74],
      [24, 76],
    ],
  },
  commercial: {
    zh: '商圈停车场',
    en: 'shopping car park',
    weight: 18,
    sharing: 18,
    sharedHours: '21:00—次日09:00',
    fees: [4, 5, 6, 8],
    hours: ALL_DAY,
    curve: [
      [0, 58],
      [6, 60],
      [8, 34],
      [9, 10],
      [12, 12],
      [18, 16],
      [20, 22],
      [21, 38],
      [23, 56],
      [24, 58],
    ],
  },
  hospital: {
    zh: '医院周边停车场',
    en: 'car park near a hospital',
    weight: 6,
    sharing: 10,
    sharedHours: '07:00—17:00',
    fees: [2, 3, 4],
    hours: ALL_DAY,
    curve: [
      [0, 12],
      [6, 26],
      [8, 88],
      [10, 96],
      [12, 76],
      [14, 84],
      [16, 62],
      [18, 30],
      [20, 20],
      [24, 12],
    ],
  },
  public: {
    zh: '公共停车场',
    en: 'public car park',
    weight: 26,
    sharing: 0,
    sharedHours: ALL_DAY,
    fees: [2, 3, 4, 5],
    hours: ALL_DAY,
    curve: [
      [0, 30],
      [8, 50],
      [10, 72],
      [18, 70],
      [22, 40],
      [24, 30],
    ],
  },
  roadside: {
    zh: '路内停车泊位',
    en: 'street parking',
    weight: 14,
    sharing: 0,
    sharedHours: ALL_DAY,
    fees: [0, 2, 3, 4],
    hours: '07:00—22:00',
    curve: [
      [0, 60],
      [8, 70],
      [18, 80],
      [24, 60],
    ],
  },
};
const KINDS = [
  'residential',
  'office',
  'commercial',
  'hospital',
  'public',
  'roadside',
] as const satisfies readonly Kind[];

/** Car parks of the towns; those that share spaces have 12,000 of them together. */
export function makeParking(world: World, rng: Rng): DemoFeature[] {
  const sharing = spotsByDistrict(world, SHARING_LOTS, rng, { weights: SHARING, minDistanceM: 120 });
  const others = spotsByDistrict(world, OTHER_LOTS, rng, { weights: OTHER, minDistanceM: 120 });
  const shares = apportion(SHARED_SPACES, skewedWeights(SHARING_LOTS, rng));
  const names = new Map(world.subdistricts.map((street) => [street.code, placeName(street)]));
  return [...sharing, ...others].map((at, i) => {
    const shared = shares[i] ?? 0;
    const kind =
      KINDS[rng.weighted(KINDS.map((each) => (shared > 0 ? PROFILES[each].sharing : PROFILES[each].weight)))] ??
      'public';
    const profile = PROFILES[kind];
    const capacity = Math.max(
      rng.int(20, 60),
      kind === 'roadside' ? 0 : rng.int(60, 320),
      Math.ceil(shared * (1.5 + 2 * rng.next())),
    );
    const name = names.get(at.subdistrict) ?? { zh: '', en: '' };
    return pointFeature({
      id: caseFeatureId(33, i, 'parking-'),
      at,
      provenance: 'synthetic',
      properties: {
        name: `${name.zh}${profile.zh}${i + 1}`,
        name_en: `${name.en} ${profile.en} ${i + 1}`,
        kind,
        capacity,
        shared: shared > 0,
        shared_spaces: shared,
        fee_yuan_per_hour: rng.pick(profile.fees),
        hours: profile.hours,
        charging: rng.next() < 0.3,
        accessible: kind !== 'roadside' && rng.next() < 0.7,
        ...(shared > 0 ? { shared_hours: profile.sharedHours, ...occupancy(profile, rng) } : {}),
        district: at.district,
        street: at.subdistrict,
      },
    });
  });
}

/** The day of one lot: the curve of its kind, more or less busy, with some noise. */
function occupancy({ curve }: Profile, rng: Rng): ReturnType<typeof definite> {
  const busy = 0.8 + 0.3 * rng.next();
  const percent = Array.from({ length: HOURS_PER_DAY }, (_, hour) =>
    Math.max(0, Math.min(100, Math.round(curveAt(curve, hour) * busy + 3 * rng.normal()))),
  );
  const peak = Math.max(...percent);
  return definite({
    shared_occupancy: percent.join(','),
    peak_hour: percent.indexOf(peak),
    peak_occupancy: peak,
    day_occupancy: percent[10],
    evening_occupancy: percent[20],
  });
}

function curveAt(curve: Profile['curve'], hour: number): number {
  const next = curve.findIndex(([at]) => at >= hour);
  const [toHour, to] = curve[next] ?? [hour, 0];
  const [fromHour, from] = curve[next - 1] ?? [toHour, to];
  return toHour === fromHour ? to : from + ((to - from) * (hour - fromHour)) / (toHour - fromHour);
}
