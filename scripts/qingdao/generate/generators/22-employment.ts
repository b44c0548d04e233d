import { caseFeatureId, pointFeature } from '../features.ts';
import { knownSpot } from '../known/spot.ts';
import type { Area, Generator, Spot, World } from '../types.ts';

const CITY_OFFICE = { lon: 120.4605, lat: 36.119 };
/** Levels of the ten bases: the case pays 5 million yuan at the city's, and one or two million more above it. */
const BASE_LEVELS = [
  'national',
  'national',
  'province',
  'province',
  'province',
  'city',
  'city',
  'city',
  'city',
  'city',
] as const;

/** An office and a base in every district: the source lists neither, so these are examples and counted nowhere. */
export default {
  id: '22-employment',
  generate(world) {
    const rng = world.rng('22-employment');
    const spotIn = (district: Area): Spot =>
      world.place.inArea(district.code, 1, rng)[0] ?? knownSpot(world, district.center);
    const offices = world.districts.map((district, i) => {
      const spot = spotIn(district);
      return pointFeature({
        id: caseFeatureId(22, i, 'office-'),
        at: spot,
        provenance: 'synthetic',
        properties: {
          name: `${district.name.zh}公共就业服务中心`,
          name_en: `Employment office of ${district.name.en}`,
          kind: 'employment-service',
          level: 'district',
          case: 'employment',
          phone: '12333',
          counters: rng.int(6, 18),
          services: '求职招聘、职业培训补贴、灵活就业社保补贴、创业担保贷款',
          district: spot.district,
          street: spot.subdistrict,
        },
      });
    });
    const bases = world.districts.map((district, i) => {
      const spot = spotIn(district);
      return pointFeature({
        id: caseFeatureId(22, i, 'base-'),
        at: spot,
        provenance: 'synthetic',
        properties: {
          name: `${district.name.zh}创业孵化示范基地`,
          name_en: `Start-up incubation base of ${district.name.en}`,
          kind: 'incubation-base',
          level: BASE_LEVELS[i] ?? 'city',
          case: 'employment',
          services: '创业场地、租金减免、创业培训与融资对接',
          district: spot.district,
          street: spot.subdistrict,
        },
      });
    });
    return { 'service-points': [cityOffice(world), ...offices, ...bases] };
  },
} satisfies Generator;

function cityOffice(world: World) {
  const spot = knownSpot(world, CITY_OFFICE);
  return pointFeature({
    id: '22-city-office',
    at: spot,
    provenance: 'approximate',
    properties: {
      name: '市人力资源社会保障服务大厅',
      name_en: 'Human resources and social security hall of the city',
      kind: 'employment-service',
      level: 'city',
      case: 'employment',
      phone: '12333',
      services: '就业创业补贴、技能人才评价、留学人员创业支持',
      district: spot.district,
      street: spot.subdistrict,
    },
  });
}
