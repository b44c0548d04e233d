import { lineString } from '@turf/helpers';
import { length } from '@turf/length';
import { lineSliceAlong } from '@turf/line-slice-along';
import { apportion } from '../apportion.ts';
import { districtOf } from '../areas.ts';
import { caseFeatureId, definite, pointFeature } from '../features.ts';
import { ASSESSMENT_CLASSES } from '../named/assessment-classes.ts';
import { distanceM } from '../outline.ts';
import { lineThrough } from '../sketch.ts';
import { closingRatePercent } from '../../../../tiles/cases/closing-rate.ts';
import type { DemoFeature, Generator, LonLat, Rng, Road, World } from '../types.ts';

const JIAOZHOU = '370281';
const UNITS = 82;
const ROADS = 58;
const COMMUNITIES = 55;
const SHEETS = 197;
const PROBLEMS = 5000;
/** 93 % of the problems closed. */
const OPEN_PROBLEMS = 350;
/** Weeks of 2017 up to the award of 17 November, over which the sheets are spread. */
const WEEKS = 46;
const FIRST_MONDAY = Date.UTC(2017, 0, 2);
const DAY_MS = 86_400_000;

export default {
  id: '01-civilised-city',
  generate(world) {
    const rng = world.rng('01-civilised-city');
    const points = assessmentPoints(world, rng);
    return {
      'assessment-points': points,
      'supervision-sheets': supervisionSheets(points, rng),
      'contracted-roads': contractedRoads(world, rng),
      'paired-communities': pairedCommunities(world, rng),
      'civilised-sites': civilisedSites(world, rng),
    };
  },
} satisfies Generator;

function assessmentPoints(world: World, rng: Rng): DemoFeature[] {
  const perClass = ASSESSMENT_CLASSES.map((text, index) => ({ text, code: two(index + 1), points: rng.int(4, 8) }));
  const spots = world.place.inArea(
    JIAOZHOU,
    perClass.reduce((sum, each) => sum + each.points, 0),
    rng,
  );
  const all = perClass.flatMap(({ text, code, points }) =>
    Array.from({ length: points }, (_, index) => ({ text, code, number: index + 1 })),
  );
  return spots.flatMap((at, index) => {
    const point = all[index];
    return point === undefined
      ? []
      : pointFeature({
          id: caseFeatureId(1, index),
          at,
          provenance: 'synthetic',
          properties: {
            name: `${point.text.zh}${point.number}号点位`,
            name_en: `${point.text.en}, point ${point.number}`,
            class: point.code,
            class_name: point.text.zh,
            class_name_en: point.text.en,
            unit: unitName(rng.int(1, UNITS)),
            district: at.district,
            street: at.subdistrict,
          },
        });
  });
}

/** Each sheet is about one point; problems and open ones are split so that the documented totals come out. */
function supervisionSheets(points: readonly DemoFeature[], rng: Rng): DemoFeature[] {
  const problems = apportion(
    PROBLEMS,
    Array.from({ length: SHEETS }, () => 1 + rng.next()),
  );
  const open = apportion(
    OPEN_PROBLEMS,
    problems.map((n) => n * (0.2 + 1.6 * rng.next())),
  );
  return Array.from({ length: SHEETS }, (_, index) => {
    const point = rng.pick(points);
    const week = Math.floor((index * WEEKS) / SHEETS);
    const found = problems[index] ?? 0;
    const closed = found - (open[index] ?? 0);
    const date = new Date(FIRST_MONDAY + (week * 7 + rng.int(0, 4)) * DAY_MS).toISOString().slice(0, 10);
    const { unit, class_name, class_name_en, district, street } = point.properties;
    return {
      id: caseFeatureId(1, index),
      geometry: point.geometry,
      provenance: 'synthetic',
      properties: definite({
        name: `督办单第${index + 1}号`,
        name_en: `Supervision sheet ${index + 1}`,
        date,
        week: `2017-W${two(week + 1)}`,
        unit,
        class_name,
        class_name_en,
        problems: found,
        closed,
        closing_rate: closingRatePercent(found, closed),
        district,
        street,
      }),
    };
  });
}

/** The main roads nearest to the centre; the longest are split in two, so that every unit has a section of its own. */
function contractedRoads(world: World, rng: Rng): DemoFeature[] {
  const roads = mainRoads(world).slice(0, ROADS);
  if (roads.length < ROADS) throw new Error(`Jiaozhou has only ${roads.length} named roads; ${ROADS} are contracted.`);
  const split = new Set([...roads].sort((a, b) => b.lengthM - a.lengthM).slice(0, UNITS - ROADS));
  const units = rng.shuffle(Array.from({ length: UNITS }, (_, index) => unitName(index + 1)));
  return roads
    .flatMap((road) =>
      sections(road, split.has(road) ? 2 : 1).map((line, index) => ({ road, line, section: index + 1 })),
    )
    .map(({ road, line, section }, index) => ({
      id: caseFeatureId(1, index),
      geometry: lineThrough(line),
      provenance: 'synthetic' as const,
      properties: {
        name: `${road.name.zh}第${section}段`,
        name_en: `${road.name.en}, section ${section}`,
        road: road.id,
        section,
        unit: units[index] ?? '',
        district: road.district,
        street: road.subdistrict,
      },
    }));
}

