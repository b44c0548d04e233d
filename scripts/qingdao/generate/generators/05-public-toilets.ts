import { caseFeatureId, pointFeature } from '../features.ts';
import { settle, spread } from '../settle.ts';
import { scoreGrade } from '../../../../tiles/cases/toilet-standard.ts';
import { toiletFittings } from '../toilet-fittings.ts';
import type { DemoFeature, Generator } from '../types.ts';

const SHINAN = '370202';
const TOILETS = 120;
/** Apart enough for four per square kilometre to cover the district. */
const MIN_DISTANCE_M = 320;

/** The four toilets that the case names, with what it says of each. */
const NAMED = [
  {
    zh: '香港花园紫荆广场公厕',
    en: 'Toilet on Bauhinia Square, Hong Kong Garden',
    at: { lon: 120.3905, lat: 36.0695 },
    grade: 'first',
    facts: { build_mode: 'new', wifi: true, third_restroom: true },
  },
  {
    zh: '延安三路加油站公厕',
    en: 'Toilet at the filling station, Yan’an 3rd Road',
    at: { lon: 120.3658, lat: 36.0692 },
    grade: 'second',
    facts: { build_mode: 'build-transfer' },
  },
  {
    zh: '老年活动中心公厕',
    en: 'Toilet of the seniors’ activity centre',
    at: { lon: 120.3735, lat: 36.0648 },
    grade: 'second',
    facts: { build_mode: 'attached' },
  },
  {
    zh: '太平湾雕塑园公厕',
    en: 'Toilet in the Taiping Bay sculpture park',
    at: { lon: 120.3545, lat: 36.0538 },
    grade: 'first',
    facts: { build_mode: 'build-transfer' },
  },
] as const;

export default {
  id: '05-public-toilets',
  generate(world) {
    const rng = world.rng('05-public-toilets');
    const named = NAMED.map((toilet) => ({ ...toilet, at: settle(world, toilet.at, SHINAN) }));
    const candidates = world.place.alongRoads(SHINAN, TOILETS * 20, rng, { offsetM: 25 });
    const roadside = spread(
      candidates,
      TOILETS - named.length,
      MIN_DISTANCE_M,
      named.map(({ at }) => at),
    );
    const roadNames = new Map(world.network.roads.map(({ id, name }) => [id, name]));
    const onRoad = new Map<string, number>();
    const numbered = roadside.map((at) => {
      const number = (onRoad.get(at.road) ?? 0) + 1;
      onRoad.set(at.road, number);
      return { at, number, road: roadNames.get(at.road) ?? { zh: at.roadName, en: at.roadName } };
    });
    const score = () => Math.round(Math.min(100, Math.max(62, 88 + 6 * rng.normal())) * 10) / 10;
    const properties = (grade: 'first' | 'second' | 'third', assessed: number) => ({
      ...toiletFittings(rng, grade),
      score: assessed,
      score_grade: scoreGrade(assessed),
      case: 'public-toilets',
      district: SHINAN,
      ecological: false,
    });
    const features: DemoFeature[] = named.map(({ zh, en, at, grade, facts }, index) =>
      pointFeature({
        id: caseFeatureId(5, index),
        at,
        provenance: 'approximate',
        properties: {
          ...properties(grade, score()),
          ...facts,
          name: zh,
          name_en: en,
          address: zh.replace('公厕', ''),
          address_en: en.replace(/^Toilet (?:on|at|of|in) (?:the )?/, ''),
          street: world.subdistrictAt(at),
        },
      }),
    );
    const others = numbered.map(({ at, number, road }, index) =>
      pointFeature({
        id: caseFeatureId(5, named.length + index),
        at,
        provenance: 'synthetic',
        properties: {
          ...properties((['first', 'second', 'third'] as const)[rng.weighted([40, 50, 10])] ?? 'second', score()),
          name: `${road.zh}${number}号公厕`,
          name_en: `Toilet ${number}, ${road.en}`,
          address: road.zh,
          address_en: road.en,
          street: at.subdistrict,
        },
      }),
    );
    return { toilets: [...features, ...others] };
  },
} satisfies Generator;
