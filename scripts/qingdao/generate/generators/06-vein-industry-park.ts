import { districtOf } from '../areas.ts';
import { caseFeatureId, definite, pointFeature } from '../features.ts';
import { moved, roundedRing } from '../outline.ts';
import { settle } from '../settle.ts';
import { sketchedZone } from '../sketch.ts';
import type { Generator } from '../types.ts';

const CHENGYANG = '370214';
const WANGJIACAO = { lon: 120.4365, lat: 36.2665 };
/** The case gives the park no area; the sketch takes four hectares and states none. */
const SKETCH_M2 = 40_000;

const SITES = [
  {
    name: '餐厨垃圾分类处理中心',
    name_en: 'Kitchen-waste centre',
    status: 'built',
    investment_yuan: 800_000,
    footprint_m2: 50,
    input_t_per_day: 1,
    output: '有机肥料约100斤/天',
    output_en: 'About 100 jin of organic fertiliser a day',
    east: 60,
    north: 40,
  },
  {
    name: '智能压缩垃圾转运站',
    name_en: 'Compacting transfer station',
    status: 'built',
    investment_yuan: 600_000,
    footprint_m2: 20,
    output: '箱体9立方米，一次装运6—8吨',
    output_en: '9 m³, 6–8 t a load',
    east: -60,
    north: 45,
  },
  {
    name: '秸秆垃圾处理中心',
    name_en: 'Straw centre',
    status: 'building',
    investment_yuan: 4_000_000,
    input_t_per_day: 6,
    output: '颗粒燃料约360吨/年',
    output_en: 'About 360 t of pellet fuel a year',
    east: 0,
    north: -10,
  },
  { name: '垃圾有效分类储存中心', name_en: 'Sorted store', status: 'preparing', east: 55, north: -60 },
  { name: '科普教育基地', name_en: 'Education base', status: 'preparing', east: -55, north: -55 },
] as const;

export default {
  id: '06-vein-industry-park',
  generate(world) {
    const park = settle(world, WANGJIACAO, CHENGYANG);
    const sites = SITES.map(({ east, north, ...site }, index) => {
      const at = moved(park, east, north);
      return pointFeature({
        id: caseFeatureId(6, index),
        at,
        provenance: 'approximate',
        properties: { ...site, district: CHENGYANG, street: world.subdistrictAt(at) },
      });
    });
    const zone = {
      id: caseFeatureId(6, 0),
      provenance: 'approximate' as const,
      geometry: sketchedZone(
        roundedRing(park, SKETCH_M2, world.rng('06-vein-industry-park')),
        districtOf(world, CHENGYANG),
      ),
      properties: definite({
        name: '夏庄街道静脉产业园',
        name_en: 'Vein industry park, Xiazhuang',
        kind: 'eco-park',
        case: 'vein-industry-park',
        district: CHENGYANG,
        street: world.subdistrictAt(park),
        note: '以王家曹社区为试点；范围为示意，案例未载面积。',
        note_en: 'Pilot in Wangjiacao; the outline is a sketch, the case states no area.',
      }),
    };
    return { 'vein-park-sites': sites, zones: [zone] };
  },
} satisfies Generator;
