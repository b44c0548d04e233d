import { HAZARD_CATEGORIES, REWARD_BOUNDS } from '../../../../tiles/cases/hazard-reward.ts';
import { apportion } from '../apportion.ts';
import { caseFeatureId, pointFeature } from '../features.ts';
import { RESIDENTS } from '../population.ts';
import { DATES, LAST_DAY, dayOf, workload } from '../reports/calendar.ts';
import { roadsideSpots } from '../reports/roadside.ts';
import { skewedWeights } from '../share-out.ts';
import type { Generator, Rng } from '../types.ts';

const REPORTS = 1_483;
/** A third of the valid reports came by snapshot, which began in June 2017. */
const SNAPSHOTS = 494;
const SNAPSHOTS_FROM = dayOf('2017-06-01');
/** Share that proved true, by channel. */
const VERIFIED = { snapshot: 0.8, phone: 0.4 } as const;
const HAZARDS_REMOVED = 2_000;
const REWARDS_YUAN = 80_000;
/** Most of the reports that proved true earn a reward; at 100 yuan each at least, no more can. */
const REWARDED = 640;
const REWARD_STEP_YUAN = 50;
const WEEKEND_SHARE = 0.75;
/** Reports of the last days of the year are still being handled. */
const STILL_OPEN_FROM = LAST_DAY - 8;

type Category = keyof typeof HAZARD_CATEGORIES;

const KINDS: readonly { readonly category: Category; readonly weight: number; readonly agency: string }[] = [
  { category: 'fire', weight: 30, agency: 'fire' },
  { category: 'electricity', weight: 14, agency: 'utilities' },
  { category: 'gas', weight: 10, agency: 'utilities' },
  { category: 'road', weight: 16, agency: 'traffic' },
  { category: 'public', weight: 20, agency: 'street-office' },
  { category: 'other', weight: 10, agency: 'work-safety' },
];

interface Draft {
  readonly day: number;
  readonly channel: 'snapshot' | 'phone';
}

/** Valid hazard reports of 2017, in the order of their dates. Reporters are no part of the data. */
export default {
  id: '18-hazard-snapshots',
  generate(world) {
    const rng = world.rng('18-hazard-snapshots');
    const drafts = [...draftsOf('snapshot', SNAPSHOTS, rng), ...draftsOf('phone', REPORTS - SNAPSHOTS, rng)].sort(
      (a, b) => a.day - b.day,
    );
    const verified = verifiedOf(drafts, rng);
    const closed = drafts.map((_, i) => i).filter((i) => verified.has(i) && (drafts[i]?.day ?? 0) < STILL_OPEN_FROM);
    const removed = parts(HAZARDS_REMOVED, closed, 1, 1, rng);
    const rewards = parts(
      REWARDS_YUAN,
      rng.shuffle(closed).slice(0, REWARDED),
      REWARD_BOUNDS.minimum,
      REWARD_STEP_YUAN,
      rng,
    );
    const roads = new Map(world.network.roads.map((road) => [road.id, road]));
    // Spots come district by district; reports come by date.
    const spots = rng.shuffle(roadsideSpots(world, REPORTS, rng, RESIDENTS));
    const reports = spots.map((at, i) => {
      const { day, channel } = drafts[i] ?? { day: 0, channel: 'phone' };
      const { category, agency } = KINDS[rng.weighted(KINDS.map(({ weight }) => weight))] ?? {
        category: 'other',
        agency: 'work-safety',
      };
      const title = HAZARD_CATEGORIES[category];
      const isClosed = removed.has(i);
      return pointFeature({
        id: caseFeatureId(18, i),
        at,
        provenance: 'synthetic',
        properties: {
          name: `${title.zh}隐患：${at.roadName}`,
          name_en: `${title.en}: ${roads.get(at.road)?.name.en ?? at.road}`,
          theme: 'hazard',
          category,
          channel,
          agency,
          date: DATES[day],
          state: isClosed ? 'solved' : verified.has(i) ? 'handling' : 'unfounded',
          days_to_close: isClosed ? Math.min(LAST_DAY - day, Math.ceil(5 * Math.exp(0.7 * rng.normal()))) : undefined,
          hazards_removed: removed.get(i),
          reward_yuan: rewards.get(i),
          road: at.road,
          road_name: at.roadName,
          road_name_en: at.roadNameEn,
          grid: world.unitGridAt(at),
          district: at.district,
          street: at.subdistrict,
        },
      });
    });
    return { reports };
  },
} satisfies Generator;

function draftsOf(channel: Draft['channel'], n: number, rng: Rng): Draft[] {
  const from = channel === 'snapshot' ? SNAPSHOTS_FROM : 0;
  const weights = DATES.map((_, day) => (day < from ? 0 : workload(day, WEEKEND_SHARE) * season(day)));
  return Array.from({ length: n }, () => ({ channel, day: rng.weighted(weights) }));
}

/** June is work-safety month; the heating season has more to report. */
function season(day: number): number {
  const month = Number(DATES[day]?.slice(5, 7));
  if (month === 6) return 1.6;
  return month <= 2 || month >= 11 ? 1.15 : 1;
}

function verifiedOf(drafts: readonly Draft[], rng: Rng): ReadonlySet<number> {
  const chosen = (['snapshot', 'phone'] as const).flatMap((channel) => {
    const own = drafts.flatMap((draft, i) => (draft.channel === channel ? [i] : []));
    return rng.shuffle(own).slice(0, Math.round(own.length * VERIFIED[channel]));
  });
  return new Set(chosen);
}

/** The total shared out over `indexes` in steps, each getting `minimum` at least. */
function parts(
  total: number,
  indexes: readonly number[],
  minimum: number,
  step: number,
  rng: Rng,
): ReadonlyMap<number, number> {
  const extra = apportion((total - minimum * indexes.length) / step, skewedWeights(indexes.length, rng, 1));
  return new Map(indexes.map((index, i) => [index, minimum + (extra[i] ?? 0) * step]));
}
