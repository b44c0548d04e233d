import { STREET_MATTERS, STREET_MATTER_IDS } from '../../../../tiles/cases/street-ledger.ts';
import type { StreetMatter } from '../../../../tiles/cases/street-ledger.ts';
import { pointFeature } from '../features.ts';
import { CHIEF_CONTACT, appointChiefs } from '../network/chiefs.ts';
import { DATES, LAST_DAY, dayOf, workload } from '../reports/calendar.ts';
import { roadsideSpots } from '../reports/roadside.ts';
import { besideRoad } from '../road-line.ts';
import type { DemoFeature, Generator, Rng, World } from '../types.ts';

const PROBLEMS = 41_654;
const SOLVED = 34_928;
const HARD = 190;
/** The plan was issued on 22 September 2017; by 27 October every chief was at work. */
const FROM = dayOf('2017-09-22');
const ALL_CHIEFS = dayOf('2017-10-27');
const WEEKEND_SHARE = 0.35;
/** Problems of the last days are registered and not yet in hand. */
const FRESH_DAYS = 4;
const HARD_DAYS = 12;

/** Patrols are densest where most people live and walk. */
const DISTRICT_WEIGHTS: Readonly<Record<string, number>> = {
  370202: 90,
  370203: 150,
  370211: 95,
  370212: 45,
  370213: 75,
  370214: 55,
  370215: 50,
  370281: 40,
  370283: 30,
  370285: 25,
};

interface Kind {
  readonly weight: number;
  /** Median days to close. */
  readonly days: number;
  readonly agency: string;
}

const KINDS: Readonly<Record<StreetMatter, Kind>> = {
  appearance: { weight: 22, days: 2, agency: 'urban-management' },
  order: { weight: 20, days: 2, agency: 'enforcement' },
  sanitation: { weight: 21, days: 1.5, agency: 'sanitation' },
  pavement: { weight: 9, days: 9, agency: 'municipal' },
  facilities: { weight: 9, days: 6, agency: 'municipal' },
  greening: { weight: 7, days: 6, agency: 'greening' },
  facades: { weight: 5, days: 16, agency: 'street-office' },
  'illegal-building': { weight: 4, days: 24, agency: 'enforcement' },
  staffing: { weight: 3, days: 1, agency: 'urban-management' },
};

/** One board a road, and the problems that chiefs found on their patrols. */
export default {
  id: '27-street-chiefs',
  generate(world) {
    return { 'notice-boards': noticeBoards(world), reports: problems(world, world.rng('27-street-chiefs')) };
  },
} satisfies Generator;

function noticeBoards(world: World): DemoFeature[] {
  const chiefs = appointChiefs(world.network.roads, world.rng('network-chiefs'));
  return world.network.roads.map((road) => {
    const chief = chiefs.get(road.id);
    if (chief === undefined) throw new Error(`Road ${road.id} has no chief.`);
    const at = besideRoad(world, road);
    return pointFeature({
      id: `27-board-${road.id}`,
      at,
      provenance: 'synthetic',
      properties: {
        name: `${road.name.zh}街长公示牌`,
        name_en: `Street chief notice board, ${road.name.en}`,
        road: road.id,
        road_name: road.name.zh,
        road_name_en: road.name.en,
        chief: chief.code,
        chief_role: chief.role,
        chief_contact: CHIEF_CONTACT,
        district: road.district,
        street: world.subdistrictAt(at),
      },
    });
  });
}

interface Draft {
  readonly day: number;
  readonly matter: StreetMatter;
  readonly days: number;
}

/** In the order of their dates. */
function problems(world: World, rng: Rng): DemoFeature[] {
  const drafts = draftProblems(rng);
  const solved = solvedOf(drafts, rng);
  const hard = hardOf(drafts, solved, rng);
  const roads = new Map(world.network.roads.map((road) => [road.id, road]));
  // Spots come district by district; problems come by date.
  return rng.shuffle(roadsideSpots(world, PROBLEMS, rng, DISTRICT_WEIGHTS)).map((at, i) => {
    const draft = drafts[i];
    if (draft === undefined) throw new Error(`There is no problem ${i} for its spot.`);
    const { day, matter, days } = draft;
    const title = STREET_MATTERS[matter];
    const isSolved = solved.has(i);
    return pointFeature({
      id: `27-${String(i + 1).padStart(5, '0')}`,
      at,
      provenance: 'synthetic',
      properties: {
        name: `${title.zh}问题：${at.roadName}`,
        name_en: `${title.en}: ${roads.get(at.road)?.name.en ?? at.road}`,
        theme: 'street-problem',
        category: matter,
        channel: 'patrol',
        agency: KINDS[matter].agency,
        date: DATES[day],
        state: isSolved ? 'solved' : LAST_DAY - day < FRESH_DAYS ? 'registered' : 'handling',
        hard: hard.has(i) ? true : undefined,
        days_to_close: isSolved ? Math.min(days, LAST_DAY - day) : undefined,
        road: at.road,
        road_name: at.roadName,
        road_name_en: at.roadNameEn,
        grid: world.unitGridAt(at),
        district: at.district,
        street: at.subdistrict,
      },
    });
  });
}

function draftProblems(rng: Rng): Draft[] {
  const dayWeights = DATES.map((_, day) => (day < FROM ? 0 : workload(day, WEEKEND_SHARE) * chiefsAtWork(day)));
  const matterWeights = STREET_MATTER_IDS.map((matter) => KINDS[matter].weight);
  return Array.from({ length: PROBLEMS }, () => {
    const matter = STREET_MATTER_IDS[rng.weighted(matterWeights)] ?? 'appearance';
    return {
      day: rng.weighted(dayWeights),
      matter,
      days: Math.ceil(KINDS[matter].days * Math.exp(0.7 * rng.normal())),
    };
  }).sort((a, b) => a.day - b.day);
}

function chiefsAtWork(day: number): number {
  return Math.min(1, 0.15 + (0.85 * (day - FROM)) / (ALL_CHIEFS - FROM));
}

/** The likeliest to be done by the end of the year: those with time to spare, with some chance. */
function solvedOf(drafts: readonly Draft[], rng: Rng): ReadonlySet<number> {
  const ranked = drafts
    .map(({ day, days }, i) => ({ i, score: Math.min(30, LAST_DAY - day - days) + 14 * rng.normal() }))
    .sort((a, b) => b.score - a.score);
  return new Set(ranked.slice(0, SOLVED).map(({ i }) => i));
}

/** Hard problems that a chief took the lead on: they took long, and were solved. */
function hardOf(drafts: readonly Draft[], solved: ReadonlySet<number>, rng: Rng): ReadonlySet<number> {
  const slow = drafts.flatMap(({ day, days }, i) =>
    solved.has(i) && Math.min(days, LAST_DAY - day) >= HARD_DAYS ? [i] : [],
  );
  if (slow.length < HARD) throw new Error(`Only ${slow.length} solved problems took long; ${HARD} were hard.`);
  return new Set(rng.shuffle(slow).slice(0, HARD));
}
