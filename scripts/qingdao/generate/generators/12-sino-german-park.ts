import { districtOf } from '../areas.ts';
import { caseFeatureId, definite, pointFeature } from '../features.ts';
import { sketchedZone } from '../sketch.ts';
import type { DemoFeature, Generator, LonLat, World } from '../types.ts';

const HUANGDAO = '370211';
const CASE = 'sino-german-park';
const CENTRE: LonLat = { lon: 120.13, lat: 36.06 };
const OUTLINE = [
  [120.105, 36.05],
  [120.108, 36.072],
  [120.13, 36.079],
  [120.148, 36.07],
  [120.15, 36.05],
  [120.13, 36.043],
] as const;

interface Site {
  readonly zh: string;
  readonly en: string;
  readonly kind: 'factory' | 'school' | 'centre';
  readonly status: 'signed' | 'building' | 'completed';
  readonly sector: string;
  readonly investmentYuan?: number;
  readonly capacityPerYear?: number;
  readonly outputYuan?: number;
  readonly studentPlaces?: number;
}

/** Sites that the source names in the park, in its order, with the figures it states. */
const SITES: readonly Site[] = [
  {
    zh: '家电工业4.0示范基地',
    en: 'Home-appliance Industry 4.0 base',
    kind: 'factory',
    status: 'building',
    sector: '家电智能制造',
    investmentYuan: 8e9,
  },
  {
    zh: '海尔中央空调智能互联工厂',
    en: 'Haier central air-conditioning smart factory',
    kind: 'factory',
    status: 'completed',
    sector: '家电智能制造',
  },
  {
    zh: '滚筒洗衣机智能互联工厂',
    en: 'Drum washing-machine smart factory',
    kind: 'factory',
    status: 'building',
    sector: '家电智能制造',
    investmentYuan: 1.3e9,
    capacityPerYear: 3_000_000,
    outputYuan: 9e9,
  },
  {
    zh: '西门子（青岛）创新中心',
    en: 'Siemens (Qingdao) Innovation Centre',
    kind: 'centre',
    status: 'completed',
    sector: '工业4.0研发',
  },
  {
    zh: '海尔工业智能研究院',
    en: 'Haier Institute of Industrial Intelligence',
    kind: 'centre',
    status: 'completed',
    sector: '工业互联网',
  },
  { zh: '澳西机器人项目', en: 'Aoxi robot project', kind: 'factory', status: 'building', sector: '智能机器人' },
  {
    zh: '澳柯玛智慧冷链装备项目',
    en: 'Aucma smart cold-chain equipment',
    kind: 'factory',
    status: 'building',
    sector: '冷链装备',
  },
  {
    zh: '中德双元工程学院',
    en: 'Sino-German Dual Engineering College',
    kind: 'school',
    status: 'building',
    sector: '高等教育',
    investmentYuan: 2.5e9,
    studentPlaces: 12_000,
  },
  {
    zh: '智能制造双元职业学校',
    en: 'Dual Vocational School of Smart Manufacturing',
    kind: 'school',
    status: 'building',
    sector: '职业教育',
    investmentYuan: 1.1e9,
    studentPlaces: 8_000,
  },
  {
    zh: '智能制造国际培训中心',
    en: 'International Training Centre for Smart Manufacturing',
    kind: 'centre',
    status: 'completed',
    sector: '人才培训',
  },
  {
    zh: '莱茵科斯特智能制造培训机构',
    en: 'Rhein-Köster smart manufacturing training',
    kind: 'centre',
    status: 'completed',
    sector: '人才培训',
  },
  { zh: '明匠制造项目', en: 'Mingjiang manufacturing', kind: 'factory', status: 'signed', sector: '智能制造' },
  {
    zh: '希恩和智能机器人项目',
    en: 'Xi’enhe intelligent robots',
    kind: 'factory',
    status: 'signed',
    sector: '智能机器人',
  },
  {
    zh: '中德先进制造项目中心',
    en: 'Sino-German Advanced Manufacturing Centre',
    kind: 'centre',
    status: 'signed',
    sector: '智能制造',
  },
  {
    zh: '中德制造业创新中心',
    en: 'Sino-German Manufacturing Innovation Centre',
    kind: 'centre',
    status: 'signed',
    sector: '智能制造',
  },
];

export default {
  id: '12-sino-german-park',
  generate(world) {
    const rng = world.rng('12-sino-german-park');
    const spots = world.place.near(CENTRE, 1800, SITES.length, rng, { district: HUANGDAO });
    const sites = SITES.flatMap((site, i) => {
      const at = spots[i];
      return at === undefined
        ? []
        : [
            pointFeature({
              id: caseFeatureId(12, i),
              at,
              // They are known to stand in the park; the source does not say where in it.
              provenance: 'approximate',
              properties: {
                name: site.zh,
                name_en: site.en,
                case: CASE,
                kind: site.kind,
                status: site.status,
                sector: site.sector,
                investment_yuan: site.investmentYuan,
                investment_basis: site.investmentYuan === undefined ? undefined : 'source',
                capacity_per_year: site.capacityPerYear,
                output_yuan: site.outputYuan,
                student_places: site.studentPlaces,
                district: HUANGDAO,
                street: at.subdistrict,
              },
            }),
          ];
    });
    return { zones: [zone(world)], 'project-sites': sites };
  },
} satisfies Generator;

function zone(world: World): DemoFeature {
  return {
    id: '12-sino-german-park',
    geometry: sketchedZone(OUTLINE, districtOf(world, HUANGDAO)),
    provenance: 'approximate',
    properties: definite({
      name: '中德生态园',
      name_en: 'Sino-German Ecopark',
      kind: 'eco-park',
      district: HUANGDAO,
      case: CASE,
      street: world.subdistrictAt(CENTRE),
    }),
  };
}