function mainRoads(world: World): Road[] {
  const { center } = districtOf(world, JIAOZHOU);
  const rank = { trunk: 0, primary: 0, secondary: 0, tertiary: 1, residential: 2 } as const;
  return world.network.roads
    .filter((road) => road.district === JIAOZHOU)
    .map((road) => ({ road, rank: rank[road.class], far: distanceM(center, places(road)[0] ?? center) }))
    .sort((a, b) => a.rank - b.rank || a.far - b.far || (a.road.id < b.road.id ? -1 : 1))
    .map(({ road }) => road);
}

function sections(road: Road, parts: number): LonLat[][] {
  const line = lineString(places(road).map(({ lon, lat }) => [lon, lat]));
  const partKm = length(line) / parts;
  return Array.from({ length: parts }, (_, index) =>
    lineSliceAlong(line, index * partKm, (index + 1) * partKm).geometry.coordinates.map(([lon = 0, lat = 0]) => ({
      lon,
      lat,
    })),
  );
}

/** The road's line; the longest part of one in several parts. */
function places({ geometry, id }: Road): LonLat[] {
  const parts =
    geometry.type === 'LineString'
      ? [geometry.coordinates]
      : geometry.type === 'MultiLineString'
        ? geometry.coordinates
        : [];
  const longest = parts.reduce<readonly (readonly number[])[]>(
    (best, part) => (part.length > best.length ? part : best),
    [],
  );
  if (longest.length < 2) throw new Error(`Road ${id} has no line.`);
  return longest.map(([lon = 0, lat = 0]) => ({ lon, lat }));
}

function pairedCommunities(world: World, rng: Rng): DemoFeature[] {
  const urban = world.communities.filter(({ district, name }) => district === JIAOZHOU && name.zh.includes('社区'));
  const communities = rng.shuffle(urban).slice(0, COMMUNITIES);
  const units = rng.shuffle(Array.from({ length: UNITS }, (_, index) => unitName(index + 1)));
  const shares = apportion(
    UNITS,
    communities.map(() => 1),
  );
  return communities.map(({ code, name, center, district }, index) =>
    pointFeature({
      id: caseFeatureId(1, index),
      at: center,
      provenance: 'synthetic',
      properties: {
        name: name.zh,
        name_en: name.en,
        community: code,
        unit: units[index],
        units: shares[index],
        district,
        street: code.slice(0, 9),
      },
    }),
  );
}

function civilisedSites(world: World, rng: Rng): DemoFeature[] {
  const hoardings = apportion(
    35_000,
    Array.from({ length: 40 }, () => 0.5 + rng.next()),
  );
  const flags = apportion(
    5200,
    Array.from({ length: 65 }, () => 0.5 + rng.next()),
  );
  const roadside = world.place.alongRoads(JIAOZHOU, 99 + hoardings.length + flags.length, rng);
  const campuses = world.place.inArea(JIAOZHOU, 59, rng, { minDistanceM: 150 }).map((at, index) =>
    pointFeature({
      id: caseFeatureId(1, index, 'c'),
      at,
      provenance: 'synthetic',
      properties: {
        name: `文明校园${index + 1}`,
        name_en: `Civilised campus ${index + 1}`,
        kind: 'campus',
        district: at.district,
        street: at.subdistrict,
      },
    }),
  );
  const signs = roadside.map((at, index) => {
    const hoarding = index < 99 ? undefined : hoardings[index - 99];
    const row = hoarding === undefined && index >= 99 ? flags[index - 99 - hoardings.length] : undefined;
    const kind = index < 99 ? 'billboard' : hoarding === undefined ? 'flags' : 'hoarding';
    const [zh, en] = {
      billboard: ['广告牌', 'Billboard'],
      hoarding: ['公益广告围挡', 'Hoarding'],
      flags: ['道旗', 'Row of flags'],
    }[kind] ?? ['', ''];
    return pointFeature({
      id: caseFeatureId(1, index, 's'),
      at,
      provenance: 'synthetic',
      properties: {
        name: `${at.roadName}${zh}${index + 1}`,
        name_en: `${en} ${index + 1}`,
        kind,
        area_m2: hoarding,
        flags: row,
        district: at.district,
        street: at.subdistrict,
      },
    });
  });
  return [...campuses, ...signs];
}

function unitName(number: number): string {
  return `胶州市包干单位${two(number)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
